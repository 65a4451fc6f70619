package flow

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// The tests of this file are inside the package: awake is not exported, and a
// bubble of synctest holds no sockets.

// The budget ends after its time, not earlier, and says why (N2).
func TestAwakeEndsAfterItsTime(t *testing.T) {
	for _, d := range []time.Duration{time.Millisecond, 250 * time.Millisecond, 600 * time.Millisecond, DefaultBudget} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			ctx, done := awake(t.Context(), d)
			defer done()
			<-ctx.Done()
			if took := time.Since(began); took != d {
				t.Errorf("a budget of %s took %s", d, took)
			}
			if !errors.Is(context.Cause(ctx), ErrBudgetSpent) {
				t.Errorf("cause %v", context.Cause(ctx))
			}
		})
	}
}

// Its parent's end and done end it, with their own reason, and leave no goroutine:
// synctest fails on one that stays.
func TestAwakeEndsWithItsParent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancelCause(t.Context())
		ctx, done := awake(parent, time.Hour)
		defer done()
		left := errors.New("the person left")
		cancel(left)
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), left) {
			t.Errorf("cause %v", context.Cause(ctx))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, done := awake(t.Context(), time.Hour)
		done()
		if !errors.Is(context.Cause(ctx), context.Canceled) {
			t.Errorf("cause %v", context.Cause(ctx))
		}
	})
}
