package deliver

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"path"
	"strconv"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/klauspost/compress/flate"

	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
)

//go:embed page
var pages embed.FS

var (
	letterHTML = template.Must(template.ParseFS(pages, "page/letter.html"))
	letterText = texttemplate.Must(texttemplate.ParseFS(pages, "page/letter.txt"))
)

// How much of a run stands in one letter.
const (
	mostSummaries = 5 // scorecards that are summed up in the body
	mostAttached  = 6 // files that are attached one by one; more go into an archive
)

// letter is what somebody is sent, in one language, every word chosen.
type letter struct {
	Lang      string
	Subject   string
	Greeting  string
	Summaries []summary
	More      string // that there are further scorecards among the files
	Picture   *picture
	FilesOf   string
	Files     []fileLine // what is attached
	All       string     // how many files there are besides, and where
	Notes     []string   // what is missing, or not attached
	Chain     string
	Foot      string

	attached []attachment
}

// summary is a scorecard in a few lines.
type summary struct {
	Title, Period, AsOf string
	Stamps              []string
	ScoreOf, Score      string // 综合得分（满分100）; 91.37 优
	ScoreLine           string // both, in a line of plain text
	GradeNote           string // why there is no grade
	Cover, Change       string
	Counts              []string // 达成 18
	Sentences           []string
}

// picture is the chart that stands within the letter.
type picture struct {
	Title string
	ID    string
	Width int // as it is shown, pixels
	png   []byte
}

// fileLine is one file that is attached.
type fileLine struct{ Name, Size, SHA256 string }

// attachment is what is attached.
type attachment struct {
	name    string
	content []byte
}

// write sets the letter as plain text and as a page.
func (l *letter) write() (text, page string, err error) {
	var plain, marked bytes.Buffer
	if err := letterText.Execute(&plain, l); err != nil {
		return "", "", err
	}
	err = letterHTML.Execute(&marked, l)
	return plain.String(), marked.String(), err
}

// newLetter writes to one address what its share of a run holds. What is attached is
// less than limit bytes; what does not fit is named. Problems: mail-nothing,
// deliver-changed, deliver-figures.
func newLetter(d schedule.Delivery, pair standing.Pair, s share, limit int) (*letter, error) {
	language := d.Run.Plan.Language
	say := func(code string, args ...string) string {
		return language.Say("deliver."+code, problem("", args...).Args)
	}
	scopes := scopeNames(pair)
	var own []store.RunFile
	for _, file := range d.Files {
		if s.has(file) {
			own = append(own, file)
		}
	}
	inOrder(own, scopes)
	files, missed := made(own)
	if len(files) == 0 {
		return nil, schedule.Final(problem("mail-nothing", "address", s.address))
	}
	out := &letter{Lang: map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[language], FilesOf: say("attached")}
	if err := out.sumUp(pair, files, language, say); err != nil {
		return nil, err
	}
	if err := out.attach(d, pair.Now.AsOf, preferred(files), limit, say); err != nil {
		return nil, err
	}
	if len(files) > len(out.attached) {
		out.All = say("all-files", "count", strconv.Itoa(len(files)), "folder", folderOf(files))
	}
	for _, file := range missed {
		if file.State == store.FileSuperseded {
			out.Notes = append(out.Notes, say("superseded", "file", file.Path))
			continue
		}
		out.Notes = append(out.Notes, say("missed", "file", file.Path, "why", file.Fault.Say(language)))
	}
	return out, nil
}

