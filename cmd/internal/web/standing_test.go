package web_test

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"yardstick/cmd/internal/demo"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// newStanding is a site on which a year's made-up results stand, entered month by
// month before there were accounts, and as of 2 November 2021.
func newStanding(t testing.TB) *site {
	t.Helper()
	s := &site{now: time.Date(2020, time.November, 1, 9, 0, 0, 0, time.UTC)}
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "site.db"), store.Options{Create: true, Now: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s.store = st
	if _, err := st.LoadProgramme(ctx, demo.Sources(), store.LocalOperator); err != nil {
		t.Fatal(err)
	}
	if s.p, err = st.Programme(ctx, "gd-2021", time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, month := range demo.Months(s.p) {
		s.now = month.At
		if err := demo.Enter(ctx, st, s.p.ID, month); err != nil {
			t.Fatal(err)
		}
	}
	for name, account := range accounts {
		account.Name = name
		if err := st.AddAccount(ctx, nil, account); err != nil {
			t.Fatal(err)
		}
	}
	s.set(2021, time.November, 2, 9)
	s.serve(t)
	return s
}

// standingPages are the pages that show how things stand, each with a word in either
// language that stands on no other.
var standingPages = map[string][2]string{
	"":                                 {"7 个项目 · 21 个地市", "21 cities"},
	"/project/survey":                  {"<h1 class=\"long\">2021年度地级以上市企业情况综合工作经费</h1>", "<h1"},
	"/project/crafts":                  {"工艺美术资金</h1>", "工艺美术资金</p>"},
	"/city/440100":                     {"<h1>广州市</h1>", "<h1>Guangzhou</h1>"},
	"/indicator/survey/collected":      {"各期累加", "the periods are added up"},
	"/explain/survey/440100/collected": {"15.26 = 16.67 × 9120 ÷ 9960", "15.26 = 16.67 × 9120 ÷ 9960"},
	"/search":                          {"例如", "For example"},
}

// standingSite is one site that all tests of these pages read.
type standingSite struct {
	*site
	clients map[string]*http.Client
}

// as is a browser that an account logged in with earlier, and speaks Chinese.
func (s standingSite) as(t testing.TB, account string) *http.Client {
	if s.clients[account] == nil {
		s.clients[account] = s.client(t, account)
	}
	return s.clients[account]
}

func TestStanding(t *testing.T) {
	s := standingSite{newStanding(t), map[string]*http.Client{}}
	t.Run("every page in both languages", s.everyPage)
	t.Run("who may read what", s.whoMayRead)
	t.Run("a part of the programme", s.partOfIt)
	t.Run("the dates", s.datesOfPages)
	t.Run("dates that cannot be read", s.unknownDates)
	t.Run("files carry the page's fingerprint", s.fingerprints)
	t.Run("a file is named and kept", s.filesKept)
	t.Run("forms", s.forms)
	t.Run("files that are none", s.noFiles)
	t.Run("search", s.searches)
	t.Run("a gap explained", s.aGap)
	t.Run("many at once", s.manyAtOnce)
	t.Run("a correction explained", s.corrected)
}

func (s standingSite) everyPage(t *testing.T) {
	for k, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		c := s.client(t, "reader")
		s.speak(c, l)
		for path, wants := range standingPages {
			got := s.get(t, c, "/p/gd-2021"+path)
			if got.Status != http.StatusOK || !strings.Contains(got.Body, wants[k]) {
				t.Errorf("%s in %s: %d, without %q", path, l, got.Status, wants[k])
			}
			if l == indicators.Chinese {
				continue
			}
			for _, text := range regexp.MustCompile(`<(?:label|button|summary|h2)[^>]*>[^<]*\p{Han}`).FindAllString(got.Body, -1) {
				if !strings.Contains(text, "zh-CN") {
					t.Errorf("%s in English still says %q", path, text)
				}
			}
		}
	}
}

