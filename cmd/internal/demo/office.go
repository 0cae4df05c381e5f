package demo

import (
	"context"
	"slices"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// The accounts of the served demonstration: those that people log in to, and the
// one that the other cities' figures come from.
const (
	Officer  = "guangzhou"
	Reviewer = "reviewer"
	Manager  = "manager"
	cities   = "cities"
)

// Password opens the three accounts. It protects nothing: the database is made up
// and gone when the server stops.
const Password = "yardstick-demo"

// Opens is the instant at which the served demonstration begins: the day before
// October's figures are due.
func Opens(p *indicators.Programme) time.Time {
	return time.Date(2021, time.November, 2, 9, 0, 0, 0, p.Location())
}

// Office puts a month of work onto the database, in which everything before the last
// month has been entered: accounts, and the sheets of the last month on all their
// ways. Guangzhou's are a draft and one that was returned, some cities' wait for the
// reviewer, the others' are approved. set sets the store's clock.
func Office(ctx context.Context, st *store.Store, p *indicators.Programme, set func(time.Time)) error {
	set(Last.Last().Time().Add(8 * time.Hour))
	if err := openAccounts(ctx, st); err != nil {
		return err
	}
	months := Months(p)
	batch := months[len(months)-1]
	set(batch.At)
	for assignment := range p.Assignments() {
		if err := work(ctx, st, p, assignment, batch); err != nil {
			return err
		}
	}
	set(batch.At.Add(2 * time.Hour))
	if err := decide(ctx, st, p); err != nil {
		return err
	}
	set(Opens(p))
	return nil
}

func openAccounts(ctx context.Context, st *store.Store) error {
	for _, account := range []store.Account{
		{Name: Officer, Title: "林晓（广州）", Grants: []engine.Grant{{Role: engine.Officer, Scope: engine.Scope{Region: guangzhou}}}},
		{Name: Reviewer, Title: "周敏（省厅审核）", Grants: []engine.Grant{{Role: engine.Reviewer}}},
		{Name: Manager, Title: "陈立（省厅管理）", Grants: []engine.Grant{{Role: engine.Manager}, {Role: engine.Reader}}},
		{Name: cities, Title: "各地填报人", Grants: []engine.Grant{{Role: engine.Officer}}},
	} {
		if err := st.AddAccount(ctx, nil, account); err != nil {
			return err
		}
		if account.Name == cities {
			continue // nobody logs in to it
		}
		secret, err := st.Invite(ctx, nil, account.Name)
		if err != nil {
			return err
		}
		if _, err := st.Redeem(ctx, secret, Password); err != nil {
			return err
		}
	}
	return nil
}

// waiting are the cities whose survey waits for the reviewer.
var waiting = []string{"440300", "440500", "440600", "441300", "441900"}

// work enters an assignment's figures of the last month and submits its sheet;
// that of Guangzhou's survey is left a draft with one figure.
func work(ctx context.Context, st *store.Store, p *indicators.Programme, a *indicators.Assignment, batch Batch) error {
	name := cities
	if a.Region == guangzhou {
		name = Officer
	}
	who, err := actor(ctx, st, name)
	if err != nil {
		return err
	}
	entries := slices.DeleteFunc(figures(a, batch.Month), func(e engine.Entry) bool { return e.Period != batch.Month })
	draft := a.Region == guangzhou && a.Project.LocalID() == "survey"
	if draft {
		entries = entries[:min(1, len(entries))]
	}
	if len(entries) == 0 {
		return nil
	}
	if _, err := st.Record(ctx, p.ID, entries, store.RecordOptions{As: &who}); err != nil || draft {
		return err
	}
	if err := explain(ctx, st, p, a, batch.Month, who); err != nil {
		return err
	}
	_, err = st.Submit(ctx, who, p.ID, a.ID, batch.Month)
	return err
}

const guangzhou = "440100"

// decide approves what was submitted, but for Guangzhou's, which is returned, and
// what waits.
func decide(ctx context.Context, st *store.Store, p *indicators.Programme) error {
	reviewer, err := actor(ctx, st, Reviewer)
	if err != nil {
		return err
	}
	sheets, err := st.Submissions(ctx, p.ID, Last, Last)
	if err != nil {
		return err
	}
	for _, sheet := range sheets {
		region := sheet.Assignment[len(sheet.Assignment)-len(guangzhou):]
		switch {
		case sheet.State != engine.Submitted, slices.Contains(waiting, region):
			continue
		case region == guangzhou:
			_, err = st.Return(ctx, reviewer, p.ID, sheet.Assignment, Last, sheet.Submitted, "支出数与财务系统不一致，请核对后再报")
		default:
			_, err = st.Approve(ctx, reviewer, p.ID, sheet.Assignment, Last, sheet.Submitted)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func actor(ctx context.Context, st *store.Store, name string) (engine.Actor, error) {
	account, err := st.Account(ctx, name)
	return account.Actor(), err
}

// explain gives the reasons that the story tells of an assignment.
func explain(ctx context.Context, st *store.Store, p *indicators.Programme, a *indicators.Assignment, month indicators.Period, who engine.Actor) error {
	told := slices.DeleteFunc(declarations(p, month), func(d engine.Declaration) bool {
		i := p.Indicator(d.Indicator)
		return i == nil || i.Assignment != a || d.Kind != engine.DeviationReason
	})
	if len(told) > 0 {
		if _, err := st.DeclareAs(ctx, who, p.ID, told); err != nil {
			return err
		}
	}
	return explainRest(ctx, st, p, a, month, who)
}

// explainRest gives a reason where the method still asks for one: a sheet is not
// submitted without.
func explainRest(ctx context.Context, st *store.Store, p *indicators.Programme, a *indicators.Assignment, month indicators.Period, who engine.Actor) error {
	sheet, err := st.Sheet(ctx, p.ID, a.ID, month)
	if err != nil {
		return err
	}
	var given []engine.Declaration
	for _, row := range sheet.Rows {
		if len(row.Demands) > 0 {
			given = append(given, engine.Declaration{Kind: engine.DeviationReason, Indicator: row.Line.Indicator.ID, Period: month,
				Reason: "演示数据：与目标的差异为虚构", Remedy: "无"})
		}
	}
	if len(given) == 0 {
		return nil
	}
	_, err = st.DeclareAs(ctx, who, p.ID, given)
	return err
}
