package diagnose

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// Verdict is what comes of a text.
type Verdict string

// The verdicts.
const (
	Explained Verdict = "explained"
	NoMistake Verdict = "no_mistake" // it was understood, and nothing in it is wrong
	NotZoom   Verdict = "not_zoom"   // it is another provider's
	NotKnown  Verdict = "unknown"
)

// Explanation is what a pasted text means. Everything in it may quote the text; no
// secret of it is quoted.
type Explanation struct {
	Kind     string // what the text was taken for, in our words: "a curl command"
	Verdict  Verdict
	Provider recognize.Provider
	Found    []recognize.Artefact // what was explained, the main one first
	Notes    []string             // what was read in it
	Checked  []string             // what was looked at in a request without a mistake
	Findings []Finding
	Here     []Relation // what the profiles of this machine have to do with it
}

// NoError says of a text without a mistake, which is no request, what that means.
func (e Explanation) NoError() string {
	switch {
	case len(e.Found) == 0:
	case e.Found[0].Kind == recognize.Token:
		return "It shows no error. Only Zoom knows whether it still works."
	case e.Found[0].Kind == recognize.Credentials:
		return "Only Zoom knows whether they work."
	}
	return "No error in it."
}

// HasAnswer reports whether the text has what a server said, and not only words about it.
func (e Explanation) HasAnswer() bool {
	return slices.ContainsFunc(e.Found, func(a recognize.Artefact) bool { return a.HasResponseBody() && !a.IsExcerpt() })
}

// Explain says what the artefacts of a text mean. It sends and keeps nothing.
func Explain(found []recognize.Artefact, here Here) Explanation {
	x := explainer{here: here, read: map[string]bool{}, beside: besideOf(found), settled: settledAt(found)}
	for i := range found {
		x.end = max(x.end, found[i].Span.End)
	}
	whole := slices.ContainsFunc(found, func(a recognize.Artefact) bool { return a.HasResponse() && !a.IsExcerpt() })
	sent := slices.ContainsFunc(found, func(a recognize.Artefact) bool { return a.HasRequest() && !a.Commented })
	for i := range found {
		if found[i].IsExcerpt() && whole || found[i].Commented && sent { // a line of the same log that says less, a request that is not sent
			continue
		}
		x.take(&found[i])
	}
	if (x.asks || holdsSettings(found)) && !slices.ContainsFunc(x.findings, func(f Finding) bool { return f.Likelihood > Possible }) {
		x.leftInSettings(found)
	}
	if len(x.findings)+len(x.foreign) == 0 {
		x.symptoms(found)
	}
	e := x.explanation(found)
	if len(found) == 0 {
		e.Kind = "nothing that zoauth knows"
	}
	return e
}

// explainer collects what the artefacts of one text mean.
type explainer struct {
	here     Here
	beside   Beside
	masks    flow.Redactor
	notes    []string
	checked  []string
	findings []Finding
	ours     []recognize.Artefact // Zoom's, or not shown to be anybody else's
	foreign  []recognize.Artefact
	read     map[string]bool // long texts that the rules have read: the same again says no more
	end      int             // of the last artefact
	settled  int             // where the last response stands that is more than "wait"
	zoom     bool            // one of them is Zoom's by more than a word
	harmless bool            // something was understood that holds no error
	asks     bool            // one of them is a request for a token, or with one
}

// take reads one artefact.
func (x *explainer) take(a *recognize.Artefact) {
	x.masks.Learn(a.Secrets()...)
	x.masks.LearnBasic(a.Trace.Request.Auth)
	if a.Provider.Foreign {
		if a.Kind != recognize.Prose || a.Provider.Sure {
			x.foreign = append(x.foreign, *a)
		}
		return
	}
	if x.beside.isOfOther(a) {
		return
	}
	x.zoom = x.zoom || a.Provider.IsZoom()
	before := len(x.findings)
	switch a.Kind {
	case recognize.Request:
		x.request(a, "")
	case recognize.Exchange:
		l := newReading(x.caseOf(a))
		x.request(a, l.reason)
		x.tokens(a)
		x.failure(a)
		if len(x.findings) == before && !saysWait(l.code) && (l.code != "" || a.Trace.Response.Status >= http.StatusBadRequest) {
			x.note("the response is an error that zoauth doesn't recognise")
		}
	case recognize.Response:
		for _, flaw := range a.Flaws {
			x.note("line " + itoa(a.Span.Line) + ": " + flaw)
		}
		x.tokens(a)
		x.failure(a)
	case recognize.Callback:
		x.callback(a)
	case recognize.Token:
		x.token(a)
	case recognize.Credentials:
		x.credentials(a)
	default:
		x.failure(a)
	}
	x.asks = x.asks || a.Kind == recognize.Request && a.Trace.Step != flow.StepAuthorize && a.Provider.IsZoom()
	if a.Kind != recognize.Prose || len(x.findings) > before {
		x.ours = append(x.ours, *a)
	}
}

