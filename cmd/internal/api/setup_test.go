package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"yardstick/cmd/internal/api"
	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators/library"
)

// roles are the accounts of a test, by name.
var roles = map[string][]engine.Grant{
	"guangzhou": {{Role: engine.Officer, Scope: engine.Scope{Region: "440100"}}},
	"shenzhen":  {{Role: engine.Officer, Scope: engine.Scope{Region: "440300"}}},
	"reviewer":  {{Role: engine.Reviewer}},
	"manager":   {{Role: engine.Manager}},
	"reader":    {{Role: engine.Reader}},
	"admin":     {{Role: engine.Administrator}},
}

// site is the API over a real database that holds gd-2021; it is noon of 1 April 2021.
type site struct {
	*httptest.Server
	api    *api.API
	store  *store.Store
	folder string // of the database
	tokens map[string]string

	mutex sync.Mutex
	now   time.Time
}

func newSite(t testing.TB, before ...func(*site)) *site {
	t.Helper()
	s := &site{now: time.Date(2021, time.April, 1, 12, 0, 0, 0, library.Programme().Location()), folder: t.TempDir(), tokens: map[string]string{}}
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(s.folder, "api.db"), store.Options{Create: true, Now: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s.store = st
	if _, err := st.LoadProgramme(ctx, library.Sources(), store.LocalOperator); err != nil {
		t.Fatal(err)
	}
	for _, fill := range before { // while there are no accounts
		fill(s)
	}
	for name, grants := range roles {
		if err := st.AddAccount(ctx, nil, store.Account{Name: name, Grants: grants}); err != nil {
			t.Fatal(err)
		}
		_, secret, err := st.MakeToken(ctx, engine.Actor{Name: name, Grants: grants}, store.Token{Title: "test", Grants: grants, Expires: s.now.AddDate(1, 0, 0)})
		if err != nil {
			t.Fatal(err)
		}
		s.tokens[name] = secret
	}
	entrance := gate.New(gate.Options{Store: st})
	mux := http.NewServeMux()
	s.api = api.Register(mux, api.Options{Store: st, Gate: entrance, Now: s.clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	s.Server = httptest.NewServer(entrance.Enter(mux, s.api.Refuse))
	t.Cleanup(s.Close)
	return s
}

func (s *site) clock() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.now
}

func (s *site) set(now time.Time) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.now = now
}

// reply is an answer with its body read.
type reply struct {
	*http.Response
	body []byte
}

func (r reply) decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(r.body, into); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

// send makes a request as an account; "" is nobody. A body that is no []byte is sent as JSON.
func (s *site) send(t testing.TB, as, method, path string, body any, header ...string) reply {
	t.Helper()
	var content io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case []byte:
		content, kind = bytes.NewReader(b), "application/octet-stream"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		content, kind = bytes.NewReader(text), "application/json"
	}
	r, err := http.NewRequest(method, s.URL+path, content)
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Accept-Language", "en")
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+s.tokens[as])
	}
	for k := 0; k+1 < len(header); k += 2 {
		r.Header.Set(header[k], header[k+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{answer, text}
}
