package measure

import (
	"context"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// Figure is a row of the table in docs/internals/performance.md.
type Figure struct {
	What, Reach string
	take        func() (float64, error)
}

// Taken is a figure with what was measured.
type Taken struct {
	Figure
	Measured float64
	Err      error // nothing was measured
}

// Take measures.
func (f Figure) Take() Taken {
	measured, err := f.take()
	return Taken{f, measured, err}
}

var limit = regexp.MustCompile(`≤ ([\d.]+) ?(.*)`)

// Met reports whether the figure is reached.
func (f Taken) Met() bool {
	most, err := strconv.ParseFloat(limit.FindStringSubmatch(f.Reach)[1], 64)
	return err == nil && f.Err == nil && f.Measured <= most
}

// Value is the measured figure in the unit of the one to reach.
func (f Taken) Value() string {
	if f.Err != nil {
		return "–"
	}
	number := strconv.FormatFloat(f.Measured, 'f', 1, 64)
	if f.Measured < 10 {
		number = strconv.FormatFloat(f.Measured, 'f', 2, 64)
	}
	if unit := limit.FindStringSubmatch(f.Reach)[2]; unit != "" {
		return number + " " + unit
	}
	return number
}

// Verdict is "ok", "missed" or why there is none.
func (f Taken) Verdict() string {
	switch {
	case f.Err != nil:
		return f.Err.Error()
	case f.Met():
		return "ok"
	default:
		return "missed"
	}
}

// Figures are all rows of docs/internals/performance.md that have a figure to reach, in its order. A time is the median of its
// runs, unless its row says p99.
func (b Bench) Figures(ctx context.Context) []Figure {
	idle := sync.OnceValues(func() (Idle, error) { return b.Countdown(20 * time.Second) })
	of := func(part func(Idle) float64) func() (float64, error) {
		return func() (float64, error) {
			i, err := idle()
			return part(i), err
		}
	}
	return []Figure{
		{"stripped binary", "≤ 13 MiB", b.Size},
		{"`zoauth version`", "≤ 3.5 ms", b.median(50, b.Version)},
		{"first whole frame, 80×24", "≤ 30 ms", func() (float64, error) { return b.start(0) }},
		{"resident memory in the workbench", "≤ 22 MiB", of(func(i Idle) float64 { return i.MiB })},
		{"bytes to the terminal per second, 20 countdowns", "≤ 100", of(func(i Idle) float64 { return i.Bytes })},
		{"CPU while idle with countdowns", "≤ 1 % of a core", of(func(i Idle) float64 { return i.CPU })},
		{"valid callback to exchange preview on screen", "≤ 15 ms", b.median(10, b.CallbackToPreview)},
		{"`authorize` verb: callback to tokens saved and printed (sandbox)", "≤ 10 ms", b.authorize},
		{"key to frame with 1,000 profiles", "p99 ≤ 18.7 ms", func() (float64, error) { return b.keys(500) }},
		{"start with 1,000 profiles", "≤ 150 ms", func() (float64, error) { return b.start(1000) }},
		{"durable refresh over plain send, sandbox", "≤ 15 ms more", func() (float64, error) { return b.durable(ctx) }},
	}
}

func (b Bench) median(n int, once func() (time.Duration, error)) func() (float64, error) {
	return func() (float64, error) {
		took, err := Repeat(n, once)
		if err != nil {
			return 0, err
		}
		return Percentile(took, 50), nil
	}
}

func (b Bench) start(n int) (float64, error) { return b.median(20, b.Start(n))() }

func (b Bench) keys(presses int) (float64, error) {
	k, err := b.Keys()
	if err != nil {
		return 0, err
	}
	defer k.Close()
	took, err := Repeat(presses, k.Press)
	if err != nil {
		return 0, err
	}
	return Percentile(took, 99), nil
}

func (b Bench) authorize() (float64, error) {
	d, err := b.Desk()
	if err != nil {
		return 0, err
	}
	defer d.Close()
	return b.median(20, d.Authorize)()
}

func (b Bench) durable(ctx context.Context) (float64, error) {
	d, err := b.Desk()
	if err != nil {
		return 0, err
	}
	defer d.Close()
	if _, err := d.Authorize(); err != nil {
		return 0, err
	}
	return b.median(50, func() (time.Duration, error) {
		durable, plain, err := d.Refresh(ctx)
		return durable - plain, err
	})()
}
