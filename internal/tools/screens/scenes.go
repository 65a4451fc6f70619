package main

import (
	"slices"
	"strings"
)

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
	toMismatch = slices.Concat(toExchange, []string{"keys j", "keys j", "keys j", "keys j", "keys j", "keys e", "see Editing redirect_uri", "keys /", "keys \r", "see 1 edit", "keys \r", "see [Why]", "rest"})
	toHome     = slices.Concat(toProbe, []string{"keys \x1b", "see ── Profiles"})
	toPaste    = []string{"see Take the tour", "paste " + refused, "see What you can do"}
)

// toReplaced ends with a refresh that is refused, since another host refreshed first.
// Its frames are the first half of the film of README.
var toReplaced = slices.Concat(toProbe, []string{
	"frame 2.5 acme-dev has working tokens.",
	"keys 4", "see grant_type",
	"frame 3.5 4 previews a refresh, field by field. Nothing is sent yet.",
	"keys m", "see Practice", "keys /", "see enter done", "keys another host", "see another host refreshes first",
	"frame 3.5 m: on the sandbox, let another host refresh first.",
	"keys \r", "see turn on", "keys \r", "see grant_type", "rest",
	"frame 2.5 The same request again. The fault is on.",
	"keys \r", "see [Why]", "rest",
	"frame 9 enter sends it: invalid_grant. The cause, the evidence and the fix.",
})

// toFixed does the fix, which ends with working tokens.
var toFixed = slices.Concat(toReplaced, []string{
	"keys \r", "see code_challenge_method", "rest",
	"frame 4 enter does the fix: authorize again. This is what the browser opens.",
	"keys \r", "see waiting", "rest",
	"frame 4.5 enter shows the URL, for any browser. zoauth listens for the callback.",
	"keys b", "see The sandbox's browser",
	"frame 2.5 On the sandbox, b plays the browser. enter: Allow.",
	"keys \r", "see code_verifier", "rest",
	"frame 4 The code has arrived; the exchange is previewed.",
	"keys \r", "see access_token", "rest",
	"frame 6 enter sends it: a new pair, saved before it is shown.",
})

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
	wide := at("wide", "120 columns: a refresh compared with a deliberate mistake, beside the timeline.",
		toRefresh, []string{"keys m", "see Practice", "keys /", "see enter done", "keys previous", "keys \r", "see enter try", "keys \r", "see mistake:", "keys \r", "see as expected", "rest", "keys c", "see [Compare]"})
	wide.width, wide.height = 120, 40
	still := func(s scene) scene {
		s.steps = slices.DeleteFunc(s.steps, func(step string) bool { return strings.HasPrefix(step, "frame ") })
		return s
	}
	light := func(s scene) scene {
		s.colours = lightColours
		return s
	}
	return []scene{
		at("invalid-grant", "From invalid_grant to the cause, and through the fix to working tokens.", toFixed),
		at("start", "Without a profile file: five ways to start.", []string{"see Take the tour"}),
		at("authorize-waiting", "The authorize URL, to open in any browser, while zoauth listens for the callback.", toWaiting),
		at("probe", "After a probe: the flow so far, and the response as it came.", toProbe),
		still(at("failure", "A refused refresh with its cause: the evidence, the fix, and what to do now.", toReplaced)),
		still(light(at("failure-light", "The same on a light background.", toReplaced))),
		at("redirect-mismatch", "A refused exchange: where the two redirect URIs differ.", toMismatch),
		at("revoke", "Revoke asks first, and can show afterwards that the tokens no longer work.", toRevoke),
		at("device", "The device flow: a code to enter in any browser.", toDraft, []string{"keys D", "see ready", "keys \r", "see waiting"}),
		at("practice", "Practice: mistakes on purpose and faults of the sandbox, each with the response to expect.", toExchange, []string{"keys m", "see Practice"}),
		at("paste", "A pasted request and its response: what it is, why it failed, what you can do.", toPaste),
		at("home", "Home: every profile with its countdown, and details of the one under the cursor.", toHome),
		light(at("home-light", "The same on a light background.", toHome)),
		wide,
	}
}
