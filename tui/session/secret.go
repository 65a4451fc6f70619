package session

import (
	"context"
	"time"

	"zoauth/flow"
)

// Secret is the client secret as far as it was read: not yet, being read, read, or
// why it could not be. The zero value was not read.
type Secret struct {
	op             Op
	reading, ready bool
	value          flow.Secret
	err            error
	asks           bool
}

// Ready reports whether the secret was read. That of a public app is empty.
func (s Secret) Ready() bool { return s.ready }

// Reading reports whether it is being read.
func (s Secret) Reading() bool { return s.reading }

// Err says why it could not be read, or nil.
func (s Secret) Err() error { return s.err }

// Asks reports whether, after a failure, its command can be given the terminal.
func (s Secret) Asks() bool { return s.asks }

// secretTimeout bounds reading a client secret; its command has a limit of its own.
const secretTimeout = 15 * time.Second

// readSecret reads the client secret unless that is under way.
func (s *Session) readSecret() Follow {
	source := s.app.Secret
	switch {
	case s.app.Type == flow.Public || source == nil:
		s.secret = Secret{ready: true}
		return s.drafts.refreshDrafts()
	case s.secret.reading:
		return Follow{}
	}
	op := s.nextOp("")
	s.secret = Secret{reading: true, op: op}
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		value, err := source.Secret(ctx)
		return secretRead(op, value, err)
	})
}

// AskSecret prepares to give the secret's command the terminal, after it failed without
// one. The face leaves the screen to source, and gives what came to done; the event
// that done returns is for [Session.Apply]. ok is false where nothing can be asked.
func (s *Session) AskSecret() (source flow.SecretAsker, done func(flow.Secret, error) *Event, ok bool) {
	source, ok = s.app.Secret.(flow.SecretAsker)
	if !ok || s.secret.reading {
		return nil, nil, false
	}
	op := s.nextOp("")
	s.secret = Secret{reading: true, op: op}
	return source, func(value flow.Secret, err error) *Event { return secretRead(op, value, err) }, true
}

// secretRead brings the client secret, or why it could not be read.
func secretRead(op Op, value flow.Secret, err error) *Event {
	return op.then(func(s *Session) Follow {
		s.with.Redactor.Learn(value)
		if s.secret.op != op { // of a source that the file no longer names
			return Follow{}
		}
		s.secret = Secret{op: op, ready: err == nil, value: value, err: err}
		if err != nil {
			_, s.secret.asks = s.app.Secret.(flow.SecretAsker)
			s.practice.stop()
		}
		return s.drafts.refreshDrafts()
	})
}

// forgetSecret makes the next draft read the secret anew, after the server refused it.
func (s *Session) forgetSecret() {
	s.secret = Secret{}
	if f, ok := s.app.Secret.(interface{ Forget() }); ok {
		f.Forget()
	}
}
