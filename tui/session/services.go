package session

import (
	"context"
	"sync"
	"time"

	"zoauth/flow"
)

// Services are what a session works with. Runner and Store have to be set; what else
// is nil is not there.
type Services struct {
	Runner   *flow.Runner
	Store    Store
	History  History
	Redactor *flow.Redactor
	Facts    func(ctx context.Context, app flow.App, port bool) flow.Facts // what the preflight reads; port: try the callback port
	Browser  func(ctx context.Context, url string, allow bool) (Visit, error)
	Stages   *Stages
	SSH      bool             // the browser is probably on another computer
	Now      func() time.Time // nil: time.Now
}

// Store is what a session reads of the token store, and the way to save elsewhere.
type Store interface {
	Read(profile string) (flow.State, error)
	Modified(profile string) time.Time
	SaveIn(folder, profile string, state flow.State) (path string, err error)
}

// History gives a profile's newest n traces, oldest first.
type History interface {
	Tail(profile string, n int) ([]flow.Trace, error)
}

func (v Services) now() time.Time {
	if v.Now == nil {
		return time.Now().Round(0)
	}
	return v.Now().Round(0)
}

// Stages is where the runner's workers are with each profile. A worker writes and
// never waits for the loop, which reads.
type Stages struct {
	mu sync.Mutex
	at map[string]reached
}

// reached is how far the newest request of a profile is.
type reached struct {
	stage flow.Stage
	send  flow.Progress
}

// begin forgets how far the request before was.
func (s *Stages) begin(profile string) {
	if s != nil {
		s.set(profile, func(r *reached) { *r = reached{} })
	}
}

func (s *Stages) set(profile string, change func(*reached)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil {
		s.at = map[string]reached{}
	}
	r := s.at[profile]
	change(&r)
	s.at[profile] = r
}

// Observe is for [flow.Runner.Observe].
func (s *Stages) Observe(profile string, stage flow.Stage) {
	s.set(profile, func(r *reached) { r.stage = stage })
}

// Watch is for [flow.Runner.Watch].
func (s *Stages) Watch(profile string, p flow.Progress) {
	s.set(profile, func(r *reached) { r.send = p })
}

// of returns how far the profile's newest request is. A nil Stages knows nothing.
func (s *Stages) of(profile string) reached {
	if s == nil {
		return reached{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[profile]
}

// Op names one operation. Every event has the Op it belongs to.
type Op struct {
	Profile string
	Sandbox bool // which name space the profile is of
	Step    flow.Step
	Seq     int // grows with every operation of the session
}

// Task is work that blocks: run it off the loop and give its event to
// [Session.Apply]. It holds plain values and never the session. ctx is the
// program's; its end releases what a task opened. A nil event tells nothing.
type Task func(ctx context.Context) *Event

// Event is what a task found, as what it does to the session. Only this package makes
// events.
type Event struct {
	Op
	apply   func(s *Session) Follow
	release func() // lets go of what it holds, when no session takes it; nil: it holds nothing
}

// then is an event of the operation.
func (o Op) then(apply func(s *Session) Follow) *Event { return &Event{Op: o, apply: apply} }

// Release frees what an event holds when its session no longer exists.
func (e *Event) Release() {
	if e.release != nil {
		e.release()
	}
}

// Follow is what follows from an act or an event. The zero value is nothing.
type Follow struct {
	Tasks []Task
	News  string // worth a line wherever the person is; why nothing was done, after an act that could not be
}

// and joins what follows from two things; the later news count.
func (f Follow) and(next Follow) Follow {
	f.Tasks = append(f.Tasks, next.Tasks...)
	if next.News != "" {
		f.News = next.News
	}
	return f
}

func run(tasks ...Task) Follow { return Follow{Tasks: tasks} }

func say(news string) Follow { return Follow{News: news} }
