package cli

import (
	"errors"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"time"

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

func (p *program) execVerb() *cobra.Command {
	var ttl lifetime
	cmd := &cobra.Command{
		Use: "exec PROFILE [flags] -- CMD [ARG]...", DisableFlagsInUseLine: true, // what follows -- is CMD's
		Short:   "Run a command with a valid access token in its environment",
		Long:    "Gets a valid access token as zoauth token does, then becomes CMD, whose signals and\nexit code are its own. CMD finds the token in $" + tokenVariable + " and the API's base URL,\nwithout /v2, in $" + apiVariable + ". Variables that the profile file names for\nclient secrets are not passed on.",
		Example: `  zoauth exec acme-dev -- sh -c 'curl -H "Authorization: Bearer $ZOOM_ACCESS_TOKEN" "$ZOOM_API_URL/v2/users/me"'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.ArgsLenAtDash() != 1 || len(args) < 2 {
				return usage(execWords)
			}
			return p.exec(cmd, args[0], args[1:], ttl.duration)
		},
	}
	p.profileArg(cmd)
	cmd.Args = cobra.ArbitraryArgs
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { // often a flag of CMD, without --
		return failed(report.ExitUsage, p.Clean.Line(err.Error()), execWords)
	})
	ttl.flag(cmd)
	return cmd
}

var execWords = safe.Const("exec takes one profile name, then --, then a command: zoauth exec PROFILE -- CMD")

// exec looks the command up before a token is asked for, so that a slip in its
// name costs nothing.
func (p *program) exec(cmd *cobra.Command, profile string, argv []string, ttl time.Duration) error {
	t, err := p.target("exec", profile)
	if err != nil {
		return err
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return p.notStarted(argv[0], err)
	}
	token, err := p.validToken(cmd.Context(), t, ttl)
	if err != nil {
		return err
	}
	p.drain()
	if cmd.Context().Err() != nil { // a signal came: it ends us, not the command
		return cmd.Context().Err()
	}
	p.cleanup()
	return p.notStarted(argv[0], p.Become(path, argv, p.handOver(token, t)))
}

// handOver is the caller's environment with the two variables, and without those that
// hold client secrets. It is the one place where a secret goes into an environment
// (S6).
func (p *program) handOver(token flow.Token, t *target) []string {
	withheld := append([]string{tokenVariable, apiVariable}, t.SecretVariables...)
	var env []string
	for _, pair := range p.Environ {
		if name, _, _ := strings.Cut(pair, "="); !slices.Contains(withheld, name) {
			env = append(env, pair)
		}
	}
	return append(env, tokenVariable+"="+token.AccessToken.Reveal(), apiVariable+"="+t.app.APIBase(token))
}

func (p *program) notStarted(name string, err error) error {
	code := exitNotStarted
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		code = exitNotFound
	}
	return &failure{report.Report{
		Code: code, Headline: safe.Format("starting %s: %s", p.Clean.Line(name), p.Clean.Error(err)),
		Next: safe.Const("check the command's name and its permissions; nothing was sent after the token was ready"),
	}, err}
}
