package cli

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// What a command that cannot be started ends with, as env has it.
const (
	exitNotStarted report.ExitCode = 126
	exitNotFound   report.ExitCode = 127
)

// The variables that exec gives its command (S6).
const (
	tokenVariable = "ZOOM_ACCESS_TOKEN" // the name, not a token
	apiVariable   = "ZOOM_API_URL"
)

// execVerb becomes a command that finds the token in its environment.
type execVerb struct {
	*program
	ttl lifetime
}

func (v *execVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "exec PROFILE [flags] -- CMD [ARG]...", DisableFlagsInUseLine: true, // what follows -- is CMD's
		Short: "Run a command with a valid access token in its environment",
		Long: `Gets a valid access token as zoauth token does, then becomes CMD, whose signals
and exit code are its own. CMD finds the token in $ZOOM_ACCESS_TOKEN and the
API's base URL, without /v2, in $ZOOM_API_URL. Variables that the profile file
names for client secrets are not passed on.`,
		SuggestFor: []string{"run", "with", "env"},
		Example: `  zoauth exec acme-dev -- python3 list_meetings.py
  zoauth exec acme-dev -- sh -c 'printf "Authorization: Bearer %s" "$ZOOM_ACCESS_TOKEN" | curl -H @- "$ZOOM_API_URL/v2/users/me"'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.ArgsLenAtDash() != 1 || len(args) < 2 {
				return usage(execUsage)
			}
			return v.run(cmd.Context(), args[0], args[1:])
		},
	}
	v.profileArg(cmd)
	cmd.Args = cobra.ArbitraryArgs
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { // often a flag of CMD, without --
		return because("command-line", report.ExitUsage, v.Clean.Line(err.Error()), execUsage)
	})
	v.ttl.flag(cmd)
	return cmd
}

var execUsage = safe.Const("exec takes one profile name, then --, then a command: zoauth exec PROFILE -- CMD")

// run looks the command up before a token is asked for, so that a slip in its
// name costs nothing.
func (v *execVerb) run(ctx context.Context, profile string, argv []string) error {
	t, err := v.target("exec", profile)
	if err != nil {
		return err
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return v.notStarted(argv[0], err)
	}
	token, err := t.validToken(ctx, v.ttl.duration)
	if err != nil {
		return err
	}
	v.drain()
	if ctx.Err() != nil { // a signal came: it ends us, not the command
		return ctx.Err()
	}
	v.cleanup()
	return v.notStarted(argv[0], v.Become(path, argv, v.environment(token, t)))
}

// environment is the caller's environment with the two variables, and without those that
// hold client secrets. It is the one place where a secret goes into an environment
// (S6).
func (v *execVerb) environment(token flow.Token, t *target) []string {
	withheld := append([]string{tokenVariable, apiVariable}, t.SecretVariables...)
	var env []string
	for _, pair := range v.Environ {
		if name, _, _ := strings.Cut(pair, "="); !slices.Contains(withheld, name) {
			env = append(env, pair)
		}
	}
	return append(env, tokenVariable+"="+token.AccessToken.Reveal(), apiVariable+"="+t.app.APIBase(token))
}

func (v *execVerb) notStarted(name string, err error) error {
	code := exitNotStarted
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		code = exitNotFound
	}
	return &failure{report.Report{
		Code: code, Headline: safe.Format("starting %s: %s", v.Clean.Line(name), v.Clean.Error(err)),
		Next: safe.Const("check the command's name and its permissions; nothing was sent after the token was ready"), Cause: "program-not-started",
	}, err}
}
