package recognize

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"zoauth/flow"
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

// attribute gives every artefact its provider. What stands in the artefact comes
// first; where that is silent, the lines around it, and then the whole text.
func attribute(r *reader) {
	if len(r.found) == 0 {
		return
	}
	everywhere := whoseWhole(r.text)
	for i := range r.found {
		a := &r.found[i]
		if i > 0 && a.isBeside(&r.found[i-1]) {
			a.Provider = r.found[i-1].Provider
			continue
		}
		a.Provider = ownProvider(a)
		yieldTo(everywhere, &a.Provider)
		if a.Kind == Callback && slices.Contains(brokers, a.Provider.Name) && speaksOfZoom(r.text[:min(len(r.text), maxMentions)]) { // a broker's address is where Zoom calls back
			a.Provider = Provider{Name: Zoom, Because: "the word Zoom"}
		}
		if said := r.saidBy(a); said.Foreign && !a.Provider.Sure {
			a.Provider = said
		}
		if a.Provider.Sure && !(a.Provider.Foreign && a.Provider.Name == "") {
			continue
		}
		near := providerNear(r, a)
		yieldTo(everywhere, &near)
		if near == (Provider{}) && everywhere.Name != Zoom {
			near = whose(r.headingOf(a.start))
		}
		switch {
		case a.Provider.Foreign && a.Provider.Sure: // a shape that only lacks its name
			a.Provider.Name = nameOf(near, everywhere)
		case near.Sure, near.Name == Zoom && a.Provider.Foreign:
			a.Provider = near
		case everywhere.Sure && (!everywhere.Foreign || a.Provider.Name != Zoom):
			a.Provider = everywhere
		case a.Provider == (Provider{}):
			a.Provider = near
			if near == (Provider{}) && a.HasResponse() && (everywhere.Name != Zoom || everywhere.Because == namedByCaller) {
				a.Provider = everywhere
			}
		}
	}
	if slices.ContainsFunc(r.found, func(a Artefact) bool { return a.HasResponse() && a.Provider.IsZoom() }) {
		for i := range r.found {
			if a := &r.found[i]; a.HasResponse() && a.Provider == (Provider{}) {
				a.Provider = Provider{Name: Zoom, Because: "a response beside it is Zoom's"}
			}
		}
	}
	ofText := sync.OnceValue(r.otherProgram)
	for i := range r.found {
		switch a := &r.found[i]; {
		case a.Provider.Foreign:
			a.Provider.Line = r.shownOn(a)
		case a.Provider == (Provider{}) && everywhere.Name != Zoom:
			a.Provider.Because = r.unlikeZoom(a, ofText)
		}
	}
}

// isBeside reports whether two artefacts are apps of one line, for which the same text speaks.
func (a *Artefact) isBeside(other *Artefact) bool {
	return a.Kind == Credentials && other.Kind == Credentials && a.start == other.start && a.end == other.end
}

// yieldTo makes what a provider's name shows unsure in a text that speaks of Zoom.
// In one that does not, words that Zoom and others use show nothing.
func yieldTo(everywhere Provider, p *Provider) {
	if everywhere.Name == Zoom && p.shown.kind.yields() {
		p.Sure = false
	}
	if p.Because == becauseShared && everywhere.Name != Zoom {
		*p = everywhere
	}
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
		if a.Provider.shown.standsAt(r.text, at) && (line == 0 || within) {
			line = r.lineOf(at) + 1
		}
		return !within && at < a.end || line == 0
	})
	return line
}

// maxMentions is how much of a text is searched for whose it is, in bytes.
const maxMentions = 128 << 10

// nameOf returns the first name of another provider than Zoom.
func nameOf(list ...Provider) string {
	for _, p := range list {
		if p.Foreign && p.Name != "" {
			return p.Name
		}
	}
	return ""
}

// providerNear is whose the lines next to an artefact are: by their words, or by the host of
// an endpoint that they name.
func providerNear(r *reader, a *Artefact) Provider {
	const reach, logBelow = 2, 4
	text := r.beside(a, reach)
	words := whose(text)
	if p := byEndpoint(text); p.Sure && !words.Sure {
		return p
	}
	if words == (Provider{}) && a.Kind == Prose && speaksOfZoom(r.beside(a, logBelow)) {
		return Provider{Name: Zoom, Because: "the word Zoom"}
	}
	return words
}

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

