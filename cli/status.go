package cli

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// storage is how the tokens are kept (S1).
const storage = "plain text, mode 0600"

// statusRow is a profile in the status table and its JSON.
type statusRow struct {
	Profile      string     `json:"profile"`
	Environment  string     `json:"environment"`
	State        string     `json:"state"`
	Detail       string     `json:"detail,omitempty"`
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

// statusVerb shows what is saved of the profiles.
type statusVerb struct{ *program }

func (v *statusVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "status [PROFILE]...", Short: "Show state and expiry of every profile, from the disk only",
		Long: `Shows what is saved for each profile and when it expires. Reads only the disk
and sends nothing, so a token that was revoked elsewhere still shows as valid.
zoauth probe asks Zoom.`,
		SuggestFor:        []string{"show", "info", "expiry", "state"},
		Example:           "  zoauth status\n  zoauth status acme-dev --json",
		RunE:              func(_ *cobra.Command, args []string) error { return v.run(args) },
		ValidArgsFunction: v.completeProfiles,
	}
	return v.jsonFlag(cmd)
}

// run prints the wanted profiles, or all of them. One that is bad is named when it
// was wanted, and where all were.
func (v *statusVerb) run(wanted []string) error {
	set, err := v.openWorkspace()
	if err != nil {
		return err
	}
	bad := &profiles.Problems{Path: set.Path}
	for i, name := range wanted {
		if slices.Contains(wanted[:i], name) {
			continue
		}
		own := set.ProblemsOf(name)
		if _, ok := set.App(name); !ok && own == nil {
			_, err := v.find(set, name)
			return err
		}
		bad.List = append(bad.List, own...)
	}
	err = v.print(set, wanted)
	switch {
	case err != nil:
		return err
	case len(bad.List) > 0:
		return bad
	case len(wanted) > 0:
		return nil
	default:
		return v.reportProblems(set)
	}
}

// print prints the wanted profiles as JSON or as a table, then what their tokens have in
// common. A token file that cannot be read is the error; the others are shown all the same.
func (v *statusVerb) print(set *profiles.Workspace, wanted []string) error {
	table := [][]safe.Text{{safe.Const("PROFILE"), safe.Const("ENVIRONMENT"), safe.Const("STATE"), safe.Const("ACCESS"), safe.Const("REFRESH"), safe.Const("USER")}}
	var rows []statusRow
	var firstErr error
	tenants := set.Tenants()
	for _, app := range set.Apps {
		if len(wanted) > 0 && !slices.Contains(wanted, app.Name) {
			continue
		}
		state, err := set.Store.Read(app.Name)
		if err != nil {
			state.Damage, firstErr = "the token file cannot be used", cmp.Or(firstErr, err)
		}
		learnState(v.redactor, state)
		r := v.rowOf(app, state)
		r.SameUser = flow.Tenant{App: app, State: state}.SharingUser(tenants)
		rows = append(rows, r)
		table = append(table, []safe.Text{
			v.Clean.Line(r.Profile), v.Clean.Line(r.Environment), v.reader().StateLine(app, state),
			orDash(v.Clean.Line(r.AccessToken)), orDash(v.Clean.Line(r.RefreshToken)), orDash(v.Clean.Line(r.User)),
		})
	}
	for _, r := range unusableRows(set, wanted) {
		none := safe.Const("-")
		rows = append(rows, r)
		table = append(table, []safe.Text{v.Clean.Line(r.Profile), none, v.Clean.Line(r.State), none, none, none})
	}
	if err := v.printRows(rows, table); err != nil {
		return err
	}
	for _, r := range rows {
		if len(r.SameUser) > 0 {
			v.Warn(v.Clean.Line(sameUserWarning(r.Profile, r.SameUser)))
		}
	}
	if len(wanted) == 0 {
		v.tellLoose(set)
	}
	return firstErr
}

// tellLoose names what is left of requests that the workbench sent once: pairs that are in
// no profile, and that the server that they are for does not have yet.
func (v *statusVerb) tellLoose(set *profiles.Workspace) {
	for _, app := range set.Loose() {
		name := v.Clean.Line(app.Name)
		switch state, err := set.Store.Read(app.Name); {
		case err != nil:
			v.Warn(safe.Format("%s may keep a token pair that is in no profile: %s", name, v.Clean.Error(err)))
		case state.Damage != "":
			v.Warn(safe.Format("%s may keep a token pair that is in no profile: %s", name, v.Clean.Line(state.Damage)))
		case !state.HasToken():
			v.Warn(safe.Format("%s was sent once, and its outcome is unknown: open zoauth to see the request", name))
		default:
			v.Warn(safe.Format("%s keeps a token pair that is in no profile: open zoauth to give it to your server, adopt it or discard it", name))
		}
	}
}

// printRows prints the rows as JSON, or the table of them below its head.
func (v *statusVerb) printRows(rows []statusRow, table [][]safe.Text) error {
	if !v.json {
		if len(rows) == 0 {
			return nil
		}
		return v.Table(table...)
	}
	for _, r := range rows {
		if err := v.JSON(r); err != nil {
			return err
		}
	}
	return nil
}

// unusableRows are the rows of the wanted profiles that cannot be used.
func unusableRows(set *profiles.Workspace, wanted []string) []statusRow {
	var rows []statusRow
	for _, problem := range set.Problems {
		known := slices.ContainsFunc(rows, func(r statusRow) bool { return r.Profile == problem.Profile })
		if problem.Profile == "" || known || len(wanted) > 0 && !slices.Contains(wanted, problem.Profile) {
			continue
		}
		rows = append(rows, statusRow{Profile: problem.Profile, State: string(report.Invalid), Detail: problem.String(), Storage: storage})
	}
	return rows
}

// sameUserWarning says that one authorization ends the other.
func sameUserWarning(name string, others []string) string {
	return name + " and " + strings.Join(others, ", ") + " have tokens of the same user for one client ID: Zoom keeps one pair, so authorizing one revokes the other's tokens"
}

// orDash is what a table shows of a text that may be empty.
func orDash(text safe.Text) safe.Text { return text.Or(safe.Const("-")) }

func (v *statusVerb) rowOf(app flow.App, s flow.State) statusRow {
	r := statusRow{
		Profile: app.Name, Environment: string(app.Environment),
		State: string(report.StateOf(app, s, time.Now())), Detail: v.reader().Detail(app, s).String(),
		AccessToken: s.Token.AccessToken.Fingerprint(), RefreshToken: s.Token.RefreshToken.Fingerprint(),
		Scope: s.Token.Scope, ScopeCount: len(s.Token.Scopes()), Candidates: len(s.Candidates), Storage: storage,
	}
	if at := s.Token.ExpiresAt; !at.IsZero() {
		left := int64(time.Until(at) / time.Second)
		r.ExpiresAt, r.ExpiresIn = &at, &left
	}
	if s.Who != nil {
		r.User = s.Who.Email
	}
	return r
}
