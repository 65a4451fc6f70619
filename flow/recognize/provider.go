package recognize

import (
	"slices"
	"strings"
	"sync"

	"zoauth/flow/find"
)

// Provider says whose an artefact is, and what shows it. With Because alone, the text around it is
// of a program that has nothing to do with Zoom as far as the text tells.
type Provider struct {
	Name string // "zoom", another provider's name, the host of one that has no name here, or empty
	// Sure says that a host, a shape or words that only this provider uses show it. A
	// name that is merely mentioned makes nothing sure.
	Sure bool
	// Foreign says that it is not Zoom's, even where Name is empty.
	Foreign bool
	Because string // in our words, without text from outside but a host
	Line    int    // of the text, on which the word for Because stands; 0 where it is no word

	shown mark // that word; zero where a shape shows it
}

// Zoom is the name of Zoom's provider.
const Zoom = "zoom"

// IsZoom reports whether a host, a shape or words that only Zoom uses show that it is
// Zoom's.
func (p Provider) IsZoom() bool { return p.Name == Zoom && p.Sure }

// attribution judges whose the artefacts of one text are. Each judgement is asked in turn, from what
// stands in an artefact to what stands farthest from it:
//
//  1. byItself: its members, its address, its words (provider_shape.go, provider_address.go,
//     provider_words.go)
//  2. bySpeaker: who is said on its line to have answered (provider_speaker.go)
//  3. byLinesBeside: the words and endpoints of the lines next to it
//  4. byHeading: the heading that it stands below
//  5. byWhole: the hosts, words and names of the whole text
//
// The first that is sure decides, and a later one can only name what it left without a name. Of
// those that are not sure the first stays, unless a later one finds Zoom's name nearer than
// another's. What is nobody's then is Zoom's beside a response of Zoom's (byNeighbours), or gets
// the reason why it is unlike Zoom (giveReasons): it is explained only where it has Zoom's words.
//
// What the word zoom is the name of otherwise is in provider_namesakes.go, by what every provider is
// known in provider_marks.go and provider_foreign.go.
type attribution struct {
	*reader
	whole Provider // of the whole text
}

// attribute gives every artefact its provider.
func attribute(r *reader) {
	if len(r.found) == 0 {
		return
	}
	t := attribution{r, whoseWhole(r.text)}
	for i := range r.found {
		a := &r.found[i]
		if i > 0 && a.sharesLine(&r.found[i-1]) {
			a.Provider = r.found[i-1].Provider
			continue
		}
		for _, judge := range []func(*Artefact) Provider{t.byItself, t.bySpeaker, t.byLinesBeside, t.byHeading, t.byWhole} {
			a.Provider = a.Provider.or(judge(a))
		}
	}
	t.byNeighbours()
	t.giveReasons()
}

// or is a provider, or what a later judgement says where the first is not sure.
func (p Provider) or(later Provider) Provider {
	switch {
	case p.Foreign && p.Name == "" && later.Foreign: // a shape that only lacks its name
		if p.Name = later.Name; p.Sure {
			return p
		}
		return later
	case p.Sure:
		return p
	case later.Sure, later.Name == Zoom && p.Foreign, p == (Provider{}):
		return later
	}
	return p
}

// byItself is whose an artefact is by what it holds.
func (t attribution) byItself(a *Artefact) Provider {
	p := t.weigh(ownProvider(a))
	if a.Kind == Callback && slices.Contains(brokers, p.Name) && t.speaksOfZoom() { // a broker's address is where Zoom calls back
		return Provider{Name: Zoom, Because: "the word Zoom"}
	}
	return p
}

// byLinesBeside is whose the lines next to an artefact are: by their words, or by the host of
// an endpoint that they name.
func (t attribution) byLinesBeside(a *Artefact) Provider {
	const reach, reachOfName = 2, 4
	text := t.beside(a, reach)
	words := whose(text)
	if p := byEndpoint(text); p.Sure && !words.Sure {
		return p
	}
	if words == (Provider{}) && (a.Kind == Prose || a.IsExcerpt() && !a.HasResponseBody()) && speaksOfZoom(t.beside(a, reachOfName)) {
		return Provider{Name: Zoom, Because: "the word Zoom"}
	}
	return t.weigh(words)
}

