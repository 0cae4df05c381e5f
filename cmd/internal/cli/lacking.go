package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"yardstick/indicators"
)

// printed is a file being made; it notes the characters that its fonts lack.
type printed struct {
	bytes.Buffer
	lacking *lacking
}

// Lacks is told by package pdf.
func (p *printed) Lacks(characters []rune) { p.lacking.add(characters) }

// lacking collects, from all files of a command, the characters that no font has. Its
// nil collects nothing.
type lacking struct {
	mutex      sync.Mutex
	characters []rune // ascending, no duplicates
}

func (l *lacking) add(characters []rune) {
	if l == nil {
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.characters = append(l.characters, characters...)
	slices.Sort(l.characters)
	l.characters = slices.Compact(l.characters)
}

// talkOfLacking says which characters stand in the files as their codes in boxes.
func (s *session) talkOfLacking(l *lacking) {
	const shown = 10
	var codes []string
	for _, r := range l.characters {
		codes = append(codes, fmt.Sprintf("%#U", r))
	}
	switch {
	case len(codes) > shown:
		s.talk(s.say("glyphs-lacking-more", indicators.Args{"characters": strings.Join(codes[:shown], ", "), "more": itoa(len(codes) - shown)}))
	case len(codes) > 0:
		s.talk(s.say("glyphs-lacking", indicators.Args{"characters": strings.Join(codes, ", ")}))
	}
}
