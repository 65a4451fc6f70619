package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/internal/safe"
	"zoauth/profiles"
)

// listFaults is the name that lists the faults instead of making one.
const listFaults = "list"

func faultNames() []string {
	names := []string{listFaults}
	for _, t := range sandbox.Scenarios() {
		names = append(names, t.Name)
	}
	return names
}

// faultList names every fault with its title.
func faultList() string {
	width := 0
	for _, name := range faultNames() {
		width = max(width, len(name))
	}
	var b strings.Builder
	for _, t := range sandbox.Scenarios() {
		fmt.Fprintf(&b, "%-*s  %s\n", width, t.Name, t.Title)
	}
	return b.String()
}

func (p *program) sandboxVerb() *cobra.Command {
	var listen, file string
	var wanted []string
	cmd := &cobra.Command{
		Use: "sandbox", Short: "Run only the simulated Zoom, and write a profile file for it", Args: p.noArgs,
		Long:    "Serves the simulated Zoom on loopback until Ctrl-C. Prints its URL, then a line for each request, without\nsecrets. --write-profiles makes a profile file for its apps, which every verb takes with --profiles.",
		Example: "  zoauth sandbox --write-profiles /tmp/zoauth.toml\n  zoauth sandbox --write-profiles /tmp/zoauth.toml --fault rotated-elsewhere",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if slices.Contains(wanted, listFaults) || slices.Contains(wanted, "help") {
				return p.Print(p.Clean.Text(strings.TrimRight(faultList(), "\n")))
			}
			if p.profiles != "" && file == "" {
				file = p.profiles
				p.Say(safe.Const("sandbox writes to the file of --profiles; --write-profiles FILE says so"))
			}
			return p.serveSandbox(cmd.Context(), listen, file, wanted)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "the loopback `HOST:PORT` to serve on")
	cmd.Flags().StringVar(&file, "write-profiles", "", "write a profile file for the apps of the sandbox to `FILE`, mode 0600")
	cmd.Flags().StringArrayVar(&wanted, "fault", nil, "turn on the fault `NAME`; \"list\" lists them all")
	_ = cmd.RegisterFlagCompletionFunc("fault", cobra.FixedCompletions(faultNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// serveSandbox serves until the context or a signal ends it.
func (p *program) serveSandbox(ctx context.Context, listen, file string, wanted []string) error {
	server := sandbox.New(sandbox.Options{Apps: sampleApps()})
	for _, name := range wanted {
		if err := server.SetScenario(name, "", true); err != nil {
			return usage(safe.Format("%s%s; zoauth sandbox --fault list names them", p.Clean.Error(err), didYouMean(p.Clean, name, faultNames())))
		}
	}
	switch err := server.Listen(listen); {
	case errors.Is(err, sandbox.ErrAddress):
		return usage(p.Clean.Error(err))
	case err != nil:
		return err
	}
	defer func() { _ = server.Close() }()
	if file != "" {
		if err := p.writeSandboxProfiles(ctx, file, sandboxApps(server)); err != nil {
			return err
		}
		p.Say(safe.Format("Profiles for it: %s. In another terminal: zoauth --profiles %s authorize acme-dev", p.Clean.Line(file), p.Clean.Line(file)))
	}
	if err := p.Print(p.Clean.Line(server.URL())); err != nil {
		return err
	}
	return p.follow(ctx, server)
}

// journalPoll is how often new requests are printed.
const journalPoll = 200 * time.Millisecond

// follow prints a redacted line for each request until the end.
func (p *program) follow(ctx context.Context, server *sandbox.Server) error {
	ticker := time.NewTicker(journalPoll)
	defer ticker.Stop()
	printed := 0
	for ended := false; !ended; {
		select {
		case <-ctx.Done():
			ended = true
		case <-ticker.C:
		}
		for _, e := range server.Journal()[printed:] {
			printed++
			if err := p.Print(p.Clean.Line(journalLine(e))); err != nil || p.Gone() {
				return err
			}
		}
	}
	return nil
}

// journalLine names what happened without any value of the request.
func journalLine(e sandbox.Entry) string {
	line := fmt.Sprintf("%s %s %s %d", e.At.Format(time.TimeOnly), e.Method, e.Path, e.Status)
	for _, part := range []struct{ word, value string }{
		{" grant=", e.Grant},
		{" row=", e.Row},
		{" fault=", e.Fault},
		{" code=", flow.NewSecret(flow.KindCode, e.IssuedCode).Fingerprint()},
		{" access=", flow.NewSecret(flow.KindAccessToken, e.IssuedAccess).Fingerprint()},
		{" refresh=", flow.NewSecret(flow.KindRefreshToken, e.IssuedRefresh).Fingerprint()},
	} {
		if part.value != "" {
			line += part.word + part.value
		}
	}
	return line
}

// sandboxMark is the first line of a profile file that the sandbox verb wrote and
// may therefore write again.
const sandboxMark = "# Written by zoauth sandbox; it is written again at the next start."

// maxSandboxFile is the longest profile file that is looked at, in bytes.
const maxSandboxFile = 1 << 20

// writeSandboxProfiles writes a ready profile file; it never replaces one that a
// person wrote.
func (p *program) writeSandboxProfiles(ctx context.Context, path string, apps []flow.App) error {
	have, err := durable.Read(path, durable.Readable, true, maxSandboxFile)
	switch {
	case errors.Is(err, durable.ErrUnsafe):
		return &failure{report.Report{Code: report.ExitPermission, Headline: p.Clean.Error(err), Next: safe.Const("name another file after --write-profiles")}, err}
	case err == nil && !strings.HasPrefix(string(have), sandboxMark):
		return usage(safe.Format("%s exists and was not written by zoauth sandbox: name another file", p.Clean.Line(path)))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	var b strings.Builder
	b.WriteString(sandboxMark + "\n\ndefault = \"acme-dev\"\n")
	for _, a := range apps {
		writeProfile(&b, a)
	}
	return profiles.WriteFile(ctx, path, b.String())
}

// writeProfile writes the keys that the app's type has.
func writeProfile(b *strings.Builder, a flow.App) {
	secret := ""
	if a.Secret != nil {
		value, _ := a.Secret.Secret(context.Background()) // made up, always there
		secret = value.Reveal()
	}
	fmt.Fprintf(b, "\n[profiles.%s]\n", a.Name)
	for _, key := range []struct{ name, value string }{
		{"app", a.Group},
		{"environment", string(a.Environment)},
		{"type", string(a.Type)},
		{"client_id", a.ClientID},
		{"client_secret", secret},
		{"account_id", a.AccountID},
		{"redirect_uri", a.RedirectURI},
		{"oauth_url", a.Endpoints.OAuthURL},
		{"authorize_url", a.Endpoints.AuthorizeURL},
		{"api_url", a.Endpoints.APIURL},
	} {
		if key.value != "" {
			fmt.Fprintf(b, "%s = %q\n", key.name, key.value)
		}
	}
}
