package flow

import "sync"

// workers are what a runner has under way: one step of each profile at most, and traces
// that are being appended to the history. The zero value has none.
type workers struct {
	mu      sync.Mutex
	flights map[string]*flight // by profile
	records []chan struct{}    // each is closed when its trace was appended
	last    chan struct{}      // of the trace whose place in the history is the last; nil: there is none
}

// place is a trace's place in the history, where traces stand in the order in which they
// were given to it.
type place struct {
	before chan struct{} // closed when the trace before it was appended; nil: there is none
	done   chan struct{} // to close when this one was
}

// flight is one step under way.
type flight struct {
	step Step
	done chan struct{}
	out  Outcome
}

// enter joins the profile's flight or starts one; nil when another step flies.
func (w *workers) enter(job Job) (f *flight, mine bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.flights[job.App.Name]; f != nil {
		if f.step == job.Request.Step {
			return f, false
		}
		return nil, false
	}
	if w.flights == nil {
		w.flights = map[string]*flight{}
	}
	f = &flight{step: job.Request.Step, done: make(chan struct{}), out: unsent(job)}
	w.flights[job.App.Name] = f
	return f, true
}

// leave ends the flight, after a panic was reported: main may exit when the last
// one has left.
func (w *workers) leave(f *flight) {
	w.mu.Lock()
	delete(w.flights, f.out.Job.App.Name)
	w.mu.Unlock()
	close(f.done)
}

// step is the step of the profile that is under way, or "".
func (w *workers) step(profile string) Step {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.flights[profile]; f != nil {
		return f.step
	}
	return ""
}

// next is the place of the next trace. Of a record, which no flight waits for, it counts
// as a worker.
func (w *workers) next(record bool) place {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := place{w.last, make(chan struct{})}
	w.last = p.done
	if record {
		w.records = append(w.records, p.done)
	}
	return p
}

// any returns what is closed when some worker ends; nil where there is none.
func (w *workers) any() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.flights {
		return f.done
	}
	if len(w.records) == 0 {
		return nil
	}
	last := w.records[len(w.records)-1]
	w.records = w.records[:len(w.records)-1]
	return last
}
