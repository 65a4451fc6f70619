package recognize

import (
	"slices"
	"strings"
)

// The word zoom is that of a picture, a map or a lens more often than Zoom's name, other firms have it
// in theirs, and Zoom itself has more than OAuth.

// beforeLens and afterLens stand beside the word zoom where it is about a picture, or another firm's.
var (
	beforeLens = []string{"lens", "optical", "digital", "camera", "image", "map", "pinch", "page", "browser", "set", "max", "min", "cannot", "not"}
	afterLens  = []string{"out", "level", "lens", "motor", "factor", "ring", "ratio", "range", "scale", "speed", "control", "recorder", "view", "slider", "button", "gesture", "percent", "percentage", "camera"}
)

var (
	// nearLens are words of a text about pictures, anywhere near.
	nearLens = wordsOf("autofocus", "shutter", "telephoto", "viewport", "leaflet", "maplibre", "mapbox", "setzoom(", "getzoom(", "zoomto(", "ptz", "zooming", "zoom level", "onvif", "printer")
	// setsLens is what stands behind the word where a style or a map has it: an amount.
	setsLens = expression(`^["']?(?: ?: ?\d+(?:\.\d{1,2}\b|%|;)| ?:? ?\d{1,2}\b(?:[^ \d.,]|,\D|$)|=["']?\d{1,3}\b)|^ in\b|^-(?:in|out)\b`)
	// ticket is what stands behind it in the key of a ticket.
	ticket = expression(`^-\d+\b`)
	// modelOfLens is what stands behind it where it is the maker of a device.
	modelOfLens = expression(`^ [A-Z]{1,3}-?\d{1,3}[a-z]*\b`)
)

// isLens reports whether the word zoom at an offset is that of a picture, a map or a lens.
func isLens(text string, at int) bool {
	const reach, near = 12, 96
	end := at + len(Zoom)
	before := strings.TrimRight(text[max(0, at-reach):at], " \t-_[]()")
	before = before[strings.LastIndexFunc(before, notLetter)+1:]
	behind := text[end:min(len(text), end+reach)]
	after := strings.TrimLeft(behind, " \t-_")
	if i := strings.IndexFunc(after, notLetter); i >= 0 {
		after = after[:i]
	}
	return slices.Contains(beforeLens, strings.ToLower(before)) || slices.Contains(afterLens, strings.ToLower(after)) ||
		!isCapital(text[at]) && setsLens().MatchString(behind) || modelOfLens().MatchString(behind) || text[at:end] == "ZOOM" && ticket().MatchString(behind) ||
		nearLens().In(text[max(0, at-near):min(len(text), at+near)])
}

var (
	// nameBehind is the next word of a name that begins with Zoom, as in Zoom Reisen and ZoomText.
	nameBehind = expression(`^(?:[ -](?:\d+ )?)?([A-Z][a-z]+)`)
	// ownerBefore is a name directly before what it has, and wordBehind what that is.
	ownerBefore = expression(`(?:^|[^\w.\]] ?)([A-Z]\w+) $`)
	wordBehind  = expression(`^ ([a-z]+)\b`)
	// partsOfZoom are words for parts of Zoom, of programs for it and of its errors.
	partsOfZoom = slices.Concat(idleWords, errorWords, partsOfPrograms, []string{"worker", "job", "scheduler", "connector", "recording", "recordings", "users", "webinar", "webinars", "webhook", "exchange", "gateway", "adapter", "driver", "helper", "rest", "developer", "host", "access", "refresh", "authorization", "authorize", "invalid", "sync", "says", "returns", "returned", "import", "installation", "cloud", "business", "pro", "enterprise", "education", "communications", "marketplace"})
	// ofConsent are words of a text about what Zoom's consent page refuses, whatever else has the name.
	ofConsent = wordsOf("oauth", "authoriz", "marketplace", "our zoom", "my zoom")
	// beginners are words with a capital at the beginning of a sentence.
	beginners = expression(`^(?:[A-Z][a-z]+(?:ing|ed)|Our|The|This|That|My|Your|Same|Any|Every|When|Why|How|What|If|After|Since|With|From|On|In|For|Fix|Help|Re|An?|No|New|Old|Error|Erreur|Fehler|Got|Get|Has|Have|Does|Did|Is)$`)
)

