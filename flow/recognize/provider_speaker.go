package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// Who speaks in a text shows whose an error is that has no more than a code of OAuth's: the subject
// of the sentence, the package of an exception, the path of a log of requests.

// says is the subject of a sentence that tells what a server did.
var says = expression(`\b([A-Za-z]\w*)(?:'s)?(?: API| server| OAuth| login)?(?: also| now| just| still)? (?:returned|returns|said|says|responded|responds|answered|answers|replied|rejected|refused)\b`)

// brokers stand between an app and Zoom: what they say may be Zoom's.
var brokers = []string{"Auth0", "Okta", "Keycloak"}

// places are services and products that programs run in or are kept in, in lower case: where one's name stands beside
// an error, another server may have sent it.
var places = []string{"azure", "github", "gitlab", "bitbucket", "docker", "kubectl", "terraform", "jenkins", "grafana", "wordpress", "redis", "postgres", "mysql", "mongodb", "digitalocean", "adobe", "telegram"}

// bySpeaker is the other provider that the line of an error says it is of, or the line that announces it;
// none where they say nothing of the kind.
func (r *reader) bySpeaker(a *Artefact) Provider {
	if a.HasRequest() || !a.HasResponse() && a.Kind != Page {
		return Provider{}
	}
	start, end := r.line(r.lineOf(a.start))
	line := r.text[start:min(end, start+maxAddress)]
	subject, said := speakerOf(line)
	if subject == "" && !speaksOfZoom(line) && zoomIsFine().MatchString(r.beside(a, linesOfList)) {
		subject, said = rowLabel().Group(line), itsRow
	}
	if before := r.before(a); subject == "" && r.speaksOfZoom() && !speaksOfZoom(line) && !speaksOfZoom(before) {
		subject, said = before, itsLine
	}
	p := whose(subject)
	isLabel := said == itsRow && subject != "" && !carriesMessage().In(subject) && !slices.Contains(partsOfZoom, strings.ToLower(subject))
	if p == (Provider{}) && (isProduct(subject) || namedBy(subject) != "" || isLabel) && said != itsLine {
		p = Provider{Name: subject, shown: mark{subject, subject, nameMark}}
	}
	if p.Name == "" || p.Name == Zoom || slices.Contains(brokers, p.Name) || slices.Contains(places, p.shown.word) {
		return Provider{}
	}
	p.Foreign, p.Sure, p.Because = true, true, said
	return p
}

// passive are words before what somebody did to the subject of a sentence.
var passive = []string{"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"}

// pronouns stand for whoever was named before them.
var pronouns = []string{"it", "It", "which", "that", "who", "they"}

// What shows who answered.
const (
	itsLine = "its line names it"
	itsRow  = "its row of a list, in which all is well with Zoom"
)

// linesOfList is how far from a row of a list Zoom's row may stand.
const linesOfList = 8

var (
	// zoomIsFine is Zoom's row in a list of services, with nothing wrong.
	zoomIsFine = expression(`(?mi)^[\s|*•-]*["'\[]?zoom["'\]]?[\s|:=-]*["']?(?:ok|okay|connected|healthy|active|fine|up|success\w*|working|✔|✓|✅)["'|,\s]*$`)
	// rowLabel is what a row of a list begins with.
	rowLabel = expression(`^[\s|*•-]*["'\[]?([A-Za-z][\w.-]{1,19})\b`)
)

// speakerOf is who is said to have answered in a line with Zoom's name, whose exception it has, or whose name
// stands before the colon before its code, and what shows it; "" where nobody is.
func speakerOf(line string) (subject, said string) {
	line = line[:min(len(line), maxMentions)]
	if m := raised().FindStringSubmatch(line); m != nil && !speaksOfZoom(m[0]) && whose(strings.ReplaceAll(m[1], "_", " ")).Foreign {
		return strings.ReplaceAll(m[1], "_", " "), "an exception of its library"
	}
	if !speaksOfZoom(line) {
		return "", ""
	}
	for _, m := range says().FindAllStringSubmatch(line, 8) {
		if subject = m[1]; strings.Contains(strings.ToLower(subject), Zoom) {
			return "", ""
		}
		if slices.Contains(passive, subject) {
			subject = ""
		}
		if slices.Contains(pronouns, subject) { // whoever the sentence is about
			before, _, _ := strings.Cut(line, m[0])
			subject = before[strings.LastIndex(before, ". ")+1:]
		}
	}
	if subject != "" {
		return subject, "the text says that " + subject + " answered"
	}
	for _, m := range speakerName().FindAllStringSubmatch(line, 8) {
		if name := namedBy(m[1]); name != "" {
			return name, "it stands behind its name"
		}
	}
	return "", ""
}

