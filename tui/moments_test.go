package tui_test

import (
	"sync"
	"time"
)

// moments is the time of a workbench under test: the machine's own, which a test can
// move on, or hold while keys arrive an exact time apart.
type moments struct {
	mu    sync.Mutex
	began time.Time
	ahead time.Duration // of the machine's clock
	set   time.Duration // how far the wall clock was set against the running time
	held  bool
	at    time.Duration // the running time while it is held
}

func newMoments() *moments { return &moments{began: time.Now()} }

// running is the time by a clock that nobody sets.
func (m *moments) running() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.elapsed()
}

func (m *moments) elapsed() time.Duration {
	if m.held {
		return m.at
	}
	return time.Since(m.began) + m.ahead
}

// now is the wall clock.
func (m *moments) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.began.Add(m.elapsed() + m.set)
}

// later lets time pass, and go on from there.
func (m *moments) later(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ahead = m.elapsed() + by - time.Since(m.began)
	m.held = false
}

// hold lets time pass, and stops it there.
func (m *moments) hold(after time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at, m.held = m.elapsed()+after, true
}

// setWall moves the wall clock alone.
func (m *moments) setWall(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set += by
}