func (s standingSite) whoMayRead(t *testing.T) {
	const ok, no = http.StatusOK, http.StatusForbidden
	for account, statuses := range map[string]map[string]int{
		"reader":   {"": ok, "/project/survey": ok, "/city/440300": ok, "/indicator/survey/collected": ok, "/explain/crafts/440000/area": ok, "/download/programme.csv": ok},
		"reviewer": {"": ok, "/project/survey": ok, "/form/survey/440100/monitoring.xlsx": ok},
		"manager":  {"": ok, "/city/440100/download/city-440100.json": ok},
		"guangzhou": {"": ok, "/project/survey": no, "/city/440100": ok, "/city/440300": no, "/indicator/survey/collected": no,
			"/explain/survey/440100/collected": ok, "/explain/survey/440300/collected": no, "/search": ok, "/download/programme.pdf": no, "/download/combined.pdf": no,
			"/city/440300/download/city-440300.pdf": no, "/city/440100/download/city-440100.csv": ok, "/form/survey/440300/monitoring.pdf": no, "/form/survey/440100/monitoring.pdf": ok},
		"admin": {"": no, "/city/440100": no, "/search": no, "/download/programme.pdf": no, "/explain/survey/440100/collected": no},
	} {
		c := s.as(t, account)
		for path, want := range statuses {
			if got := s.get(t, c, "/p/gd-2021"+path); got.Status != want {
				t.Errorf("%s at %s: %d, want %d", account, path, got.Status, want)
			}
		}
	}
	for path := range standingPages {
		if got := s.get(t, s.as(t, ""), "/p/gd-2021"+path); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/login") {
			t.Errorf("nobody at %s: %d", path, got.Status)
		}
	}
	for _, path := range []string{"/project/none", "/city/999999", "/city/440000", "/indicator/survey/none", "/explain/survey/440100/none"} {
		if got := s.get(t, s.as(t, "reader"), "/p/gd-2021"+path); got.Status != http.StatusNotFound {
			t.Errorf("%s, which is nowhere: %d", path, got.Status)
		}
	}
}

func (s standingSite) partOfIt(t *testing.T) {
	got := s.get(t, s.as(t, "guangzhou"), "/p/gd-2021?through=2021-10").Body
	if !strings.Contains(got, `href="/p/gd-2021/city/440100?through=2021-10"`) {
		t.Error("an officer's list does not lead to their own city")
	}
	if strings.Contains(got, "/city/440300") || strings.Contains(got, "深圳") || strings.Contains(got, "/project/") {
		t.Error("an officer's list shows what is not theirs")
	}
	card := s.get(t, s.as(t, "guangzhou"), "/p/gd-2021/city/440100").Body
	for _, address := range regexp.MustCompile(`href="(/p/gd-2021/[^"]*)"`).FindAllStringSubmatch(card, -1) {
		path := strings.ReplaceAll(address[1], "&amp;", "&")
		if strings.Contains(path, "/download/") || strings.Contains(path, "/form/") {
			continue
		}
		if got := s.get(t, s.as(t, "guangzhou"), path); got.Status == http.StatusForbidden {
			t.Errorf("an officer's card leads to %s, which they may not read", path)
		}
	}
}

func (s standingSite) datesOfPages(t *testing.T) {
	c := s.as(t, "reader")
	got := s.get(t, c, "/p/gd-2021/city/440100?through=2021-06&as-of=2021-07-05").Body
	for _, want := range []string{
		"截至 2021年6月", "2021-07-05 23:59", `value="2021-06"`, `value="2021-07-05"`,
		`href="/p/gd-2021/city/440100?as-of=2021-07-05&amp;through=2021-05" rel="prev"`, `href="/p/gd-2021/city/440100?as-of=2021-07-05&amp;through=2021-07" rel="next"`,
		`href="/p/gd-2021/explain/survey/440100/collected?as-of=2021-07-05&amp;through=2021-06"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("June as of 5 July is without %s", want)
		}
	}
	if got := s.get(t, c, "/p/gd-2021/city/440100?include=submitted").Body; !strings.Contains(got, "初步：含未审核数据") || !strings.Contains(got, `value="submitted" checked`) {
		t.Error("a provisional card does not say so")
	}
	if got := s.get(t, c, "/p/gd-2021/city/440100").Body; strings.Contains(got, "初步：") {
		t.Error("an official card says that it is provisional")
	}
	if got := s.get(t, c, "/p/gd-2021?method=share-met@1").Body; !strings.Contains(got, "share-met@1") || !strings.Contains(got, `value="share-met@1" selected`) {
		t.Error("another method is not used")
	}
}

func (s standingSite) unknownDates(t *testing.T) {
	c := s.as(t, "reader")
	for query, code := range map[string]string{
		"through=2021-13": "dates-through", "as-of=yesterday": "dates-as-of", "include=drafts": "dates-include", "method=none": "unknown-method",
		"as-of=2021-11-02": "dates-as-of-future", "as-of=2099-01-01": "dates-as-of-future",
	} {
		got := s.get(t, c, "/p/gd-2021/city/440100?"+query)
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "<code>"+code+"</code>") {
			t.Errorf("%s: %d, want the problem %s", query, got.Status, code)
		}
	}
	if got := s.get(t, c, "/p/none"); got.Status != http.StatusNotFound {
		t.Errorf("a programme that is not there: %d", got.Status)
	}
}

// hits are the names and addresses that a search shows.
func hits(body string) (out [][2]string) {
	for _, hit := range regexp.MustCompile(`<li><span class="badge none">[^<]*</span> <span><a href="([^"]*)"[^>]*>([^<]*)</a>`).FindAllStringSubmatch(body, -1) {
		out = append(out, [2]string{hit[2], hit[1]})
	}
	return out
}