// speakerName is a name of a few words at the beginning of a sentence, with a colon and an error behind it:
// "Zoom: ok. Drive: invalid_grant".
var speakerName = expression(`(?:^|[.;,|] ?)([A-Z]\w*(?: \w+){0,2}): ["'\x60{[(]*(?:(?i:error(?: code)?|code)["' :=#]+)?(?:\d{3,4}\b|[a-z]+_[a-z_]+\b)`)

// namedBy is the name of another provider in one that stands before a colon, where a name that is a word too is a
// name; "" where there is none.
func namedBy(label string) string {
	first, _, _ := strings.Cut(label, " ")
	for _, f := range foreigners {
		if f.name == first {
			return f.name
		}
	}
	return whose(label).Name
}

// before is the clause that an error stands at the end of, on its line or on the one that announces it with a
// colon at its end.
func (r *reader) before(a *Artefact) string {
	n := r.lineOf(a.start)
	start, _ := r.line(n)
	before := r.text[max(start, a.start-maxAddress):a.start]
	if a.IsExcerpt() {
		code, at := codeWords().First(a.Text)
		if code == "" { // a status
			at = strings.Index(a.Text, ": ")
		}
		before += a.Text[:max(0, at)]
	}
	if above := r.trimmedLine(n - 1); strings.TrimSpace(before) == "" && strings.HasSuffix(above, ":") && len(above) < maxAddress {
		before = above
	}
	before = strings.TrimRight(before, "| ")
	for _, mark := range []string{". ", ", ", "; ", "| "} {
		before = before[strings.LastIndex(before, mark)+1:]
	}
	return before
}

// partsOfPrograms end the names of what a program is made of.
var partsOfPrograms = []string{"client", "server", "service", "api", "http", "request", "response", "endpoint", "auth", "script", "error", "exception", "provider", "handler", "manager", "controller", "s2s", "rest", "jwt", "url"}

// isProduct reports whether a word is written as the name of a product, with a capital at its beginning and
// one within, and is not that of a part of a program.
func isProduct(word string) bool {
	inner := strings.LastIndexFunc(word, func(c rune) bool { return c >= 'A' && c <= 'Z' })
	lower := strings.ToLower(word)
	return word != "" && len(word) <= longestName && isCapital(word[0]) && inner > 1 && !strings.Contains(lower, Zoom) &&
		!slices.ContainsFunc(partsOfPrograms, func(part string) bool { return strings.HasSuffix(lower, part) || strings.HasPrefix(lower, part) })
}

var (
	// raised is the class of an exception, behind the packages that it is in.
	raised = expression(`\b([A-Za-z]\w*)(?:(?:\.|::|\\\\?)\w+)*(?:\.|::|\\\\?)[A-Z]\w*(?:Error|Exception|Failed|Failure|Grant|Unauthorized)\b`)
	// owned is whose endpoint or API a sentence says it is, by a name or a host.
	owned = expression(`\b([A-Z]\w+)['’]s ["'\x60]?(?:/\S*\b(?:token|authori[sz]e)\b|(?:(?:token|authorization|OAuth) )*(?:endpoint|server|API)\b)|\b(?:API|endpoint|server) (?:[a-z0-9-]+\.)+` + ends + `\b`)
	// requested is the path of a request in a log or a sentence, of what is a token endpoint by its name.
	requested = expression(`(?:\b(?:GET|POST) |["'\x60(]|\blocalhost(?::\d+)?|\b127\.0\.0\.1(?::\d+)?)(/[^\s"?]*\b(?:token|authori[sz]e)\b[^\s"?]*)`)
)

