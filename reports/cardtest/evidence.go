package cardtest

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Backed evaluates the first programme as [Evaluation] does, with evidence: of
// Guangzhou and of the crafts project a few files and a link, of Dongguan more than
// paper lists.
func Backed(t testing.TB) *engine.Evaluation {
	t.Helper()
	plain := Evaluation(t)
	var list []engine.Evidence
	attach := func(o engine.Observation, e engine.Evidence) {
		e.Seq = int64(100_000 + len(list))
		e.Observation, e.Indicator, e.Part, e.Period = o.Seq, o.Indicator, o.Part, o.Period
		e.AttachedAt, e.AttachedBy = time.Date(2021, 10, 8+len(list)%20, 3, 12, 0, 0, time.UTC), "李梅"
		list = append(list, e)
	}
	for _, a := range plain.Assignments {
		switch {
		case a.Assignment.Region == "440100", a.Assignment.Project.LocalID() == "crafts":
			some(a, attach)
		case a.Assignment.Region == "441900":
			every(a, attach)
		}
	}
	return evaluate(t, Through, list)
}

// some backs the first indicators: two months by one file, another by a link, half a year's
// spending by a third.
func some(a *engine.AssignmentResult, attach func(engine.Observation, engine.Evidence)) {
	for n, r := range a.Indicators {
		if len(r.Entries) == 0 {
			continue
		}
		last := r.Entries[len(r.Entries)-1]
		switch n {
		case 0:
			for _, o := range r.Entries[:min(2, len(r.Entries))] {
				attach(o, File("企业数据采集验收表-2021.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 86_016))
			}
		case 1:
			attach(last, engine.Evidence{Name: "公示通告", URL: "https://www.gd.gov.cn/zwgk/2021/1008/notice.html"})
		case 2:
			attach(last, File("服务对象回访记录-第三季度.zip", "application/zip", 3_565_158))
			attach(last, File("评审组意见（部分达成）.pdf", "application/pdf", 217_088))
		}
	}
	for _, f := range a.Money.Series {
		if f.Known && f.Period.Month() <= time.June {
			attach(engine.Observation{Seq: f.Seq, Indicator: a.Assignment.MoneyID(), Part: indicators.MoneySpent, Period: f.Period},
				File("财政资金支付凭证.jpg", "image/jpeg", 412))
		}
	}
}

// every backs each entry by a file of its own.
func every(a *engine.AssignmentResult, attach func(engine.Observation, engine.Evidence)) {
	for _, r := range a.Indicators {
		for _, o := range r.Entries {
			attach(o, File(r.Indicator.LocalID()+"-"+o.Period.String()+".pdf", "application/pdf", 52_000+o.Seq))
		}
	}
}

// File is a file whose digest is that of its name.
func File(name, kind string, size int64) engine.Evidence {
	digest := sha256.Sum256([]byte(name))
	return engine.Evidence{Name: name, Type: kind, Size: size, SHA256: hex.EncodeToString(digest[:])}
}
