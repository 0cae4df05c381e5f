package api_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"yardstick/cmd/internal/api"
	"yardstick/engine/store"
)

// march is a body that enters a figure of a city for March.
func march(region, text string) map[string]any {
	return map[string]any{"entries": []any{map[string]string{"indicator": "gd-2021/survey/" + region + "/collected", "period": "2021-03", "text": text}}}
}

func TestTwoAccountsMayChooseTheSameKey(t *testing.T) {
	s := newSite(t)
	const path = api.Prefix + "/programmes/gd-2021/observations"
	for who, region := range map[string]string{"guangzhou": "440100", "shenzhen": "440300"} {
		if got := s.send(t, who, http.MethodPost, path, march(region, "10"), "Idempotency-Key", "1"); got.StatusCode != http.StatusCreated {
			t.Errorf("%s: %d %s", who, got.StatusCode, got.body)
		}
	}
	got := s.send(t, "guangzhou", http.MethodPost, path, march("440100", "11"), "Idempotency-Key", strings.Repeat("k", 201))
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), `"idempotency-key-long"`) {
		t.Errorf("a long key: %d %s", got.StatusCode, got.body)
	}
}

func TestATokenHoldsForAYearAtMost(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	as, err := s.store.Account(ctx, "guangzhou")
	if err != nil {
		t.Fatal(err)
	}
	for text, wanted := range map[string]string{"0001-01-01": "token-days", "2021-04-01": "token-days", "2022-04-02": "", "2022-04-03": "token-days", "2300-01-01": "token-days", "9999-12-31": "token-days"} {
		expires := s.clock()
		if err := expires.UnmarshalText([]byte(text + "T12:00:00+08:00")); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.store.MakeToken(ctx, as.Actor(), store.Token{Title: "x", Grants: as.Grants, Expires: expires})
		if err == nil != (wanted == "") || err != nil && !strings.Contains(err.Error(), wanted) {
			t.Errorf("until %s: %v", text, err)
		}
	}
}

func TestATokenEndsNoneThatMayDoMore(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	as, err := s.store.Account(ctx, "guangzhou")
	if err != nil {
		t.Fatal(err)
	}
	narrow := as.Grants[0]
	narrow.Scope.Project = "gd-2021/survey"
	made, secret, err := s.store.MakeToken(ctx, as.Actor(), store.Token{Title: "narrow", Grants: append(as.Grants[:0:0], narrow), Expires: s.clock().AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := s.store.Tokens(ctx, "guangzhou")
	if err != nil {
		t.Fatal(err)
	}
	s.tokens["narrow"] = secret
	for _, token := range tokens {
		if token.ID == made.ID {
			continue
		}
		if got := s.send(t, "narrow", http.MethodDelete, api.Prefix+"/tokens/"+token.ID, nil); got.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d %s", token.Title, got.StatusCode, got.body)
		}
	}
	if got := s.send(t, "narrow", http.MethodDelete, api.Prefix+"/tokens/"+made.ID, nil); got.StatusCode != http.StatusNoContent {
		t.Errorf("itself: %d %s", got.StatusCode, got.body)
	}
}

func TestEvidenceIsADownloadAndAMissingFileIsNobodyElses(t *testing.T) {
	s := newSite(t)
	recorded := struct {
		Observations []struct {
			Seq int64 `json:"seq"`
		} `json:"observations"`
	}{}
	s.send(t, "guangzhou", http.MethodPost, api.Prefix+"/programmes/gd-2021/observations", march("440100", "10")).decode(t, &recorded)
	attached := struct {
		Seq    int64  `json:"seq"`
		SHA256 string `json:"sha256"`
	}{}
	const path = api.Prefix + "/programmes/gd-2021/evidence"
	s.send(t, "guangzhou", http.MethodPost, path+"?name=secret.pdf&observation="+strconv.FormatInt(recorded.Observations[0].Seq, 10), []byte("%PDF-1.4 x")).decode(t, &attached)
	file := path + "/" + strconv.FormatInt(attached.Seq, 10)
	got := s.send(t, "guangzhou", http.MethodGet, file, nil)
	if policy := got.Header.Get("Content-Security-Policy"); got.StatusCode != http.StatusOK || !strings.HasPrefix(policy, "sandbox") || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
	kept, err := filepath.Glob(filepath.Join(s.folder, "*.evidence", "*", attached.SHA256))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	if got := s.send(t, "shenzhen", http.MethodGet, file, nil); got.StatusCode != http.StatusForbidden || strings.Contains(string(got.body), "secret.pdf") {
		t.Errorf("another city: %d %s", got.StatusCode, got.body)
	}
	if got := s.send(t, "guangzhou", http.MethodGet, file, nil); got.StatusCode != http.StatusNotFound || strings.Contains(string(got.body), s.folder) {
		t.Errorf("the city itself: %d %s", got.StatusCode, got.body)
	}
}

func TestWhatIsYetToComeIsNotEvaluated(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/evaluation?", "/cities/440100/scorecard?", "/cities/440100/evaluation?", "/observations?", "?"} {
		for asOf, want := range map[string]int{"9999-12-31T00:00:00Z": http.StatusUnprocessableEntity, "2021-04-01T12:00:01%2B08:00": http.StatusUnprocessableEntity, "2021-04-01T12:00:00%2B08:00": http.StatusOK} {
			if got := s.send(t, "reader", http.MethodGet, api.Prefix+"/programmes/gd-2021"+path+"as_of="+asOf, nil); got.StatusCode != want {
				t.Errorf("%s as of %s: %d %s", path, asOf, got.StatusCode, got.body)
			}
		}
	}
}

// A scorecard prints the head of the chain: one with an older head is another file.
func TestAScorecardWithAnotherHeadIsSentAgain(t *testing.T) {
	s := newSite(t)
	const card = api.Prefix + "/programmes/gd-2021/cities/440100/scorecard?format=csv"
	tag := s.send(t, "guangzhou", http.MethodGet, card, nil).Header.Get("ETag")
	if got := s.send(t, "guangzhou", http.MethodGet, card, nil, "If-None-Match", tag); got.StatusCode != http.StatusNotModified {
		t.Errorf("the same: %d", got.StatusCode)
	}
	s.send(t, "guangzhou", http.MethodPost, api.Prefix+"/programmes/gd-2021/observations", march("440100", "10"))
	if got := s.send(t, "guangzhou", http.MethodGet, card, nil, "If-None-Match", tag); got.StatusCode != http.StatusOK || got.Header.Get("ETag") == tag {
		t.Errorf("after an entry that waits: %d %s", got.StatusCode, got.Header.Get("ETag"))
	}
}
