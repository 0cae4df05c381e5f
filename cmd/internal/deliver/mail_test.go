package deliver

import (
	"bytes"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// toAll is a schedule whose programme goes to the office and a city's to the city.
var toAll = indicators.Schedule{Scopes: []string{"programme", "440100", "440300"},
	Mail: &indicators.ScheduleMail{To: []string{"Office <office@example.org>"}, ByScope: map[string][]string{"440100": {"gz@example.org", "gz2@example.org"}}}}

func TestEachAddressGetsItsOwn(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	list := filepath.Join(t.TempDir(), "recipients.yaml")
	if err := os.WriteFile(list, []byte("深圳: [sz@example.org]\n佛山: [fs@example.org]\nreviewers: [review@example.org]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := o.run(t, toAll, server.settings(t, map[string]string{EnvRecipients: list}), nil)
	if run.State != store.RunDone {
		t.Fatalf("the run is %s: %+v", run.State, o.deliveries(t, run))
	}
	files := o.files(t, run)
	for address, want := range map[string][]string{
		"office@example.org": {"city-440100.pdf", "city-440300.pdf", "programme.pdf"},
		"gz@example.org":     {"city-440100.pdf"},
		"gz2@example.org":    {"city-440100.pdf"},
		"sz@example.org":     {"city-440300.pdf"},
		"fs@example.org":     nil, // its city is not among what the schedule makes
		"review@example.org": nil,
	} {
		got := server.to(address)
		if len(want) == 0 {
			if len(got) != 0 {
				t.Errorf("%s got %d letters", address, len(got))
			}
			continue
		}
		if len(got) != 1 {
			t.Fatalf("%s got %d letters", address, len(got))
		}
		letter := open(t, got[0].text)
		if names := slices.Sorted(maps.Keys(letter.files)); !slices.Equal(names, want) {
			t.Errorf("%s got %v", address, names)
		}
		for name, content := range letter.files {
			if digest(content) != files[name].SHA256 {
				t.Errorf("%s: %s is not the file that was recorded", address, name)
			}
		}
	}
	if server.logins == 0 {
		t.Error("nobody logged in")
	}
}

func TestALetterSaysWhatItsScorecardSays(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	run := o.run(t, toAll, server.settings(t, nil), nil)
	ids := map[string]bool{}
	for address, scope := range map[string]string{"office@example.org": "programme", "gz@example.org": "city-440100"} {
		letter, card := open(t, server.to(address)[0].text), o.card(t, run, scope)
		for _, want := range append(slices.Clone(card.Answer.Sentences), card.Head.Title, card.Answer.Score.Text, card.Answer.GradeNote, card.Head.Stamps[0],
			card.Foot.ChainHead, o.files(t, run)[scope+".pdf"].SHA256) {
			if !strings.Contains(strings.ReplaceAll(letter.text, "\r\n", "\n"), want) {
				t.Errorf("%s: the text lacks %q:\n%s", address, want, letter.text)
			}
			if !strings.Contains(letter.page, strings.ReplaceAll(want, "+", "&#43;")) {
				t.Errorf("%s: the page lacks %q", address, want)
			}
		}
		if line := card.Answer.Title + "：" + card.Answer.Score.Text; !strings.Contains(letter.text, line) {
			t.Errorf("%s: the text lacks %q", address, line)
		}
		picture, err := png.Decode(bytes.NewReader(letter.inline["picture.png"]))
		if err != nil {
			t.Fatal(err)
		}
		colours := map[[4]uint32]bool{}
		for y := 0; y < picture.Bounds().Dy(); y += 4 {
			for x := 0; x < picture.Bounds().Dx(); x += 4 {
				r, g, b, a := picture.At(x, y).RGBA()
				colours[[4]uint32{r, g, b, a}] = true
			}
		}
		if len(colours) < 5 || !strings.Contains(letter.page, `src="cid:picture.png"`) {
			t.Errorf("%s: the picture has %d colours", address, len(colours))
		}
		date, err := letter.header.Date()
		if err != nil || !date.Equal(due) {
			t.Errorf("%s: dated %v %v", address, date, err)
		}
		ids[letter.header.Get("Message-ID")] = true
		if subject := letter.word(t, "Subject"); strings.Count(subject, card.Head.Title) != 1 || !strings.Contains(subject, "2021-10") {
			t.Errorf("%s: subject %q", address, subject)
		}
	}
	if len(ids) != 2 {
		t.Errorf("message ids %v", ids)
	}
}

func TestAnAddressThatFailsStopsNoOther(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	var mutex sync.Mutex
	tried := map[string]int{}
	count := func(address string) int {
		mutex.Lock()
		defer mutex.Unlock()
		tried[address]++
		return tried[address]
	}
	server.rcpt = func(address string) string {
		switch n := count(address); {
		case address == "busy@example.org" && n < 4:
			return "451 4.7.1 greylisted, come back later"
		case address == "gone@example.org":
			return "550 5.1.1 no such mailbox"
		}
		return ""
	}
	server.data = func(address string) string {
		if address == "full@example.org" {
			return "554 5.2.2 the mailbox is full"
		}
		return ""
	}
	server.drop = func(address string) bool {
		mutex.Lock()
		defer mutex.Unlock()
		return address == "dropped@example.org" && tried[address] < 3
	}
	plan := toAll
	plan.Mail = &indicators.ScheduleMail{To: []string{"fine@example.org", "busy@example.org", "gone@example.org", "full@example.org", "dropped@example.org"}}
	run := o.run(t, plan, server.settings(t, nil), nil)
	if run.State != store.RunFailed {
		t.Errorf("the run is %s", run.State)
	}
	got := o.deliveries(t, run)
	for address, want := range map[string]struct {
		state    store.FileState
		attempts int
		letters  int
		code     string
	}{
		"fine@example.org":    {store.FileDone, 1, 1, ""},
		"busy@example.org":    {store.FileDone, 4, 1, ""},
		"gone@example.org":    {store.FileFailed, 1, 0, "smtp-refused"},
		"full@example.org":    {store.FileFailed, 1, 0, "smtp-refused"},
		"dropped@example.org": {store.FileDone, 3, 1, ""},
	} {
		d := got["mail "+address]
		if d.State != want.state || d.Attempts != want.attempts || len(server.to(address)) != want.letters || d.Fault.Code != want.code {
			t.Errorf("%s: %s after %d attempts, %d letters, %q", address, d.State, d.Attempts, len(server.to(address)), d.Fault.Say(indicators.English))
		}
	}
	if fault := got["mail gone@example.org"].Fault.Say(indicators.English); !strings.Contains(fault, "for good: 550 5.1.1 no such mailbox;") {
		t.Errorf("the fault is %q", fault)
	}
}

func TestAServerThatIsAwayForAnHourGetsItsLettersAfterwards(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	back := due.Add(time.Hour)
	server.rcpt = func(string) string {
		if o.clock.Now().Before(back) {
			return "421 4.3.2 shutting down"
		}
		return ""
	}
	plan := toAll
	plan.Mail = &indicators.ScheduleMail{To: []string{"office@example.org"}}
	run := o.run(t, plan, server.settings(t, nil), func(attempt int) { // as long as it is between attempts by default
		o.clock.Set(o.clock.Now().Add(30 * time.Second << min(attempt-1, 10)))
	})
	d := o.deliveries(t, run)["mail office@example.org"]
	if run.State != store.RunDone || d.Attempts != 8 || len(server.to("office@example.org")) != 1 {
		t.Errorf("%s after %d attempts with %d letters", run.State, d.Attempts, len(server.to("office@example.org")))
	}
}

func TestALetterIsTriedForADay(t *testing.T) {
	var all time.Duration
	for attempt := 1; attempt < (&mailer{}).Attempts(); attempt++ {
		all += min(30*time.Second<<min(attempt-1, 10), time.Hour)
	}
	if all < 24*time.Hour || all > 25*time.Hour {
		t.Errorf("tried for %v", all)
	}
}

func TestARetryOfARunWritesToNobodyTwice(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	var back atomic.Bool
	server.rcpt = func(address string) string {
		if address == "gz@example.org" && !back.Load() {
			return "550 5.1.1 no such mailbox"
		}
		return ""
	}
	run := o.run(t, toAll, server.settings(t, nil), nil)
	first := len(server.took())
	o.again = true
	back.Store(true)
	jobs, err := o.Jobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.Tx(ctx, func(tx *store.JobsTx) error { _, err := tx.Retry(run.Key); return err }); err != nil {
		t.Fatal(err)
	}
	if err := jobs.Close(); err != nil {
		t.Fatal(err)
	}
	again := o.run(t, toAll, server.settings(t, nil), nil)
	if again.Key != run.Key || again.State != store.RunDone || len(server.took()) != first+1 || len(server.to("gz@example.org")) != 1 {
		t.Errorf("run %d is %s, %d letters then %d", again.Key, again.State, first, len(server.took()))
	}
}

func TestAConnectionThatIsNotPrivateIsRefused(t *testing.T) {
	stranger, plain := newSMTP(t), newSMTP(t)
	plain.plain = true
	for name, s := range map[string]SMTP{
		"a certificate from nobody we trust": stranger.settings(t, map[string]string{EnvRoots: ""}).SMTP,
		"a certificate for another host":     named(stranger.settings(t, nil).SMTP, "localhost"),
		"no STARTTLS":                        plain.settings(t, nil).SMTP,
	} {
		_, err := TestLetter(ctx, s, "a@example.org", "s", "t", due)
		if codeOf(err) != "smtp-failed" || strings.Contains(err.Error(), smtpPassword) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(stranger.took()) + len(plain.took()) + stranger.logins + plain.logins; n != 0 {
		t.Errorf("%d letters or logins went through", n)
	}
}

func named(s SMTP, host string) SMTP { s.Host = host; return s }

func TestAServerIsReachedWithoutALetter(t *testing.T) {
	server := newSMTP(t)
	if err := server.settings(t, nil).SMTP.Reach(ctx); err != nil || server.logins != 1 || len(server.took()) != 0 {
		t.Errorf("%v, %d logins, %d letters", err, server.logins, len(server.took()))
	}
	err := server.settings(t, map[string]string{EnvPassword: "not-the-password"}).SMTP.Reach(ctx)
	if codeOf(err) != "smtp-failed" || strings.Contains(err.Error(), "not-the-password") {
		t.Error(err)
	}
}

func TestAWrongPasswordIsSaidWithoutIt(t *testing.T) {
	server := newSMTP(t)
	s := server.settings(t, map[string]string{EnvPassword: "not-the-password"}).SMTP
	_, err := TestLetter(ctx, s, "a@example.org", "s", "t", due)
	if codeOf(err) != "smtp-failed" || !strings.Contains(err.Error(), "535") || strings.Contains(err.Error(), "not-the-password") {
		t.Error(err)
	}
}

func TestNoNameEndsItsHeader(t *testing.T) {
	server := newSMTP(t)
	s := server.settings(t, nil).SMTP
	s.From.Name = "Cards, of\r\nBcc: thief@example.org"
	_, err := s.send(ctx, message{to: "a@example.org", subject: "Title\r\nBcc: thief@example.org\r\n\r\nbody, two", id: "x", at: due, text: "text",
		attach: []attachment{{"a\r\nBcc: thief@example.org, b.pdf", []byte("x")}}})
	if err != nil {
		t.Fatal(err)
	}
	letter := open(t, server.took()[0].text)
	if letter.header.Get("Bcc") != "" || letter.text != "text" || letter.word(t, "Subject") != "Title Bcc: thief@example.org body, two" {
		t.Errorf("%+v", letter)
	}
	from, err := letter.header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != "cards@example.org" {
		t.Errorf("%v %v", from, err)
	}
	for name := range letter.files {
		if strings.ContainsAny(name, "\r\n") {
			t.Errorf("attached %q", name)
		}
	}
	for _, address := range []string{"a@example.org\r\nRCPT TO:<thief@example.org>", "a@example.org, b@example.org"} {
		if _, err := s.send(ctx, message{to: address, id: "x", at: due}); codeOf(err) != "smtp-address" {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWhatIsTooLargeIsNamedAndNotAttached(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	s := server.settings(t, nil)
	s.SMTP.Limit = 150 << 10
	run := o.run(t, toAll, s, nil)
	raw := server.to("office@example.org")[0].text
	letter := open(t, raw)
	if run.State != store.RunDone || len(raw) > 150<<10+16<<10 || len(letter.files) == 3 || !strings.Contains(letter.text, "未附上") {
		t.Errorf("%s, %d bytes, %d files:\n%s", run.State, len(raw), len(letter.files), letter.text)
	}
}

func TestManyFilesComeAsAnArchive(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	o.poison = "city-440200"
	plan := indicators.Schedule{Language: indicators.English, Mail: &indicators.ScheduleMail{To: []string{"office@example.org"}, ByScope: map[string][]string{"440200": {"sg@example.org"}}}}
	run := o.run(t, plan, server.settings(t, nil), nil)
	letter := open(t, server.to("office@example.org")[0].text)
	if names := slices.Sorted(maps.Keys(letter.files)); !slices.Equal(names, []string{"programme.pdf", "scorecards.zip"}) {
		t.Errorf("attached %v", names)
	}
	for name, content := range letter.files {
		if !strings.Contains(letter.text, "- "+name+" (") || !strings.Contains(letter.text, digest(content)) {
			t.Errorf("%s is not listed with its digest:\n%s", name, letter.text)
		}
	}
	if strings.Count(letter.text, "SHA-256") != 2 || !strings.Contains(letter.text, "Files in all: "+strconv.Itoa(run.Done)+", in the folder gd-2021/2021-10 ") {
		t.Errorf("what is not attached one by one is not counted:\n%s", letter.text)
	}
	if !strings.Contains(letter.text, "city-440200.pdf could not be made. its definition is damaged") {
		t.Errorf("what is missing is not said:\n%s", letter.text)
	}
	if d := o.deliveries(t, run)["mail sg@example.org"]; d.State != store.FileFailed || d.Fault.Code != "mail-nothing" || d.Attempts != 1 {
		t.Errorf("%+v", d)
	}
}

func TestAFileThatWasChangedIsNotSent(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	var once sync.Once
	server.rcpt = func(string) (answer string) {
		once.Do(func() {
			answer = "451 4.7.1 later"
			path := filepath.Join(o.folder, o.p.ID, "2021-10", "programme.pdf")
			if err := os.WriteFile(path, []byte("other"), 0o644); err != nil {
				t.Error(err)
			}
		})
		return answer
	}
	plan := indicators.Schedule{Scopes: []string{"programme"}, Mail: &indicators.ScheduleMail{To: []string{"office@example.org"}}}
	run := o.run(t, plan, server.settings(t, nil), nil)
	if d := o.deliveries(t, run)["mail office@example.org"]; d.Fault.Code != "deliver-changed" || len(server.took()) != 0 {
		t.Errorf("%+v", d)
	}
}

func TestWithoutAServerARunSaysWhatToSet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	plan := toAll
	plan.Webhook = &indicators.ScheduleWebhook{URL: "https://example.org/hook"}
	run := o.run(t, plan, Settings{}, nil)
	got := o.deliveries(t, run)
	if d := got["mail office@example.org"]; d.Fault.Code != "smtp-unset" || d.Attempts != 1 {
		t.Errorf("%+v", d)
	}
	if d := got["webhook https://example.org/hook"]; d.Fault.Code != "webhook-unset" || d.Attempts != 1 {
		t.Errorf("%+v", d)
	}
}

func TestATestLetterSaysWhatTheServerAnswered(t *testing.T) {
	server := newSMTP(t)
	answer, err := TestLetter(ctx, server.settings(t, nil).SMTP, "me@example.org", "A test", "It works.", due)
	if err != nil || !strings.Contains(answer, "taken") || len(server.to("me@example.org")) != 1 {
		t.Errorf("%q %v", answer, err)
	}
}

func TestALetterThatWasTakenIsNotSentAgain(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	server.hangUp = true // what the library does after that fails
	plan := indicators.Schedule{Scopes: []string{"programme"}, Mail: &indicators.ScheduleMail{To: []string{"office@example.org"}}}
	run := o.run(t, plan, server.settings(t, nil), nil)
	if d := o.deliveries(t, run)["mail office@example.org"]; d.State != store.FileDone || d.Attempts != 1 || len(server.took()) != 1 {
		t.Errorf("%+v, %d letters", d, len(server.took()))
	}
}

func TestALetterThatNobodyKnowsOfIsSentAgainAsTheSame(t *testing.T) {
	t.Parallel()
	o, server := newOffice(t), newSMTP(t)
	var once sync.Once
	server.silent = func(string) (silent bool) {
		once.Do(func() { silent = true })
		return silent
	}
	plan := indicators.Schedule{Scopes: []string{"programme"}, Mail: &indicators.ScheduleMail{To: []string{"office@example.org"}}}
	run := o.run(t, plan, server.settings(t, nil), nil)
	got := server.took()
	if run.State != store.RunDone || len(got) != 2 {
		t.Fatalf("%s, %d letters", run.State, len(got))
	}
	first, second := open(t, got[0].text), open(t, got[1].text)
	if id := first.header.Get("Message-ID"); id == "" || id != second.header.Get("Message-ID") {
		t.Errorf("%q, then %q", id, second.header.Get("Message-ID"))
	}
}