// scenario is the heading of a test in sentences.
var scenario = expression(`(?m)^\s*(?:Feature|Scenario(?: Outline)?): `)

// issues is how a server speaks that issues tokens and refuses them: people paste what it sent, not what it notes.
var issues = expression(`\b(?:Rejecting|Refusing|Denying|Responding|Replying)\b[^.\n]{0,40}\bwith (?:\w+ ){0,2}invalid_|\b(?i:rejecting|refusing|denying) client \S+: invalid_|(?i:\btoken (?:issued (?:for|to)|not found for client)\b|\brefresh token validation failed\b)`)

// ofAnybody are packages that people call Zoom with as well, or whose names say nothing, in lower case.
var ofAnybody = []string{
	"requests", "oauthlib", "requests_oauthlib", "authlib", "httpx", "urllib", "urllib3", "aiohttp", "http", "httpcore", "json", "java", "javax", "org", "com", "io", "net", "de", "kotlin", "retrofit2", "okhttp3",
	"system", "microsoft", "oauth2", "oauth", "faraday", "restclient", "httparty", "guzzlehttp", "league", "illuminate", "symfony", "app", "src", "lib", "api", "auth", "error", "errors", "exceptions", "services", "internal", "self", "axios", "node",
}

// unlikeZoom says what shows that an artefact is not Zoom's, of which nothing shows whose it is; "" where
// nothing does. What shows it of the whole text is asked for once.
func (r *reader) unlikeZoom(a *Artefact, ofText func() string) string {
	switch {
	case a.HasResponse():
		return cmp.Or(r.otherSentence(a), ofText())
	case a.Kind == Prose && !saidAlone(a.Text) && !holdsAny(strings.ToLower(a.Text), wordsOfMany):
		return "a sentence that other servers say too"
	}
	return ""
}

// otherProgram says what shows that a text is of a program that has nothing to do with Zoom; "" where
// nothing does.
func (r *reader) otherProgram() string {
	text := r.text[:min(len(r.text), maxMentions)]
	if holdsAny(text, []string{"Error", "Exception", "Fail", "Grant", "Unauthorized"}) {
		for _, m := range raised().FindAllStringSubmatch(text, 8) {
			if !slices.Contains(ofAnybody, strings.ToLower(m[1])) {
				return "an exception of another program"
			}
		}
	}
	if scenario().MatchString(text) {
		return "a test"
	}
	if issues().MatchString(text) {
		return "the words of a server that issues tokens"
	}
	if owned().MatchString(text) {
		return "the endpoint of another provider"
	}
	if m := requested().FindStringSubmatch(text); m != nil && !strings.HasPrefix(m[1], "/oauth/") {
		return "the path of another endpoint"
	}
	return ""
}

// explains is what stands behind a code of OAuth's where a server explains it: a sentence that says of
// something that it is not as it should be.
var explains = expression(`^["'\x60\])*\\]*(?: ?[:(-]+ |\] | ?\p{Han}{1,4} ?[:(]| [\\]?["']|\n)["']?((?:[A-Z]|[a-z]+ )[^\n"]{4,160})`)

// judged are things that such a sentence is about, and judging what it says of them, in lower case.
var (
	judged  = wordsOf("token", "client", "code", "grant", "redirect", "parameter", "credential", "account", "session", "scope")
	judging = wordsOf("invalid", "expired", " not ", "missing", "unknown", "revoked", "wrong", "malformed", " must ", "denied", "unsupported", "cannot", "only")
)

// otherSentence says that a line has a code of OAuth's with a sentence which is none of Zoom's; "" where
// it has not.
func (r *reader) otherSentence(a *Artefact) string {
	if strings.ContainsAny(a.Text, "{<") { // the members of an object say more
		return ""
	}
	text := r.text[a.start:min(len(r.text), a.end+maxName)]
	code, at := codeWords().First(text)
	if code == "" || reasonIn(text) != "" {
		return ""
	}
	m := explains().FindStringSubmatch(text[at+len(code):])
	if m == nil || !judged().In(m[1]) || !judging().In(m[1]) || strings.HasPrefix(strings.ToLower(m[1]), "invalid client_id") {
		return ""
	}
	return "words that are not Zoom's"
}
