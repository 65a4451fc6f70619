package main

import "slices"

// The walk of the tour, as far as a scene needs it. A key goes alone: keys that come
// at once are a paste.
var (
	toDraft    = []string{"see Take the tour", "keys \r", "see get the URL"}
	toWaiting  = slices.Concat(toDraft, []string{"keys \r", "see code_challenge_method=S256", "see waiting"})
	toExchange = slices.Concat(toWaiting, []string{"keys b", "see The sandbox's browser", "keys \r", "see code_verifier", "rest"})
	toPair     = slices.Concat(toExchange, []string{"keys \r", "see 2 ✓ Exchange", "rest"})
	toProbe    = slices.Concat(toPair, []string{"keys \r", "see /v2/users/me", "keys \r", "see 3 ✓ Probe", "rest"})
	toRefresh  = slices.Concat(toProbe, []string{"keys 4", "see grant_type", "keys \r", "see 4 ✓ Refresh", "rest"})
	toRevoke   = slices.Concat(toRefresh, []string{"keys 5", "see /oauth/revoke", "keys \r", "see Revoke acme-dev for"})
	toFailure  = slices.Concat(toExchange, []string{"keys j", "keys j", "keys j", "keys j", "keys j", "keys e", "see Editing redirect_uri", "keys /", "keys \r", "see 1 edit", "keys \r", "see [Why]", "rest"})
	toHome     = slices.Concat(toProbe, []string{"keys \x1b", "see ── Profiles"})
	toPaste    = []string{"see Take the tour", "paste " + refused, "see What you can do"}
)

// refused is a request with its response as somebody may paste it; its secrets are made up.
const refused = "POST /oauth/token HTTP/1.1\n" +
	"Host: zoom.us\n" +
	"Authorization: Basic WmszbVE4dlRTMmFYdzFMclBiTjBVZzptYWRlLXVwLWZvci1hLXBpY3R1cmU=\n" +
	"Content-Type: application/x-www-form-urlencoded\n" +
	"\n" +
	"grant_type=refresh_token&refresh_token=made-up-for-a-picture-and-good-for-nothing\n" +
	"\n" +
	"HTTP/1.1 400 Bad Request\n" +
	"Content-Type: application/json\n" +
	"\n" +
	`{"reason":"Invalid Token!","error":"invalid_grant"}` + "\n"

// scenes are the pictures of docs/screens, in the order of its page.
func scenes() []scene {
	at := func(name, caption string, steps ...[]string) scene {
		return scene{name: name, caption: caption, width: 80, height: 24, colours: darkColours, steps: slices.Concat(steps...)}
	}
	wide := at("wide", "120 columns: a refresh and a deliberate mistake compared; the entry stands beside the timeline.",
		toRefresh, []string{"keys m", "see Practice", "keys /", "see enter done", "keys previous", "keys \r", "see enter try", "keys \r", "see mistake:", "keys \r", "see as expected", "rest", "keys c", "see [Compare]"})
	wide.width, wide.height = 120, 40
	light := at("home-light", "The same on a light background.", toHome)
	light.colours = lightColours
	return []scene{
		at("start", "Without a profile file: five ways to start.", []string{"see Take the tour"}),
		at("authorize-waiting", "The URL at the left edge, to be opened in any browser, while zoauth listens.", toWaiting),
		at("probe", "After a probe: the flow so far, and the response as it came.", toProbe),
		at("failure", "A failure with its cause: the evidence, the fix, and what to do now.", toFailure),
		at("revoke", "Revoke asks first, and can prove afterwards that the tokens are dead.", toRevoke),
		at("device", "The device flow: a code to enter in any browser.", toDraft, []string{"keys D", "see ready", "keys \r", "see waiting"}),
		at("practice", "Practice: mistakes on purpose and faults of the sandbox, each with the response to expect.", toExchange, []string{"keys m", "see Practice"}),
		at("paste", "A pasted request and its response: what it is, why it failed, what you can do.", toPaste),
		at("home", "Home: every profile with its countdown, and details of the one under the cursor.", toHome),
		light,
		wide,
	}
}
