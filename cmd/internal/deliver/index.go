package deliver

import (
	"html/template"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"yardstick/cmd/internal/standing"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
)

var indexPage = template.Must(template.ParseFS(pages, "page/index.html"))

// index is the page of a run's folder.
type index struct {
	Lang, Title, Period, AsOf string
	Stamps                    []string
	Sentences                 []string
	Combined, CombinedOf      string // empty when there is none
	Archive, ArchiveOf        string
	CardOf, ScoreOf, CoverOf  string // the heads of the table
	FilesOf, MissedOf         string
	Scopes                    []indexScope
	Missed                    []string
	Heat                      *reports.HeatMap
	HeatLinks                 map[string]string // a region's file, by its code
	Chain, Made               string
}

// indexScope is a scorecard with its files.
type indexScope struct {
	Title string
	Score string
	Cover string // never a score without it
	Files []indexFile
}

// indexFile is one file, by the address that leads to it from the page.
type indexFile struct{ To, Format, Size, SHA256 string }

func (i *index) write(w io.Writer) error { return indexPage.Execute(w, i) }

func newIndex(run store.Run, pair standing.Pair, files, missed []store.RunFile, top string, l indicators.Language) *index {
	say := func(code string, args ...string) string { return l.Say("deliver."+code, problem("", args...).Args) }
	out := &index{Lang: map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[l],
		CombinedOf: say("combined"), ArchiveOf: say("archive"), CardOf: say("card"), CoverOf: say("cover"), FilesOf: say("files"), MissedOf: say("not-made"), HeatLinks: map[string]string{}}
	zone := pair.Now.Programme.Location()
	out.Made = say("made-by", "schedule", run.Schedule, "due", run.Due.In(zone).Format("2006-01-02 15:04"), "zone", zone.String())
	for n, file := range files {
		if n == 0 || files[n-1].Scope != file.Scope {
			out.Scopes = append(out.Scopes, indexScope{Title: file.Scope})
		}
		to := (&url.URL{Path: below(top, file.Path)}).String()
		of := &out.Scopes[len(out.Scopes)-1]
		of.Files = append(of.Files, indexFile{To: to, Format: strings.ToUpper(file.Format), Size: size(file.Size), SHA256: file.SHA256})
		if code, city := strings.CutPrefix(file.Scope, string(reports.CityScope)+"-"); city && (out.HeatLinks[code] == "" || readsBetter(file.Format, path.Ext(out.HeatLinks[code]))) {
			out.HeatLinks[code] = to
		}
	}
	for _, file := range missed {
		out.Missed = append(out.Missed, say("missed", "file", file.Path, "why", file.Fault.Say(l)))
	}
	return out
}

// readsBetter reports whether a browser shows a format better than what an extension
// stands for: a page before a PDF, and that before all others.
func readsBetter(format, extension string) bool {
	return format == "html" || format == "pdf" && extension != ".html"
}

// draw takes the names, the scores and the heat map from the scorecards that were made.
func (i *index) draw(pair standing.Pair, files []store.RunFile, l indicators.Language) error {
	at := -1
	for n, file := range files {
		if n > 0 && files[n-1].Scope == file.Scope {
			continue
		}
		at++
		card, err := cardOf(pair, file.Scope, l)
		if err != nil {
			return err
		}
		if card == nil || card.Foot.Fingerprint != file.Fingerprint {
			return problem("deliver-figures", "file", file.Path)
		}
		i.Scopes[at].Title = card.Head.Title
		i.Scopes[at].Score = strings.TrimSpace(card.Answer.Score.Text + " " + card.Answer.GradeWord)
		i.Scopes[at].Cover = card.Answer.CoverText
		if at == 0 {
			i.head(card, l)
		}
		if file.Scope == string(reports.ProgrammeScope) {
			i.Heat, i.Sentences = card.Heat, card.Answer.Sentences
		}
	}
	return nil
}

func (i *index) head(card *reports.Scorecard, l indicators.Language) {
	i.ScoreOf = card.Answer.Title
	i.Title, i.Period, i.AsOf, i.Stamps = card.Head.Programme, card.Head.Period, card.Head.AsOf, card.Head.Stamps
	i.Chain = chainLine(card, l)
}

// chainLine is the head of the history that a scorecard is made from.
func chainLine(card *reports.Scorecard, l indicators.Language) string {
	if card.Foot.ChainHead == "" {
		return l.Say("deliver.no-chain", nil)
	}
	return l.Say("deliver.chain", indicators.Args{"count": strconv.FormatInt(card.Foot.ChainCount, 10), "hash": card.Foot.ChainHead})
}
