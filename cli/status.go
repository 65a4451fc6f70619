package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/profiles"
)

// storage is how the tokens are kept (S1).
const storage = "plain text, mode 0600"

// row is a profile in the status table and its JSON.
type row struct {
	Profile      string     `json:"profile"`
	Environment  string     `json:"environment"`
	State        string     `json:"state"`
	AccessToken  string     `json:"access_token,omitempty"`
	RefreshToken string     `json:"refresh_token,omitempty"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty"`
	ExpiresIn    *int64     `json:"expires_in,omitempty"` // seconds from now; negative when past
	Scope        string     `json:"scope,omitempty"`
	ScopeCount   int        `json:"scope_count,omitempty"`
	User         string     `json:"user,omitempty"`
	SameUser     []string   `json:"same_user,omitempty"` // profiles whose tokens are of this client ID and user too
	Candidates   int        `json:"candidates,omitempty"`
	Storage      string     `json:"storage"`
}

func (p *program) statusVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "status [PROFILE]...", Short: "state and expiry of every profile, from the disk only",
		Example: "  zoauth status\n  zoauth status acme-dev --json",
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := p.opened()
			if err != nil {
				return err
			}
			return p.status(set, args)
		},
	}
	cmd.ValidArgsFunction = p.completeProfiles
	return p.jsonFlag(cmd)
}

// status prints the wanted profiles, or all of them. One that is bad is named when it
// was wanted, and where all were.
func (p *program) status(set *profiles.Workspace, wanted []string) error {
	bad := &profiles.Problems{Path: set.Path}
	for i, name := range wanted {
		if slices.Contains(wanted[:i], name) {
			continue
		}
		own := set.ProblemsOf(name)
		if _, ok := set.App(name); !ok && own == nil {
			_, err := p.find(set, name)
			return err
		}
		bad.List = append(bad.List, own...)
	}
	err := p.printStatus(set, wanted)
	switch {
	case err != nil:
		return err
	case len(bad.List) > 0:
		return bad
	case len(wanted) > 0:
		return nil
	default:
		return p.tellProblems(set)
	}
}

func (p *program) printStatus(set *profiles.Workspace, wanted []string) error {
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	kept, firstErr, tenants := false, error(nil), set.Tenants()
	var warnings []string
	shown := slices.DeleteFunc(slices.Clone(set.Apps), func(a flow.App) bool {
		return len(wanted) > 0 && !slices.Contains(wanted, a.Name)
	})
	if !p.json && len(shown) > 0 {
		_, _ = fmt.Fprintln(table, "PROFILE\tENVIRONMENT\tSTATE\tACCESS\tREFRESH\tWHO")
	}
	for _, app := range shown {
		state, err := set.Store.Read(app.Name)
		if err != nil { // the others are shown all the same
			state.Damage, firstErr = "the token file is refused", cmp.Or(firstErr, err)
		}
		p.learn(state)
		kept = kept || state.HasToken()
		r := describe(app, state, time.Now())
		r.SameUser = flow.Tenant{App: app, State: state}.SharingUser(tenants)
		if len(r.SameUser) > 0 {
			warnings = append(warnings, sameUser(app.Name, r.SameUser))
		}
		if p.json {
			if err := p.printJSON(r); err != nil {
				return err
			}
			continue
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Profile, r.Environment, p.clean.Line(r.State),
			dash(r.AccessToken), dash(r.RefreshToken), p.clean.Line(dash(r.User)))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, warning := range warnings {
		p.warn(warning)
	}
	if !p.json && kept {
		p.say("Tokens are stored in " + storage + ".")
	}
	return firstErr
}

// sameUser says that one authorization ends the other.
func sameUser(name string, others []string) string {
	return name + " and " + strings.Join(others, ", ") + " hold tokens of the same user for one client ID: Zoom keeps one pair, so authorizing one ends the other's tokens"
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func describe(app flow.App, s flow.State, now time.Time) row {
	r := row{
		Profile: app.Name, Environment: string(app.Environment), State: word(s, now),
		AccessToken: s.Token.AccessToken.Fingerprint(), RefreshToken: s.Token.RefreshToken.Fingerprint(),
		Scope: s.Token.Scope, ScopeCount: len(s.Token.Scopes()), Candidates: len(s.Candidates), Storage: storage,
	}
	if at := s.Token.ExpiresAt; !at.IsZero() {
		left := int64(at.Sub(now) / time.Second)
		r.ExpiresAt, r.ExpiresIn = &at, &left
	}
	if s.Who != nil {
		r.User = s.Who.Email
	}
	return r
}

// word is the state as the workbench says it.
func word(s flow.State, now time.Time) string {
	t := s.Token
	switch {
	case s.Damage != "":
		return "damaged: " + s.Damage
	case s.Uncertain():
		return "uncertain"
	case s.InFlight:
		return "in flight"
	case s.Revoked != nil && !s.HasToken():
		return "revoked"
	case !s.HasToken():
		return "no token"
	case t.ExpiresAt.IsZero():
		return "valid, end unknown"
	case t.Expired(now):
		return "expired " + flow.Span(now.Sub(t.ExpiresAt)) + " ago"
	default:
		return "valid " + flow.Span(t.ExpiresAt.Sub(now))
	}
}
