package profiles

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"zoauth/flow/find"
)

// mistakeAt is where in a text the TOML library, or its limits, found a mistake.
func mistakeAt(err error) (at int, known bool) {
	var parse toml.ParseError
	var limit tooMuch
	switch {
	case errors.As(err, &parse):
		return parse.Position.Start, true
	case errors.As(err, &limit):
		return limit.at, true
	}
	return 0, false
}

// syntax says what keeps a text from being TOML, and where. The library's own line is the
// next one where it stumbled over a line's end.
func syntax(err error, text string) Problem {
	p := Problem{Text: strings.TrimPrefix(err.Error(), "toml: "), Repair: "fix the TOML here"}
	at, known := mistakeAt(err)
	if at = min(max(at, 0), len(text)); strings.HasSuffix(p.Text, `"""'`) || strings.HasSuffix(p.Text, `'''"`) { // it has no end: it begins there
		at = max(0, strings.LastIndex(text[:at], p.Text[len(p.Text)-4:len(p.Text)-1]))
	}
	if known {
		p.Line = 1 + strings.Count(text[:at], "\n")
	}
	var parse toml.ParseError
	if errors.As(err, &parse) {
		p.Text = parse.Message
		p.explain(text, at)
	}
	return p
}

// quotedValue is what the parser's messages quote of a value: it may be a secret whose
// quotes were forgotten (S4). A single character tells nothing.
var quotedValue = expression(`((?:found|got|float:|numbers:|number:) )(?:"(?:[^"\\]|\\.){2,}"|'[^']{2,}')|[0-9_]{6,}`)

// mistakes are the messages of the TOML library that a person has to read twice. What
// they say of a value is left out.
var mistakes = []struct {
	message      func() *find.Pattern
	text, repair string // $1 is what the message names
}{
	{expression(`^Key '(?:.*\.)?([^.']+)' has already been defined`), "$1 is written twice", "keep one of them"},
	{expression(`^expected '\.' or '=', but got ':'`), "there is a colon instead of an equals sign", "write KEY = \"VALUE\""},
	{expression(`^expected '\.' or '=', but got '?["{0-9]|^unexpected EOF; expected key separator`), "the equals sign is missing", "write KEY = \"VALUE\""},
	{expression(`^expected '\.' or '=', but got '[a-z]`), "a key is one word, followed by an equals sign", "write KEY = \"VALUE\""},
	{expression(`^expected value but found '[=>]'`), "TOML uses a single =", "write KEY = \"VALUE\""},
	{expression(`^expected a comma \(',\'\) or array terminator`), "the list is not closed, or a comma is missing in it", "write [\"A\", \"B\"]"},
	{expression(`^expected a comma or an inline table terminator`), "the inline table is not closed, or a comma is missing in it", "write one key a line below [profiles.NAME]"},
	{expression(`^unexpected EOF; expected value$|^expected value but found '\\[nr]'`), "the value is missing", "write KEY = \"VALUE\""},
	{expression(`^expected a top-level item to end with .* got '([[:punct:]])' instead`), "there is a $1 after the value", "remove it"},
	{expression(`^expected a top-level item to end with`), "there is something after the value", "remove it, or move the closing quote after it"},
	{expression(`^strings cannot contain newlines|^unexpected EOF; expected ['"]`), "the quote that ends the value is missing", "close it on the same line"},
	{expression(`^expected '\.' or '\]' to end table name`), "the bracket that ends the header is missing", "write [profiles.NAME]"},
	{expression(`is out of range for|^Invalid (?:integer|float)|^invalid (?:float|datetime)|^(?:cannot use sign|not a|floats must|expected a digit)`), "the value is not a number", "put the value in quotes"},
	{expression(`^invalid escape|hexadecimal digits after|is not valid UTF-8`), "a backslash in double quotes begins an escape", "write two of them, or put the value in single quotes"},
	{expression(`^invalid UTF-8 byte: (0x..)`), "the file is not UTF-8 here: the byte $1", "save it as UTF-8"},
}

// explain puts a mistake that the library found at a place of text in words of ours.
func (p *Problem) explain(text string, at int) {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : lineEnd(text, at)]
	switch {
	case strangeComment().MatchString(line):
		p.Text, p.Repair = "this is not a TOML comment", "begin it with #"
		return
	case halfHeader().MatchString(line):
		p.Text, p.Repair = "a profile's header is in square brackets", "write [profiles.NAME]"
		return
	case strings.HasPrefix(p.Text, "expected '.' or ']' to end table name") && strings.Contains(line, "]"):
		p.Text, p.Repair = "the header has more than a name in its brackets", "write [profiles.NAME], the name in a-z, 0-9, dot, dash and underscore"
		return
	}
	for _, m := range mistakes {
		if found := m.message().FindStringSubmatch(p.Text); found != nil {
			p.Text, p.Repair = strings.ReplaceAll(m.text, "$1", strings.Join(found[1:], "")), m.repair
			return
		}
	}
	if sign := strangeSign(line); sign != 0 && strings.HasPrefix(p.Text, "expected ") {
		p.Text, p.Repair = fmt.Sprintf("the line contains %s", signName(sign)), "write a plain one"
		return
	}
	isValue := strings.HasPrefix(p.Text, "expected value but found")
	switch {
	case isValue && looseWord().MatchString(line):
		p.Text, p.Repair = "the value is neither true nor false", "write one of them, in lower case and without quotes"
	case isValue && noValue().MatchString(line):
		p.Text, p.Repair = "TOML has no null", "remove the key"
	case isValue:
		p.Text, p.Repair = "the value is not in quotes", "put the value in quotes"
	}
	p.Text = quotedValue().ReplaceAllString(p.Text, "${1}…")
}

// noValue is what other formats have for nothing.
var noValue = expression(`(?i)=\s*(?:null|nil|none|undefined|~)\s*(?:#.*)?\r?\n?$`)

// strangeComment begins with what other languages have.
var strangeComment = expression(`^\s*(?://|--|;|/\*|\*)`)

// looseWord is what other formats have for true and false.
var looseWord = expression(`(?i)=\s*(?:true|false|yes|no|on|off)\s*(?:#.*)?\r?\n?$`)

// strangeSign is the first quote or space of a line outside plain quotes that resembles
// one that TOML knows, and 0 where there is none.
func strangeSign(line string) rune {
	quote := rune(0)
	for _, c := range line {
		switch {
		case quote == 0 && c == '#':
			return 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case quote == 0 && c >= utf8.RuneSelf && (unicode.IsSpace(c) || unicode.In(c, unicode.Pi, unicode.Pf, unicode.Cf, unicode.Pd) || isFullWidth(c)):
			return c
		}
	}
	return 0
}

func signName(sign rune) string {
	switch {
	case unicode.IsSpace(sign):
		return fmt.Sprintf("a space that TOML does not allow (%U)", sign)
	case unicode.Is(unicode.Cf, sign):
		return fmt.Sprintf("an invisible character (%U)", sign)
	case unicode.Is(unicode.Pd, sign):
		return "a dash that is longer than - or _: " + string(sign)
	case isFullWidth(sign):
		return "a full-width character: " + string(sign)
	}
	return "a curly quote: " + string(sign)
}

// isFullWidth reports whether a sign is one of ASCII's in the width of Chinese letters.
func isFullWidth(c rune) bool { return c >= '！' && c <= '～' }
