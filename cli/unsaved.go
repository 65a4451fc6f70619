package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
)

// lastTry bounds the wait for a lock when the program ends.
const lastTry = time.Second

// saveHeld tries once more, when the program ends, to save tokens that no file
// has. err is what the program ends with otherwise; a verb has told already.
func (p *program) saveHeld(err error) error {
	var f *failure
	if errors.As(err, &f) && f.code == exitUnsaved {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastTry)
	defer cancel()
	for _, r := range p.runners {
		for profile, state := range r.Held() {
			saveErr := r.Save(ctx, profile, state)
			if saveErr != nil && !errors.Is(saveErr, flow.ErrNotConfirmed) {
				err = unsaved(profile, saveErr)
			}
		}
	}
	return err
}

// unsaved is the failure of new tokens that are not where they belong.
func unsaved(profile string, err error) error {
	var rescued *profiles.Rescued
	if errors.As(err, &rescued) {
		return &failure{exitUnsaved, fmt.Errorf("new tokens of %s came: %w", profile, err), "keep that file; the next step of " + profile + " looks for it"}
	}
	return &failure{exitUnsaved, fmt.Errorf("new tokens of %s came, could not be saved and are lost: %w", profile, err), "zoauth authorize " + profile + " gets a new authorization, once the disk allows it"}
}
