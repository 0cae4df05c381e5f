package web

import (
	"bytes"
	"mime"
	"net/http"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/intake"
)

// workbookType is what an .xlsx file is.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// entryWorkbook sends the sheet as a workbook to fill in and import.
func (s *Server) entryWorkbook(w http.ResponseWriter, r *http.Request) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	l := gate.Of(r.Context()).Language
	var out bytes.Buffer
	if err := intake.WriteWorkbook(&out, []*engine.Sheet{sheet}, l); err != nil {
		return err
	}
	name := regionName(sheet.Programme, sheet.Assignment.Region, l) + "-" + sheet.Assignment.Project.LocalID() + "-" + sheet.Period.String() + ".xlsx"
	w.Header().Set("Content-Type", workbookType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err = w.Write(out.Bytes())
	return err
}