func (s standingSite) searches(t *testing.T) {
	for behaviour, want := range map[string]struct{ account, words, first string }{
		"a city by its name":              {"reader", "广州", "/p/gd-2021/city/440100"},
		"a city by its English name":      {"reader", "guangZHOU", "/p/gd-2021/city/440100"},
		"a city by its code":              {"reader", "４４０１００", "/p/gd-2021/city/440100"},
		"a project by its id":             {"reader", "crafts", "/p/gd-2021/project/crafts"},
		"an indicator by a part of it":    {"reader", "数据采集量", "/p/gd-2021/indicator/survey/collected"},
		"an indicator by its id":          {"reader", "collected", "/p/gd-2021/indicator/survey/collected"},
		"an indicator of a city":          {"reader", "采集量 shenzhen", "/p/gd-2021/explain/survey/440300/collected"},
		"a target as published":           {"reader", "9960", "/p/gd-2021/explain/survey/440100/collected"},
		"an officer's own indicator":      {"guangzhou", "采集量", "/p/gd-2021/explain/survey/440100/collected"},
		"an officer's own city":           {"guangzhou", "440100", "/p/gd-2021/city/440100"},
		"somebody else's, for an officer": {"guangzhou", "深圳", ""},
		"what is nowhere":                 {"reader", "没有这样的东西", ""},
		"a whole project, for an officer": {"guangzhou", "工艺美术", ""},
	} {
		got := s.get(t, s.as(t, want.account), "/p/gd-2021/search?q="+url.QueryEscape(want.words))
		found := hits(got.Body)
		switch {
		case got.Status != http.StatusOK:
			t.Errorf("%s: %d", behaviour, got.Status)
		case want.first == "" && (len(found) > 0 || !strings.Contains(got.Body, "没有找到“"+want.words+"”")):
			t.Errorf("%s: %v", behaviour, found)
		case want.first != "" && (len(found) == 0 || found[0][1] != want.first):
			t.Errorf("%s: %v, want %s first", behaviour, found, want.first)
		}
		for _, hit := range found {
			if got := s.get(t, s.as(t, want.account), hit[1]); got.Status == http.StatusForbidden {
				t.Errorf("%s leads to %s: %d", behaviour, hit[1], got.Status)
			}
		}
	}
}

// manyAtOnce asks for pages that share what is kept; the race detector looks on.
func (s standingSite) manyAtOnce(t *testing.T) {
	c := s.as(t, "reader")
	var all sync.WaitGroup
	for path := range standingPages {
		for _, query := range []string{"?through=2021-08", "?through=2021-09"} {
			all.Go(func() {
				if got := s.get(t, c, "/p/gd-2021"+path+query); got.Status != http.StatusOK {
					t.Errorf("%s: %d", path, got.Status)
				}
			})
		}
	}
	all.Wait()
}

