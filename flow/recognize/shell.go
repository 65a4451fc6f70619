package recognize

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxCommand is the longest command that is read, in bytes.
const maxCommand = 16 << 10

// command is a command line in words, as a shell hands them over. Nothing in it is
// expanded: "$TOKEN" stays "$TOKEN".
type command struct {
	words []string
	stdin string // of a here-document or here-string
	end   int    // offset after the command
	flaws []string
}

// readCommand reads the command that text begins with.
func readCommand(text string) command {
	text = text[:min(len(text), maxCommand)]
	if len(text) > usualCommand { // the shell's parser reads all that it is given
		if c, ok := parseCommand(text[:usualCommand]); ok && c.end < usualCommand-len("\nEOF\n") && strings.Contains(text[c.end:usualCommand], "\n") {
			return c
		}
	}
	if c, ok := parseCommand(text); ok {
		return c
	}
	return lexCommand(text)
}

// usualCommand is the length, in bytes, that few commands exceed.
const usualCommand = 1 << 10

// parseCommand reads text as a shell does; false where the shell would refuse it, or
// where a quote swallows what is plainly a response.
func parseCommand(text string) (command, bool) {
	var first *syntax.Stmt
	for stmt, err := range syntax.NewParser().StmtsSeq(strings.NewReader(text)) {
		if first == nil && err == nil { // no break: the parser panics when it then finds an error
			first = stmt
		}
	}
	if first == nil {
		return command{}, false
	}
	return fromStatement(text, first)
}

func fromStatement(text string, stmt *syntax.Stmt) (command, bool) {
	c := command{end: min(int(stmt.End().Offset()), len(text))}
	for pipe, ok := stmt.Cmd.(*syntax.BinaryCmd); ok; pipe, ok = stmt.Cmd.(*syntax.BinaryCmd) {
		stmt = pipe.X
	}
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || stmt.Background || continuedAsPage(text, c.end) {
		return c, false
	}
	for _, word := range call.Args {
		plain := literal(text, word.Parts, false)
		if text := text[word.Pos().Offset():min(word.End().Offset(), uint(len(text)))]; keptVariable().MatchString(text) && len(c.flaws) == 0 {
			c.flaws = append(c.flaws, KeepsVariable+keptVariable().FindStringSubmatch(text)[1])
		}
		if swallows(plain) || strings.HasPrefix(plain, "^") || strings.HasPrefix(plain, "`\n") { // written as other shells do it
			return c, false
		}
		c.words = append(c.words, plain)
	}
	for _, redirect := range stmt.Redirs {
		switch {
		case redirect.Hdoc != nil:
			c.stdin = strings.TrimSuffix(literal(text, redirect.Hdoc.Parts, false), "\n")
			c.end = max(c.end, min(int(redirect.Hdoc.End().Offset()), len(text)))
		case redirect.Op == syntax.WordHdoc:
			c.stdin = literal(text, redirect.Word.Parts, false)
		case redirect.Op == syntax.RdrIn: // the "<" of a placeholder
			return c, false
		}
	}
	return c, true
}

// KeepsVariable begins the flaw of a command that has a variable in single quotes; the variable follows.
const KeepsVariable = "a shell does not replace variables in single quotes: "

// keptVariable is a variable in single quotes.
var keptVariable = expression(`^'[^']*(\$(?:[A-Z][A-Z_]+|\{[A-Z][A-Z_]+\}))[^']*'$`)

// pageContinuation are the ends of a line that a page goes on with after blank lines, or shows with
// its backslash escaped.
var pageContinuation = expression(`^(?:[ \t]*\\{1,2}[ \t]*\n[ \t]*)(?:\n[ \t]*)*-`)

