package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow/recognize"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// importResult is the JSON of import.
type importResult struct {
	Profiles []newProfile `json:"profiles"`
	LeftOut  []leftOut    `json:"left_out"`
}

// newProfile is a profile that was made of a text, or with --dry-run would be.
type newProfile struct {
	Name          string   `json:"name"`
	Type          string   `json:"type"`
	Environment   string   `json:"environment"`
	ClientID      string   `json:"client_id"`
	AccountID     string   `json:"account_id,omitempty"`
	RedirectURI   string   `json:"redirect_uri,omitempty"`
	Secret        string   `json:"client_secret,omitempty"`
	SecretCommand []string `json:"client_secret_command,omitempty"`
	SecretEnv     string   `json:"client_secret_env,omitempty"`
	From          string   `json:"from"`
}

// leftOut is what was found and not taken.
type leftOut struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// importVerb makes profiles of the credentials in a text.
type importVerb struct {
	*program
	name   string
	dryRun bool

	found []recognize.Artefact // in the text
}

func (v *importVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import [FILE | -]", Short: "Make profiles of the credentials in a text",
		Long: `Makes profiles from the credentials in a text: .env files, compose and other
YAML, TOML, JSON, Postman environments and collections, code, the text of App
Credentials at Zoom, curl commands. Without FILE, or with -, the text is read
from standard input. A secret goes into a 0600 file and is never printed. An
existing profile is never changed. Nothing is sent.`,
		SuggestFor: []string{"init", "new", "add", "create", "setup", "configure", "config"},
		Example:    "  zoauth import .env --dry-run\n  pbpaste | zoauth import --name acme",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(safe.Const("import takes one file, or standard input"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			file := ""
			if len(args) == 1 && args[0] != "-" {
				file = args[0]
			}
			return v.run(cmd.Context(), file)
		},
	}
	cmd.Flags().StringVar(&v.name, "name", "", "the `NAME` of the profile, or what the names of several begin with")
	cmd.Flags().BoolVar(&v.dryRun, "dry-run", false, "show what would be written, and write nothing")
	return v.jsonFlag(cmd)
}

// run writes the profiles that can be made of a text, and names what is left out.
func (v *importVerb) run(ctx context.Context, file string) error {
	if v.name != "" && !profiles.IsName(v.name) {
		return usage(safe.Format("--name %s cannot be the name of a profile: use a-z, 0-9, dot, dash and underscore, at most 64", v.Clean.Line(v.name)))
	}
	text, err := v.read(ctx, file)
	if err != nil {
		return err
	}
	v.found = recognize.Read(text)
	for _, a := range v.found {
		v.redactor.Learn(a.Secrets()...)
		v.redactor.LearnRequest(a.Trace.Request)
	}
	paths, err := v.paths()
	if err != nil {
		return err
	}
	document, err := profiles.OpenDocument(paths.Config)
	if err != nil {
		return err
	}
	in := document.Import(v.found, v.name)
	result := importResult{Profiles: []newProfile{}, LeftOut: []leftOut{}}
	for _, left := range in.LeftOut {
		result.LeftOut = append(result.LeftOut, leftOut{left.Line, v.redactor.Redact(left.Why)})
	}
	var drafts []profiles.Draft
	for _, imported := range in.Drafts {
		if imported.Doubts == nil {
			drafts = append(drafts, imported.Draft.ForType())
			result.Profiles = append(result.Profiles, newProfileOf(imported))
		}
	}
	writeErr := v.write(ctx, document, drafts)
	if writeErr != nil {
		result.Profiles = []newProfile{}
	}
	if err := v.print(result); err != nil {
		return err
	}
	for _, made := range result.Profiles {
		if len(made.SecretCommand) > 0 {
			v.Say(safe.Format("The text names where the client secret of %s is kept. zoauth gets it with: %s", v.Clean.Line(made.Name), v.Clean.Line(strings.Join(made.SecretCommand, " "))))
		}
	}
	switch {
	case writeErr != nil:
		return &failure{report.Report{Code: report.ExitUsage, Headline: safe.Format("the profile file could not be changed: %s", v.Clean.Error(writeErr)), Next: safe.Const("zoauth doctor shows what is wrong with it"), Cause: "profile-file-invalid"}, writeErr}
	case len(result.Profiles) == 0:
		return v.nothingNew(in, slices.Contains(document.Names(), v.name))
	}
	return v.offerTokens(ctx, text, file, result.Profiles)
}

// nothingNew is the failure of an import that made no profile. taken: there is one of the
// name that was asked for.
func (v *importVerb) nothingNew(in profiles.Import, taken bool) error {
	var known []string
	for _, imported := range in.Drafts {
		if imported.Known != "" {
			known = append(known, imported.Known)
		}
	}
	if taken && len(known) == 0 && len(in.Drafts) == 1 {
		return because("profile-exists", report.ExitNo, safe.Format("no profile was made: there is a profile %s already", v.Clean.Line(v.name)), safe.Const("choose another --name"))
	}
	if len(known) == 0 || len(known) < len(in.Drafts) {
		return because("text-not-known", report.ExitNo, safe.Const("no profile was made: the text has no Zoom app's credentials that zoauth can use"), safe.Const("zoauth import --help names what it reads"))
	}
	has := safe.Const("has this client ID")
	if len(known) > 1 {
		has = safe.Const("have these client IDs")
	}
	return because("profile-exists", report.ExitNo, safe.Format("no profile was made: %s already %s", v.Clean.Line(strings.Join(known, ", ")), has), safe.Format("zoauth status %s", v.Clean.Line(strings.Join(known, " "))))
}