// byEndpoint judges a text by the first address in it that is an OAuth endpoint's. What a
// name calls a redirect URI or a callback is the app's own, whatever its path.
func byEndpoint(text string) Provider {
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return Provider{}
		}
		at += i + len("://")
		named := strings.ToLower(text[strings.LastIndexByte(text[:at], '\n')+1 : at])
		if strings.Contains(named, "redirect") || strings.Contains(named, "callback") {
			continue
		}
		address := text[at:]
		if end := strings.IndexAny(address, " \t\n\"'`<>),"); end >= 0 {
			address = address[:end]
		}
		path, _, _ := strings.Cut(address, "?")
		if strings.Contains(strings.ToLower(path), "callback") {
			continue
		}
		for _, part := range []string{"/token", "/oauth", "/authorize", "/mcp", "/connect/"} {
			if strings.Contains(path, part) {
				return byTarget("https://" + address)
			}
		}
	}
}

// ownProvider is whose an artefact is by what it holds itself.
func ownProvider(a *Artefact) Provider {
	if p, ok := byShape(a); ok {
		return p
	}
	if a.HasRequest() {
		if p := byTarget(a.Trace.Request.URL); p.Sure || p.Foreign {
			return p
		}
	}
	switch a.Kind {
	case Callback:
		return byCallback(a)
	case Token:
		return byIssuer(a)
	case Page:
		return cmp.Or(byPage(a), byDescription(a.Text))
	case Transport:
		return byPeer(a)
	}
	for _, by := range []func(string) Provider{whose, byEndpoint, byDescription} {
		if p := by(a.Text); p != (Provider{}) {
			return p
		}
	}
	return Provider{}
}

// byIssuer judges a token by who issued it, where it can be decoded.
func byIssuer(a *Artefact) Provider {
	if name := tokenOf(a.Token.Secret.Reveal()); name != "" {
		return Provider{Name: name, Sure: true, Foreign: true, Because: "how the token begins"}
	}
	claims, err := flow.DecodeToken(a.Token.Secret)
	if err != nil {
		return whose(a.Text)
	}
	for _, claim := range claims.List {
		if claim.Name != "iss" && claim.Name != "aud" {
			continue
		}
		if p := whose(claim.Value); p.Sure {
			p.Because = "the token's " + claim.Name
			return p
		}
		if p := byTarget(claim.Value); p.Sure && strings.Contains(claim.Value, "://") {
			p.Because = "the token's " + claim.Name
			return p
		}
	}
	return Provider{}
}

// otherHost is the provider that a host shows.
func otherHost(name, host string) Provider {
	return Provider{Name: name, Sure: true, Foreign: true, Because: "the host " + host, shown: mark{host, name, hostMark}}
}

// byTarget judges the address that a request goes to.
func byTarget(address string) Provider {
	host := hostOf(address)
	switch {
	case host == "" || IsVariable(host) || flow.IsPlaceholder(host):
		return Provider{}
	case IsZoomHost(host):
		return Provider{Name: Zoom, Sure: true, Because: "the host " + host}
	case host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1":
		return Provider{}
	}
	for _, f := range foreigners {
		if belongs(host, f.hosts) {
			return otherHost(f.name, host)
		}
	}
	_, rest, _ := strings.Cut(strings.ToLower(address), "://")
	_, path, _ := strings.Cut(rest, "/")
	ofAddress := Provider{Sure: true, Foreign: true, Because: "its address", shown: mark{host, host, hostMark}}
	for _, f := range foreigners {
		inPath := func(name string) bool { return strings.Contains("/"+path, "/"+name) }
		if slices.ContainsFunc(f.names, inPath) || slices.ContainsFunc(f.words, func(w string) bool { return strings.HasPrefix(w, "/") && strings.Contains(address, w) }) {
			ofAddress.Name = f.name
			return ofAddress
		}
	}
	for _, f := range foreigners {
		if slices.ContainsFunc(f.names, func(name string) bool { return strings.HasPrefix(host, name) }) {
			return otherHost(f.name, host)
		}
	}
	return otherHost(host, host)
}

// byCallback judges a callback: its address is the app's, so that only what it says
// shows whose it is.
func byCallback(a *Artefact) Provider {
	p := whose(a.Callback.Error + " " + a.Callback.Description + " " + a.Callback.Issuer)
	if p == (Provider{}) || !p.Sure {
		p = whose(unpercent(unwrapLink(tidyAddress(a.Text)), true))
	}
	if !p.Sure && (strings.HasPrefix(a.Callback.Code.Reveal(), "4/") || strings.Contains(a.Callback.Description, ": 4/")) {
		return Provider{Name: "Google", Sure: true, Foreign: true, Because: "a code that begins with 4/"}
	}
	return p
}
