package flow_test

import (
	"slices"
	"strconv"
	"testing"

	"zoauth/flow"
)

// Traces stand in the history in the order in which they were given to the runner, although
// nobody waits for one before the next.
func TestRecordsKeepTheirOrder(t *testing.T) {
	kept := &history{}
	r := &flow.Runner{History: kept}
	var want, got []string
	for i := range 200 {
		want = append(want, strconv.Itoa(i))
		r.Record(flow.Trace{ID: want[i]})
	}
	r.Wait()
	for _, trace := range kept.traces {
		got = append(got, trace.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the order is %v", got)
	}
}
