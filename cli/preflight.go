package cli

import (
	"context"
	"os"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
)

// preflight stops an authorization that is bound to fail. Whether the callback address
// can be bound is left to the listener, which says who holds it; what another profile
// has in common with this one does not make this one fail.
func (p *program) preflight(ctx context.Context, t *target, secret flow.Secret) error {
	site := profiles.Site{App: t.app, Paths: profiles.Paths{State: t.StateDir}}
	facts := site.Facts(ctx)
	if t.app.Secret != nil {
		facts.Secret = flow.ShapeOf(secret, t.app.Secret.Describe())
	}
	for _, c := range diagnose.Preflight(t.app, facts) {
		if c.Severity != diagnose.Bad {
			continue
		}
		name, code := p.Clean.Line(t.app.Name), report.ExitUnsent
		if c.Topic == "files" {
			code = report.ExitPermission
		}
		return failed(code, safe.Format("%s was not authorized: %s: %s", name, p.Clean.Line(c.Text), p.Clean.Line(c.Why)),
			safe.Format("%s, then run this again; zoauth authorize %s --force goes on as it is", p.Clean.Line(c.Repair), name))
	}
	return nil
}

// showTunnel prints the command that brings the browser's callback here over SSH.
func (p *program) showTunnel(app flow.App) {
	hostname, _ := os.Hostname() // without it the command has HOST
	if line := terminal.Detect(p.Getenv, hostname).Tunnel(app); line != "" {
		p.Show(safe.Const("You're on SSH: 127.0.0.1 in your browser is your laptop, not this host. First run there:"))
		p.Show(p.Clean.Whole(line))
	}
}