// sumUp takes what the scorecards of the files say in a few sentences. What they say
// must be what the files say: the fingerprint tells.
func (l *letter) sumUp(pair standing.Pair, files []store.RunFile, language indicators.Language, say func(string, ...string) string) error {
	var names []string
	var first *reports.Scorecard
	for n, file := range files {
		if n > 0 && file.Scope == files[n-1].Scope {
			continue
		}
		names = append(names, file.Scope)
		if len(names) > mostSummaries || len(names) > 1 && names[0] == string(reports.ProgrammeScope) {
			continue // the programme's speaks for all
		}
		card, err := cardOf(pair, file.Scope, language)
		if err != nil {
			return err
		}
		if card == nil || card.Foot.Fingerprint != file.Fingerprint {
			return problem("deliver-figures", "file", file.Path)
		}
		if first == nil {
			first = card
		}
		sum := summaryOf(card)
		sum.ScoreLine = say("pair", "name", sum.ScoreOf, "value", sum.Score)
		l.Summaries = append(l.Summaries, sum)
	}
	if more := len(names) - len(l.Summaries); more > 0 {
		l.More = say("more", "count", strconv.Itoa(more))
	}
	subject := "subject"
	if names[0] == string(reports.ProgrammeScope) {
		subject = "subject-all" // its own title is the programme's
	}
	l.Subject = oneLine(say(subject, "programme", first.Head.Programme, "period", pair.Now.Through.String(), "scope", first.Head.Title))
	l.Greeting = say("greeting", "programme", first.Head.Programme, "period", pair.Now.Through.String())
	l.Chain, l.Foot = chainLine(first, language), say("foot")
	if first.Foot.ChainHead != "" {
		l.Chain = say("keep", "chain", l.Chain)
	}
	title, png, err := pictureOf(first)
	if png != nil {
		l.Picture = &picture{Title: title, ID: "picture.png", Width: int(pictureWidth * 4), png: png}
	}
	return err
}

func summaryOf(card *reports.Scorecard) summary {
	answer := card.Answer
	out := summary{Title: card.Head.Title, Period: card.Head.Period, AsOf: card.Head.AsOf, Stamps: card.Head.Stamps,
		ScoreOf: answer.Title, Score: strings.TrimSpace(answer.Score.Text + " " + answer.GradeWord), GradeNote: answer.GradeNote, Cover: answer.CoverText,
		Change: answer.Change, Sentences: answer.Sentences}
	for _, count := range answer.Counts {
		out.Counts = append(out.Counts, count.Mark.Word+" "+count.Text)
	}
	return out
}

// preferred are the PDFs among the files; all of them where there is none.
func preferred(files []store.RunFile) (out []store.RunFile) {
	for _, file := range files {
		if file.Format == "pdf" {
			out = append(out, file)
		}
	}
	if len(out) == 0 {
		return files
	}
	return out
}

// attach attaches the files: few as they are, many as the first and an archive of all
// others.
func (l *letter) attach(d schedule.Delivery, at time.Time, files []store.RunFile, limit int, say func(string, ...string) string) error {
	var all []attachment
	for _, file := range files {
		text, err := content(d, file)
		if err != nil {
			return err
		}
		all = append(all, attachment{file.Scope + "." + file.Format, text})
	}
	if len(all) > mostAttached {
		rest, err := archive(all[1:], at)
		if err != nil {
			return err
		}
		all = []attachment{all[0], {archiveName, rest}}
	}
	room := limit
	if l.Picture != nil {
		room -= encoded(len(l.Picture.png))
	}
	for _, one := range all {
		if encoded(len(one.content)) > room {
			l.Notes = append(l.Notes, say("too-large", "file", one.name, "size", size(int64(len(one.content)))))
			continue
		}
		room -= encoded(len(one.content))
		sum := sha256.Sum256(one.content)
		l.attached = append(l.attached, one)
		l.Files = append(l.Files, fileLine{one.name, size(int64(len(one.content))), hex.EncodeToString(sum[:])})
	}
	return nil
}

// archiveName is the archive of a run's files, in its folder and in letters.
const archiveName = "scorecards.zip"

// archive packs files; the same ones give the same bytes.
func archive(files []attachment, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	out.RegisterCompressor(zip.Deflate, flateWriter)
	for _, file := range files {
		header := &zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: at.UTC()}
		if path.Ext(file.name) == ".pdf" { // compressed already
			header.Method = zip.Store
		}
		w, err := out.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(file.content); err != nil {
			return nil, err
		}
	}
	err := out.Close()
	return b.Bytes(), err
}

func flateWriter(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) }

// encoded is how long bytes become in a letter: base64, in lines of 76.
func encoded(n int) int { return (n+2)/3*4*78/76 + 1024 }

// size says how large a file is.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt((bytes+1023)>>10, 10) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}

// oneLine keeps a text from ending the header that it stands in.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' }), " ")
}
