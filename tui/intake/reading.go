package intake

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/internal/durable"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// reading is what a text was read as.
type reading struct {
	done     bool
	text     string // raw
	shown    string // without its secrets
	found    []recognize.Artefact
	whole    diagnose.Explanation   // of all of it
	meanings []diagnose.Explanation // of each artefact
	imported profiles.Import
}

// readMsg brings what a text was read as.
type readMsg struct {
	screen *Screen
	n      int
	reading
}

// readText reads a text, or the file that it names. It runs off the loop.
func readText(text, config string, here diagnose.Here) reading {
	if content, ok := readFile(strings.TrimSpace(text)); ok {
		text = content
	}
	r := reading{done: true, text: text, found: recognize.Read(text)}
	r.whole = diagnose.Explain(r.found, here)
	var masks flow.Redactor
	for _, a := range r.found {
		masks.Learn(a.Secrets()...)
		masks.LearnRequest(a.Trace.Request)
		r.meanings = append(r.meanings, diagnose.Explain([]recognize.Artefact{a}, here))
	}
	r.shown = masks.Redact(recognize.Within(text))
	document, err := profiles.OpenDocument(config)
	if err != nil {
		document = &profiles.Document{Path: config}
	}
	r.imported = document.Import(r.found, "")
	return r
}

// readFile reads the file that a typed path names. A text that is no path of a file is a
// text.
func readFile(path string) (string, bool) {
	if strings.ContainsAny(path, "\n?=") || !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "~/") && !strings.HasPrefix(path, ".") {
		return "", false
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := durable.Home(os.Getenv)
		if err != nil {
			return "", false
		}
		path = filepath.Join(home, rest)
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	file, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, recognize.MaxText+1))
	return string(content), err == nil
}

// row is a line of Found: an artefact, or the request or the response of one.
type row struct {
	kind    safe.Text
	facts   []ui.Span
	pasted  inspect.Pasted
	main    bool // what the text is about
	related bool // a profile of this machine has to do with it
}

// line is where the artefact begins in a page of its text.
func (r row) line(p inspect.Page) int {
	for i, l := range p.Lines {
		if len(l.Spans) > 0 && l.Spans[0].Style == ui.Accent {
			return i
		}
	}
	return 0
}

// rowsOf are the rows of Found: what the explanation is about, in the order of the text.
func rowsOf(r reading, clean *safe.Cleaner) []row {
	var rows []row
	label := 0 // how wide the names of apps are
	for _, a := range r.found {
		label = max(label, clean.Line(a.Credentials.Label).Width())
	}
	for i, a := range r.found {
		meaning := r.meanings[i]
		about := slices.IndexFunc(r.whole.Found, func(f recognize.Artefact) bool { return f.Span == a.Span && f.Kind == a.Kind })
		if about < 0 {
			continue
		}
		if r.whole.Verdict == diagnose.NotZoom {
			meaning = r.whole
		}
		if about == 0 && len(meaning.Here) == 0 { // another part of the text tells whose it is
			meaning.Here = r.whole.Here
		}
		one := row{pasted: inspect.Pasted{Artefact: a, Meaning: meaning}, main: about == 0, related: len(meaning.Here) > 0}
		rows = append(rows, one.summed(clean, label)...)
	}
	if len(rows) == 0 && strings.TrimSpace(r.text) != "" {
		a := recognize.Artefact{Kind: recognize.Prose, Form: "text", Text: r.text, Span: recognize.Span{Line: 1, End: len(r.text)}}
		one := row{pasted: inspect.Pasted{Artefact: a, Meaning: r.whole}, main: true}
		rows = one.summed(clean, label)
	}
	return rows
}
