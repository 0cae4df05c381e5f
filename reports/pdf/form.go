package pdf

import (
	"io"
	"strconv"
	"time"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/chart"
)

// Form prints an official form on A4, ruled as finance offices print it: the
// self-evaluation upright, the monitoring form on its long side. No text is cut; the
// indicator table goes on over pages with its head repeated. The same form gives the
// same bytes. The error is the writer's.
func Form(w io.Writer, form *reports.Form) error {
	return drawForm(form, nil).Output(w)
}

// formSheet is one form being drawn.
type formSheet struct {
	sheet
	form          *reports.Form
	width, height float64 // of the page, mm
}

const (
	formMargin = 12.0
	formSmall  = 7.0 // type beneath the table
)

func drawForm(form *reports.Form, record func(placed)) *Canvas {
	grid := form.Grid()
	s := &formSheet{form: form, width: PageWidth, height: PageHeight, sheet: sheet{record: record}}
	if grid.Landscape {
		s.width, s.height = PageHeight, PageWidth
		s.Canvas = NewLandscape(formMeta(form))
	} else {
		s.Canvas = NewCanvas(formMeta(form))
	}
	first := s.firstPage()
	table, pages := s.layout(grid, first)
	y, at := first, 0
	for k, n := range pages {
		if k > 0 {
			s.AddPage()
			y = s.laterPage()
		}
		y = table.draw(at, n, y)
		at += n
	}
	s.beneath(y)
	s.formFeet()
	return s.Canvas
}

// layout arranges the table on as few pages as it needs, as airily as these allow, and
// says how many rows each page takes.
func (s *formSheet) layout(grid *reports.FormGrid, first float64) (best *ruled, pages []int) {
	for _, pad := range []float64{1.1, 0.8, 0.5} {
		table := newRuled(&s.sheet, grid, formMargin, s.width-2*formMargin, pad)
		table.measure(s.bottom() - s.laterHead())
		if found := table.pages(s.bottom()-first, s.bottom()-s.laterHead(), s.notesHeight()); best == nil || len(found) < len(pages) {
			best, pages = table, found
		}
	}
	return best, pages
}

func formMeta(form *reports.Form) Meta {
	created, _ := time.Parse(time.RFC3339Nano, form.Foot.AsOf) // without one: the zero time
	return Meta{
		Title:       form.Title + " · " + form.Project,
		Subject:     form.Title + form.Subtitle,
		Keywords:    form.Foot.Method + ", " + form.Foot.Definition,
		Lang:        map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[form.Language],
		Fingerprint: form.Foot.Fingerprint,
		Origin:      form.Foot.Origin.String(),
		Created:     created,
	}
}

// firstPage draws title and stamps, and returns where the table begins.
func (s *formSheet) firstPage() float64 {
	s.AddPage()
	s.Bookmark(s.form.Title, 0, 0)
	middle, y := s.width/2, formMargin+2
	y = s.stampLine(y)
	title := heavy(15, chart.Text).center()
	y = s.lines(middle, y, s.wrapped(s.form.Title, s.width-2*formMargin, title), title)
	beneath := in(9, chart.Text).center()
	return s.lines(middle, y+0.5, s.wrapped(s.form.Subtitle, s.width-2*formMargin, beneath), beneath) + 2
}

// stampLine draws the words that no page may lack, beside one another at the right.
func (s *formSheet) stampLine(y float64) float64 {
	st := heavy(7.5, chart.Failed)
	for _, stamp := range s.form.Stamps {
		lines := s.wrapped(stamp, s.width-2*formMargin-4, st)
		width := 0.0
		for _, text := range lines {
			width = max(width, s.Width(text, st))
		}
		height := float64(len(lines))*leading(st.Size) + 1.4
		s.StrokeRect(s.width-formMargin-width-4, y, width+4, height, Pen{Width: 0.3, Color: st.Color})
		s.lines(s.width-formMargin-width-2, y+0.7, lines, st)
		y += height + 1
	}
	return y
}

func (s *formSheet) stampLines() float64 {
	height, st := 0.0, heavy(7.5, chart.Failed)
	for _, stamp := range s.form.Stamps {
		height += float64(len(s.wrapped(stamp, s.width-2*formMargin-4, st)))*leading(st.Size) + 2.4
	}
	return height
}

// laterPage draws the head of a page that goes on, and returns where the table begins.
func (s *formSheet) laterPage() float64 {
	y := s.stampLine(formMargin)
	st := in(plain, chart.Text)
	return s.lines(formMargin, y, s.laterTitle(), st) + 1.5
}

// laterTitle names the form again, in two lines at most: the whole stands on the first
// page.
func (s *formSheet) laterTitle() []string {
	text := joined(" · ", s.form.Title+s.form.Subtitle+s.form.Language.Say("form.continued", nil), s.form.Project)
	lines := s.wrapped(text, s.width-2*formMargin-4, in(plain, chart.Text))
	if len(lines) > 2 {
		lines = []string{lines[0], lines[1] + "…"}
	}
	return lines
}

func (s *formSheet) laterHead() float64 {
	return formMargin + s.stampLines() + float64(len(s.laterTitle()))*leading(plain) + 1.5
}

// beneath draws the notes and the line for a pen under the table, on a new page where
// they do not fit.
func (s *formSheet) beneath(y float64) {
	y += 2
	st := in(7.5, chart.Text)
	for _, note := range append(append([]string{}, s.form.Notes...), s.form.Sign) {
		lines := s.wrapped(note, s.width-2*formMargin, st)
		for len(lines) > 0 {
			if y+leading(st.Size) > s.bottom() {
				s.AddPage()
				y = s.laterPage()
			}
			y = s.lines(formMargin, y, lines[:1], st)
			lines = lines[1:]
		}
		y += 1.2
	}
}

// notesHeight is what is to stand with the table's last line: the notes, or of very
// long ones the beginning.
func (s *formSheet) notesHeight() float64 {
	height, st := 2.0, in(7.5, chart.Text)
	for _, note := range append(append([]string{}, s.form.Notes...), s.form.Sign) {
		height += float64(len(s.wrapped(note, s.width-2*formMargin, st)))*leading(st.Size) + 1.2
	}
	return min(height, 40)
}

// bottom is where the space for the table ends.
func (s *formSheet) bottom() float64 {
	return s.height - 8 - float64(len(s.footTexts()))*leading(formSmall) - 1
}

func (s *formSheet) footTexts() []string {
	var out []string
	for _, text := range s.form.Foot.Lines {
		out = append(out, s.wrapped(text, s.width-2*formMargin-40, in(formSmall, chart.Muted))...)
	}
	return out
}

func (s *formSheet) formFeet() {
	pages, texts := s.PageCount(), s.footTexts()
	top := s.height - 8 - float64(len(texts))*leading(formSmall)
	for n := 1; n <= pages; n++ {
		s.SetPage(n)
		s.lines(formMargin, top, texts, in(formSmall, chart.Muted))
		page := s.form.Language.Say("form.foot.page", indicators.Args{"page": strconv.Itoa(n), "pages": strconv.Itoa(pages)})
		s.lines(s.width-formMargin, top, []string{page}, in(formSmall, chart.Muted).right())
	}
}
