package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"yardstick/indicators/goldentest"
)

const described = "../../../docs/openapi.json"

func TestDescriptionIsTheOneInTheRepository(t *testing.T) {
	goldentest.Check(t, "../"+described, newSite(t).api.OpenAPI())
}

// client knows the API from its description alone.
type client struct {
	t        testing.TB
	site     *site
	ops      map[string]op
	schemas  *jsonschema.Compiler
	document any
}

// op is an operation as described.
type op struct {
	method, path string
	parameters   map[string]string // where each stands: path, query, header
	answers      map[string]string // status → JSON pointer to its schema
}

// newClient reads the description.
func newClient(t testing.TB, s *site) *client {
	t.Helper()
	text, err := os.ReadFile(described)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, site: s, ops: map[string]op{}, schemas: jsonschema.NewCompiler(), document: document}
	if err := c.schemas.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	for path, methods := range document.(map[string]any)["paths"].(map[string]any) {
		for method, about := range methods.(map[string]any) {
			c.ops[about.(map[string]any)["operationId"].(string)] = describedOp(method, path, about.(map[string]any))
		}
	}
	return c
}

func describedOp(method, path string, about map[string]any) op {
	out := op{method: strings.ToUpper(method), path: path, parameters: map[string]string{}, answers: map[string]string{}}
	parameters, _ := about["parameters"].([]any)
	for _, p := range parameters {
		out.parameters[p.(map[string]any)["name"].(string)] = p.(map[string]any)["in"].(string)
	}
	escaped := strings.NewReplacer("~", "~0", "/", "~1")
	for status, answer := range about["responses"].(map[string]any) {
		content, _ := answer.(map[string]any)["content"].(map[string]any)
		for media := range content {
			if strings.HasSuffix(media, "json") {
				out.answers[status] = "/paths/" + escaped.Replace(path) + "/" + method + "/responses/" + status + "/content/" + escaped.Replace(media) + "/schema"
			}
		}
	}
	return out
}

// args are the arguments of a call by name; "body" is the body.
type args map[string]any

