package recognize

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"zoauth/flow"
)

// MaxText is how much of a text is read, in bytes.
const MaxText = 1 << 20

// maxArtefacts is how many artefacts one text may hold.
const maxArtefacts = 128

// reader looks through one text and keeps what was found in it. Each kind of reading is
// a function over it, with a type of its own where it takes several steps; they claim what
// they understood, so that none of it is read twice.
type reader struct {
	*source
	found   []Artefact
	claimed []bool // by line: cheap enough to ask for every candidate
	roles   roles  // of the names that were read
	looked  int    // how many bytes the reader at work has looked at closely, see [reader.tries]
	folds   int    // in how many folded texts this one stood, each within the next
	amid    bool   // an app's values hide nothing from the reader at work: requests have them among their own
	others  []Span // of whole objects over several lines that are neither Zoom's nor OAuth's

	speaksOfZoom func() bool // whether the text has Zoom's name anywhere
}

func newReader(text string) *reader {
	s := newSource(text)
	return &reader{
		source: s, claimed: make([]bool, len(s.lines)), roles: roles{},
		speaksOfZoom: sync.OnceValue(func() bool { return speaksOfZoom(s.text[:min(len(s.text), maxMentions)]) }),
	}
}

// readers are all kinds of reading, in order: what leaves the least doubt is first.
func readers() []func(*reader) {
	return []func(*reader){
		readHAR,
		readCurl,
		readWget,
		readHTTPie,
		readPowerShell,
		readCode,
		readDevtools,
		readHTTP,
		readCredentials,
		readObjectsAsTokens,
		readObjects,
		readEncoded,
		readFolded,
		readReports,
		readPrograms,
		readAddresses,
		readListed,
		readPairs,
		readTokens,
		readPages,
		readTransport,
		readCutReasons,
		readWords,
		readMessages,
		readSaidMessages,
		readRefusals,
		readProse,
	}
}

// Within returns as much of a text as is read: at most MaxText bytes, and no word that is
// cut there, which could be the start of a secret that nobody recognises (S4).
func Within(text string) string {
	if len(text) <= MaxText {
		return text
	}
	return strings.TrimRightFunc(text[:MaxText], func(c rune) bool { return c > ' ' && !strings.ContainsRune("\"'<>{}[](),;&", c) })
}

// Read recognises what a text is made of, in the order of the text, [Within] its limit.
func Read(text string) []Artefact {
	r := newReader(Within(text))
	r.read()
	attribute(r)
	prompts := !slices.ContainsFunc(r.found, func(a Artefact) bool { return a.isCommand() && !r.isCommented(a.start) })
	inBody := secretInBody(r)
	for i := range r.found {
		a := &r.found[i]
		if a.Kind == Credentials || a.Form == ProgramRequest {
			a.InBody = inBody
		}
		a.Span, a.Lines = r.span(a.start, a.end), r.linesAround(a.start, a.end)
		a.Commented = a.Kind == Request && a.Trace.Step != flow.StepAuthorize && r.isCommented(a.start) && !(prompts && a.isCommand() && holdsPrefix(r.trimmedLine(r.lineOf(a.start)), []string{"#", "%"}))
	}
	return r.found
}

// linesAround is what stands between two offsets, and some of what stands beside it on its lines.
func (r *reader) linesAround(start, end int) string {
	first, _ := r.line(r.lineOf(start))
	_, last := r.line(r.lineOf(max(start, end-1)))
	return r.text[max(first, start-maxName):min(last, end+maxName)]
}

// read finds the artefacts of the text and joins those that are one exchange.
func (r *reader) read() {
	for _, read := range readers() {
		read(r)
	}
	slices.SortStableFunc(r.found, func(a, b Artefact) int { return cmp.Compare(a.start, b.start) })
	joinExchanges(r)
}

// add keeps an artefact and claims its lines.
func (r *reader) add(a Artefact, start, end int) {
	if r.full() {
		return
	}
	r.keep(a, start, end)
	a = r.found[len(r.found)-1]
	for line := r.lineOf(a.start); line <= r.lineOf(max(a.start, a.end-1)); line++ {
		r.claimed[line] = true
	}
}

// keep keeps an artefact without the blanks at its end.
func (r *reader) keep(a Artefact, start, end int) {
	if r.full() {
		return
	}
	for end > start && strings.IndexByte(" \t\n", r.text[end-1]) >= 0 {
		end--
	}
	a.start, a.end = start, end
	a.Text = r.text[start:end]
	r.found = append(r.found, a)
}

// covered reports whether an artefact that was found holds the offset, which nobody reads again then. Credentials hide
// nothing that have names without values.
func (r *reader) covered(at int) bool {
	if !r.claimed[r.lineOf(at)] {
		return false
	}
	for i := range r.found { // by index: an artefact is large
		if a := &r.found[i]; a.start <= at && at < a.end && (a.Kind != Credentials || a.Credentials.isUsable() && !r.amid) {
			return true
		}
	}
	return false
}

// full reports whether no more artefacts are kept.
func (r *reader) full() bool { return len(r.found) >= maxArtefacts }

// maxMisses is how often a reader may look closely at what turns out to be nothing, and
// maxLooked how many bytes it may look at in all.
const (
	maxMisses = 256
	maxLooked = MaxText
)

// tries is [reader.each] for what is costly to look at: it gives up after maxMisses, or
// when it has looked at maxLooked bytes.
func (r *reader) tries(word string, found func(at int) (next int, ok bool)) {
	misses := 0
	r.looked = 0
	r.each(word, func(at int) int {
		next, ok := found(at)
		if !ok {
			if misses++; misses >= maxMisses || r.looked >= maxLooked {
				return len(r.text)
			}
		}
		return next
	})
}

// each calls found with every offset at which word stands and that nothing covers.
// It goes on where found says.
func (r *reader) each(word string, found func(at int) (next int)) {
	for at := 0; at < len(r.text) && !r.full(); {
		i := strings.Index(r.text[at:], word)
		if i < 0 {
			return
		}
		at += i
		if r.covered(at) {
			at += len(word)
			continue
		}
		at = max(found(at), at+1)
	}
}
