package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
)

func TestARefusalNamesWhatPeopleKnow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	december := strings.Replace(survey, "2021-03", "2021-12", 1)
	officer := s.client(t, "guangzhou")
	for name, c := range map[string]struct {
		got  answer
		want string
		not  string
	}{
		"a city that is another's": {s.get(t, officer, marchOf("440300")), "guangzhou 无权查看 深圳市、2021年度地级以上市企业情况综合工作经费", "region=440300"},
		"a month not begun":        {s.get(t, officer, december), "广州市、2021年度地级以上市企业情况综合工作经费 在 2021-12 无须填报", `id="hand-in"`},
		"what is wanted of a cell": {s.post(t, officer, survey+"/cells", "v.on-time", "也许"), "“也许”与目标的类型（是或否）不符", "yesno"},
		"a return without a reason": {s.post(t, s.client(t, "reviewer"), survey+"/reopen", "reason", ""),
			"广州市、2021年度地级以上市企业情况综合工作经费", "gd-2021/survey/440100 2021-03"},
	} {
		if !strings.Contains(c.got.Body, c.want) || strings.Contains(c.got.Body, c.not) {
			t.Errorf("%s: %d, does not say %s, or says %s\n%s", name, c.got.Status, c.want, c.not, firstProblem(c.got.Body))
		}
	}
}

func TestTheTrailOfAccountsIsInWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.must(t, s.store.Grant(context.Background(), nil, "reader", []engine.Grant{
		{Role: engine.Reader, Scope: engine.Scope{Project: "gd-2021/survey", Region: "440300"}}, {Role: engine.Officer, Scope: engine.Scope{Region: "440100"}}}))
	admin := s.client(t, "admin")
	page := s.get(t, admin, "/accounts/audit").Body
	until := s.now.AddDate(0, 0, 7).Format("2006-01-02 15:04")
	for _, want := range []string{"查看人：深圳市、2021年度地级以上市企业情况综合工作经费", "填报人：广州市", "有效至 " + until} {
		if !strings.Contains(page, want) {
			t.Errorf("the trail does not say %s", want)
		}
	}
	for _, not := range []string{"region=", s.now.UTC().Format(time.RFC3339)[:11], "（）"} {
		if strings.Contains(page, not) {
			t.Errorf("the trail says %s", not)
		}
	}
}