// call does an operation as an account and holds the answer against its schema.
func (c *client) call(as, id string, with args) (int, map[string]any) {
	c.t.Helper()
	o, ok := c.ops[id]
	if !ok {
		c.t.Fatalf("no operation %s is described", id)
	}
	path, query, header := o.path, []string{}, []string{}
	for name, value := range with {
		text, _ := value.(string)
		switch where := o.parameters[name]; {
		case name == "body":
		case where == "path":
			path = strings.ReplaceAll(path, "{"+name+"}", text)
		case where == "query":
			query = append(query, name+"="+text)
		case where == "header":
			header = append(header, name, text)
		default:
			c.t.Fatalf("%s has no parameter %s", id, name)
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	answer := c.site.send(c.t, as, o.method, path, with["body"], header...)
	c.holds(id, o, answer)
	var out map[string]any
	if strings.HasSuffix(strings.Split(answer.Header.Get("Content-Type"), ";")[0], "json") && bytes.HasPrefix(answer.body, []byte("{")) {
		answer.decode(c.t, &out)
	}
	return answer.StatusCode, out
}

func (c *client) holds(id string, o op, answer reply) {
	c.t.Helper()
	pointer, ok := o.answers[strconv.Itoa(answer.StatusCode)]
	if !ok && answer.StatusCode >= 400 {
		pointer, ok = o.answers["default"]
	}
	if !ok || len(answer.body) == 0 {
		return
	}
	schema, err := c.schemas.Compile("openapi.json#" + pointer)
	if err != nil {
		c.t.Fatalf("%s: the schema at %s: %v", id, pointer, err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer.body))
	if err != nil {
		c.t.Fatalf("%s answers %s", id, answer.body)
	}
	if err := schema.Validate(value); err != nil {
		c.t.Errorf("%s: %d is not as described: %v\n%s", id, answer.StatusCode, err, answer.body)
	}
}

// must is call, which has to succeed with a status.
func (c *client) must(status int, as, id string, with args) map[string]any {
	c.t.Helper()
	got, out := c.call(as, id, with)
	if got != status {
		c.t.Fatalf("%s as %s: %d %v, want %d", id, as, got, out, status)
	}
	return out
}

var survey = args{"programme": "gd-2021", "project": "survey", "region": "440100", "period": "2021-03"}

// of is a call on Guangzhou's survey of March with more arguments.
func of(more args) args {
	out := args{}
	for _, one := range []args{survey, more} {
		for name, value := range one {
			out[name] = value
		}
	}
	return out
}

func entry(indicator, text string, more args) map[string]any {
	out := map[string]any{"indicator": "gd-2021/survey/440100/" + indicator, "period": "2021-03", "text": text}
	for name, value := range more {
		out[name] = value
	}
	return out
}

func record(entries ...any) args {
	return args{"programme": "gd-2021", "body": map[string]any{"entries": entries}}
}

func TestAMonthIsWorkedByTheDescriptionAlone(t *testing.T) {
	s := newSite(t)
	c := newClient(t, s)
	figure := func(include string) any {
		t.Helper()
		with := args{"programme": "gd-2021", "region": "440100", "through": "2021-03"}
		if include != "" {
			with["include"] = include
		}
		for _, assignment := range c.must(http.StatusOK, "guangzhou", "evaluate-city", with)["assignments"].([]any) {
			for _, target := range assignment.(map[string]any)["targets"].([]any) {
				if target := target.(map[string]any); target["indicator"] == "gd-2021/survey/440100/collected" {
					return target["actual"]
				}
			}
		}
		t.Fatal("no such target")
		return nil
	}

	recorded := c.must(http.StatusCreated, "guangzhou", "record-observations", record(entry("collected", "1.2万", nil), entry("reports", "1", nil)))
	first := recorded["observations"].([]any)[0].(map[string]any)
	if first["value"] != 12000.0 || first["waits"] != true {
		t.Errorf("1.2万 was entered as %v", first)
	}
	if got := figure(""); got != nil {
		t.Errorf("what nobody approved counts: %v", got)
	}
	if got := figure("submitted"); got != 12000.0 {
		t.Errorf("provisionally it is %v, want 12000", got)
	}

	sheet := c.must(http.StatusOK, "guangzhou", "submit-sheet", of(args{"body": map[string]any{}}))
	if sheet["state"] != "submitted" {
		t.Fatalf("submitted, it stands %v", sheet["state"])
	}
	if status, refusal := c.call("guangzhou", "record-observations", record(entry("collected", "13000", args{"seen": first["seq"]}))); status != http.StatusConflict || refusal["code"] != "sheet-submitted" {
		t.Errorf("an entry on a sheet that waits: %d %v", status, refusal)
	}
	sheet = c.must(http.StatusOK, "reviewer", "return-sheet", of(args{"body": map[string]any{"submitted": sheet["submitted"], "reason": "请核对",
		"remarks": []any{map[string]any{"indicator": "gd-2021/survey/440100/collected", "text": "比上月多十倍"}}}}))
	if sheet["state"] != "returned" || sheet["reason"] != "请核对" {
		t.Fatalf("returned, it stands %v for %v", sheet["state"], sheet["reason"])
	}

	c.must(http.StatusCreated, "guangzhou", "record-observations", record(entry("collected", "1200", args{"seen": first["seq"]})))
	sheet = c.must(http.StatusOK, "guangzhou", "submit-sheet", of(args{"body": map[string]any{}}))
	if status, refusal := c.call("reviewer", "approve-sheet", of(args{"body": map[string]any{"submitted": first["seq"]}})); status != http.StatusConflict {
		t.Errorf("approved what was not looked at: %d %v", status, refusal)
	}
	sheet = c.must(http.StatusOK, "reviewer", "approve-sheet", of(args{"body": map[string]any{"submitted": sheet["submitted"]}}))
	if sheet["state"] != "approved" || figure("") != 1200.0 {
		t.Errorf("approved, it stands %v and the figure is %v", sheet["state"], figure(""))
	}

	if status, refusal := c.call("guangzhou", "record-observations", record(entry("collected", "1250", nil))); status != http.StatusUnprocessableEntity && status != http.StatusConflict {
		t.Errorf("a correction without a reason: %d %v", status, refusal)
	}
	c.must(http.StatusCreated, "guangzhou", "record-observations", record(entry("collected", "1250", args{"supersede": "漏报五十家"})))
	card := c.must(http.StatusOK, "guangzhou", "get-city-scorecard", args{"programme": "gd-2021", "region": "440100", "through": "2021-03"})
	if len(card["fingerprint"].(string)) != 64 {
		t.Errorf("the scorecard's fingerprint is %v", card["fingerprint"])
	}
}

func TestARefusalIsAProblemWithItsPlace(t *testing.T) {
	c := newClient(t, newSite(t))
	status, refusal := c.call("guangzhou", "record-observations", record(entry("collected", "5", nil), entry("reports", "many", nil)))
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("%d %v", status, refusal)
	}
	problems := refusal["problems"].([]any)
	if at := problems[0].(map[string]any)["at"]; at != "body.entries[1]" {
		t.Errorf("it stands at %v, want body.entries[1]", at)
	}
	list := c.must(http.StatusOK, "guangzhou", "list-observations", args{"programme": "gd-2021", "include": "submitted"})
	if items := list["items"].([]any); len(items) != 0 {
		t.Errorf("something of a refused save was entered: %v", items)
	}
}

func TestAWriteSentAgainIsDoneOnce(t *testing.T) {
	s := newSite(t)
	c := newClient(t, s)
	with := func(text string) args {
		a := record(entry("collected", text, nil))
		a["Idempotency-Key"] = "k-1"
		return a
	}
	first := c.must(http.StatusCreated, "guangzhou", "record-observations", with("10"))
	again := c.must(http.StatusCreated, "guangzhou", "record-observations", with("10"))
	if a, b := text(t, first), text(t, again); a != b {
		t.Errorf("answered differently:\n%s\n%s", a, b)
	}
	if status, refusal := c.call("guangzhou", "record-observations", with("11")); status != http.StatusUnprocessableEntity || refusal["code"] != "idempotency-key-reused" {
		t.Errorf("the key of another request: %d %v", status, refusal)
	}
	list := c.must(http.StatusOK, "guangzhou", "list-observations", args{"programme": "gd-2021", "include": "submitted"})
	if items := list["items"].([]any); len(items) != 1 {
		t.Errorf("%d figures, want 1", len(items))
	}
	s.set(s.clock().Add(25 * time.Hour)) // the answer is forgotten, the figure knows its key
	if status, refusal := c.call("guangzhou", "record-observations", with("10")); status != http.StatusCreated {
		t.Errorf("a day later: %d %v", status, refusal)
	}
}

func TestAListIsReadInParts(t *testing.T) {
	c := newClient(t, newSite(t))
	c.must(http.StatusCreated, "guangzhou", "record-observations", record(entry("collected", "1", nil), entry("reports", "2", nil)))
	seen, cursor := 0, ""
	for range 3 {
		with := args{"programme": "gd-2021", "include": "submitted", "limit": "1"}
		if cursor != "" {
			with["cursor"] = cursor
		}
		part := c.must(http.StatusOK, "guangzhou", "list-observations", with)
		seen += len(part["items"].([]any))
		if cursor, _ = part["next"].(string); cursor == "" {
			break
		}
	}
	if seen != 2 || cursor != "" {
		t.Errorf("read %d figures, and the cursor is %q", seen, cursor)
	}
}

func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	s := newSite(t)
	const path = "/api/v1/programmes/gd-2021/sheets/survey/440100/2021-03"
	first := s.send(t, "guangzhou", "GET", path, nil)
	tag := first.Header.Get("ETag")
	if again := s.send(t, "guangzhou", "GET", path, nil, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || len(again.body) > 0 {
		t.Errorf("%d with %d bytes, want 304", again.StatusCode, len(again.body))
	}
	s.send(t, "guangzhou", "POST", "/api/v1/programmes/gd-2021/observations", record(entry("collected", "1", nil))["body"])
	if again := s.send(t, "guangzhou", "GET", path, nil, "If-None-Match", tag); again.StatusCode != http.StatusOK {
		t.Errorf("changed since, and %d", again.StatusCode)
	}
	if stale := s.send(t, "guangzhou", "POST", path+"/submit", map[string]any{}, "If-Match", tag); stale.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("submitted a sheet that had changed: %d %s", stale.StatusCode, stale.body)
	}
}

