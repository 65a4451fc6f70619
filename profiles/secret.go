package profiles

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// maxSecret is the longest file or output of a command that is read, in bytes
// (S12).
const maxSecret = 64 << 10

// secretKeys name the source of the client secret, one in each profile.
var secretKeys = []string{"client_secret", "client_secret_file", "client_secret_env", "client_secret_command"}

// secret finds the profile's one source of the client secret.
func (r *reader) secret(kind flow.AppType) flow.SecretSource {
	var set []string
	for _, key := range secretKeys {
		if r.has(key) {
			set = append(set, key)
		}
	}
	switch {
	case kind == flow.Public && len(set) > 0:
		r.problem(set[0], "a public app has no secret", "remove it, or set another type")
		return nil
	case kind == flow.Public:
		return nil
	case len(set) == 0 && slices.ContainsFunc(secretKeys, func(key string) bool { return r.told[key] }):
		return nil
	case len(set) == 0:
		r.problem("client_secret_file", "there is no client secret", `write client_secret_file = "secrets/`+r.profile+`", or a command or an environment variable`)
		return nil
	case len(set) > 1:
		r.problem(set[1], "the secret has more than one source: "+strings.Join(set, ", "), "keep one")
		return nil
	}
	return r.source(set[0])
}

func (r *reader) source(key string) flow.SecretSource {
	if key == "client_secret_command" {
		argv := r.list(key)
		if len(argv) == 0 || argv[0] == "" {
			r.problem(key, "doesn't name a program", "write client_secret_command = "+example(key))
			return nil
		}
		return &commandSecret{argv: argv, dir: r.dir}
	}
	value := r.text(key)
	if value == "" {
		r.problem(key, "is empty", "write "+key+" = "+example(key))
		return nil
	}
	switch key {
	case "client_secret_file":
		return &fileSecret{r.path(key)}
	case "client_secret_env":
		return r.variable(value)
	default:
		r.checkSecret(value)
		return valueSecret{flow.NewSecret(flow.KindClientSecret, value)}
	}
}

// variable reads the name of an environment variable.
func (r *reader) variable(name string) flow.SecretSource {
	if keep, _ := pointer(name); keep.variable != "" {
		r.problem("client_secret_env", "is more than a variable's name", "write client_secret_env = "+quote(keep.variable))
	} else if strings.ContainsAny(name, "= $%{}") {
		r.problem("client_secret_env", "is not a variable's name", `write client_secret_env = "NAME": the name alone, without $ and without the value`)
	}
	r.env = name
	return envSecret(name)
}

// checkSecret looks for what a client secret cannot be. It never quotes the value.
func (r *reader) checkSecret(value string) {
	const key = "client_secret"
	keep, isPointer := pointer(value)
	switch wrong := r.standsFor(value); {
	case isPointer && keep.variable != "":
		r.problem(key, isPlaceholder, "write client_secret_env = "+quote(keep.variable))
	case isPointer:
		r.problem(key, "is a reference to where the secret is kept", "write client_secret_command = "+render(keep.command))
	case wrong == isPlaceholder:
		r.problem(key, wrong, `write the secret itself, or client_secret_env = "NAME" for a variable`)
	case wrong != "":
		r.problem(key, wrong, "copy it again from App Credentials")
	}
}

// noSecret is why a secret could not be read; it is [flow.ErrSecretUntouched] too.
type noSecret struct{ reason error }

func (n noSecret) Error() string   { return n.reason.Error() }
func (n noSecret) Unwrap() []error { return []error{n.reason, flow.ErrSecretUntouched} }

func untouched(err error) error { return noSecret{err} }

// oneLine makes a client secret of a value that has to be one printable line. from
// names where it comes from. Blanks stay, since they may be what is wrong.
func oneLine(value, from string) (flow.Secret, error) {
	hidden := strings.IndexFunc(value, func(c rune) bool { return c != ' ' && !unicode.IsPrint(c) })
	switch {
	case value == "":
		return flow.Secret{}, untouched(errors.New(from + " printed nothing"))
	case strings.ContainsAny(value, "\r\n"):
		return flow.Secret{}, untouched(errors.New(from + " has more than one line; a client secret is a single line"))
	case !utf8.ValidString(value):
		return flow.Secret{}, untouched(errors.New(from + " is not UTF-8 text"))
	case hidden >= 0:
		char, _ := utf8.DecodeRuneInString(value[hidden:])
		return flow.Secret{}, untouched(fmt.Errorf("%s contains an invisible character, %U; save the secret again without it", from, char))
	}
	return flow.NewSecret(flow.KindClientSecret, value), nil
}

// valueSecret stands in the profile file itself.
type valueSecret struct{ value flow.Secret }

func (s valueSecret) Secret(context.Context) (flow.Secret, error) {
	return oneLine(s.value.Reveal(), "the client_secret of the profile file")
}

func (s valueSecret) Describe() string { return "in the profile file, plain text" }

// envSecret is the name of an environment variable.
type envSecret string

func (s envSecret) Describe() string { return "environment variable " + string(s) }

func (s envSecret) Secret(context.Context) (flow.Secret, error) {
	value := os.Getenv(string(s))
	if value == "" {
		return flow.Secret{}, untouched(fmt.Errorf("the environment variable %s is empty or not set", string(s)))
	}
	return oneLine(value, "the environment variable "+string(s))
}

// atHand returns the client secret of source where no command has to run and no file
// has to be opened for it; else the zero Secret.
func atHand(source flow.SecretSource) flow.Secret {
	switch s := source.(type) {
	case valueSecret:
		return s.value
	case envSecret:
		return flow.NewSecret(flow.KindClientSecret, os.Getenv(string(s)))
	default:
		return flow.Secret{}
	}
}

// fileSecret is a file with the secret alone.
type fileSecret struct{ path string }

func (s *fileSecret) Describe() string { return "file " + s.path + ", plain text" }

func (s *fileSecret) Secret(context.Context) (flow.Secret, error) {
	content, err := flow.Promptly(s.path, func() ([]byte, error) {
		content, err := durable.Read(s.path, durable.Private, true, maxSecret)
		if err == nil {
			err = durable.CheckParents(s.path)
		}
		return content, err
	})
	if err != nil {
		return flow.Secret{}, untouched(refused(err))
	}
	return oneLine(strings.TrimRight(string(content), "\r\n"), s.path)
}
