package session

import (
	"context"

	"zoauth/flow"
)

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