func TestWhatIsNotThereIsAProblemToo(t *testing.T) {
	s := newSite(t)
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		"an operation":   {"GET", "/api/v1/nothing", nil, 404, "operation-unknown"},
		"a method":       {"DELETE", "/api/v1/programmes/gd-2021", nil, 405, "method-not-allowed"},
		"a programme":    {"GET", "/api/v1/programmes/gd-1999", nil, 404, "programme-unknown"},
		"a sheet":        {"GET", "/api/v1/programmes/gd-2021/sheets/survey/999999/2021-03", nil, 404, "assignment-unknown"},
		"a month":        {"GET", "/api/v1/programmes/gd-2021/sheets/survey/440100/March", nil, 422, "dates-through"},
		"a field":        {"POST", "/api/v1/tokens", map[string]any{"name": "x"}, 422, "request-unclear"},
		"a parameter":    {"GET", "/api/v1/programmes/gd-2021/observations?limit=none", nil, 422, "request-unclear"},
		"a body":         {"POST", "/api/v1/tokens", nil, 400, "request-unclear"},
		"a cursor":       {"GET", "/api/v1/programmes/gd-2021/observations?cursor=x", nil, 422, "cursor-unclear"},
		"another format": {"GET", "/api/v1/programmes/gd-2021/scorecard?format=doc", nil, 422, "request-unclear"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := s.send(t, "reader", c.method, c.path, c.body)
			var problem struct{ Code string }
			answer.decode(t, &problem)
			if answer.StatusCode != c.status || problem.Code != c.code || answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s, want %d %s", answer.StatusCode, answer.body, c.status, c.code)
			}
		})
	}
}

func text(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
