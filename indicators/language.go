package indicators

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// Language is one of the languages yardstick speaks.
type Language string

// Every sentence exists in both; a test holds their keys and arguments equal.
const (
	Chinese Language = "zh"
	English Language = "en"
)

//go:embed words/*.json
var wordFiles embed.FS

// words holds the sentences by language and code, from words/<topic>.<lang>.json.
// It is read once and never changed.
var words = loadWords()

func loadWords() map[Language]map[string]string {
	out := map[Language]map[string]string{Chinese: {}, English: {}}
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		parts := strings.Split(file.Name(), ".")
		text, err := wordFiles.ReadFile(path.Join("words", file.Name()))
		if err != nil || len(parts) != 3 || out[Language(parts[1])] == nil {
			panic("words/" + file.Name() + ": want <topic>.zh.json or <topic>.en.json")
		}
		var sentences map[string]string
		if err := json.Unmarshal(text, &sentences); err != nil {
			panic(fmt.Sprintf("words/%s: %v", file.Name(), err))
		}
		for code, sentence := range sentences {
			if _, twice := out[Language(parts[1])][code]; twice {
				panic("words: " + code + " stands in two files")
			}
			out[Language(parts[1])][code] = sentence
		}
	}
	return out
}

// ParseLanguage reads zh, zh-CN, cn, en, en-GB….
func ParseLanguage(text string) (Language, error) {
	switch head, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(text, "_", "-")), "-"); head {
	case "zh", "cn":
		return Chinese, nil
	case "en", "c", "posix":
		return English, nil
	}
	return "", fmt.Errorf("language %q: want zh or en", text)
}

// Known reports whether a sentence exists for the code.
func Known(code string) bool {
	_, ok := words[English][code]
	return ok
}

// Say returns the sentence of a code, with {name} replaced by its argument. A
// code without a sentence is shown as it is: a test finds it before a user does.
func (l Language) Say(code string, args Args) string {
	sentence, ok := words[l][code]
	if !ok {
		return code
	}
	if len(args) == 0 || !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		if arg, known := args[name]; known {
			b.WriteString(arg)
		} else {
			b.WriteString("{" + name + "}")
		}
		sentence = after
	}
}
