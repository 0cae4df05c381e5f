package reports

import (
	"crypto/sha256"
	"encoding/hex"

	"yardstick/engine"
	"yardstick/indicators"
)

// Combined is the scorecards of a programme as one document with a contents.
type Combined struct {
	Language indicators.Language
	Head     Head
	Contents string // 目录
	Heads    StandingHeads
	Page     string // 页: the head of the column of page numbers
	Parts    []CombinedPart
	Foot     Foot // its fingerprint is SHA-256 over those of the scorecards
}

// CombinedPart is a group of the contents: the programme, its projects, its cities.
type CombinedPart struct {
	Title string // 各项目; empty for the programme itself
	Cards []*Scorecard
}

// InputScorecard is the kind of a scorecard in a combined document: its digest is the
// beginning of the scorecard's own fingerprint.
const InputScorecard InputKind = "scorecard"

// Combine lays out every scorecard that [Scopes] lists, in that order. previous is the
// evaluation one period earlier; it may be nil.
func Combine(e *engine.Evaluation, l indicators.Language, previous *engine.Evaluation) (*Combined, error) {
	b := &builder{e: e, scope: Scope{Kind: ProgrammeScope, ID: e.Programme.ID}, l: l, previous: previous}
	if err := b.find(); err != nil {
		return nil, err
	}
	out := &Combined{Language: l, Head: b.head(), Contents: b.say("contents"), Heads: b.standingHeads(""), Page: b.say("contents.page")}
	titles := map[ScopeKind]string{ProjectScope: b.say("standings.projects"), CityScope: b.say("standings.regions")}
	whole := sha256.New()
	var inputs []Input
	for _, scope := range Scopes(e) {
		card, err := Build(e, scope, l, previous)
		if err != nil {
			return nil, err
		}
		if n := len(out.Parts); n == 0 || out.Parts[n-1].Title != titles[scope.Kind] {
			out.Parts = append(out.Parts, CombinedPart{Title: titles[scope.Kind]})
		}
		part := &out.Parts[len(out.Parts)-1]
		part.Cards = append(part.Cards, card)
		whole.Write([]byte(card.Foot.Fingerprint + "\n"))
		inputs = append(inputs, Input{Kind: InputScorecard, Of: scope.Name(), Digest: card.Foot.Fingerprint[:16]})
	}
	out.Foot = b.foot(hex.EncodeToString(whole.Sum(nil)), inputs)
	out.Foot.Origin.Document = CombinedDocument
	return out, nil
}
