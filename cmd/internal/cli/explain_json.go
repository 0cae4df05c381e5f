package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"yardstick/indicators"
	"yardstick/indicators/notation"
	"yardstick/rules"
)

// question is one line of the JSON-lines interface; all but Target may be empty.
type question struct {
	Name      string  `json:"name"`
	Target    string  `json:"target"`
	Unit      string  `json:"unit"`
	Category  string  `json:"category"`
	Direction string  `json:"direction"`
	Actual    *string `json:"actual"`
}

// jsonProblem is a refusal on a line: for a machine the code, for a person the
// message and what to do, and the place in the text, characters from 1.
type jsonProblem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// explainLines answers every line of in with one line of out, in order. A line
// that is refused is answered with its error and the next one is read: refusing
// is its job, so only a stream that cannot be read or written is a failure.
func explainLines(in io.Reader, out io.Writer, l indicators.Language, year int, judge *rules.Judge) error {
	reader := bufio.NewReaderSize(in, 1<<16)
	writer := bufio.NewWriterSize(out, 1<<16)
	answers := &answerer{lang: l, year: year, judge: judge}
	for {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if _, err := writer.Write(append(answers.answer(line), '\n')); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return writer.Flush()
		}
		if err != nil {
			return err
		}
		if reader.Buffered() == 0 { // whoever asks line by line gets each answer at once
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
}

type answerer struct {
	lang  indicators.Language
	year  int
	judge *rules.Judge
}

func (a *answerer) answer(line []byte) []byte {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return mustJSON(map[string]jsonProblem{"error": a.problem(&indicators.Problem{Code: "bad-json-line", Args: indicators.Args{"why": err.Error()}})})
	}
	reading, problem := notation.Read(notation.Input{Name: q.Name, Text: q.Target, Unit: q.Unit, Category: q.Category, Year: a.year, Direction: q.Direction})
	if problem != nil {
		return mustJSON(map[string]jsonProblem{"error": a.problem(problem)})
	}
	text := bytes.TrimSuffix(mustJSON(reading), []byte("}"))
	text = append(append(text, `,"says":`...), mustJSON(reading.Says(a.lang))...)
	if q.Actual != nil {
		text = a.appendActual(text, *q.Actual, reading)
	}
	return append(text, '}')
}

// appendActual adds the actual and its verdict, or why it could not be read.
func (a *answerer) appendActual(text []byte, actual string, reading indicators.Reading) []byte {
	read, problem := notation.ReadActual(actual, reading, a.year)
	if problem != nil {
		return append(append(text, `,"actual_error":`...), mustJSON(a.problem(problem))...)
	}
	text = append(append(text, `,"actual":`...), mustJSON(actualJSON(reading, read.Value))...)
	outcome, problem := a.judge.Judge(&reading, rules.Facts{Known: true, Actual: rules.Plain(read.Value)})
	if problem != nil {
		return append(append(text, `,"actual_error":`...), mustJSON(a.problem(problem))...)
	}
	if outcome.Verdict != rules.None {
		text = append(append(text, `,"verdict":`...), mustJSON(outcome.Verdict)...)
	}
	return text
}

// actualJSON writes an actual as the reading's kind has it: a number in the
// unit, true or false, a date, the word of a rung or the percentage of a tier.
func actualJSON(r indicators.Reading, v indicators.Value) any {
	switch r.Kind {
	case indicators.Truth:
		return v != 0
	case indicators.Deadline:
		return indicators.DateOf(v)
	case indicators.Grade, indicators.Narrative:
		if percent, ok := v.Tier(); ok {
			return percent
		}
		if rung := int(v / indicators.One); rung >= 0 && rung < len(r.Scale) {
			return r.Scale[rung]
		}
	}
	return v
}

func (a *answerer) problem(p *indicators.Problem) jsonProblem {
	return jsonProblem{Code: p.Code, Message: p.Message(a.lang), Hint: p.Hint(a.lang), Column: p.Column}
}

// mustJSON marshals what always can be, without escaping <, > and &.
func mustJSON(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
