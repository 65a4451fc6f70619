package flow

import (
	"context"
	"time"
)

// awakeTick is how much of the budget a stopped or suspended process can lose
// while it does not run (R12).
const awakeTick = 250 * time.Millisecond

// awake returns a context that is cancelled with [ErrBudgetSpent] after d of
// time in which this process really ran. A stopped process or a suspended
// machine costs one tick, not the whole budget. parent's end ends it too.
func awake(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	go func() {
		timer := time.NewTimer(0)
		defer timer.Stop()
		<-timer.C
		for left := d; left > 0; left -= awakeTick {
			timer.Reset(min(awakeTick, left))
			select {
			case <-ctx.Done():
				return
			case <-timer.C:
			}
		}
		cancel(ErrBudgetSpent)
	}()
	return ctx, func() { cancel(context.Canceled) }
}
