package acceptance

import (
	"slices"
	"testing"
	"time"

	"zoauth/internal/measure"
)

// The figures of docs/internals/performance.md, by the same code as "go -C internal/tools run ./figures". They
// are printed, never asserted:
//
//	go test -run "^$" -bench . -benchtime 10x ./internal/acceptance

func newBench(b *testing.B) measure.Bench {
	b.Helper()
	return measure.Bench{Binary: binary, Dir: b.TempDir()}
}

// times prints the median of once, which takes its own time, and what 99 of a
// hundred do not exceed.
func times(b *testing.B, once func() (time.Duration, error)) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		one, err := once()
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, one)
	}
	slices.Sort(took)
	b.ReportMetric(measure.Percentile(took, 50), "ms")
	b.ReportMetric(measure.Percentile(took, 99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkBinarySize(b *testing.B) {
	bench, err := measure.Build(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	size, err := bench.Size()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
	}
	b.ReportMetric(size, "MiB")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkVersion(b *testing.B) { times(b, newBench(b).Version) }

func BenchmarkFirstFrame(b *testing.B) { times(b, newBench(b).Start(0)) }

func BenchmarkStartWithAThousandProfiles(b *testing.B) { times(b, newBench(b).Start(1000)) }

func BenchmarkCallbackToPreview(b *testing.B) { times(b, newBench(b).CallbackToPreview) }

func BenchmarkAuthorizeVerb(b *testing.B) { times(b, newDeskFor(b).Authorize) }

func newDeskFor(b *testing.B) *measure.Desk {
	b.Helper()
	desk, err := newBench(b).Desk()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(desk.Close)
	return desk
}

// BenchmarkKeyToScreenWithAThousandProfiles ends at the cursor in the terminal, PTY
// and emulator included.
func BenchmarkKeyToScreenWithAThousandProfiles(b *testing.B) {
	keys, err := newBench(b).Keys()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(keys.Close)
	times(b, keys.Press)
}

// BenchmarkCountdownTraffic prints what 20 running countdowns cost at 100×30.
func BenchmarkCountdownTraffic(b *testing.B) {
	for b.Loop() {
		idle, err := newBench(b).Countdown(5 * time.Second)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(idle.Bytes, "B/s")
		b.ReportMetric(idle.CPU, "%cpu")
		b.ReportMetric(idle.MiB, "MiB-resident")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkDurableRefresh prints what durability costs a refresh.
func BenchmarkDurableRefresh(b *testing.B) {
	desk := newDeskFor(b)
	if _, err := desk.Authorize(); err != nil {
		b.Fatal(err)
	}
	times(b, func() (time.Duration, error) {
		durable, plain, err := desk.Refresh(b.Context())
		return durable - plain, err
	})
}