// corrected follows a figure from its entry to what is told of it.
func (s standingSite) corrected(t *testing.T) {
	const at = "/p/gd-2021/explain/survey/440300/collected"
	reader := s.as(t, "reader")
	before := s.get(t, reader, at+"?through=2021-10").Body
	s.set(2021, time.November, 2, 10)
	as := s.actor("shenzhen")
	entry := engine.Entry{Indicator: "gd-2021/survey/440300/collected", Period: indicators.NewPeriod(2021, time.October), Text: "1", Supersede: "重复计数"}
	if _, err := s.store.Record(context.Background(), s.p.ID, []engine.Entry{entry}, store.RecordOptions{As: &as}); err != nil {
		t.Fatal(err)
	}
	if got := s.get(t, reader, at+"?through=2021-10").Body; entriesOf(got) != entriesOf(before) {
		t.Error("a correction that waits for approval changed the official figure")
	}
	waiting := s.get(t, reader, at+"?through=2021-10&include=submitted").Body
	for _, want := range []string{`<b lang="zh-CN">1</b>`, "待审核", "<s lang", "2021-11-02 10:00 已更正", "shenzhen 2021-11-02 10:00", "重复计数", `href="/p/gd-2021/sheet/survey/440300/2021-10"`} {
		if !strings.Contains(waiting, want) {
			t.Errorf("the correction is told without %s", want)
		}
	}
	if got := s.get(t, reader, at+"?through=2021-10&include=submitted&as-of="+url.QueryEscape("2021-11-02T09:30:00+08:00")).Body; entriesOf(got) != entriesOf(before) {
		t.Error("what was known before the correction is no longer told")
	}
}

// aGap is a month that a city should have reported and did not.
func (s standingSite) aGap(t *testing.T) {
	got := entriesOf(s.get(t, s.as(t, "reader"), "/p/gd-2021/explain/survey/445100/collected?through=2021-10").Body)
	gaps := regexp.MustCompile(`<a href="/p/gd-2021/sheet/survey/445100/([^"]*)"[^>]*>[^<]*</a></th><td class="number"><b lang="zh-CN"></b></td><td><span class="badge missing">未报</span>`).FindAllStringSubmatch(got, -1)
	if len(gaps) == 0 || strings.Contains(got, "2021-11") {
		t.Errorf("Chaozhou's gaps up to October are not told: %v", gaps)
	}
}

// entriesOf is the table of figures of an explanation.
func entriesOf(body string) string {
	_, rest, _ := strings.Cut(body, `id="entries"`)
	table, _, _ := strings.Cut(rest, "</table>")
	return table
}

func TestAnApprovedFigureNamesItsReviewerAndItsEvidence(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	const line = "gd-2021/survey/440100/collected"
	o := s.enter(t, "guangzhou", line, "", "2021-03", "830")
	officer, reviewer := s.actor("guangzhou"), s.actor("reviewer")
	if _, err := s.store.Attach(ctx, &officer, s.p.ID, o.Seq, "三月台账.pdf", strings.NewReader("%PDF-1.4\n三月\n%%EOF\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Submit(ctx, officer, s.p.ID, "gd-2021/survey/440100", o.Period); err != nil {
		t.Fatal(err)
	}
	reader := s.client(t, "reader")
	const at = "/p/gd-2021/explain/survey/440100/collected?through=2021-03"
	if got := s.get(t, reader, at).Body; strings.Contains(got, `<b lang="zh-CN">830</b>`) || !strings.Contains(entriesOf(got), "未报") {
		t.Error("a figure that waits stands among the official ones")
	}
	s.set(2021, time.April, 2, 10)
	if _, err := s.store.Approve(ctx, reviewer, s.p.ID, "gd-2021/survey/440100", o.Period, 0); err != nil {
		t.Fatal(err)
	}
	s.set(2021, time.April, 2, 11)
	got := s.get(t, reader, at).Body
	for _, want := range []string{`<b lang="zh-CN">830</b>`, "<td>guangzhou 2021-04-01 12:00</td><td>reviewer 2021-04-02 10:00</td>", "三月台账.pdf"} {
		if !strings.Contains(got, want) {
			t.Errorf("an approved figure is told without %s", want)
		}
	}
	evidence := regexp.MustCompile(`href="(/p/gd-2021/sheet/survey/440100/2021-03/evidence/\d+)"`).FindStringSubmatch(got)
	if evidence == nil {
		t.Fatal("its evidence is nowhere to be had")
	}
	if got := s.get(t, reader, evidence[1]); got.Status != http.StatusOK || !strings.Contains(got.Body, "三月") {
		t.Errorf("%s: %d", evidence[1], got.Status)
	}
	if before := s.get(t, reader, at+"&as-of=2021-04-01").Body; strings.Contains(before, `<b lang="zh-CN">830</b>`) {
		t.Error("the day before, the figure counted already")
	}
}
