package recognize

import (
	"slices"
	"strings"
)

// A pair of an app may be another service's in a text that speaks of Zoom too: its names, what it
// stands below and the addresses beside it say so.

// ofAnotherOwner says why a value is not taken that is somebody else's.
const ofAnotherOwner = "it seems to belong to another service"

// isOfAnother reports whether a value without Zoom in its name or section seems to be somebody
// else's; hasPlace says that Zoom's stand elsewhere in the text.
func (s *source) isOfAnother(a assignment, hasPlace func() bool) bool {
	part := a.section[strings.LastIndexByte(a.section, '.')+1:]
	lines := s.endpointsAt(a.at)
	if hasOwner(a.name) || isForeign(lines) {
		return !hasZoomHost(lines)
	}
	return strings.Contains(a.section, anotherOwner) || hasOther(nameWords(part), ownerless) && hasPlace() || s.isBelowAnother(a.at)
}

// isOfIssuer reports whether a value in a section of Zoom's has a name of somebody else's, beside an
// endpoint that is not Zoom's: OIDC_CLIENT_ID of a service that is called zoom-bot.
func (s *source) isOfIssuer(a assignment) bool {
	lines := s.endpointsAt(a.at)
	return !speaksOfZoom(a.name) && hasOwner(a.name) && isForeign(lines) && !hasZoomHost(lines)
}

var (
	// bystanders are providers that programs use beside Zoom's app without an app of their own, and
	// words that mean something else.
	bystanders = []string{"aws", "amazon", "sentry", "datadog", "openai", "stripe", "sendgrid", "mailgun", "twilio", "firebase", "supabase", "apple", "teams", "box"}
	// insteadOfZoom says of a line that names Zoom and another provider that it is about the other one.
	insteadOfZoom = expression(`(?i)\b(?:from|left|instead of|replac\w+) zoom\b`)
)

// isBelowAnother reports whether the nearest line that names a provider, above a value in its
// paragraph, names another one than Zoom, and none below it there names Zoom.
func (s *source) isBelowAnother(at int) bool {
	const reach = 8
	ownerOf := func(n int) string {
		line := s.trimmedLine(n)
		words := slices.DeleteFunc(nameWords(line[:min(len(line), maxAddress)]), func(w string) bool { return slices.Contains(bystanders, w) })
		if slices.Contains(words, Zoom) && !insteadOfZoom().MatchString(line) {
			return Zoom
		}
		return providerIn(words)
	}
	n := s.lineOf(min(at, len(s.text)))
	for below := n; below < n+reach/2 && s.trimmedLine(below) != ""; below++ {
		if ownerOf(below) == Zoom {
			return false
		}
	}
	for above := n - 1; above >= n-reach && s.trimmedLine(above) != ""; above-- {
		if owner := ownerOf(above); owner != "" {
			return owner != Zoom
		}
	}
	return false
}

// ownerless are the words of what values stand in that say nothing of whose they are.
var ownerless = slices.Concat(idleWords, sectionNoise, codeScope, headingWords, things)

// zoomPlace is where values of Zoom stand in a text that has those of others beside them: its
// heading, its key.
var zoomPlace = expression(`(?mi)^[\s#*\[-]*["']?zoom["'\]*]*\s*(?::|=>?)?\s*[{\[(]?\s*$|["']zoom["']\s*(?::|=>)\s*[{\[(]`)

// endpoint is the address of a provider's endpoint by its name.
var endpoint = expression(`(?i)(?:issuer|token_?(?:ur[il]|endpoint)|authoriz\w*_?(?:ur[il]|endpoint)|authority)["']?\s*[:=]\s*["']?https?://([^/"'\s:]+)`)

// endpointsAt are the lines around an offset that may name an endpoint.
func (s *source) endpointsAt(at int) string {
	const reach = 4
	n := s.lineOf(min(at, len(s.text)))
	start, _ := s.line(max(0, n-reach))
	_, end := s.line(min(len(s.lines)-1, n+reach))
	return s.text[start:min(end, start+maxAddress)]
}

// isForeign reports whether lines name an endpoint of another provider.
func isForeign(lines string) bool {
	return slices.ContainsFunc(endpoint().FindAllStringSubmatch(lines, -1), func(m []string) bool {
		return strings.Contains(m[1], ".") && !strings.HasPrefix(m[1], "127.") && !IsZoomHost(m[1])
	})
}

// hasZoomHost reports whether one of the lines has Zoom's host under a name that does not say Zoom:
// "ACME_TOKEN_URL=https://zoom.us/oauth/token".
func hasZoomHost(lines string) bool {
	for line := range strings.SplitSeq(lines, "\n") {
		before, after, found := strings.Cut(line, "zoom.us")
		if found && !speaksOfZoom(before) && !strings.HasPrefix(after, "/j/") {
			return true
		}
	}
	return false
}

// scopeOf says whose the values behind a text are: the provider and the environment that it
// names last, and at its beginning whether others have replaced them.
func scopeOf(text string) string {
	words := nameWords(text)
	environment := ""
	for _, w := range words {
		if slices.Contains(environments, w) {
			environment = w
		}
	}
	age := ""
	if len(words) > 0 && slices.Contains(stale, words[0]) {
		age = words[0]
	}
	return strings.Trim(strings.Join([]string{age, providerIn(words), environment}, "."), ".")
}

// ordinals are words that count apps.
var ordinals = []string{"one", "two", "three", "four", "first", "second", "third", "primary", "secondary"}

// programWords are what programs call the things that hold values, and do with them.
var programWords = []string{"this", "self", "set", "get", "with", "add", "put", "new", "value", "val", "str", "string", "const", "var", "let", "name", "param", "params", "arg", "args", "input", "opt", "opts", "option", "options", "cfg", "conf", "cred", "creds", "your", "our", "update", "enter", "copy", "paste", "basic", "authorization", "header", "token", "base64", "encoded", "to", "bot", "chatbot", "general", "user", "managed", "marketplace", "level", "admin", "internal", "local", "provider", "video", "meeting", "meetings", "meet", "conference", "webinar", "sandbox", "main", "team", "company", "project", "demo", "example", "mobile", "desktop", "ios", "android", "website", "backend", "frontend", "service", "integration"}

// idleWords are the words of names that say whose a value is as little as "client" does.
var idleWords = slices.Concat(nameNoise, knownWords, labels, environments, ages, ordinals, programWords, []string{"public", "private"})

// hasOwner reports whether a name without Zoom's has a word that says whose its value is:
// "ACME_CLIENT_ID". What stands before a dot is an object of a program.
func hasOwner(name string) bool {
	if !strings.Contains(name, " ") {
		name = name[strings.LastIndexByte(name, '.')+1:]
	}
	return slices.ContainsFunc(nameWords(name), func(w string) bool {
		return !slices.Contains(idleWords, w) && strings.Trim(w, "0123456789") != "" && !strings.Contains(w, Zoom)
	})
}

// ofOwner reports whether a name is a label with a word before it that says whose the value is:
// "Acme client ID: …".
func ofOwner(line string, name word) bool {
	before, behind := strings.TrimRight(line[:name.from], " "), strings.TrimLeft(line[name.to:], "*`\"' ")
	owner := before[strings.LastIndexAny(before, " \t|*`\"'(")+1:]
	return strings.Contains(line[name.from:name.to], " ") && len(before) < name.from && strings.Count(before, " ") < 3 && !strings.ContainsAny(before, ":=") && !mayBeGiven(before) &&
		behind != "" && strings.IndexByte(":=|", behind[0]) >= 0 && hasOwner(owner) && !speaksOfZoom(line[:name.to])
}
