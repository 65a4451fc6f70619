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
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		err := runner.Save(ctx, op.Profile, state)
		return op.then(func(s *Session) Follow {
			switch {
			case s.disk.saving != op || !s.state.Unsaved:
				return Follow{}
			case err != nil:
				return say("Still not saved: " + err.Error())
			}
			state := s.state
			state.Unsaved = false
			return say("Saved.").and(s.disk.committed(state))
		})
	})
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
	return run(func(context.Context) *Event {
		path, err := store.SaveIn(folder, op.Profile, state)
		if err == nil {
			runner.LetGo(op.Profile)
		}
		return op.then(func(s *Session) Follow {
			switch {
			case err != nil:
				return say("Not saved there: " + err.Error())
			case s.state.Unsaved && s.state.Gen == state.Gen:
				s.disk.keptIn = path
			}
			return say("Saved in " + path)
		})
	})
}
