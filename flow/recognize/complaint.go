package recognize

import (
	"slices"
	"strings"
)

// Complaint is a sentence in which somebody tells what goes wrong at Zoom, in words of their own.
type Complaint struct {
	Text string // in lower case
	Line int
}

var (
	// sentence is one of a text, or one of its lines.
	sentence = expression(`(?:[^.?!\n]|[.?!][^\s])+`)
	// tellsOfTrouble are words of somebody for whom something fails, or who asks why.
	tellsOfTrouble = expression(`\b(?:i|i'm|i've|we|we're|we've|my|our|me|us|why|how|anyone|keeps?|suddenly|always|issues?|problems?|errors?|fail\w*|broken?|unable|cannot|can not|does not|do not|but|missing|needs?|stop(?:s|ped)?|ends|lost|expired|invalid|mismatch|unauthori[sz]ed|denied|returns|gives|says|possible|not (?:work|match|found|valid|possible|allowed)\w*|reconnect|please|4\d\d)\b|n't\b`)
	// speaksForItself is somebody who tells of themselves.
	speaksForItself = expression(`(?i)\b(?:i|i'm|i've|we|we're|we've|my|our|me|us|why)\b`)
	// advice is how guides, lists, notes of changes and plans speak, and programs of what they do about it.
	advice = expression(`^(?:[-*•]|\d+[.)]) |[,;:.…-] ?(?:refreshing|renewing)\b|\b(?:generally|typically|usually|often|common|reasons? for|causes? of)\b|\bnot (?:yet )?(?:supported|implemented)\b|^\W*(?:fix|add|handle|implement|refactor|update|support|retry|remove|improve|ensure|make sure|check|verify|use|set|store|note|feat|chore|docs|test|todo|if|when|once|unless|in case|as soon as|an? |each |every |all )\w*|\b(?:must|should|will|may|might|would|could|you can|you need|if|whether)\b`)
)

// Complaints are the sentences of a text about Zoom in which somebody tells what fails. One that names another
// provider is none, nor one beside it that does not name Zoom; and none is what a guide says may come.
func (a *Artefact) Complaints() []Complaint {
	if a.Kind != Prose || a.Provider.Name != Zoom {
		return nil
	}
	text := strings.ToLower(a.Text[:min(len(a.Text), maxParaphrase)])
	others := namesOthers(text)
	var told []Complaint
	for _, at := range sentence().FindAllStringSubmatchIndex(text, -1) {
		said := strings.TrimSpace(text[at[0]:at[1]])
		if tellsOfTrouble().MatchString(said) && (speaksForItself().MatchString(said) || !advice().MatchString(said)) && !(others && (namesOthers(said) || !speaksOfZoom(said))) {
			told = append(told, Complaint{Text: said, Line: a.Span.Line + strings.Count(text[:at[0]], "\n")})
		}
	}
	return told
}

// namesOthers reports whether a text has the name, a host or words of another provider.
func namesOthers(text string) bool {
	marks, words := marks()
	found := false
	words.Each(text, func(i, at int) bool {
		m := marks[i]
		found = m.of != Zoom && m.of != "" && !slices.Contains(places, m.word) && m.standsAt(text, at)
		return !found
	})
	return found
}
