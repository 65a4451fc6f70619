package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Paste detection for terminals without bracketed paste. They hand a paste over as
// keys, and a URL holds q, u, y and digits. How fast the keys come tells the two apart,
// by a clock that nobody sets.
const (
	holdKey   = 30 * time.Millisecond  // keys that come faster belong to one run
	runPause  = 100 * time.Millisecond // a run is over after this
	seenKey   = 5 * time.Millisecond   // what one key opened at once was seen before a key that comes after this
	pasteKeys = 8                      // a run of as many different keys is a paste
	maxRun    = 1 << 20                // bytes of a run; the rest is dropped
)

// keyRun is the keys that came so fast one after the other that they may be a paste.
// The zero value is no run.
type keyRun struct {
	keys  []arrival
	acted int           // how many of keys were acted on when they came
	size  int           // bytes of their text
	last  time.Duration // when the newest came
	wait  int           // of the newest wait for the run's end
	from  level         // where the person was before the first
}

// arrival is a key with the time at which it came, which may be long before it is acted
// on.
type arrival struct {
	tea.KeyPressMsg
	at time.Duration
}

// runEndedMsg says that no further key came in time. It is said again before it counts.
type runEndedMsg struct {
	wait  int
	again bool
}

// begins reports whether a key at a time starts a new run.
func (r *keyRun) begins(at time.Duration) bool {
	pause := holdKey
	switch {
	case len(r.keys) > 1:
		pause = runPause
	case r.acted == 1:
		pause = seenKey
	}
	return len(r.keys) == 0 || at-r.last >= pause
}

// add takes a key into the run. acts says that it is acted on at once.
func (r *keyRun) add(key tea.KeyPressMsg, at time.Duration, acts bool) {
	r.last = at
	r.wait++
	if r.size += len(key.Text) + 1; r.size <= maxRun {
		r.keys = append(r.keys, arrival{key, at})
	}
	if acts {
		r.acted = len(r.keys)
	}
}

// held is one key that is held down.
func (r *keyRun) held(key tea.KeyPressMsg) bool {
	for _, k := range r.keys {
		if k.String() != key.String() {
			return false
		}
	}
	return true
}

// ends waits for the run's end.
func (r *keyRun) ends() tea.Cmd {
	pause, wait := holdKey, r.wait
	if len(r.keys) > 1 {
		pause = runPause
	}
	return tea.Tick(pause, func(time.Time) tea.Msg { return runEndedMsg{wait: wait} })
}

// take ends the run: as the text of a paste, or as the keys that nobody acted on.
func (r *keyRun) take() (keys []arrival, pasted string) {
	run, acted := r.keys, r.acted
	*r = keyRun{last: r.last, wait: r.wait + 1}
	if len(run) < pasteKeys || (&keyRun{keys: run}).held(run[0].KeyPressMsg) {
		return run[min(acted, len(run)):], ""
	}
	var b strings.Builder
	for _, k := range run {
		switch {
		case k.Text != "":
			b.WriteString(k.Text)
		case lineEnd(k.KeyPressMsg):
			b.WriteByte('\n')
		case k.String() == "tab":
			b.WriteByte('\t')
		}
	}
	return nil, b.String()
}

// printable reports whether a key may be a part of a paste.
func printable(k tea.KeyPressMsg) bool { return k.Text != "" || lineEnd(k) || k.String() == "tab" }

func lineEnd(k tea.KeyPressMsg) bool { return k.String() == "enter" || k.String() == "ctrl+j" }
