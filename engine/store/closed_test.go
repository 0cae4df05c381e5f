package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

// What stands beside the figures of a sheet that a reviewer decides on, or has decided
// on and is closed, stays as it was.
func TestReasonsAndEvidenceStayWithWhatIsDecidedOn(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	li, wang := actorOf(t, s, "li"), actorOf(t, s, "wang")
	o, january := enterVisits(t, s, li), storetest.Month(time.January)
	const sheet = "t-2021/survey/440100"
	attached, err := s.AttachLink(ctx, &li, "", o.Seq, "公告", "https://www.gd.gov.cn/1")
	if err != nil {
		t.Fatal(err)
	}
	refusals := func(code string) {
		t.Helper()
		_, err := s.AttachLink(ctx, &li, "", o.Seq, "又一份", "https://www.gd.gov.cn/2")
		wantCode(t, err, code)
		wantCode(t, s.Detach(ctx, &li, "", attached.Seq, "传错文件"), code)
		_, err = s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeviationReason, Indicator: o.Indicator, Period: january, Reason: "改口"}})
		wantCode(t, err, code)
	}
	if _, err := s.Submit(ctx, li, "", sheet, january); err != nil {
		t.Fatal(err)
	}
	refusals("sheet-submitted")
	if _, err := s.DeclareAs(ctx, wang, "", []engine.Declaration{{Kind: engine.DeviationReason, Indicator: o.Indicator, Period: january, Reason: "审核所见"}}); err != nil {
		t.Error("a reviewer may say so:", err)
	}
	if _, err := s.Approve(ctx, wang, "", sheet, january, 0); err != nil {
		t.Fatal(err)
	}
	clock.Set(storetest.At(time.June, 1))
	refusals("sheet-closed")
	_, waits := s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeclaredNotApplicable, Indicator: o.Indicator, Period: january, Reason: "本市无此任务"}})
	_, reopened := s.Reopen(ctx, wang, "", sheet, january, "补材料")
	_, again := s.AttachLink(ctx, &li, "", o.Seq, "又一份", "https://www.gd.gov.cn/2")
	if err := errors.Join(waits, reopened, again); err != nil {
		t.Error("what waits for a reviewer, and a sheet that was reopened:", err)
	}
	_, err = s.Record(ctx, "", []engine.Entry{{Indicator: o.Indicator, Period: january, Text: "7", Supersede: "更正"}}, store.RecordOptions{As: &li})
	if err != nil {
		t.Error(err)
	}
	sound(t, s)
}

func TestWhatPeopleWriteIsKeptToWhatPeopleRead(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	li, wang, root := actorOf(t, s, "li"), actorOf(t, s, "wang"), actorOf(t, s, "root")
	o, january := enterVisits(t, s, li), storetest.Month(time.January)
	const sheet, turned = "t-2021/survey/440100", "9960\u202e0699"
	e, err := s.AttachLink(ctx, &li, "", o.Seq, "公告", "https://www.gd.gov.cn/1")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Record(ctx, "", []engine.Entry{{Indicator: o.Indicator, Period: january, Text: "8", Note: turned, Seen: o.Seq}}, store.RecordOptions{As: &li})
	wantCode(t, err, "text-hidden")
	_, err = s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeclaredNotApplicable, Indicator: o.Indicator, Period: january, Reason: "x", Remedy: turned}})
	wantCode(t, err, "text-hidden")
	wantCode(t, s.Detach(ctx, &li, "", e.Seq, turned), "text-hidden")
	wantCode(t, s.AddAccount(ctx, &root, store.Account{Name: "zhao", Title: turned}), "text-hidden")
	_, _, err = s.MakeToken(ctx, li, store.Token{Title: turned, Grants: li.Grants, Expires: clock.Now().Add(time.Hour)})
	wantCode(t, err, "text-hidden")
	if _, err := s.Submit(ctx, li, "", sheet, january); err != nil {
		t.Fatal(err)
	}
	_, err = s.Return(ctx, wang, "", sheet, january, 0, turned)
	wantCode(t, err, "text-hidden")
	_, err = s.Return(ctx, wang, "", sheet, january, 0, "请核对", store.Remark{Indicator: o.Indicator, Text: turned})
	wantCode(t, err, "text-hidden")
	wantCode(t, s.Rule(ctx, wang, "", 1, false, turned), "text-hidden")
}
