package reports

import (
	"path"
	"slices"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Evidence is what backs the figures that count (佐证材料).
type Evidence struct {
	Title string // 佐证材料
	Note  string // 6 份材料，支撑 9 个实际完成值
	Heads EvidenceHeads
	// Rows are the files and links, each as often as it was attached: by indicator in
	// published order, part and period.
	Rows []EvidenceRow
	// Files are the same, each once, with all that it backs; in the order of Rows.
	Files []EvidenceFile
	// Groups count them by assignment, by region on an indicator's card, and by
	// indicator where there is only one of those. They stand for Files on paper when
	// Many is set.
	Groups []EvidenceGroup
	Many   bool
}

// EvidenceHeads are the columns of Files and of Groups.
type EvidenceHeads struct {
	File, Backs, Size, Digest, Attached string
	Of, Files, Figures                  string
}

// EvidenceRow is a file or a link attached to one figure.
type EvidenceRow struct {
	Seq         int64 // of the step that attached it
	Observation int64 // Seq of the figure: see [Scorecard.Observations]
	Indicator   string
	Region      string // code
	RegionName  string
	Name        string // of the indicator as published, or 执行数
	Part        string
	Period      indicators.Period
	File        string // the file's name, or the link's title
	URL         string // of a link
	Type        string // application/pdf; empty for a link
	Kind        string // PDF, 图片, 链接
	Size        int64  // in bytes; 0 for a link
	SizeText    string // 84 KB; empty for a link
	SHA256      string // empty for a link
	Attached    time.Time
	AttachedAt  string // in the programme's zone, to the minute
	AttachedBy  string
}

// EvidenceFile is a file or a link with the figures that it backs.
type EvidenceFile struct {
	Name, URL, Kind, SizeText string
	SHA256                    string
	Digest                    string // its beginning and end: 9f2c41d07be6…a1e1
	Backs                     string // 企业数据采集量 2021-01、2021-02
	Attached                  string // 2021-11-02 li
}

// EvidenceGroup counts the evidence of an assignment or an indicator.
type EvidenceGroup struct {
	Name                   string
	Files, Figures         int
	FilesText, FiguresText string
}

// mostFiles are listed on paper one by one; more are counted by group, and listed in
// the other formats.
const mostFiles = 24

// evidence lists what backs the scope's figures; nil when nothing does.
func (b *builder) evidence() *Evidence {
	out := &Evidence{Title: b.say("evidence"), Heads: b.evidenceHeads()}
	groups := b.evidenceGroups()
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			for _, e := range r.Evidence {
				out.Rows = append(out.Rows, b.evidenceRow(a, r.Indicator.Name, e))
				groups.count(a, r.Indicator.Name, e)
			}
		}
		for _, e := range a.Money.Evidence {
			name := b.spendingOf(a)
			out.Rows = append(out.Rows, b.evidenceRow(a, name, e))
			groups.count(a, name, e)
		}
	}
	if len(out.Rows) == 0 {
		return nil
	}
	out.Files, out.Groups = b.evidenceFiles(out.Rows), groups.list
	out.Many = len(out.Files) > mostFiles
	figures := 0
	for k := range out.Groups {
		group := &out.Groups[k]
		group.FilesText, group.FiguresText = itoa(group.Files), itoa(group.Figures)
		figures += group.Figures
	}
	out.Note = b.say("evidence.note", "n", itoa(len(out.Files)), "figures", itoa(figures))
	if out.Many {
		out.Note += b.say("evidence.many")
	}
	return out
}

// spendingOf names an assignment's spending, with the project where a card holds several.
func (b *builder) spendingOf(a *engine.AssignmentResult) string {
	name := b.say("evidence.money")
	if b.scope.Kind == ProjectScope || len(b.assignments) == 1 {
		return name
	}
	project, _ := b.title(a.Assignment.Project.Title, a.Assignment.Project.TitleEN)
	return name + b.say("bracket", "text", project)
}

func (b *builder) evidenceHeads() EvidenceHeads {
	h := EvidenceHeads{File: b.say("evidence.file"), Backs: b.say("evidence.backs"), Size: b.say("evidence.size"), Digest: b.say("evidence.digest"),
		Attached: b.say("evidence.attached"), Of: b.say("column.name"), Files: b.say("evidence.files"), Figures: b.say("evidence.figures")}
	switch {
	case b.ofIndicator():
		h.Of = b.say("standings.region")
	case len(b.assignments) > 1:
		h.Of = b.say("evidence.of")
	}
	return h
}

func (b *builder) evidenceRow(a *engine.AssignmentResult, name string, e engine.Evidence) EvidenceRow {
	region := a.Assignment.Region
	return EvidenceRow{
		Seq: e.Seq, Observation: e.Observation, Indicator: e.Indicator, Region: region, RegionName: b.regionName(region),
		Name: name, Part: e.Part, Period: e.Period, File: e.Name, URL: e.URL, Type: e.Type, Kind: b.kindOf(e),
		Size: e.Size, SizeText: sizeText(e), SHA256: e.SHA256,
		Attached: e.AttachedAt.In(b.e.Programme.Location()), AttachedBy: e.AttachedBy,
		AttachedAt: e.AttachedAt.In(b.e.Programme.Location()).Format("2006-01-02 15:04"),
	}
}

