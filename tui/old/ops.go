package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/session"
)

// Effects are built here, from plain values: no command holds the model.

// pollInterval is how often the token files are looked at (PROMISES.md §2.8).
const pollInterval = time.Second

// busyInterval is the spinner's; nothing moves faster (SCREENS.md §1).
const busyInterval = 250 * time.Millisecond

func tick(every time.Duration, chain int) tea.Cmd {
	return tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{chain} })
}

func startSandbox(start func() (*profiles.Workspace, error)) tea.Cmd {
	return func() tea.Msg {
		set, err := start()
		return sandboxStartedMsg{set, err}
	}
}

// settled is how old a change of the directory has to be before nothing newer can
// hide behind the same time stamp.
const settled = 2 * time.Second

// readStates reads the profiles whose token file changed since seen. The files are
// looked at only when their directory changed since touched: a thousand profiles
// cost one look a second, and one that finds nothing new draws no frame.
func readStates(sp *space, names []string, seen map[string]time.Time, touched time.Time) tea.Cmd {
	set := sp.Workspace
	return func() tea.Msg {
		msg := statesReadMsg{space: sp, states: map[string]flow.State{}, seen: map[string]time.Time{}}
		msg.touched = set.Store.Touched()
		if len(seen) == len(names) && !msg.touched.IsZero() && msg.touched.Equal(touched) && time.Since(touched) > settled {
			sp.reading.Store(false)
			return nil
		}
		for _, name := range names {
			modified := set.Store.Modified(name)
			before, known := seen[name]
			if known && modified.Equal(before) {
				continue
			}
			state, err := set.Store.Read(name)
			if err != nil {
				state = flow.State{Damage: err.Error()}
			}
			msg.states[name], msg.seen[name] = state, modified
		}
		return msg
	}
}

// warn asks what is to be said of the space's state directory.
func warn(sp *space) tea.Cmd {
	return func() tea.Msg {
		if text := sp.Store.Warning(); text != "" {
			return warnedMsg{text}
		}
		return nil
	}
}

// secretTimeout bounds reading a client secret; its command has a limit of its own.
const secretTimeout = 15 * time.Second

func readSecret(op session.Op, source flow.SecretSource) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), secretTimeout)
		defer cancel()
		secret, err := source.Secret(ctx)
		return secretReadMsg{op, secret, err}
	}
}

// openAttempt is an attempt with the resources that it owns.
type openAttempt struct {
	attempt *flow.Attempt
	address string
	hits    chan flow.Hit
	stop    context.CancelFunc
	done    <-chan struct{}
	closed  chan struct{} // closed when nobody listens any more; nil where nobody did
	asked   session.Asking
}

// maxHits is how many hits wait for the screen; further ones are not shown.
const maxHits = 64

// tell hands a hit to the screen. One that ends the attempt waits for its place: it is
// the last, and none before it may keep it out (PROMISES.md L7).
func (o *openAttempt) tell(h flow.Hit) {
	if h.Kind.Ends() {
		select {
		case o.hits <- h:
		case <-o.done:
		}
		return
	}
	select {
	case o.hits <- h:
	default:
	}
}

// startAttempt draws the attempt and binds its listener before anyone sees the URL.
// before is the profile's last attempt, whose port has to be free first; nil: none.
func startAttempt(op session.Op, app flow.App, now time.Time, pasteOnly bool, before *openAttempt, asking session.Asking) tea.Cmd {
	return func() tea.Msg {
		if before != nil && before.closed != nil {
			<-before.closed
		}
		attempt, err := flow.NewAttempt(app, now)
		if err != nil {
			return attemptOpenedMsg{op: op, err: err}
		}
		if !asking.IsZero() {
			attempt.Ask(asking.Of(attempt.Request(), attempt.Verifier))
		}
		ctx, stop := context.WithCancel(context.Background())
		open := &openAttempt{attempt: attempt, hits: make(chan flow.Hit, maxHits), stop: stop, done: ctx.Done(), asked: asking}
		if app.ListenAddress() == "" || pasteOnly {
			return attemptOpenedMsg{op: op, open: open}
		}
		listener, err := flow.Listen(ctx, attempt, open.tell)
		if err != nil {
			stop()
			return attemptOpenedMsg{op: op, err: err}
		}
		open.address, open.closed = listener.Address(), make(chan struct{})
		context.AfterFunc(ctx, func() {
			defer close(open.closed)
			_ = listener.Close()
		})
		return attemptOpenedMsg{op: op, open: open}
	}
}

func nextHit(op session.Op, open *openAttempt) tea.Cmd {
	return func() tea.Msg {
		select {
		case h := <-open.hits:
			return listenerHitMsg{op, h}
		case <-open.done:
			return nil
		}
	}
}

// send hands the job to the runner, whose worker goes on whatever becomes of
// the screen; the command only waits. ctx ends a wait for another process.
func send(ctx context.Context, op session.Op, runner *flow.Runner, job flow.Job) tea.Cmd {
	return func() tea.Msg {
		return requestEndedMsg{op, runner.Do(ctx, job)}
	}
}

// playTimeout bounds the sandbox's browser.
const playTimeout = 20 * time.Second

func playBrowser(op session.Op, play func(context.Context, string, bool) (string, error), url string, allow bool) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), playTimeout)
		defer cancel()
		page, err := play(ctx, url, allow)
		return browserPlayedMsg{op, page, err}
	}
}

// historyShown is how many traces the history screen reads.
const historyShown = 500

func readHistory(set *profiles.Workspace, app flow.App) tea.Cmd {
	return func() tea.Msg {
		if set.History == nil {
			return historyReadMsg{profile: app.Name, sandbox: app.Sandbox}
		}
		traces, err := set.History.Tail(app.Name, historyShown)
		if err != nil {
			err = fmt.Errorf("reading the history: %w", err)
		}
		return historyReadMsg{app.Name, app.Sandbox, traces, err}
	}
}
