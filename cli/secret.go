package cli

import (
	"context"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// askSecret offers to run a secret command once more with the terminal, after it
// failed without one for the given reason.
type askSecret func(ctx context.Context, source flow.SecretAsker, reason error) (flow.Secret, error)

// asker returns nil where no person can be asked (S6).
func (p *program) asker() askSecret {
	if !p.asks() {
		return nil
	}
	return func(ctx context.Context, source flow.SecretAsker, reason error) (flow.Secret, error) {
		p.Show(safe.Format("No client secret: %s", p.Clean.Error(reason)))
		if p.question(safe.Const("Run it here for a minute, so that it can ask you? y or n: ")) != "y" {
			return flow.Secret{}, reason
		}
		return source.Ask(ctx, p.In, p.Screen())
	}
}
