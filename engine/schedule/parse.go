package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"yardstick/indicators"
)

// fieldCount is how many parts an expression has: minute, hour, day of month, month
// and day of week.
const fieldCount = 5

// descriptors are the names that expressions may have.
var descriptors = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// Parse reads a cron expression of five fields, or @monthly and the like, in a
// time zone by its IANA name; CRON_TZ= before the expression names another. Beyond
// the standard the day of month may be L, the last one. Problems: cron-empty,
// cron-zone, cron-zone-alone, cron-every, cron-name, cron-seconds, cron-fields,
// cron-field, cron-never.
func Parse(text, zone string) (*Calendar, error) {
	c := &Calendar{text: strings.TrimSpace(text)}
	rest := c.text
	if named, is := zonePrefix(rest); is {
		name, after, found := strings.Cut(named, " ")
		if !found {
			return nil, problem("cron-zone-alone", "text", c.text)
		}
		zone, rest = name, strings.TrimSpace(after)
	}
	if rest == "" {
		return nil, problem("cron-empty")
	}
	var err error
	if c.zone, err = zoneOf(zone); err != nil {
		return nil, err
	}
	if strings.HasPrefix(rest, "@") {
		if rest, err = described(rest); err != nil {
			return nil, err
		}
	}
	if err := c.read(strings.Fields(rest)); err != nil {
		return nil, err
	}
	if c.never() {
		return nil, problem("cron-never", "text", c.text)
	}
	return c, nil
}

func problem(code string, args ...string) *indicators.Problem {
	p := &indicators.Problem{Code: code, Args: indicators.Args{}}
	for i := 0; i < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	return p
}

func zonePrefix(text string) (rest string, is bool) {
	for _, prefix := range []string{"CRON_TZ=", "TZ="} {
		if rest, is := strings.CutPrefix(text, prefix); is {
			return strings.ReplaceAll(rest, "\t", " "), true
		}
	}
	return text, false
}

// zoneOf finds a zone by name. Local is refused: it is another one on another
// machine.
func zoneOf(name string) (*time.Location, error) {
	if name != "" && name != "Local" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	return nil, problem("cron-zone", "zone", name)
}

func described(text string) (string, error) {
	if strings.HasPrefix(text, "@every") {
		return "", problem("cron-every", "text", text)
	}
	if fields, known := descriptors[strings.ToLower(text)]; known {
		return fields, nil
	}
	return "", problem("cron-name", "text", text, "known", "@yearly @monthly @weekly @daily @hourly")
}

// read reads the five fields. Each is read alone too, so that a problem can name it.
func (c *Calendar) read(parts []string) error {
	switch {
	case len(parts) == 6:
		return problem("cron-seconds", "text", c.text)
	case len(parts) != fieldCount:
		return problem("cron-fields", "text", c.text, "found", strconv.Itoa(len(parts)))
	}
	c.readSteps(parts)
	written := parts[2]
	others, last := withoutLast(written)
	if c.last = last; last {
		parts[2] = strings.Join(append(others, "28-31"), ",")
	}
	for n, part := range parts {
		if _, err := standard(alone(n, part)); err != nil {
			if n == 2 {
				part = written
			}
			return problem("cron-field", "text", part, "field", strconv.Itoa(n+1))
		}
	}
	spec, err := standard(parts)
	if err != nil {
		return problem("cron-field", "text", c.text, "field", "1-5")
	}
	c.spec = *spec
	c.spec.Location = time.UTC
	if last && len(others) > 0 {
		only, err := standard([]string{"0", "0", strings.Join(others, ","), "*", "*"})
		if err != nil {
			return err
		}
		c.days = only.Dom &^ star
	}
	return nil
}

// alone is an expression of one field, the others being any.
func alone(field int, part string) []string {
	out := []string{"*", "*", "*", "*", "*"}
	out[field] = part
	return out
}

// readSteps notes the steps that leave a single value of their field, such as */90
// among the minutes.
func (c *Calendar) readSteps(parts []string) {
	for n, part := range parts {
		for _, step := range strings.Split(part, ",") {
			if !strings.Contains(step, "/") {
				continue
			}
			spec, err := standard(alone(n, step))
			if err != nil {
				continue // it is refused with its field
			}
			values := listed([]uint64{spec.Minute, spec.Hour, spec.Dom, spec.Month, spec.Dow}[n])
			if len(values) == 1 {
				c.steps = append(c.steps, longStep{step, values[0]})
			}
		}
	}
}

// withoutLast takes L out of a day of month.
func withoutLast(days string) (others []string, last bool) {
	for _, day := range strings.Split(days, ",") {
		if day == "L" || day == "l" {
			last = true
			continue
		}
		others = append(others, day)
	}
	return others, last
}

// standard is the parser's reading of five fields. Some texts make it panic.
func standard(parts []string) (spec *cron.SpecSchedule, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			spec, err = nil, fmt.Errorf("cron: %v", panicked)
		}
	}()
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	read, err := parser.Parse(strings.Join(parts, " "))
	if err != nil {
		return nil, err
	}
	spec, ok := read.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("cron: %q is no calendar", strings.Join(parts, " "))
	}
	return spec, nil
}

// never reports an expression whose days are in none of its months.
func (c *Calendar) never() bool {
	if c.last || c.spec.Dow&star == 0 || c.spec.Dom&star != 0 {
		return false
	}
	first := listed(c.spec.Dom)[0]
	for _, month := range listed(c.spec.Month) {
		if first <= longest(month) {
			return false
		}
	}
	return true
}

// longest is how many days a month has at most.
func longest(month int) int {
	return time.Date(2024, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
