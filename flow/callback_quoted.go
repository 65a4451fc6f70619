package flow

import "strings"

// shortestQuoted is the length of the shortest secret that Zoom gives out: client
// secrets have 31 or 32 characters, codes 33 (docs/zoom.md §3.1).
const shortestQuoted = 31

// QuotedSecrets returns what the description of an error repeats of a code or a token,
// as servers between an app and Zoom do with what they sent: every run of the letters
// of a code that is as long as a secret and has small letters and capitals. The UUIDs
// that people look up in a server's log have no capitals.
func QuotedSecrets(description string) []Secret {
	var quoted []Secret
	for _, run := range strings.FieldsFunc(description, func(c rune) bool { return !strings.ContainsRune(CodeLetters, c) }) {
		if len(run) >= shortestQuoted && strings.ToLower(run) != run && strings.ToUpper(run) != run {
			quoted = append(quoted, NewSecret(KindUnknown, run))
		}
	}
	return quoted
}
