package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every verb says in one line what it does and shows how it is called.
func TestEveryVerbHasALineAndAnExample(t *testing.T) {
	for _, group := range verbs(blank()) {
		for _, verb := range group.verbs {
			if verb.Short == "" || strings.Contains(verb.Short, "\n") || len(verb.Short) > 72 {
				t.Errorf("%s: its line is %q", verb.Name(), verb.Short)
			}
			if !strings.Contains(verb.Example, "zoauth "+verb.Name()) {
				t.Errorf("%s: its example is %q", verb.Name(), verb.Example)
			}
		}
	}
}

// completion is cobra's, with our words; the manual has its page.
func TestCompletionIsAVerbLikeTheOthers(t *testing.T) {
	verb, _, err := Manual().Find([]string{"completion"})
	if err != nil || verb.GroupID != about || verb.Long != "" || !strings.Contains(verb.Example, "zoauth completion bash") {
		t.Errorf("completion: %v, in %q, its line %q, its example %q", err, verb.GroupID, verb.Short, verb.Example)
	}
}

// What stands behind exec's -- is the command's: zoauth's own flags come before it.
func TestExecShowsItsFlagsBeforeTheCommand(t *testing.T) {
	if got, want := (&execVerb{program: blank()}).command().UseLine(), "exec PROFILE [flags] -- CMD [ARG]..."; got != want {
		t.Errorf("the usage is %q, want %q", got, want)
	}
}

// S5: no flag or argument takes a secret, a token or a code.
func TestNoFlagTakesASecretS5(t *testing.T) {
	for _, group := range verbs(blank()) {
		for _, verb := range group.verbs {
			for _, word := range strings.Fields(allFlags(verb)) {
				for _, secret := range []string{"secret", "token", "code", "verifier", "password"} {
					if strings.Contains(word, secret) {
						t.Errorf("%s has the flag --%s", verb.Name(), word)
					}
				}
			}
		}
	}
}

func allFlags(cmd *cobra.Command) string {
	var names []string
	for line := range strings.Lines(cmd.Flags().FlagUsages()) {
		if _, rest, found := strings.Cut(line, "--"); found {
			name, _, _ := strings.Cut(rest, " ")
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}
