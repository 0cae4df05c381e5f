package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// setCell is the program that sessions edit a workbook with, as somebody at a
// spreadsheet would: cell FILE SHEET CELL TEXT. A text that begins with = is a formula.
func setCell() {
	file, sheet, cell, text := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	if err := edit(file, sheet, cell, text); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func edit(file, sheet, cell, text string) error {
	book, err := excelize.OpenFile(file)
	if err != nil {
		return err
	}
	defer book.Close()
	if formula, ok := strings.CutPrefix(text, "="); ok {
		err = book.SetCellFormula(sheet, cell, formula)
	} else {
		err = book.SetCellStr(sheet, cell, text)
	}
	if err != nil {
		return err
	}
	return book.Save()
}
