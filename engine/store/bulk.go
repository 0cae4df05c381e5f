package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"strings"
)

// rowsAtOnce is how many rows share a statement of insert. With sixteen, crossing
// into the database costs less than the insertion itself; more gain nothing.
const rowsAtOnce = 16

// insert writes many rows through the driver itself, several with each statement,
// as scan reads them: an import of a hundred thousand figures would spend more
// time in database/sql and in handing arguments over one by one than in the
// database. The driver hands all arguments of a query over at once, those of an
// execution one by one; so these are queries, without results.
func (sqlite) insert(ctx context.Context, conn *sql.Conn, into string, columns, rows int, fill func(row int, values []driver.Value)) error {
	return conn.Raw(func(raw any) error {
		several := insertion(into, columns, min(rows, rowsAtOnce))
		one := insertion(into, columns, 1)
		values := make([]driver.Value, columns)
		args := make([]driver.NamedValue, columns*min(rows, rowsAtOnce))
		for i := range args {
			args[i].Ordinal = i + 1
		}
		for row := 0; row < rows; {
			if err := ctx.Err(); err != nil {
				return err
			}
			query, own := several, args
			if rows-row < rowsAtOnce && rows > rowsAtOnce {
				query, own = one, args[:columns]
			}
			for at := 0; at < len(own); at += columns {
				fill(row, values)
				for i, value := range values {
					own[at+i].Value = value
				}
				row++
			}
			if err := do(raw.(driver.QueryerContext), query, own); err != nil {
				return err
			}
		}
		return nil
	})
}

// insertion is the statement that inserts so many rows.
func insertion(into string, columns, rows int) string {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	return "INSERT INTO " + into + " VALUES " + row + strings.Repeat(", "+row, rows-1)
}

// do runs a statement that yields nothing.
func do(conn driver.QueryerContext, query string, args []driver.NamedValue) error {
	rows, err := conn.QueryContext(context.Background(), query, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := rows.Next(nil); err != io.EOF {
		return err
	}
	return nil
}
