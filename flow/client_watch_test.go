package flow_test

import (
	"slices"
	"testing"

	"zoauth/flow"
)

// A send tells each of its phases as it begins, with the times of those before it.
func TestASendTellsHowFarItIs(t *testing.T) {
	p := newPeer(t, nil, answering(okJSON(`{}`)))
	var told []flow.Progress
	client := direct()
	client.Watch = func(p flow.Progress) { told = append(told, p) }
	trace := send(t, client, refreshTo(p))
	if trace.Err != nil {
		t.Fatal(trace.Err)
	}
	var phases []flow.Phase
	for _, one := range told {
		phases = append(phases, one.Phase)
	}
	if want := []flow.Phase{flow.PhaseBuild, flow.PhaseConnect, flow.PhaseWrite, flow.PhaseHeader, flow.PhaseBody}; !slices.Equal(phases, want) {
		t.Fatalf("phases %q, want %q", phases, want)
	}
	waiting, reading := told[3], told[4]
	if waiting.Written != len(trace.Sent) || waiting.Times.Connect == 0 || waiting.Peer.Address != p.Address {
		t.Errorf("while waiting: %+v", waiting)
	}
	if reading.Times.FirstByte == 0 {
		t.Errorf("while reading: %+v", reading)
	}
}
