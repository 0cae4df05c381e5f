package reports

import (
	"encoding/json"
	"errors"
	"strings"

	"yardstick/indicators"
)

// Version is the release of yardstick. It stands in every file beside the fingerprint:
// the same release gives the same inputs the same bytes.
const Version = "0.1.0"

// Origin is what a file says of itself, for programs: what it was made from and how, so
// that it can be made again from the database and compared. It is written into the
// metadata of PDFs and pages, and into JSON.
type Origin struct {
	Document    Document            `json:"document"`
	Scope       Scope               `json:"scope"`
	Programme   string              `json:"programme"` // id
	Through     string              `json:"through"`
	AsOf        string              `json:"as_of"` // RFC 3339 with nanoseconds
	Method      string              `json:"method"`
	Definition  string              `json:"definition"` // gd-2021 v1
	Provisional bool                `json:"provisional,omitempty"`
	Language    indicators.Language `json:"language"`
	Fingerprint string              `json:"fingerprint"`
	Inputs      []Input             `json:"inputs"`
	// ChainHead is the hash of the audit chain's last link at the as-of instant.
	ChainHead  string `json:"chain_head,omitempty"`
	ChainCount int64  `json:"chain_count,omitempty"`
	Version    string `json:"version"` // of yardstick
}

// Document says what sort of file.
type Document string

// The documents that are printed.
const (
	ScorecardDocument Document = "scorecard"
	CombinedDocument  Document = "combined" // scorecards of a programme in one file
)

// FormDocument is the document of a form. Its scope's id is that of an assignment.
func FormDocument(kind FormKind) Document { return Document("form-" + string(kind)) }

// String is the origin as one line of JSON.
func (o Origin) String() string {
	text, err := json.Marshal(o)
	if err != nil {
		panic("origin: " + err.Error()) // our own type always marshals
	}
	return string(text)
}

// ParseOrigin reads what [Origin.String] writes.
func ParseOrigin(text string) (o Origin, err error) {
	err = json.Unmarshal([]byte(text), &o)
	if err == nil && (o.Document == "" || len(o.Fingerprint) != 64) {
		err = errors.New("no document and fingerprint in it")
	}
	return o, err
}

// MarshalText writes an input as its kind, what it is of, and its digest.
func (i Input) MarshalText() ([]byte, error) {
	return []byte(strings.Join(strings.Fields(string(i.Kind)+" "+i.Of+" "+i.Digest), " ")), nil
}

// UnmarshalText reads what MarshalText writes.
func (i *Input) UnmarshalText(text []byte) error {
	fields := strings.Fields(string(text))
	if len(fields) < 2 || len(fields) > 3 {
		return errors.New("an input is its kind, what it is of, and a digest")
	}
	*i = Input{Kind: InputKind(fields[0]), Of: strings.Join(fields[1:len(fields)-1], ""), Digest: fields[len(fields)-1]}
	return nil
}

// Differing lists the inputs that are not the same in two files, those of the first in
// its order and then those that only the second has. Digests are not set.
func Differing(one, other []Input) []Input {
	digests := func(list []Input) map[Input]string {
		out := make(map[Input]string, len(list))
		for _, i := range list {
			out[Input{Kind: i.Kind, Of: i.Of}] = i.Digest
		}
		return out
	}
	before, after := digests(one), digests(other)
	var out []Input
	for _, i := range one {
		if name := (Input{Kind: i.Kind, Of: i.Of}); after[name] != i.Digest {
			out = append(out, name)
		}
	}
	for _, i := range other {
		name := Input{Kind: i.Kind, Of: i.Of}
		if _, known := before[name]; !known {
			out = append(out, name)
		}
	}
	return out
}
