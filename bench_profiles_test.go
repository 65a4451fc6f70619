package main

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkStartWithAThousandProfiles times from exec to the whole first frame.
func BenchmarkStartWithAThousandProfiles(b *testing.B) {
	home := b.TempDir()
	countingProfiles(b, home, 1000)
	for b.Loop() {
		s := startIn(b, home, 80, 24)
		s.waits("? keys")
		b.StopTimer()
		s.stop()
		b.StartTimer()
	}
}

// BenchmarkKeyToScreenWithAThousandProfiles times from a key to the moved cursor
// in the terminal, PTY and emulator included, and prints the 99th percentile.
func BenchmarkKeyToScreenWithAThousandProfiles(b *testing.B) {
	home := b.TempDir()
	countingProfiles(b, home, 1000)
	s := startIn(b, home, 100, 30)
	s.sees("1000 profiles")
	s.sees("valid")
	var took []time.Duration
	for b.Loop() {
		before := s.text()
		pressed := time.Now()
		s.types("j")
		for s.text() == before {
			time.Sleep(200 * time.Microsecond)
		}
		took = append(took, time.Since(pressed))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkAuthorizeVerb times from the browser's request at the listener to the
// end of the process, when the tokens are saved and told.
func BenchmarkAuthorizeVerb(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		a := newAttempt(b)
		b.StartTimer()
		if got := a.finish(); got != 0 {
			b.Fatalf("exit code %d: %s", got, a.err.String())
		}
	}
}
