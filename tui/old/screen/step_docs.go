package screen

import (
	"zoauth/flow"
	"zoauth/tui/old/intent"
)

// docsNote is where Zoom's public collection and what works today differ.
type docsNote struct{ says, works, strength string }

// docsNotes are the notes of each step (zoom.md §2.1, §2.5, §3).
var docsNotes = map[flow.Step][]docsNote{
	flow.StepExchange: {
		{"The collection leaves code_verifier out.", "Zoom expects it whenever the authorization had a challenge, as ours has.", "documented for PKCE"},
		{"Parameters in the address are shown in places.", "The form is what every maintained client sends; m sends it as the collection documents it.", "seen; whether it is refused is unsettled"},
	},
	flow.StepRefresh: {
		{"The collection's refresh puts the token into the address.", "The form works. Whether the address does is unsettled: Zoom's pages print it, reports say that it is refused. m sends it so.", "reports against the documentation"},
		{"Its tokens of 2020 live 15 years.", "Now about 90 days, single use: each refresh brings a new one and ends the old.", "documented by Zoom"},
	},
	flow.StepProbe: {
		{"A token may stand in the address, older pages say.", "Refused with code 124; the Authorization header works. m sends it the old way.", "announced by Zoom"},
	},
	flow.StepRevoke: {
		{"The collection's prose speaks of query parameters, its example uses the body.", "The form works. m sends it in the address.", "seen"},
		{"Only the access token is spoken of.", "Both tokens end at once, the app is removed for the user, and Zoom sends app_deauthorized.", "documented by Zoom"},
	},
}

// whyStep says what the docs say of this step, and what works.
func (s *Step) whyStep() intent.Intent {
	var text []string
	for _, n := range docsNotes[s.step] {
		text = append(text, "Docs: "+n.says, "Works: "+n.works+" ("+n.strength+")", "")
	}
	if len(text) == 0 {
		return intent.Say{Text: "The docs and what works agree here, as far as is known."}
	}
	return intent.Ask{Question: intent.Question{Title: "What the docs say, what works", Text: text[:len(text)-1]}}
}