// add keeps a finding; of two for one cause the likelier one stays, with the evidence
// of both.
func (x *explainer) add(f Finding) {
	for i := range f.Evidence {
		f.Evidence[i] = withoutDrawn(x.masks.Redact(f.Evidence[i]))
	}
	i := slices.IndexFunc(x.findings, func(have Finding) bool { return have.ID == f.ID })
	if i < 0 {
		x.findings = append(x.findings, f)
		return
	}
	have := &x.findings[i]
	have.Likelihood = max(have.Likelihood, f.Likelihood)
	have.proof = max(have.proof, f.proof)
	have.ofURL = have.ofURL && f.ofURL
	for _, line := range f.Evidence { // what one line shows, another with the same words shows no better
		if !slices.ContainsFunc(have.Evidence, func(old string) bool { return withoutLine(old) == withoutLine(line) }) {
			have.Evidence = append(have.Evidence, line)
		}
	}
}

// withoutLine is evidence without the number of its line.
func withoutLine(evidence string) string {
	if _, words, found := strings.Cut(evidence, ": "); found && strings.HasPrefix(evidence, "line ") {
		evidence = words
	}
	return strings.ToLower(evidence)
}

func (x *explainer) note(text string) {
	if text = withoutDrawn(x.masks.Redact(text)); !slices.Contains(x.notes, text) {
		x.notes = append(x.notes, text)
	}
}

// caseOf is an artefact as the rules read it.
func (x *explainer) caseOf(a *recognize.Artefact) Case {
	c := Case{Trace: a.Trace, App: x.here.App, Now: x.here.Now, Beside: x.beside}
	c.OfZoom, c.Zooms = a.Provider.Name == recognize.Zoom, a.Provider.IsZoom()
	c.Excerpt = a.IsExcerpt() || a.Kind == recognize.Prose
	c.Callback = a.Callback
	switch {
	case a.Kind == recognize.Exchange:
	case a.Kind == recognize.Callback && a.Callback.Error != "":
		c.Text = "error=" + a.Callback.Error + "\n" + a.Callback.Description + "\n" + a.Text
	default:
		c.Text = a.Text
	}
	if plain, err := url.QueryUnescape(a.Text); err == nil && a.Kind == recognize.Callback { // what an app says in other parameters
		c.Text += "\n" + plain
	}
	return c
}

// othersNumber is a code that is longer than Zoom's numbers.
var othersNumber = expression(`^\d{5,}$`)

// longText is the length from which on a text is not read twice, in bytes.
const longText = 1 << 10

// failure looks for what can explain an artefact.
func (x *explainer) failure(a *recognize.Artefact) {
	if len(a.Text) > longText {
		if x.read[a.Text] {
			return
		}
		x.read[a.Text] = true
	}
	c := x.caseOf(a)
	l := newReading(c)
	if a.Provider.Name != recognize.Zoom && othersNumber().MatchString(l.code) || a.Span.Start < x.settled && saysWait(l.code) {
		return
	}
	if (!a.Provider.Sure || a.IsExcerpt() && !a.HasResponseBody()) && a.Kind != recognize.Transport && recognize.IsOfOtherProtocol(a.Lines) {
		return
	}
	if a.Provider.Name == "" && a.Provider.Because != "" && len(l.numbers) == 0 && (a.Kind == recognize.Prose || l.reason == "" && isTokenCode(l.code)) { // another program's own
		return
	}
	for _, f := range diagnoseReading(l) {
		f.Likelihood = min(f.Likelihood, l.mostOf(f, a))
		if len(f.Evidence) > 0 {
			f.proof = byEvidence
		}
		if !c.OfZoom { // who says it, the text does not show
			f.Evidence = slices.DeleteFunc(f.Evidence, func(s string) bool { return s == zoomSaysSo })
		}
		if a.Kind == recognize.Transport { // whatever is wrong with the request, it was not answered
			f.proof = byClient
		}
		f.Evidence = withShown(l.shown(f.Rule, a), f.Evidence)
		x.add(f)
	}
}

// mostOf is how likely a cause can be at best in a text from elsewhere, by what shows whose words it has.
func (l *reading) mostOf(f Finding, a *recognize.Artefact) Likelihood {
	nobodys := a.Provider.Name == ""
	switch {
	case nobodys && (l.reason == "" && isTokenCode(l.code) || strings.HasPrefix(l.code, "-32")): // a code that every server sends
		return Possible
	case nobodys && len(l.numbers) == 0 && (l.translated || strings.Contains(l.all, "invalid redirect") || l.code == "" && (l.reason != "" && a.HasResponseBody() || strings.Contains(l.all, "unsupported grant type"))): // words that others have
		return Possible
	case nobodys && (a.Kind == recognize.Prose || a.Kind == recognize.Page) && f.Strength != NotOfZoom: // nothing shows whose words they are
		return Possible
	case l.said.Loose, (a.Kind == recognize.Prose || a.Kind == recognize.Page) && a.NamesOthers():
		return Possible
	case !a.Provider.IsZoom() || a.BreaksOff():
		return Likely
	}
	return Certain
}