// read reads the file; empty: standard input.
func (v *importVerb) read(ctx context.Context, file string) (string, error) {
	if file != "" {
		text, err := readUpTo(file)
		if err != nil {
			return "", &failure{report.Report{Code: report.ExitUsage, Headline: safe.Format("the file could not be read: %s", v.Clean.Error(err)), Next: safe.Const("name a file that you may read, or pipe the text: zoauth import < FILE"), Cause: "file-unusable"}, err}
		}
		return text, nil
	}
	return v.stdin.readText(ctx)
}

// write adds profiles to the document: in the file, or with --dry-run in memory alone.
func (v *importVerb) write(ctx context.Context, document *profiles.Document, drafts []profiles.Draft) (err error) {
	switch {
	case len(drafts) == 0:
	case v.dryRun:
		_, err = document.WithNew(drafts...)
	default:
		_, err = document.SaveNew(ctx, drafts...)
	}
	return err
}

// newProfileOf is a draft as the JSON has it.
func newProfileOf(imported profiles.Imported) newProfile {
	d := imported.Draft
	n := newProfile{
		Name: d.Name, Type: string(d.Type()), Environment: d.Get("environment"), ClientID: d.Text["client_id"],
		AccountID: d.Text["account_id"], RedirectURI: d.Text["redirect_uri"], From: fmt.Sprintf("line %d", imported.Line),
	}
	switch d.From {
	case profiles.Command:
		n.SecretCommand = d.Command
	case profiles.Environment:
		n.SecretEnv = d.Text["client_secret_env"]
	default:
		n.Secret = fmt.Sprintf("%s (%d)", d.Secret.Fingerprint(), d.Secret.Len())
	}
	return n
}

// print prints what was made and what was left out.
func (v *importVerb) print(result importResult) error {
	if v.json {
		return v.JSON(result)
	}
	var rows [][]safe.Text
	for _, n := range result.Profiles {
		secret := cmp.Or(n.Secret, strings.Join(n.SecretCommand, " "))
		if n.SecretEnv != "" {
			secret = "$" + n.SecretEnv
		}
		rows = append(rows, []safe.Text{
			v.Clean.Line(n.Name), v.Clean.Line(n.Type), v.Clean.Line(n.Environment), v.Clean.Line(n.ClientID), v.Clean.Line(secret), v.Clean.Line(n.From),
		})
	}
	if len(rows) > 0 {
		if err := v.Table(rows...); err != nil {
			return err
		}
	}
	for _, left := range result.LeftOut {
		v.Warn(safe.Format("line %s was left out: %s", safe.Int(left.Line), v.Clean.Line(left.Why)))
	}
	switch {
	case len(rows) == 0:
	case v.dryRun:
		v.Say(safe.Const("Nothing was written: run it again without --dry-run."))
	default:
		v.sayNext(result.Profiles[0])
	}
	return nil
}

// sayNext names the next command for the first profile that was made.
func (v *importVerb) sayNext(n newProfile) {
	next := safe.Const("authorize")
	switch {
	case n.Type != "general":
		next = safe.Const("token")
	case n.RedirectURI == "":
		next = safe.Const("authorize --device")
		v.Say(safe.Const("The text has no redirect URI. Add it to the profile file to authorize in a browser."))
	}
	v.Say(safe.Format("Next: zoauth %s %s", next, v.Clean.Line(n.Name)))
}

// offerTokens offers to adopt the tokens that stand beside the credentials that were
// imported: at a terminal with a question, else by naming the command. file is where
// the text came from; empty: standard input.
func (v *importVerb) offerTokens(ctx context.Context, text, file string, made []newProfile) error {
	var clients []string
	for _, n := range made {
		clients = append(clients, n.ClientID)
	}
	grant := recognize.ReadGrantFor(text, v.found, clients...)
	v.redactor.LearnToken(grant.Token)
	if grant.Why != "" {
		v.Warn(safe.Format("its tokens were left out: %s", v.Clean.Line(grant.Why)))
		return nil
	}
	if !grant.Token.HasToken() {
		return nil
	}
	name, client := made[0].Name, grant.IssuedTo()
	switch i := slices.Index(clients, client); {
	case i >= 0:
		name = made[i].Name
	case client != "":
		v.Warn(safe.Format("its tokens were left out: they were issued to client ID %s", v.Clean.Line(client)))
		return nil
	}
	v.Say(safe.Format("The text has tokens too: %s.", v.Clean.Line(fingerprints(grant.Token))))
	if v.dryRun || !v.stdin.canAsk() {
		v.Hint(safe.Format("zoauth adopt %s < %s", v.Clean.Line(name), v.Clean.Line(cmp.Or(file, "FILE"))))
		return nil
	}
	t, err := v.target("adopt", name)
	if err != nil {
		return err
	}
	given := &givenGrant{target: t, givenOptions: givenOptions{redirect: t.app.RedirectURI}, grant: grant}
	var refused *failure
	if err := given.judge(); errors.As(err, &refused) { // the profiles are made all the same
		v.Warn(refused.Headline)
		return nil
	} else if err != nil {
		return err
	}
	if v.stdin.answerTo(safe.Format("Adopt them into %s? [y/N] ", v.Clean.Line(name))) != "y" {
		return nil
	}
	return given.save(ctx)
}
