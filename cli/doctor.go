package cli

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/socks"
	"zoauth/internal/terminal"
	"zoauth/profiles"
)

// finding is one line of the checklist and its JSON.
type finding struct {
	Profile  string `json:"profile,omitempty"`
	Severity string `json:"severity"`
	Topic    string `json:"topic"`
	Text     string `json:"text"`
	Reason   string `json:"reason,omitempty"`
	Cause    string `json:"cause,omitempty"`
	Repair   string `json:"repair,omitempty"`
}

// doctorVerb checks a profile, or all of them.
type doctorVerb struct {
	*program
	offline bool

	bad   bool               // a check found what is bound to fail
	hosts map[host]hostCheck // the OAuth hosts that were asked
}

func (v *doctorVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "doctor [PROFILE]", Short: "Check file, permissions, secret, redirect, port, clock and network",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(safe.Const("doctor takes one profile name, or none for all"))
			}
			return nil
		},
		Long: `Checks what can be checked without changing anything. Unless --offline is
given, it sends one GET for the public server metadata to each OAuth host,
without credentials.`,
		SuggestFor:        []string{"check", "verify", "validate", "test", "diagnose", "lint", "preflight"},
		Example:           "  zoauth doctor\n  zoauth doctor acme-dev --offline",
		RunE:              func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args) },
		ValidArgsFunction: v.completeProfile,
	}
	cmd.Flags().BoolVar(&v.offline, "offline", false, "send nothing")
	return v.jsonFlag(cmd)
}

func (v *doctorVerb) run(ctx context.Context, wanted []string) error {
	set, err := v.openWorkspace()
	if err != nil {
		return err
	}
	if len(wanted) == 1 && set.ProblemsOf(wanted[0]) == nil {
		if _, err := v.find(set, wanted[0]); err != nil {
			return err
		}
	}
	v.checkFile(set, wanted)
	if warning := set.Store.Warning(); warning != "" {
		v.print(finding{Severity: string(diagnose.Warn), Topic: "tokens", Text: warning, Repair: "use a profile on one host at a time, or set XDG_STATE_HOME to a disk of this host, not " + set.StateDir})
	}
	v.hosts = map[host]hostCheck{}
	for _, app := range set.Apps {
		if len(wanted) == 0 || app.Name == wanted[0] {
			v.checkProfile(ctx, set, app)
		}
	}
	if v.bad {
		return because("checks-failed", report.ExitNo, safe.Const("the checks found problems"), safe.Const("each line marked BAD ends with what to do; then run zoauth doctor again"))
	}
	return nil
}

// checkFile tells what is wrong with the profile file: with all of it, or with the
// wanted profile.
func (v *doctorVerb) checkFile(set *profiles.Workspace, wanted []string) {
	problems := set.Problems
	if len(wanted) == 1 {
		problems = set.ProblemsOf(wanted[0])
	}
	if problems == nil {
		v.print(finding{Severity: string(diagnose.Good), Topic: "file", Text: set.Path + " is read"})
	}
	for _, problem := range problems {
		repair := problem.Repair
		problem.Repair = "" // the check has it in a place of its own
		v.print(finding{Profile: problem.Profile, Severity: string(diagnose.Bad), Topic: "file", Text: problem.String(), Repair: repair})
	}
}

func (v *doctorVerb) checkProfile(ctx context.Context, set *profiles.Workspace, app flow.App) {
	tell := func(c diagnose.Check, cause string) {
		v.print(finding{Profile: app.Name, Severity: string(c.Severity), Topic: c.Topic, Text: c.Text, Reason: c.Why, Repair: c.Repair, Cause: cause})
	}
	facts := v.facts(ctx, set, app)
	if !v.offline {
		to := host{app.Endpoints.OAuthURL, app.CAFile}
		if _, asked := v.hosts[to]; !asked {
			v.hosts[to] = reach(ctx, app)
		}
		facts.Skew = v.hosts[to].skew
		tell(v.hosts[to].check, v.hosts[to].cause)
	}
	for _, c := range diagnose.Preflight(app, facts) {
		tell(c, "")
	}
	for _, c := range aboutTokens(set.Store, app) {
		tell(c, "")
	}
}

// aboutTokens judges what is saved of a profile, and names the files that may hold
// tokens of it and that nothing uses.
func aboutTokens(store *profiles.Store, app flow.App) []diagnose.Check {
	checks := []diagnose.Check{checkState(store, app)}
	for _, path := range store.Strays(app.Name) {
		checks = append(checks, diagnose.Check{
			Severity: diagnose.Warn, Topic: "tokens", Text: path + " may hold tokens, and zoauth does not use it",
			Why: "It was set aside, or does not follow the saved tokens.", Repair: "remove it once the saved tokens work",
		})
	}
	return checks
}

