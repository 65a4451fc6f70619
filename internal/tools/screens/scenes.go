package main

import "slices"

// The walk of the Welcome screen, as far as a scene needs it.
var (
	toPreview  = []string{"see Walk the flow now", "keys \r", "see What the browser will be asked"}
	toWaiting  = slices.Concat(toPreview, []string{"keys \r", "see no answer yet"})
	toExchange = slices.Concat(toWaiting, []string{"keys b", "see Allow", "keys a", "see Request, not sent"})
	toResult   = slices.Concat(toExchange, []string{"rest", "keys \r", "see new pair of tokens"})
	toProbe    = slices.Concat(toResult, []string{"keys \r", "see /v2/users/me", "keys \r", "see The token is good"})
	toRefresh  = slices.Concat(toProbe, []string{"keys 3", "see refresh_token", "keys \r", "see a new pair of tokens"})
	toRevoked  = slices.Concat(toRefresh, []string{"keys 5", "see Request, not sent", "keys \r", "see Type acme-dev", "keys acme-dev\r", "see Zoom revoked"})
)

// scenes are the pictures of docs/screens, in the order of its page.
func scenes() []scene {
	at := func(name, caption string, steps ...[]string) scene {
		return scene{name: name, caption: caption, width: 80, height: 24, colours: darkColours, steps: slices.Concat(steps...)}
	}
	sized := func(s scene, w, h int) scene {
		s.width, s.height = w, h
		return s
	}
	light := func(s scene) scene {
		s.colours = lightColours
		return s
	}
	return []scene{
		at("welcome", "Without a profile file the workbench opens on the sandbox.", []string{"see Walk the flow now", "see chatbot"}),
		at("profiles", "All profiles with their countdowns; the lower pane follows the cursor.", toResult, []string{"keys p", "see Sandbox profiles"}),
		at("authorize-preview", "What the browser will be asked, before anything listens.", toPreview),
		at("authorize-waiting", "The URL alone at the left edge; listener, tunnel line and paste box wait at once.", toWaiting),
		at("nothing-came-back", "Zoom shows most errors on its own page and never calls back: what does the browser show?", toWaiting, []string{"keys n", "see What does the browser show"}),
		at("device", "The device flow: a code to enter in any browser.", toPreview, []string{"keys D", "see Request, not sent", "keys \r", "see Enter"}),
		at("exchange-preview", "The request before it leaves; nothing is sent until enter.", toExchange),
		at("exchange-result", "The answer as it came, saved before it is shown.", toResult),
		at("probe-result", "Whose token is it?", toProbe),
		at("refresh-result", "The old refresh token is spent, the new one is saved.", toRefresh),
		at("refresh-compare", "What a refresh changed: c compares a result with the one before.", toRefresh, []string{"rest", "keys c", "see toleranceId"}),
		at("timing", "When the parts of a request happened, and who was at the other end.", toRefresh, []string{"rest", "keys [", "see first byte"}),
		at("revoke-result", "Revoked, with what proves it.", toRevoked),
		at("token", "The claims of a token, each with its meaning.", toResult, []string{"keys i", "see not verified"}),
		at("history", "Every request of a profile, across runs.", toRefresh, []string{"keys 6", "see newest first"}),
		at("mistakes", "Deliberate mistakes, each for one send, with the answer that is expected.", toExchange, []string{"rest", "keys m", "see Deliberate mistakes"}),
		at("mistake-result", "The expected answer beside the real one, and the card.", toExchange, []string{"rest", "keys m", "see Deliberate mistakes", "keys jj", "rest", "keys \r", "see Deliberate mistake", "keys \r", "see as expected"}),
		at("mistake-address", "A mistake in the address, before the browser opens it.", toPreview, []string{"rest", "keys m", "see PKCE with method plain", "keys jjjjjj", "rest", "keys \r", "see changed on purpose"}),
		at("history-compare", "Any two requests of the history, field by field.", toRefresh, []string{"keys 6", "see newest first", "keys c", "see before"}),
		at("break-it", "Break it: every deliberate mistake, from the address on, marked as it is made.", []string{"see Walk the flow now", "keys j", "keys \r", "see Break it"}),
		at("faults", "What can go wrong at the sandbox, on purpose, with the cause that the card should name.", toExchange, []string{"rest", "keys F", "see Faults of the sandbox", "keys  ", "see 1 on"}),
		at("new-profile", "A new profile; the secret goes into a file of its own.", []string{"see Walk the flow now", "keys n", "see new profile", "keys acme-dev", "rest", "keys \r", "rest", "keys \r", "rest", "keys \r", "rest", "keys \r", "rest", "keys Zk3mQ8vTS2aXw1LrPbN0Ug", "rest", "keys \r", "rest", "keys \r", "rest", "keys not-a-real-secret-but-a-long-one", "see ••••••••"}),
		at("at-zoom", "What to enter at Zoom, in which field.", toPreview, []string{"rest", "keys z", "see OAuth Allow Lists"}),
		at("import", "An app from what is there already: .env, Postman, the text of the credentials tab.", []string{"see Walk the flow now", "keys jjj", "rest", "keys \r", "see Import"}),
		at("explain", "A text from elsewhere explained; nothing is sent or kept.", []string{"see Walk the flow now", "keys X", "see nothing is sent or kept", "keys {\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}\r", "see cause 1 of"}),
		at("use-token", "Lines for scripts, none of which holds a secret.", toResult, []string{"keys t", "see zoauth exec"}),
		at("commands", "Every command by name, with its key.", toResult, []string{"keys :", "see type a part"}),
		at("help", "The keys that work here, and why the others do not.", toResult, []string{"keys ?", "see enter  "}),
		sized(at("wide", "120 columns: the profiles beside the request and its answer.", toRefresh), 120, 40),
		sized(at("small", "60 by 15 is enough.", toWaiting), 60, 15),
		light(at("light", "On a light background.", toResult)),
	}
}