// byHeading is whose the heading above an artefact says that it is, in a text that is not about Zoom.
func (t attribution) byHeading(a *Artefact) Provider {
	if t.whole.Name == Zoom {
		return Provider{}
	}
	return whose(t.headingOf(a.start))
}

// byWhole is whose the whole text is, as far as that says something of the artefact: a name that is
// mentioned in it says whose a response is and nothing else, and that of Zoom not even that.
func (t attribution) byWhole(a *Artefact) Provider {
	switch {
	case t.whole.Foreign && a.Provider.Foreign && a.Provider.Name == "":
		return t.whole
	case t.whole.Sure && t.whole.Foreign && a.Provider.Name == Zoom:
		return Provider{}
	case t.whole.Sure, a.HasResponse() && (t.whole.Name != Zoom || t.whole.Because == namedByCaller):
		return t.whole
	}
	return Provider{}
}

// byNeighbours gives Zoom the responses that nothing shows to be anybody's, beside one that is Zoom's.
func (t attribution) byNeighbours() {
	if !slices.ContainsFunc(t.found, func(a Artefact) bool { return a.HasResponse() && a.Provider.IsZoom() }) {
		return
	}
	for i := range t.found {
		if a := &t.found[i]; a.HasResponse() && a.Provider == (Provider{}) {
			a.Provider = Provider{Name: Zoom, Because: "a response beside it is Zoom's"}
		}
	}
}

// giveReasons says where the word stands that shows whose an artefact is, and what shows that one is not
// Zoom's of which nothing shows whose it is.
func (t attribution) giveReasons() {
	ofText := sync.OnceValue(t.otherProgram)
	for i := range t.found {
		switch a := &t.found[i]; {
		case a.Provider.Foreign:
			a.Provider.Line = t.shownOn(a)
		case a.Provider == (Provider{}) && t.whole.Name != Zoom:
			a.Provider.Because = t.unlikeZoom(a, ofText)
		}
	}
}

// sharesLine reports whether two artefacts are apps of one line, for which the same text speaks.
func (a *Artefact) sharesLine(other *Artefact) bool {
	return a.Kind == Credentials && other.Kind == Credentials && a.start == other.start && a.end == other.end
}

// weigh makes what a provider's name shows unsure in a text that speaks of Zoom.
// In one that does not, words that Zoom and others use show nothing.
func (t attribution) weigh(p Provider) Provider {
	if t.whole.Name == Zoom && p.shown.kind.yields() {
		p.Sure = false
	}
	if p.Because == becauseShared && t.whole.Name != Zoom {
		return t.whole
	}
	return p
}

// shownOn is the line on which the word stands that shows whose an artefact is: in it, or the first
// of the text; 0 where there is none.
func (r *reader) shownOn(a *Artefact) int {
	if len(a.Provider.shown.word) < find.ShortestWord {
		return 0
	}
	line := 0
	wordsOf(a.Provider.shown.word)().Each(r.text[:min(len(r.text), maxMentions)], func(_, at int) bool {
		within := at >= a.start && at < a.end
		if !a.Provider.shown.standsAt(r.text, at) {
			return at < a.end || line == 0
		}
		if line == 0 || within {
			line = r.lineOf(at) + 1
		}
		return !within && at < a.end
	})
	return line
}

// maxMentions is how much of a text is searched for whose it is, in bytes.
const maxMentions = 128 << 10

// beside is the text of some lines above and below an artefact.
func (r *reader) beside(a *Artefact, reach int) string {
	first, last := max(0, r.lineOf(a.start)-reach), min(len(r.lines)-1, r.lineOf(max(a.start, a.end-1))+reach)
	start, _ := r.line(first)
	_, end := r.line(last)
	return r.text[max(start, a.start-maxAddress):a.start] + "\n" + r.text[a.end:min(end, a.end+maxAddress)]
}

// headingOf is the nearest heading above an offset, as Markdown writes it; "" where there is none.
func (r *reader) headingOf(at int) string {
	above := r.text[max(0, at-maxAddress):at]
	if i := strings.LastIndex("\n"+above, "\n#"); i >= 0 {
		heading, _, _ := strings.Cut(above[i:], "\n")
		return heading
	}
	return ""
}
