package web

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// targetView is a target of a row's indicator.
type targetView struct{ Text, Horizon, Aside string }

// previewView is how a target stands with what waits.
type previewView struct {
	badge
	Horizon, Detail string
}

// targets are the published texts and how they stand.
func (m *sheetMaker) targets(row *engine.SheetRow) (targets []targetView, previews []previewView) {
	l := m.page.Language
	for _, t := range row.Targets {
		target := targetView{Text: strings.TrimSpace(t.Target.Text)}
		var aside []string
		if says := t.Target.Reading.Says(l); says != target.Text {
			aside = append(aside, says)
		}
		preview := m.preview(t)
		if len(row.Targets) > 1 || t.Target.Horizon == indicators.Term {
			target.Horizon = m.say("load.horizon." + string(t.Target.Horizon))
			preview.Horizon = target.Horizon
		}
		if t.Target.Due != 0 {
			aside = append(aside, m.say("entry.judged", "day", t.Target.Due.String()))
		}
		target.Aside = strings.Join(aside, " · ")
		targets, previews = append(targets, target), append(previews, preview)
	}
	return targets, previews
}

// preview is how a target would stand if what waits were approved.
func (m *sheetMaker) preview(t *engine.TargetResult) previewView {
	if t.Problem != nil {
		return previewView{badge: badge{m.say("entry.no-verdict"), "bad"}, Detail: t.Problem.Message(m.page.Language)}
	}
	out := previewView{badge: standingBadge(m.page, t)}
	var detail []string
	if t.Known && t.Target.Reading.Numeric() {
		if _, change := t.Actual.Change(); !change {
			detail = append(detail, m.say("entry.actual", "actual", twoDecimals(t.Actual)))
		}
	}
	if t.Completion != nil {
		detail = append(detail, m.say("entry.completion", "percent", twoDecimals(*t.Completion)))
	}
	if t.Early {
		detail = append(detail, m.say("entry.early"))
	}
	out.Detail = strings.Join(detail, " · ")
	return out
}

// standingBadge is a target's verdict, or the state that it has instead.
func standingBadge(p page, t *engine.TargetResult) badge {
	switch t.State {
	case engine.DeviationAccepted:
		return badge{p.Say("card.mark.accepted"), "warn"}
	case engine.Reported:
		if t.Verdict == rules.None {
			return badge{p.Say("entry.no-verdict"), "bad"}
		}
		class := map[rules.Verdict]string{rules.Met: "good", rules.PartlyMet: "warn", rules.NotMet: "bad"}[t.Verdict]
		return badge{p.Say("card.mark." + string(t.Verdict)), class}
	case engine.Missing:
		return badge{p.Say("card.mark.missing"), "bad"}
	case engine.InProgress:
		return badge{p.Say("card.mark.in_progress"), "wait"}
	}
	return badge{p.Say("card.mark." + string(t.State)), "none"}
}
