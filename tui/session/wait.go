package session

import "time"

// Wait returns how long the server of the newest request still asks to wait, since it
// limits the rate (N5). Nothing is sent by itself when that is over.
func (s *Session) Wait(now time.Time) time.Duration {
	last, _ := s.line.Result(s.line.Len() - 1)
	if last.Outcome == nil || last.Outcome.Answer.Err == nil {
		return 0
	}
	asked := last.Outcome.Answer.Err.RetryAfter
	return min(asked, max(0, last.At.Add(last.Took+asked).Sub(now)))
}