// explanation draws the conclusion.
func (x *explainer) explanation(found []recognize.Artefact) Explanation {
	e := Explanation{Notes: x.notes, Findings: x.findings, Verdict: NotKnown}
	switch {
	case len(x.foreign) > 0 && !x.zoom:
		e.Verdict, e.Findings, e.Found = NotZoom, nil, x.foreign
		e.Notes = notZoom(x.foreign)
	case len(x.findings) > 0:
		e.Verdict, e.Found = Explained, x.ours
	case x.harmless:
		e.Verdict, e.Found, e.Checked = NoMistake, x.ours, x.checked
	default:
		e.Found = x.ours
	}
	e.Findings = unyielding(e.Findings)
	afterPage(e.Findings)
	slices.SortStableFunc(e.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Likelihood, a.Likelihood), cmp.Compare(b.proof, a.proof))
	})
	slices.SortStableFunc(e.Found, func(a, b recognize.Artefact) int { return cmp.Compare(rank(a.Kind), rank(b.Kind)) })
	e.Kind = "text"
	if len(e.Found) > 0 {
		e.Kind, e.Provider = article(e.Found[0].Form), e.Found[0].Provider
	} else if len(found) > 0 {
		e.Provider = found[0].Provider
	}
	if e.Verdict == NotKnown && !e.Provider.Sure { // a name that is mentioned shows nothing
		e.Provider = recognize.Provider{}
	}
	if e.Verdict == Explained || e.Verdict == NoMistake {
		e.Here = x.here.compare(e.Found)
	}
	return e
}

// unyielding are the findings without those whose rules yield to another of them.
func unyielding(findings []Finding) []Finding {
	shown := slices.ContainsFunc(findings, func(f Finding) bool { return !f.LeftOut && !f.OfRequest && f.Likelihood > Possible })
	found := func(id string) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return f.ID == id })
	}
	var told []Finding
	for _, f := range findings {
		if !(f.LeftOut && shown) && !slices.ContainsFunc(f.YieldsTo, found) {
			told = append(told, f)
		}
	}
	return told
}

// afterPage puts what a check of an authorize URL shows behind what the consent page said of it, where it is not about
// what the page refuses.
func afterPage(findings []Finding) {
	said, refused := false, ""
	for _, f := range findings {
		if !f.ofURL && f.Likelihood >= Likely && slices.ContainsFunc(pageRules, func(r Rule) bool { return r.ID == f.ID }) {
			said, refused = true, cmp.Or(refused, f.Refuses)
		}
	}
	for i, f := range findings {
		if said && f.ofURL && (refused == "" || f.about != refused) {
			findings[i].proof = outweighed
		}
	}
}

// rank orders the kinds by how much they say of a failure.
func rank(k recognize.Kind) int {
	return slices.Index([]recognize.Kind{
		recognize.Exchange, recognize.Request, recognize.Response, recognize.Callback, recognize.Page, recognize.Token,
		recognize.Transport, recognize.Credentials, recognize.Prose,
	}, k)
}

func article(form string) string {
	switch {
	case strings.HasPrefix(form, "text"):
		return form
	case strings.ContainsRune("aeioAEIO", rune(form[0])) || slices.ContainsFunc([]string{"HTTP ", "HAR ", "XML "}, func(name string) bool { return strings.HasPrefix(form, name) }):
		return "an " + form
	}
	return "a " + form
}

// notZoom says whose a text is.
func notZoom(foreign []recognize.Artefact) []string {
	what := "response"
	if foreign[0].Kind == recognize.Request || foreign[0].Kind == recognize.Token || foreign[0].Kind == recognize.Callback {
		what = string(foreign[0].Kind)
	}
	notes := []string{"This is not Zoom's " + what + "."}
	for _, a := range foreign {
		p := a.Provider
		line, why := "line "+itoa(cmp.Or(p.Line, a.Span.Line))+": ", p.Because
		if p.Name != "" {
			why = "it looks like " + p.Name + "'s (" + p.Because + ")"
		}
		whose, _, _ := strings.Cut(line+why, " (")
		said := slices.ContainsFunc(notes, func(note string) bool {
			return strings.HasSuffix(note, ": "+why) || strings.HasPrefix(note, whose+" (")
		})
		if !said && len(notes) < 4 {
			notes = append(notes, line+why)
		}
	}
	return notes
}

// callback reads what came back.
func (x *explainer) callback(a *recognize.Artefact) {
	c := a.Callback
	at := "line " + itoa(a.Span.Line) + ": "
	switch code := c.Code.Reveal(); {
	case flow.IsMasked(code) || flow.IsPlaceholder(code):
		x.harmless = true
		x.note(at + "a callback whose code was taken out of the text")
	case code != "":
		x.harmless = true
		x.note(at + "code " + c.Code.Fingerprint() + ": works once, within five minutes of Allow")
	}
	if c.State != "" {
		x.note(at + "it has a state, which ties it to the attempt that made the URL")
	}
	if c.Error != "" {
		x.note(strings.TrimSpace(at + "error " + c.Error + "  " + c.Description))
	}
	x.failure(a)
}