// isNamesake reports whether the word zoom at an offset begins the name of something else, as in Zoom Reisen, or is
// what a program of another name does: "Sketch zoom error".
func isNamesake(text string, at int) bool {
	const reach = 40
	behind := text[at+len(Zoom) : min(len(text), at+reach)]
	isPart := func(m []string) bool { return m == nil || slices.Contains(partsOfZoom, strings.ToLower(m[1])) }
	if isCapital(text[at]) {
		return !isPart(nameBehind().FindStringSubmatch(behind))
	}
	name := ownerBefore().Group(text[max(0, at-reach):at])
	m := wordBehind().FindStringSubmatch(behind)
	return name != "" && !beginners().MatchString(name) && m != nil && (!isPart(m) || slices.Contains(errorWords, m[1]))
}

// hasNamesakes reports whether a text has the word zoom, and nowhere as Zoom's name.
func hasNamesakes(text string) bool {
	is, other := false, false
	zoomName().Each(text, func(word, at int) bool {
		other = isNamesake(text, at)
		is = is || !other
		return !is
	})
	return other && !is
}

func notLetter(c rune) bool { return c > 0x7f || !isLetter(byte(c)) }

// otherProtocol is a text about a part of Zoom that has nothing to do with OAuth: its SDKs, signing in with
// SAML or to the client, LTI, SIP, what signs webhooks; or about mail or a database. otherPart is one about a
// part whose errors have numbers of their own, its apps, Rooms and Phone; or about sockets or money.
var (
	otherProtocol = expression(`(?i)\bSAML\b|\bLTI\b|\b(?:SIP|PBX)\b|\b(?:meeting|video|web|native) ?sdk|sdkerr|zoom(?:video)?sdk|join_?(?:meeting|session)|\bpasscode\b|internalErrorCode|webhook signature|x-zm-signature|\byour (?:endpoint|webhook)\b|\bunable to sign in\. error code\b|\bzoom (?:rooms?|workplace|client) sign[ -]?in\b|\b(?:IMAP|SMTP|POP3|XOAUTH2|SQLSTATE)\b|\b[45]\d\d[ -][45]\.\d+\.\d+\b`)
	otherPart     = expression(`(?i)\bzoom (?:rooms?|phone|workplace|events|clips|whiteboard|docs|mail|team chat|contact cent\w+|virtual agent)\b|\bmarketplace (?:review|submission)\b|\bpairing\b|\bws (?:was )?closed\b|\bweb ?sockets?\b|\bdesk phone|\b(?:desktop|mobile|zoom) client\b|\b(?:EUR|USD|GBP|CHF)\b|[€£] ?\d|\binvoice\b|\brechnung\b`)
)

// IsOfOtherProtocol reports whether what a text says is of a part of Zoom without OAuth.
func IsOfOtherProtocol(text string) bool {
	text = text[:min(len(text), maxMentions)]
	return otherProtocol().MatchString(text) && !saysZoomsWords(text)
}

// HasOtherNumbers reports whether a number in a text is of something else than Zoom's OAuth and REST API.
func HasOtherNumbers(text string) bool {
	text = text[:min(len(text), maxMentions)]
	return (otherPart().MatchString(text) || otherProtocol().MatchString(text) || hasNamesakes(text) && !bracketed(text) && !ofConsent().In(text)) && !saysZoomsWords(text)
}

// saysZoomsWords reports whether a text has words of Zoom's OAuth, whatever else it is about.
func saysZoomsWords(text string) bool {
	return pageWords().In(text) || reasonWords().In(text) || messages().In(text) || scopesLacked().MatchString(text) || PageSays(text) != ""
}