func checkState(store *profiles.Store, app flow.App) diagnose.Check {
	check := func(severity diagnose.Severity, text, repair string) diagnose.Check {
		return diagnose.Check{Severity: severity, Topic: "tokens", Text: text, Repair: repair}
	}
	state, err := store.Read(app.Name)
	switch {
	case err != nil:
		return check(diagnose.Bad, err.Error(), "fix the permissions it names")
	case state.Newer:
		return check(diagnose.Bad, state.Damage, "use the newer zoauth, or move the file away")
	case state.Damage != "":
		return check(diagnose.Bad, state.Damage, "zoauth authorize "+app.Name)
	case state.Candidate() != nil:
		return check(diagnose.Warn, flow.ErrCandidate.Error(), "zoauth adopt "+app.Name+" --candidate --dry-run shows it")
	case state.Bound(app) != nil:
		return check(diagnose.Warn, state.Bound(app).Error(), "zoauth authorize "+app.Name)
	}
	return check(diagnose.Good, savedText(app, state)+"; "+storage, "")
}

// savedText says what is saved of a profile.
func savedText(app flow.App, s flow.State) string {
	if !s.HasToken() && s.Revoked == nil {
		return "no token yet"
	}
	return report.Reader{Clean: &safe.Cleaner{}, Now: time.Now()}.StateLine(app, s).String()
}

// facts gathers what the preflight wants to know of a profile. The profile file was
// looked at when it was read.
func (v *doctorVerb) facts(ctx context.Context, set *profiles.Workspace, app flow.App) flow.Facts {
	site := profiles.Site{App: app, Apps: set.Apps, Paths: profiles.Paths{State: set.StateDir}, Port: true}
	facts := site.Facts(ctx)
	facts.SSH = terminal.Detect(v.Getenv, "").SSH
	secret, shape := site.Secret(ctx)
	v.redactor.Learn(secret)
	facts.Secret = shape
	return facts
}

// metadataPath is RFC 8414's; Zoom answers it without credentials (docs/zoom.md §1).
const metadataPath = "/.well-known/oauth-authorization-server"

// host is an OAuth host as a profile reaches it: it is asked once, however many
// profiles it has.
type host struct{ oauthURL, caFile string }

// hostCheck is what came of it, and how far the clocks are apart.
type hostCheck struct {
	check diagnose.Check
	cause string
	skew  time.Duration
}

// reach asks the OAuth host of app for its public metadata.
func reach(ctx context.Context, app flow.App) hostCheck {
	t := (&flow.Client{SOCKS: socks.Handshake}).Send(ctx, flow.Request{
		Method: http.MethodGet, URL: strings.TrimRight(app.Endpoints.OAuthURL, "/") + metadataPath, CAFile: app.CAFile,
		Header: []flow.Field{{Name: "Accept", Plain: "application/json"}},
	})
	if t.Err != nil || t.Response == nil {
		found := diagnose.Diagnose(diagnose.Case{Trace: t, App: app, Now: time.Now()})
		check := diagnose.Check{Severity: diagnose.Bad, Topic: "network", Text: fmt.Sprintf("%s: %s: %v", app.Endpoints.OAuthURL, t.Phase, t.Err)}
		if len(found) == 0 {
			return hostCheck{check: check}
		}
		check.Repair = clause(found[0].Fix)
		return hostCheck{check: check, cause: found[0].ID}
	}
	skew, _ := t.Skew()
	text := fmt.Sprintf("%s responds with %d in %d ms", app.Endpoints.OAuthURL, t.Response.Status, t.Times.Total.Milliseconds())
	if t.Peer.TLSVersion != "" {
		text += ", " + t.Peer.TLSVersion + ", certificate by " + t.Peer.Issuer
	}
	return hostCheck{check: diagnose.Check{Severity: diagnose.Good, Topic: "network", Text: text}, skew: skew.Round(time.Second)}
}

// mark is the word that begins a check.
func mark(s diagnose.Severity) safe.Text {
	switch s {
	case diagnose.Good:
		return safe.Const("ok  ")
	case diagnose.Bad:
		return safe.Const("BAD ")
	case diagnose.Warn:
		return safe.Const("warn")
	default:
		return safe.Const("note")
	}
}

// print prints a finding, and remembers a bad one.
func (v *doctorVerb) print(f finding) {
	v.bad = v.bad || f.Severity == string(diagnose.Bad)
	if v.json {
		_ = v.JSON(f)
		return
	}
	if v.Quiet && f.Severity != string(diagnose.Bad) {
		return
	}
	line := ""
	if f.Profile != "" {
		line = f.Profile + "  "
	}
	line += f.Topic + ": " + f.Text
	if f.Repair != "" && f.Severity != string(diagnose.Good) {
		line += "; " + f.Repair
	}
	_ = v.Print(safe.Format("%s  %s", mark(diagnose.Severity(f.Severity)), v.Clean.Line(line)))
	if f.Reason != "" && f.Severity != string(diagnose.Good) {
		_ = v.Print(safe.Format("      %s", v.Clean.Line(f.Reason)))
	}
}

// clause is a sentence as the end of another one, as the repairs of the other checks are
// written.
func clause(sentence string) string {
	text := strings.TrimSuffix(sentence, ".")
	return strings.ToLower(text[:1]) + text[1:]
}
