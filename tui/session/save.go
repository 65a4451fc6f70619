package session

import "context"

// KeptIn returns the file of another folder that holds a pair which could not be saved
// in its place; empty: there is none.
func (k *Disk) KeptIn() string { return k.keptIn }

// SaveAgain tries again to save what is only in memory. It sends nothing.
func (k *Disk) SaveAgain() Follow {
	if ok, why := k.s.Can(Action{Act: ActSaveAgain}); !ok {
		return say(why)
	}
	op, runner, state := k.s.nextOp(""), k.s.with.Runner, k.s.state
	k.saving = op
	return run(func(ctx context.Context) Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		return stateSaved{Op: op, err: runner.Save(ctx, op.Profile, state)}
	})
}

// stateSaved tells whether it is on disk now.
type stateSaved struct {
	Op
	err error
}

func (e stateSaved) apply(s *Session) Follow {
	switch {
	case s.disk.saving != e.Op || !s.state.Unsaved:
		return Follow{}
	case e.err != nil:
		return say("Still not saved: " + e.err.Error())
	}
	state := s.state
	state.Unsaved = false
	return say("Saved.").and(s.disk.committed(state))
}

// saved tells the timeline that what was in memory only is on disk.
func (k *Disk) saved() {
	k.keptIn = ""
	row := k.s.line.latest(func(e Entry) bool { return e.Mark == Unsaved })
	if row == nil {
		return
	}
	row.Mark = Done
	if row.detail != nil && row.detail.Outcome != nil {
		row.detail.Outcome.SaveErr, row.detail.Outcome.State.Unsaved = nil, false
	}
}

// SaveIn saves what is in memory only in another folder, mode 0600: then it is not lost
// with the program.
func (k *Disk) SaveIn(folder string) Follow {
	if ok, why := k.s.Can(Action{Act: ActSaveIn}); !ok {
		return say(why)
	}
	op, runner, store, state := k.s.nextOp(""), k.s.with.Runner, k.s.with.Store, k.s.state
	return run(func(context.Context) Event {
		path, err := store.SaveIn(folder, op.Profile, state)
		if err == nil {
			runner.LetGo(op.Profile)
		}
		return keptElsewhere{Op: op, path: path, err: err, gen: state.Gen}
	})
}

// keptElsewhere tells which file of another folder has what could not be saved.
type keptElsewhere struct {
	Op
	path string
	err  error
	gen  int
}

func (e keptElsewhere) apply(s *Session) Follow {
	switch {
	case e.err != nil:
		return say("Not saved there: " + e.err.Error())
	case s.state.Unsaved && s.state.Gen == e.gen:
		s.disk.keptIn = e.path
	}
	return say("Saved in " + e.path)
}
