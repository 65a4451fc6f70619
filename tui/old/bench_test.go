package tui

import (
	"fmt"
	"testing"
	"time"

	"zoauth/flow"
)

// many returns a workbench with n profiles that all count down.
func many(n int) *Model {
	m := model(100, 30)
	set := *m.real.Workspace
	set.Apps = nil
	for i := range n {
		app := m.real.Apps[i%len(m.real.Apps)]
		app.Name = fmt.Sprintf("app-%04d", i)
		set.Apps = append(set.Apps, app)
	}
	m.real = newSpace(&set)
	m.space = m.real
	for i, s := range m.real.sessions {
		s.State = flow.State{Gen: 1, Token: token(time.Duration(10+i%45)*time.Minute, s.App.Name)}
	}
	return m
}

// BenchmarkFrame draws a frame after a second has passed.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{20, 1000} {
		b.Run(fmt.Sprintf("profiles=%d", n), func(b *testing.B) {
			m := many(n)
			for b.Loop() {
				m.now = m.now.Add(time.Second)
				_ = m.frame()
			}
		})
	}
}

// BenchmarkKeyToFrame moves the cursor and draws.
func BenchmarkKeyToFrame(b *testing.B) {
	m := many(1000)
	for b.Loop() {
		m.key("j", "j")
		_ = m.frame()
	}
}
