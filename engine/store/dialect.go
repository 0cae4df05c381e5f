package store

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/pressly/goose/v3"
)

// dialect is the little that differs between databases. Everything else is one
// copy of SQL with ? for its arguments.
type dialect interface {
	// open connects the writer, which is never more than one connection, and the
	// readers. It asserts on every connection what durability depends on.
	open(ctx context.Context, name string, o Options) (writer, readers *sql.DB, err error)
	// kind is what the migrations' own table is kept in.
	kind() goose.Dialect
	// words fills in {{int64}} and the like in the migrations.
	words() map[string]any
	// bind writes the arguments' places as the database wants them: ? or $1.
	bind(query string) string
	// explain turns the driver's error into a problem with a code, where it knows one.
	explain(err error, name string) error
	// scan is the hot read; see stream.go.
	scan(ctx context.Context, conn *sql.Conn, query string, args []int64, columns int, row func([]int64) error) error
	// rows is the same for columns of any kind.
	rows(ctx context.Context, conn *sql.Conn, query string, args []int64, columns int, row func([]driver.Value) error) error
	// insert is its counterpart for writing many rows; see bulk.go. into names the
	// table and its columns, fill sets the values of a row.
	insert(ctx context.Context, conn *sql.Conn, into string, columns, rows int, fill func(row int, values []driver.Value)) error
	// lost reports whether the transaction of the connection has ended by itself.
	lost(ctx context.Context, conn *sql.Conn) bool
	// copy writes the database as it is now to a new file.
	copy(ctx context.Context, conn *sql.Conn, to string) error
	// optimize puts the database in order.
	optimize(ctx context.Context, name string) error
	// damage runs the database's own check of its file.
	damage(ctx context.Context, db *sql.DB) ([]string, error)
}