// continuedAsPage reports whether a command that ends at an offset goes on behind such an end with
// an option.
func continuedAsPage(text string, end int) bool {
	return pageContinuation().MatchString(text[len(strings.TrimRight(text[:end], `\`)):])
}

// literal is the text of a word's parts. What a shell would expand stays as it is
// written.
func literal(text string, parts []syntax.WordPart, quoted bool) string {
	var b strings.Builder
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			b.WriteString(unescapeWord(part.Value, quoted))
		case *syntax.SglQuoted:
			if part.Dollar {
				b.WriteString(unescape(part.Value))
			} else {
				b.WriteString(part.Value)
			}
		case *syntax.DblQuoted:
			b.WriteString(literal(text, part.Parts, true))
		default:
			b.WriteString(text[part.Pos().Offset():min(part.End().Offset(), uint(len(text)))])
		}
	}
	return b.String()
}

// unescapeWord takes the backslashes away that a shell takes away.
func unescapeWord(word string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		if word[i] == '\\' && i+1 < len(word) && (!quoted || strings.IndexByte("\\\"$`\n", word[i+1]) >= 0) {
			if i++; word[i] == '\n' {
				continue
			}
		}
		b.WriteByte(word[i])
	}
	return b.String()
}

// swallows reports whether a word runs on over a line into what is no longer the
// command: its quote was never closed, and one of the response closed it.
func swallows(word string) bool {
	head, rest, broken := strings.Cut(word, "\n")
	return broken && !strings.ContainsAny(head, "{[") && beginsResponse(rest)
}

// beginsResponse reports whether text begins as a response does and no command.
func beginsResponse(text string) bool {
	text = strings.TrimLeft(text, " \t\n")
	return holdsPrefix(text, []string{"{", "<", "HTTP/", "* ", "curl:"})
}

// lexer reads a command that a shell refuses: quotes that are never closed, the
// continuations of other shells, a bare "&" in an address.
type lexer struct {
	text  string
	at    int
	out   command
	word  strings.Builder
	begun bool
}

// EndsAtAmpersand is the flaw of a command whose address has an & outside quotes.
const EndsAtAmpersand = "a shell ends the command at the & outside quotes: nothing after it is sent"

func lexCommand(text string) command {
	l := &lexer{text: text}
	for l.at < len(text) && l.step() {
	}
	l.endWord()
	l.out.end = l.at
	return l.out
}

// step reads one character or quoted part; false where the command ends.
func (l *lexer) step() bool {
	c := l.text[l.at]
	switch {
	case l.continued():
		l.endWord()
	case c == '\n':
		return false
	case c == ' ' || c == '\t':
		l.endWord()
		l.at++
	case c == '\'' || c == '"':
		l.quoted(c)
	case c == '\\' && l.at+1 < len(l.text):
		l.put(l.text[l.at+1])
		l.at += 2
	case strings.HasPrefix(l.text[l.at:], `^"`): // a quote of "Copy as cURL (cmd)"
		l.caretQuoted()
	case c == '^' && l.at+1 < len(l.text): // cmd.exe's escape
		l.put(l.text[l.at+1])
		l.at += 2
	case !l.begun && strings.IndexByte("|;)>`", c) >= 0:
		return false
	case c == ')' || c == ';' || c == '|':
		return false
	case c == '&' && l.begun && !slices.Contains(l.out.flaws, EndsAtAmpersand):
		l.out.flaws = append(l.out.flaws, EndsAtAmpersand)
		l.put(c)
		l.at++
	default:
		l.put(c)
		l.at++
	}
	return true
}

func (l *lexer) put(c byte) {
	l.word.WriteByte(c)
	l.begun = true
}

func (l *lexer) endWord() {
	if l.begun {
		l.out.words = append(l.out.words, l.word.String())
		l.word.Reset()
		l.begun = false
	}
}

// continued skips a line end that a continuation mark of any shell takes away.
func (l *lexer) continued() bool {
	if strings.IndexByte("\\^`", l.text[l.at]) < 0 {
		return false
	}
	if end := pageContinuation().FindString(l.text[l.at:]); end != "" {
		l.at += len(end) - len("-")
		return true
	}
	rest := strings.TrimLeft(l.text[l.at+1:], " \t")
	if !strings.HasPrefix(rest, "\n") {
		return false
	}
	l.at = len(l.text) - len(rest) + 1
	return true
}

// caretQuoted reads a part in the quotes of cmd.exe, ^", where each sign that it could take
// for its own has a caret before it, and a quote is ^\^".
func (l *lexer) caretQuoted() {
	l.begun = true
	for l.at += 2; l.at < len(l.text) && l.text[l.at] != '\n'; l.at++ {
		switch rest := l.text[l.at:]; {
		case strings.HasPrefix(rest, `^"`):
			l.at += 2
			return
		case strings.HasPrefix(rest, `^\^"`):
			l.word.WriteByte('"')
			l.at += 3
		case rest[0] == '^':
		default:
			l.word.WriteByte(rest[0])
		}
	}
	l.out.flaws = append(l.out.flaws, "a quote is never closed")
}

// quoted reads a quoted part; without its end it reaches to the end of the line.
func (l *lexer) quoted(quote byte) {
	start := l.at + 1
	l.begun = true
	for i := start; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == '\\' && quote == '"' && i+1 < len(l.text):
			if i++; strings.IndexByte("\\\"$`\n", l.text[i]) < 0 {
				l.word.WriteByte('\\')
			}
			if l.text[i] != '\n' {
				l.word.WriteByte(l.text[i])
			}
		case c == '^' && quote == '"' && strings.HasPrefix(l.text[i+1:], `\^"`): // ^\^" of "Copy as cURL (cmd)"
			l.word.WriteByte('"')
			i += 3
		case c == quote:
			l.at = i + 1
			return
		case c == '\n' && (!strings.ContainsAny(l.text[start:i], "{[") && beginsResponse(l.text[i:]) || strings.IndexByte(l.text[i:], quote) < 0):
			l.at = i
			l.out.flaws = append(l.out.flaws, "a quote is never closed")
			return
		default:
			l.word.WriteByte(c)
		}
	}
	l.at = len(l.text)
	l.out.flaws = append(l.out.flaws, "a quote is never closed")
}