// evidenceFiles joins the rows of one file, told by its digest, or of one link.
func (b *builder) evidenceFiles(rows []EvidenceRow) []EvidenceFile {
	var out []EvidenceFile
	backs := [][]EvidenceRow{}
	at := map[[2]string]int{}
	for _, row := range rows {
		key := [2]string{row.SHA256, row.URL}
		k, known := at[key]
		if !known {
			k = len(out)
			at[key] = k
			out, backs = append(out, EvidenceFile{Name: row.File, URL: row.URL, Kind: row.Kind, SizeText: row.SizeText, SHA256: row.SHA256,
				Digest: shortDigest(row.SHA256), Attached: row.Attached.Format(time.DateOnly) + " " + row.AttachedBy}), append(backs, nil)
		}
		backs[k] = append(backs[k], row)
	}
	for k := range out {
		out[k].Backs = b.backs(backs[k])
	}
	return out
}

// backs names figures, the periods of one indicator behind one another, three and more
// in a row as a span: 企业数据采集量 2021-01、2021-02；执行数 2021-01 至 2021-06.
func (b *builder) backs(rows []EvidenceRow) string {
	var figures []string
	for len(rows) > 0 {
		name, n := b.figureName(rows[0]), 1
		for n < len(rows) && b.figureName(rows[n]) == name {
			n++
		}
		var periods []indicators.Period
		for _, row := range rows[:n] {
			periods = append(periods, row.Period)
		}
		slices.Sort(periods)
		figures = append(figures, name+" "+b.spans(slices.Compact(periods)))
		rows = rows[n:]
	}
	return strings.Join(figures, b.say("evidence.then"))
}

// spans writes ascending periods.
func (b *builder) spans(periods []indicators.Period) string {
	step := indicators.Period(b.e.Programme.Frequency.Months())
	var out []string
	for len(periods) > 0 {
		n := 1
		for n < len(periods) && periods[n] == periods[n-1]+step {
			n++
		}
		if n < 3 {
			n = 1
			out = append(out, periods[0].String())
		} else {
			out = append(out, b.say("evidence.span", "from", periods[0].String(), "to", periods[n-1].String()))
		}
		periods = periods[n:]
	}
	return strings.Join(out, b.say("evidence.and"))
}

// figureName is an indicator's name, with its region where the card holds several.
func (b *builder) figureName(row EvidenceRow) string {
	switch {
	case b.ofIndicator():
		return row.RegionName
	case b.scope.Kind != CityScope && len(b.assignments) > 1:
		return row.RegionName + b.say("dot") + row.Name
	}
	return row.Name
}

// evidenceGroups counts by what the card is divided into.
func (b *builder) evidenceGroups() *evidenceCount {
	return &evidenceCount{seen: map[string]bool{}, name: func(a *engine.AssignmentResult, indicator string) string {
		project, _ := b.title(a.Assignment.Project.Title, a.Assignment.Project.TitleEN)
		switch {
		case len(b.assignments) == 1:
			return indicator
		case b.ofIndicator() || b.scope.Kind == ProjectScope:
			return b.regionName(a.Assignment.Region)
		case b.scope.Kind == CityScope || len(a.Assignment.Project.Assignments) == 1:
			return project
		}
		return b.regionName(a.Assignment.Region) + b.say("dot") + project
	}}
}

// evidenceCount counts files and figures, each once in its group.
type evidenceCount struct {
	name func(a *engine.AssignmentResult, indicator string) string
	list []EvidenceGroup
	seen map[string]bool
}

func (c *evidenceCount) count(a *engine.AssignmentResult, indicator string, e engine.Evidence) {
	name := c.name(a, indicator)
	if n := len(c.list); n == 0 || c.list[n-1].Name != name {
		c.list = append(c.list, EvidenceGroup{Name: name})
	}
	group := &c.list[len(c.list)-1]
	once := func(what string, n *int) {
		if what = itoa(len(c.list)) + " " + what; !c.seen[what] {
			c.seen[what] = true
			*n++
		}
	}
	once("file "+e.SHA256+e.URL, &group.Files)
	once("figure "+itoa(int(e.Observation)), &group.Figures)
}

// kindOf is what a reader calls the type of a file: its common short name.
func (b *builder) kindOf(e engine.Evidence) string {
	switch {
	case e.URL != "":
		return b.say("evidence.link")
	case strings.HasPrefix(e.Type, "image/"):
		return b.say("evidence.picture")
	case e.Type == "text/plain":
		return b.say("evidence.text")
	case e.Type == "application/x-ole-storage":
		return "Office"
	}
	switch name := path.Ext("." + e.Type[strings.LastIndexByte(e.Type, '/')+1:]); name {
	case ".document":
		return "DOCX"
	case ".sheet":
		return "XLSX"
	case ".presentation":
		return "PPTX"
	default:
		return strings.ToUpper(strings.TrimPrefix(name, "."))
	}
}

// sizeText is a size as offices read it, in steps of 1024, half up: 812 B, 84 KB, 1.2 MB.
func sizeText(e engine.Evidence) string {
	const kilo, mega = 1 << 10, 1 << 20
	switch {
	case e.URL != "":
		return ""
	case e.Size < kilo:
		return itoa(int(e.Size)) + " B"
	case e.Size < mega-kilo/2:
		return itoa(int((e.Size+kilo/2)/kilo)) + " KB"
	}
	tenths := (e.Size*10 + mega/2) / mega
	return itoa(int(tenths/10)) + "." + itoa(int(tenths%10)) + " MB"
}

// shortDigest is the beginning and the end of a digest, enough to compare by eye.
func shortDigest(hex string) string {
	if len(hex) < 16 {
		return hex
	}
	return hex[:12] + "…" + hex[len(hex)-4:]
}
