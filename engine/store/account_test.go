package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

const rightPassword = "correct-horse"

// office is a database with accounts li (officer), wang (reviewer) and root
// (administrator), all with the right password, on a day in February.
func office(t *testing.T, file string) (*store.Store, *storetest.Clock) {
	t.Helper()
	create(t, file)
	clock := &storetest.Clock{}
	clock.Set(storetest.At(time.February, 2))
	s, err := store.Open(ctx, file, store.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	storetest.Hire(t, s, engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}},
		engine.Actor{Name: "wang", Grants: []engine.Grant{{Role: engine.Reviewer}}},
		engine.Actor{Name: "root", Grants: []engine.Grant{{Role: engine.Administrator}}})
	secret, err := s.Invite(ctx, nil, "li")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Redeem(ctx, secret, rightPassword); err != nil {
		t.Fatal(err)
	}
	return s, clock
}

func actorOf(t *testing.T, s *store.Store, name string) engine.Actor {
	t.Helper()
	account, err := s.Account(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	return account.Actor()
}

func TestGuessingIsSlowedDown(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	if _, err := s.Login(ctx, "li", rightPassword, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		_, err := s.Login(ctx, "li", "wrong", "192.0.2.1")
		wantCode(t, err, "login-wrong")
	}
	_, err := s.Login(ctx, "li", rightPassword, "198.51.100.9")
	wantCode(t, err, "login-later")
	clock.Set(clock.Now().Add(16 * time.Minute))
	if _, err := s.Login(ctx, "li", rightPassword, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		_, err := s.Login(ctx, "nobody"+strconv.Itoa(n), "wrong", "203.0.113.5")
		wantCode(t, err, "login-wrong")
	}
	_, err = s.Login(ctx, "li", rightPassword, "203.0.113.5")
	wantCode(t, err, "login-later")
	sound(t, s)
}

func TestAnInvitationHoldsOnceAndForAWeek(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	_, err := s.Login(ctx, "wang", "", "")
	wantCode(t, err, "login-wrong") // invited, no password yet
	first, _ := s.Invite(ctx, nil, "wang")
	second, _ := s.Invite(ctx, nil, "wang")
	_, err = s.Redeem(ctx, first, rightPassword)
	wantCode(t, err, "invitation-over")
	_, err = s.Redeem(ctx, second, "short")
	wantCode(t, err, "password-length")
	if name, err := s.Redeem(ctx, second, rightPassword); err != nil || name != "wang" {
		t.Fatal(name, err)
	}
	_, err = s.Redeem(ctx, second, rightPassword)
	wantCode(t, err, "invitation-over")
	late, _ := s.Invite(ctx, nil, "wang")
	clock.Set(clock.Now().Add(8 * 24 * time.Hour))
	_, err = s.Redeem(ctx, late, rightPassword)
	wantCode(t, err, "invitation-over")
	wantCode(t, s.ChangePassword(ctx, "wang", "wrong", "another-horse", ""), "login-wrong")
	if err := s.ChangePassword(ctx, "wang", rightPassword, "another-horse", ""); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
}

func TestOnlyAnAdministratorChangesAccounts(t *testing.T) {
	s, _ := office(t, filepath.Join(t.TempDir(), "x.db"))
	li, root := actorOf(t, s, "li"), actorOf(t, s, "root")
	wantCode(t, s.AddAccount(ctx, &li, store.Account{Name: "chen"}), "may-not-administer")
	wantCode(t, s.Grant(ctx, &li, "li", []engine.Grant{{Role: engine.Reviewer}}), "may-not-administer")
	wantCode(t, s.AddAccount(ctx, &root, store.Account{Name: "local operator"}), "account-name")
	wantCode(t, s.AddAccount(ctx, &root, store.Account{Name: "li"}), "account-there")
	if err := errors.Join(s.AddAccount(ctx, &root, store.Account{Name: "陈.1"}), s.SetDisabled(ctx, &root, "li", true)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Login(ctx, "li", rightPassword, "")
	wantCode(t, err, "login-wrong")
	if actorOf(t, s, "li").May(engine.Read, engine.Scope{}) {
		t.Error("a disabled account may read")
	}
	sound(t, s)
}

func TestASessionEndsWithItsAccount(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	sessions, expires := s.Sessions(), clock.Now().Add(time.Hour)
	for _, token := range []string{"one", "two"} {
		if err := errors.Join(sessions.Commit(token, []byte(token), expires), sessions.Bind(ctx, token, "li")); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(sessions.Commit("one", []byte("changed"), expires), sessions.Commit("three", nil, expires), sessions.Delete("two")); err != nil {
		t.Fatal(err)
	}
	held := func(token string) string {
		data, found, err := sessions.Find(token)
		if err != nil {
			t.Fatal(err)
		}
		return string(data) + strconv.FormatBool(found)
	}
	if got := held("one") + " " + held("two") + " " + held("three"); got != "changedtrue false true" {
		t.Error(got)
	}
	if err := s.SetDisabled(ctx, nil, "li", true); err != nil {
		t.Fatal(err)
	}
	clock.Set(expires)
	if got := held("one") + " " + held("three"); got != "false false" {
		t.Error(got)
	}
	if err := sessions.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestATokenActsWithinItsGrants(t *testing.T) {
	s, clock := office(t, filepath.Join(t.TempDir(), "x.db"))
	li, week := actorOf(t, s, "li"), clock.Now().Add(7*24*time.Hour)
	_, _, err := s.MakeToken(ctx, li, store.Token{Grants: []engine.Grant{{Role: engine.Reviewer}}, Expires: week})
	wantCode(t, err, "token-grants")
	guangzhou := engine.Grant{Role: engine.Officer, Scope: engine.Scope{Region: "440100"}}
	made, secret, err := s.MakeToken(ctx, li, store.Token{Title: "月报", Grants: []engine.Grant{guangzhou}, Expires: week})
	if err != nil {
		t.Fatal(err)
	}
	as, err := s.ByToken(ctx, secret)
	if err != nil || as.Name != "li" || !as.May(engine.Enter, engine.Scope{Region: "440100"}) || as.May(engine.Enter, engine.Scope{Region: "440300"}) {
		t.Errorf("%+v %v", as, err)
	}
	_, _, err = s.MakeToken(ctx, as, store.Token{Grants: []engine.Grant{guangzhou}, Expires: week})
	wantCode(t, err, "token-grants") // a token makes no tokens
	wang := actorOf(t, s, "wang")
	wantCode(t, s.RevokeToken(ctx, &wang, made.ID), "may-not-administer")
	if err := s.RevokeToken(ctx, &li, made.ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.ByToken(ctx, secret)
	wantCode(t, err, "token-unknown")
	_, secret, _ = s.MakeToken(ctx, li, store.Token{Grants: []engine.Grant{guangzhou}, Expires: week})
	clock.Set(week)
	_, err = s.ByToken(ctx, secret)
	wantCode(t, err, "token-unknown")
	sound(t, s)
}

func TestEvidenceIsKeptByItsDigest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	s, _ := office(t, file)
	li, wang := actorOf(t, s, "li"), actorOf(t, s, "wang")
	o := enterVisits(t, s, li)
	pdf := "%PDF-1.7\n" + strings.Repeat("x", 1000)
	e, err := s.Attach(ctx, &li, "", o.Seq, `C:\佐证\签到表.pdf`, strings.NewReader(pdf))
	if err != nil || e.Name != "签到表.pdf" || e.Type != "application/pdf" || e.Size != int64(len(pdf)) || e.AttachedBy != "li" {
		t.Fatalf("%+v %v", e, err)
	}
	for name, test := range map[string]struct {
		by   engine.Actor
		seq  int64
		body io.Reader
		code string
	}{
		"an empty file":          {li, o.Seq, strings.NewReader(""), "evidence-empty"},
		"a page with a script":   {li, o.Seq, strings.NewReader("<html><script>"), "evidence-type"},
		"a program":              {li, o.Seq, strings.NewReader("\x7fELF\x02\x01\x01\x00\x00\x00"), "evidence-type"},
		"more than the limit":    {li, o.Seq, io.MultiReader(strings.NewReader("%PDF-"), io.LimitReader(zeros{}, store.MaxEvidence)), "evidence-too-large"},
		"by who may not enter":   {wang, o.Seq, strings.NewReader(pdf), "may-not-enter"},
		"for a figure of nobody": {li, 999, strings.NewReader(pdf), "observation-unknown"},
	} {
		_, err := s.Attach(ctx, &test.by, "", test.seq, "x.pdf", test.body)
		if wantCode(t, err, test.code); t.Failed() {
			t.Log(name)
		}
	}
	_, err = s.AttachLink(ctx, &li, "", o.Seq, "x", "javascript:alert(1)")
	wantCode(t, err, "evidence-link")
	found, opened, err := s.OpenEvidence(ctx, "", e.Seq)
	if err != nil {
		t.Fatal(err)
	}
	content, _ := io.ReadAll(opened)
	opened.Close()
	if string(content) != pdf || found.SHA256 != e.SHA256 {
		t.Error("the file is not what was attached")
	}
	if left, _ := filepath.Glob(file + ".evidence/part-*"); len(left) > 0 {
		t.Errorf("half-written files are left: %v", left)
	}
	wantCode(t, s.Detach(ctx, &li, "", e.Seq, " "), "evidence-reason-wanted")
	if err := s.Detach(ctx, &li, "", e.Seq, "传错文件"); err != nil {
		t.Fatal(err)
	}
	list, err := s.Evidence(ctx, "", "t-2021/survey/440100", storetest.Month(time.January))
	if err != nil || len(list) != 1 || list[0].Detached != "传错文件" {
		t.Errorf("%+v %v", list, err)
	}
	sound(t, s)
	path := filepath.Join(file+".evidence", e.SHA256[:2], e.SHA256)
	os.Chmod(path, 0o600)
	if err := os.WriteFile(path, bytes.Repeat([]byte("y"), len(pdf)), 0o600); err != nil {
		t.Fatal(err)
	}
	if codes := broken(t, s); !strings.Contains(codes, "evidence-changed") {
		t.Errorf("Verify found %s, want evidence-changed", codes)
	}
	os.Remove(path)
	if codes := broken(t, s); !strings.Contains(codes, "evidence-missing") {
		t.Errorf("Verify found %s, want evidence-missing", codes)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func enterVisits(t *testing.T, s *store.Store, as engine.Actor) engine.Observation {
	t.Helper()
	out, err := s.Record(ctx, "", []engine.Entry{{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: "5"}}, store.RecordOptions{As: &as})
	if err != nil {
		t.Fatal(err)
	}
	return out.Observations[0]
}

func broken(t *testing.T, s *store.Store) string {
	t.Helper()
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, problem := range v.Problems {
		codes = append(codes, problem.Code)
	}
	return strings.Join(codes, " ")
}

// TestTamperingWithAccountsAndDecisionsIsFound changes the file behind the store's
// back, as [TestTamperingIsFound] does.
func TestTamperingWithAccountsAndDecisionsIsFound(t *testing.T) {
	tests := map[string]struct{ statements, code string }{
		"a role":                       {"UPDATE account SET grants = 'administrator:*' WHERE name = 'li'", "account-differs"},
		"a password":                   {"UPDATE account SET password = (SELECT password FROM account WHERE name = 'li') WHERE name = 'root'", "account-differs"},
		"an account let in again":      {"UPDATE account SET disabled = 1 - disabled WHERE name = 'wang'", "account-differs"},
		"an account slipped in":        {"INSERT INTO account VALUES (99, 'ghost', '', '', 'administrator:*', 0)", "account-differs"},
		"an account taken out":         {"DELETE FROM account WHERE name = 'wang'", "account-differs"},
		"what a token may":             {"UPDATE api_token SET grants = 'reviewer:*'", "token-differs"},
		"another secret for a token":   {"UPDATE api_token SET token = randomblob(32)", "token-differs"},
		"who did it, in the trail":     {"UPDATE account_event SET entered_by = 'wang' WHERE seq = 2", "chain-row-changed"},
		"a grant in the trail too":     {"UPDATE account SET grants = 'administrator:*' WHERE name = 'li'; UPDATE account_event SET detail = 'administrator:*' WHERE kind = 'granted' AND account = 'li'", "chain-row-changed"},
		"a login taken out":            {"DELETE FROM account_event WHERE kind = 'login'", "chain-row-missing"},
		"the end of the trail":         {"DELETE FROM account_event WHERE seq > 3", "chain-cut-off"},
		"all of the trail":             {"DELETE FROM account_event; DELETE FROM account_close", "account-differs"},
		"the trail's head":             {"UPDATE account_close SET hash = zeroblob(32)", "chain-head-differs"},
		"who approved":                 {"UPDATE step SET entered_by = 'li' WHERE kind = 'approved'", "chain-row-changed"},
		"which submission is approved": {"UPDATE step SET about = about + 5 WHERE kind = 'approved'", "chain-row-changed"},
		"an approval taken out":        {"DELETE FROM step WHERE kind = 'approved'", "chain-row-missing"},
		"a figure made to count":       {"UPDATE observation SET approved = 1 WHERE approved = 0", "chain-row-changed"},
		"a declaration made to count":  {"UPDATE declaration SET approved = 1 WHERE approved = 0", "chain-row-changed"},
		"evidence of another figure":   {"UPDATE evidence SET observation = observation + 1", "chain-row-changed"},
		"a link that leads elsewhere":  {"UPDATE evidence SET url = 'https://example.org'", "chain-row-changed"},
		"evidence taken out":           {"DELETE FROM evidence", "chain-row-changed"},
		"the provisional present":      {"UPDATE latest_waiting SET value = value + 1", "projection-differs"},
		"what waits hidden":            {"DELETE FROM latest_waiting", "projection-differs"},
		"the provisional sum":          {"UPDATE standing_waiting SET sum = sum + 1", "projection-differs"},
	}
	original := filepath.Join(t.TempDir(), "original.db")
	s, clock := office(t, original)
	li, wang := actorOf(t, s, "li"), actorOf(t, s, "wang")
	o := enterVisits(t, s, li)
	january := storetest.Month(time.January)
	_, linked := s.AttachLink(ctx, &li, "", o.Seq, "公告", "https://www.gd.gov.cn/1")
	_, submitted := s.Submit(ctx, li, "", "t-2021/survey/440100", january)
	_, approved := s.Approve(ctx, wang, "", "t-2021/survey/440100", january, 0)
	_, corrected := s.Record(ctx, "", []engine.Entry{{Indicator: o.Indicator, Period: january, Text: "6", Supersede: "更正"}}, store.RecordOptions{As: &li})
	_, declared := s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeclaredNotApplicable, Indicator: storetest.Guangzhou("reports"), Period: january, Reason: "x"}})
	_, _, token := s.MakeToken(ctx, li, store.Token{Grants: li.Grants, Expires: clock.Now().Add(time.Hour)})
	_, in := s.Login(ctx, "li", rightPassword, "192.0.2.1")
	last := s.SetDisabled(ctx, nil, "wang", true)
	if err := errors.Join(linked, submitted, approved, corrected, declared, token, in, last); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
	tamper(t, original, "PRAGMA wal_checkpoint(TRUNCATE)")
	whole, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.db")
			if err := os.WriteFile(file, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			tamper(t, file, withoutTriggers+`
DROP TRIGGER step_is_never_changed; DROP TRIGGER step_is_never_deleted;
DROP TRIGGER evidence_is_never_changed; DROP TRIGGER evidence_is_never_deleted;
DROP TRIGGER account_event_is_never_changed; DROP TRIGGER account_event_is_never_deleted;`+test.statements)
			s := reopen(t, file)
			defer s.Close()
			if codes := broken(t, s); !strings.Contains(codes, test.code) {
				t.Errorf("Verify found %q, want %s among it", codes, test.code)
			}
		})
	}
}

// TestAHistoryWrittenAnewDoesNotHoldAnOldHead shows what verify alone cannot
// find, and a head that was printed does: a whole and sound chain of other rows,
// and one that ends before the head.
func TestAHistoryWrittenAnewDoesNotHoldAnOldHead(t *testing.T) {
	write := func(texts ...string) (*store.Store, engine.Head) {
		s, err := store.Open(ctx, filepath.Join(t.TempDir(), "x.db"), store.Options{Create: true, Now: func() time.Time { return storetest.At(time.June, 1) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
			t.Fatal(err)
		}
		var head engine.Head
		for n, text := range texts {
			out, err := s.Record(ctx, "", []engine.Entry{{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.Month(n + 1)), Text: text}}, store.RecordOptions{})
			if err != nil {
				t.Fatal(err)
			}
			head = out.Head
		}
		sound(t, s)
		return s, head
	}
	_, printed := write("5", "6")
	for name, texts := range map[string][]string{"written anew": {"5", "7"}, "cut off": {"5"}, "written anew and longer": {"7", "6", "5"}} {
		t.Run(name, func(t *testing.T) {
			s, _ := write(texts...)
			_, err := s.HoldsHead(ctx, printed)
			wantCode(t, err, "head-not-found")
		})
	}
	s, _ := write("5", "6", "7")
	if _, err := s.HoldsHead(ctx, printed); err != nil {
		t.Errorf("the same history, gone on, does not hold the head: %v", err)
	}
}
