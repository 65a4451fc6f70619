package main

import "slices"

// The walk of the Welcome screen, as far as a scene needs it.
var (
	toPreview  = []string{"see Walk the flow now", "keys \r", "see What the browser will be asked"}
	toWaiting  = slices.Concat(toPreview, []string{"keys \r", "see no answer yet"})
	toExchange = slices.Concat(toWaiting, []string{"keys b", "see Allow", "keys a", "see Request, not sent"})
	toResult   = slices.Concat(toExchange, []string{"keys \r", "see new pair of tokens"})
)

// scenes are the pictures of docs/screens.
func scenes() []scene {
	at := func(name string, steps ...[]string) scene {
		return scene{name: name, width: 80, height: 24, colours: darkColours, steps: slices.Concat(steps...)}
	}
	return []scene{
		at("welcome", []string{"see Walk the flow now", "see no token"}),
		at("authorize-preview", toPreview),
		at("authorize-waiting", toWaiting),
		at("exchange-preview", toExchange),
		at("exchange-result", toResult),
	}
}
