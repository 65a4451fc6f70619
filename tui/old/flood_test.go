package tui

import (
	"testing"

	"zoauth/flow"
)

// L7: the screen hears of the answer, however many hits came before it.
func TestFloodOfHitsKeepsTheAnswerL7(t *testing.T) {
	open := &openAttempt{hits: make(chan flow.Hit, maxHits), done: t.Context().Done()}
	for range 10 * maxHits {
		open.tell(flow.Hit{Kind: flow.HitStray})
	}
	go open.tell(flow.Hit{Kind: flow.HitAnswer})
	for strays := 0; ; strays++ {
		if h := <-open.hits; h.Kind == flow.HitAnswer {
			return
		}
		if strays > maxHits {
			t.Fatal("the answer is not told")
		}
	}
}
