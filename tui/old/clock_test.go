package tui

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/session"
)

// clocked is a workbench whose clock and running time the test moves.
type clocked struct {
	*Model
	wall    time.Time
	running time.Duration
}

func newClocked(t *testing.T) (*clocked, *session.Session) {
	t.Helper()
	m := model(80, 24)
	c := &clocked{Model: m, wall: noon}
	m.opts.Now = func() time.Time { return c.wall }
	m.opts.Running = func() time.Duration { return c.running }
	m.now, m.running, m.said = noon, 0, ""
	s := m.real.sessions[0]
	s.Take(flow.State{Gen: 1, Token: token(time.Hour, "jump")})
	return c, s
}

func (c *clocked) passes(wall, running time.Duration) {
	c.wall, c.running = c.wall.Add(wall), c.running+running
	c.update(tickMsg{c.chain})
}

// C1: the countdown is the earlier of clock and running time, and a clock that
// jumps is said.
func TestClockThatIsSetC1(t *testing.T) {
	tests := []struct {
		name          string
		wall, running time.Duration
		left          time.Duration
		says          string
	}{
		{"both run", 10 * time.Minute, 10 * time.Minute, 50 * time.Minute, ""},
		{"set back an hour", -50 * time.Minute, 10 * time.Minute, 50 * time.Minute, "1 h 0 min back"},
		{"set ahead, or asleep", 70 * time.Minute, 10 * time.Minute, -10 * time.Minute, "1 h 0 min ahead"},
		{"set back a year", -365 * 24 * time.Hour, time.Minute, 59 * time.Minute, "365 d 0 h back"},
		{"a second of drift", 601 * time.Second, 10 * time.Minute, time.Hour - 601*time.Second, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, s := newClocked(t)
			c.passes(test.wall, test.running)
			if got := s.Left(c.now); got != test.left {
				t.Errorf("%s left, want %s", got, test.left)
			}
			if said := strings.Contains(c.said, "The clock moved"); said != (test.says != "") || !strings.Contains(c.said, test.says) {
				t.Errorf("it says %q, want %q", c.said, test.says)
			}
			if nothing := s.Op == (session.Op{}) && s.Phase == session.Idle; !nothing {
				t.Error("C1: something was started because the clock jumped")
			}
		})
	}
}

// A token that comes after the jump counts by the clock as it is then.
func TestTokenAfterTheJumpC1(t *testing.T) {
	c, s := newClocked(t)
	c.passes(-time.Hour, time.Minute)
	fresh := token(0, "fresh")
	fresh.ObtainedAt, fresh.ExpiresAt = c.wall, c.wall.Add(time.Hour)
	s.Take(flow.State{Gen: 2, Token: fresh})
	if got := s.Left(c.now); got != time.Hour {
		t.Errorf("%s left, want an hour", got)
	}
}
