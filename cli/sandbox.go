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

// sandboxVerb serves the simulated Zoom without the workbench.
type sandboxVerb struct {
	*program
	listen, file string
	faults       []string
}

func (v *sandboxVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sandbox", Short: "Run only the simulated Zoom, and write a profile file for it", Args: v.noArgs,
		Long: `Serves the simulated Zoom on loopback until ctrl+c. Prints its URL, then a
line for each request, without secrets. --write-profiles makes a profile file
for its apps, which every verb takes with --profiles. No request leaves this
machine.`,
		SuggestFor: []string{"mock", "server", "simulate", "fake", "serve"},
		Example:    "  zoauth sandbox --write-profiles /tmp/zoauth.toml\n  zoauth sandbox --write-profiles /tmp/zoauth.toml --fault rotated-elsewhere",
		RunE:       func(cmd *cobra.Command, _ []string) error { return v.run(cmd.Context()) },
	}
	cmd.Flags().StringVar(&v.listen, "listen", "127.0.0.1:0", "the loopback `HOST:PORT` to serve on")
	cmd.Flags().StringVar(&v.file, "write-profiles", "", "write a profile file for the apps of the sandbox to `FILE`, mode 0600")
	cmd.Flags().StringArrayVar(&v.faults, "fault", nil, "turn on the fault `NAME`; \"list\" lists them all")
	_ = cmd.RegisterFlagCompletionFunc("fault", cobra.FixedCompletions(faultNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (v *sandboxVerb) run(ctx context.Context) error {
	if slices.Contains(v.faults, listFaults) || slices.Contains(v.faults, "help") {
		return v.Print(v.Clean.Text(strings.TrimRight(faultList(), "\n")))
	}
	if v.profiles != "" && v.file == "" {
		v.file = v.profiles
		v.Say(safe.Const("sandbox writes to the file of --profiles; --write-profiles FILE says so"))
	}
	return v.serve(ctx)
}

// serve serves until the context or a signal ends it.
func (v *sandboxVerb) serve(ctx context.Context) error {
	callback, err := sandbox.ReserveCallback(flow.DefaultPort)
	if err != nil {
		return err
	}
	defer func() { _ = callback.Close() }()
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample(callback.Address)})
	for _, name := range v.faults {
		if err := server.SetScenario(name, "", true); err != nil {
			return usage(safe.Format("%s%s; zoauth sandbox --fault list names them", v.Clean.Error(err), didYouMean(v.Clean, name, faultNames())))
		}
	}
	switch err := server.Listen(v.listen); {
	case errors.Is(err, sandbox.ErrAddress):
		return usage(v.Clean.Error(err))
	case err != nil:
		return err
	}
	defer func() { _ = server.Close() }()
	if v.file != "" {
		if err := v.writeProfiles(ctx, sandboxApps(server)); err != nil {
			return err
		}
		v.Say(safe.Format("Profiles for it: %s. In another terminal: zoauth --profiles %s authorize acme-dev", v.Clean.Line(v.file), v.Clean.Line(v.file)))
	}
	if err := v.Print(v.Clean.Line(server.URL())); err != nil {
		return err
	}
	return v.follow(ctx, server)
}

// journalPoll is how often new requests are printed.
const journalPoll = 200 * time.Millisecond

// follow prints a redacted line for each request until the end.
func (v *sandboxVerb) follow(ctx context.Context, server *sandbox.Server) error {
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
			if err := v.Print(v.Clean.Line(journalLine(e))); err != nil || v.OutputClosed() {
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

// writeProfiles writes a ready profile file; it never replaces one that a
// person wrote.
func (v *sandboxVerb) writeProfiles(ctx context.Context, apps []flow.App) error {
	have, err := durable.Read(v.file, durable.Readable, true, maxSandboxFile)
	switch {
	case errors.Is(err, durable.ErrUnsafe):
		return &failure{report.Report{Code: report.ExitPermission, Headline: v.Clean.Error(err), Next: safe.Const("name another file after --write-profiles"), Cause: "file-permissions"}, err}
	case err == nil && !strings.HasPrefix(string(have), sandboxMark):
		return usage(safe.Format("%s exists and was not written by zoauth sandbox: name another file", v.Clean.Line(v.file)))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	var b strings.Builder
	b.WriteString(sandboxMark + "\n\ndefault = \"acme-dev\"\n")
	for _, a := range apps {
		writeProfile(&b, a)
	}
	return profiles.WriteFile(ctx, v.file, b.String())
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
