package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow/recognize"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// importing is the JSON of import.
type importing struct {
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

func (p *program) importVerb() *cobra.Command {
	var name string
	var dryRun bool
	cmd := &cobra.Command{
		Use: "import [FILE | -]", Short: "Make profiles of the credentials in a text",
		Long: "Make profiles of the credentials in a text: .env files, compose and other YAML, TOML, JSON, Postman\n" +
			"environments and collections, code, the text of App Credentials at Zoom, curl commands. Without FILE,\n" +
			"or with -, the text is read from standard input. A secret goes into a 0600 file and is never printed.\n" +
			"A profile that exists is never changed. Nothing is sent.",
		Example: "  zoauth import .env --dry-run\n  pbpaste | zoauth import --name acme",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(safe.Const("import takes one file, or standard input"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := p.importText(cmd.Context(), args)
			if err != nil {
				return err
			}
			file := ""
			if len(args) == 1 && args[0] != "-" {
				file = args[0]
			}
			return p.importProfiles(cmd.Context(), text, file, name, dryRun)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "the `NAME` of the profile, or what the names of several begin with")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be written, and write nothing")
	return p.jsonFlag(cmd)
}

// importText is the text of the file, or of standard input.
func (p *program) importText(ctx context.Context, args []string) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		text, err := readUpTo(args[0])
		if err != nil {
			return "", &failure{report.Report{Code: report.ExitUsage, Headline: safe.Format("the file could not be read: %s", p.Clean.Error(err)), Next: safe.Const("name a file that you may read, or pipe the text: zoauth import < FILE")}, err}
		}
		return text, nil
	}
	return p.stdin.readText(ctx)
}

// importProfiles writes the profiles that can be made of a text, and names what is left
// out.
func (p *program) importProfiles(ctx context.Context, text, file, name string, dryRun bool) error {
	found := recognize.Read(text)
	for _, a := range found {
		p.redactor.Learn(a.Secrets()...)
		p.redactor.LearnRequest(a.Trace.Request)
	}
	paths, err := p.paths()
	if err != nil {
		return err
	}
	document, err := profiles.OpenDocument(paths.Config)
	if err != nil {
		return err
	}
	in := document.Import(found, name)
	result := importing{Profiles: []newProfile{}, LeftOut: []leftOut{}}
	for _, left := range in.LeftOut {
		result.LeftOut = append(result.LeftOut, leftOut{left.Line, p.redactor.Redact(left.Why)})
	}
	var broken error
	for _, one := range in.Drafts {
		if one.Doubts != nil {
			continue
		}
		if document, broken = write(ctx, document, one.Draft, dryRun); broken != nil {
			break
		}
		result.Profiles = append(result.Profiles, newProfileOf(one))
	}
	if err := p.showImport(result, dryRun); err != nil {
		return err
	}
	switch {
	case broken != nil:
		return &failure{report.Report{Code: report.ExitUsage, Headline: safe.Format("the profile file could not be changed: %s", p.Clean.Error(broken)), Next: safe.Const("zoauth doctor shows what is wrong with it")}, broken}
	case len(result.Profiles) == 0:
		return failed(report.ExitNo, safe.Const("no profile was made: the text has no credentials of a Zoom app that can be used"), safe.Const("zoauth import --help names what it reads"))
	}
	return p.offerTokens(ctx, text, file, result, dryRun)
}

// write adds a profile to the document: in the file, or with dryRun in memory alone.
func write(ctx context.Context, document *profiles.Document, draft profiles.Draft, dryRun bool) (*profiles.Document, error) {
	if dryRun {
		return document.With("", draft.ForType())
	}
	saved, err := document.Save(ctx, "", draft.ForType())
	return saved.Document, err
}

// newProfileOf is a draft as the JSON has it.
func newProfileOf(one profiles.Imported) newProfile {
	d := one.Draft
	n := newProfile{
		Name: d.Name, Type: string(d.Type()), Environment: d.Get("environment"), ClientID: d.Text["client_id"],
		AccountID: d.Text["account_id"], RedirectURI: d.Text["redirect_uri"], From: fmt.Sprintf("line %d", one.Line),
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

// showImport prints what was made and what was left out.
func (p *program) showImport(result importing, dryRun bool) error {
	if p.json {
		return p.JSON(result)
	}
	var rows [][]safe.Text
	for _, n := range result.Profiles {
		secret := cmp.Or(n.Secret, strings.Join(n.SecretCommand, " "))
		if n.SecretEnv != "" {
			secret = "$" + n.SecretEnv
		}
		rows = append(rows, []safe.Text{
			p.Clean.Line(n.Name), p.Clean.Line(n.Type), p.Clean.Line(n.Environment), p.Clean.Line(n.ClientID), p.Clean.Line(secret), p.Clean.Line(n.From),
		})
	}
	if len(rows) > 0 {
		if err := p.Table(rows...); err != nil {
			return err
		}
	}
	for _, left := range result.LeftOut {
		p.Warn(safe.Format("line %s was left out: %s", safe.Int(left.Line), p.Clean.Line(left.Why)))
	}
	switch {
	case len(rows) == 0:
	case dryRun:
		p.Say(safe.Const("Nothing was written; without --dry-run it is."))
	default:
		p.sayNext(result.Profiles[0])
	}
	return nil
}

// sayNext names the next command for the first profile that was made.
func (p *program) sayNext(n newProfile) {
	next := safe.Const("authorize")
	switch {
	case n.Type != "general":
		next = safe.Const("token")
	case n.RedirectURI == "":
		next = safe.Const("authorize --device")
		p.Say(safe.Const("The text has no redirect URI. Add it to the profile file to authorize in a browser."))
	}
	p.Say(safe.Format("Next: zoauth %s %s", next, p.Clean.Line(n.Name)))
}
