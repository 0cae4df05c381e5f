package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"strconv"

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

// explainLines answers every line of in with one line of out, in order. A line
// that is refused is answered with its error and the next one is read: refusing
// is its job, so only a stream that cannot be read or written is a failure.
//
// Lines are answered in batches on all cores; a batch ends where no more input is
// waiting, so that whoever asks line by line gets each answer at once.
func explainLines(in io.Reader, out io.Writer, answerer func() *answerer) error {
	pending := make(chan chan []byte, 2*runtime.GOMAXPROCS(0))
	work := make(chan batch)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			a := answerer()
			for b := range work {
				b.answers <- a.all(b.lines)
			}
		}()
	}
	failed := make(chan error, 1)
	go func() {
		var err error
		for answers := range pending {
			if text := <-answers; err == nil {
				_, err = out.Write(text)
			}
		}
		failed <- err
	}()
	err := readBatches(in, func(lines []byte) {
		b := batch{lines: lines, answers: make(chan []byte, 1)}
		pending <- b.answers
		work <- b
	})
	close(work)
	close(pending)
	return errors.Join(err, <-failed)
}

type batch struct {
	lines   []byte
	answers chan []byte
}

// batchBytes is how much of the input one worker takes at a time.
const batchBytes = 1 << 16

// readBatches calls take with whole lines, some at a time.
func readBatches(in io.Reader, take func(lines []byte)) error {
	reader := bufio.NewReaderSize(in, batchBytes)
	var lines []byte
	for {
		line, err := reader.ReadSlice('\n')
		lines = append(lines, line...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // a very long line: the rest of it follows
		}
		if len(lines) > 0 && (err != nil || len(lines) >= batchBytes || reader.Buffered() == 0) {
			take(lines)
			lines = nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// answerer answers lines; each goroutine has its own.
type answerer struct {
	lang  indicators.Language
	year  int
	judge *rules.Judge
}

func (a *answerer) all(lines []byte) []byte {
	out := make([]byte, 0, 2*len(lines))
	for line := range bytes.Lines(lines) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			out = append(a.answer(out, line), '\n')
		}
	}
	return out
}

func (a *answerer) answer(out, line []byte) []byte {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return a.appendError(out, &indicators.Problem{Code: "bad-json-line", Args: indicators.Args{"why": err.Error()}})
	}
	reading, problem := notation.Read(notation.Input{Name: q.Name, Text: q.Target, Unit: q.Unit, Category: q.Category, Year: a.year, Direction: q.Direction})
	if problem != nil {
		return a.appendError(out, problem)
	}
	out = reading.AppendJSON(out)
	out = append(out[:len(out)-1], `,"says":`...)
	out = indicators.AppendQuoted(out, reading.Says(a.lang))
	if q.Actual != nil {
		out = a.appendActual(out, *q.Actual, &reading)
	}
	return append(out, '}')
}

// appendError appends a refusal: for a machine the code, for a person the message
// and what to do, and the place in the text, characters from 1.
func (a *answerer) appendError(out []byte, p *indicators.Problem) []byte {
	return append(a.appendProblem(append(out, `{"error":`...), p), '}')
}

func (a *answerer) appendProblem(out []byte, p *indicators.Problem) []byte {
	out = indicators.AppendQuoted(append(out, `{"code":`...), p.Code)
	out = indicators.AppendQuoted(append(out, `,"message":`...), p.Message(a.lang))
	if hint := p.Hint(a.lang); hint != "" {
		out = indicators.AppendQuoted(append(out, `,"hint":`...), hint)
	}
	if p.Column > 0 {
		out = strconv.AppendInt(append(out, `,"column":`...), int64(p.Column), 10)
	}
	return append(out, '}')
}

// appendActual appends the actual and its verdict, or why it could not be read.
func (a *answerer) appendActual(out []byte, actual string, r *indicators.Reading) []byte {
	read, problem := notation.ReadActual(actual, *r, a.year)
	var outcome rules.Outcome
	if problem == nil {
		outcome, problem = a.judge.Judge(r, rules.Facts{Known: true, Actual: rules.Plain(read.Value)})
	}
	if problem != nil {
		return a.appendProblem(append(out, `,"actual_error":`...), problem)
	}
	out = appendActualValue(append(out, `,"actual":`...), r, read.Value)
	if outcome.Verdict != rules.None {
		out = indicators.AppendQuoted(append(out, `,"verdict":`...), string(outcome.Verdict))
	}
	return out
}

// appendActualValue appends an actual as the reading's kind has it: a number in
// the unit, true or false, a date, the word of a rung, the percentage of a tier.
func appendActualValue(out []byte, r *indicators.Reading, v indicators.Value) []byte {
	if size, reported := v.Change(); reported {
		v = size
	}
	switch r.Kind {
	case indicators.Truth:
		return strconv.AppendBool(out, v != 0)
	case indicators.Deadline:
		return indicators.AppendQuoted(out, indicators.DateOf(v).String())
	case indicators.Grade, indicators.Narrative:
		if percent, assessed := v.Tier(); assessed {
			return append(out, percent.String()...)
		}
		if rung := int(v / indicators.One); rung >= 0 && rung < len(r.Scale) {
			return indicators.AppendQuoted(out, r.Scale[rung])
		}
	}
	return append(out, v.String()...)
}
