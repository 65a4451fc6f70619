package cli

import (
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// tokenForm is how a token is printed: bare, unless one of them is wanted.
type tokenForm struct{ header, json, env bool }

func (f *tokenForm) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.header, "header", false, "print the header line Authorization: Bearer TOKEN")
	cmd.Flags().BoolVar(&f.json, "json", false, "print one JSON object with the token, its expiry, its scopes and the API's URL")
	cmd.Flags().BoolVar(&f.env, "env", false, "print "+tokenVariable+" and "+apiVariable+", one NAME=VALUE a line")
}

// several reports whether more than one form is wanted.
func (f *tokenForm) several() bool { return f.header && f.json || f.header && f.env || f.json && f.env }

// tokenObject is the JSON of token: the one object that holds a secret.
type tokenObject struct {
	Token     string     `json:"token"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	Scope     string     `json:"scope"`
	APIURL    string     `json:"api_url"`
}

func (v *tokenVerb) print(t *target, token flow.Token) error {
	switch {
	case v.form.header:
		return v.Secret(safe.Const("Authorization: Bearer "), token.AccessToken, safe.Text{})
	case v.form.json:
		return v.SecretJSON(tokenObject{token.AccessToken.Reveal(), &token.ExpiresAt, token.Scope, t.app.APIBase(token)})
	case v.form.env:
		quoted := quotedSecret{token.AccessToken}
		if err := v.Secret(safe.Const(tokenVariable+"="), quoted, safe.Text{}); err != nil {
			return err
		}
		return v.Print(v.Clean.Whole(apiVariable + "=" + terminal.ShellQuote(t.app.APIBase(token))))
	default:
		return v.Secret(safe.Text{}, token.AccessToken, safe.Text{})
	}
}

// quotedSecret is a secret as one word of a shell.
type quotedSecret struct{ flow.Secret }

// Reveal quotes where a shell would read something else than the word.
func (q quotedSecret) Reveal() string { return terminal.ShellQuote(q.Secret.Reveal()) }

var (
	errLifetime = errors.New("write a duration such as 90s or 10m, or a number of seconds")
	errNegative = errors.New("it must not be negative")
)

// defaultTTL is the lifetime that is left at least when nobody says.
const defaultTTL = time.Minute

// lifetime is the value of --min-ttl: a duration, or seconds as a bare number.
type lifetime struct{ duration time.Duration }

func (l *lifetime) flag(cmd *cobra.Command) {
	l.duration = defaultTTL
	cmd.Flags().Var(l, "min-ttl", "minimum remaining lifetime: 90s, 10m, or a number of seconds")
}

func (l *lifetime) String() string { return l.duration.String() }

// Type names the value in the help.
func (l *lifetime) Type() string { return "DURATION" }

// Set reads a value of the command line.
func (l *lifetime) Set(text string) error {
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		text = strconv.FormatInt(seconds, 10) + "s"
	}
	duration, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return errLifetime
	case duration < 0: // a token that has expired would do
		return errNegative
	}
	l.duration = duration
	return nil
}
