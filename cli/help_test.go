package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

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

// A help text fits into a terminal of 80 columns; a command line of an example may not.
func TestHelpFitsTheTerminal(t *testing.T) {
	for _, group := range verbs(blank()) {
		for _, verb := range group.verbs {
			for line := range strings.Lines(verb.Long) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 {
					t.Errorf("%s: a line of its help has %d characters: %s", verb.Name(), n, line)
				}
			}
		}
	}
}

// A word that other tools use leads to one verb, and is none itself.
func TestWordsOfOtherTools(t *testing.T) {
	leads := map[string]string{}
	for _, group := range verbs(blank()) {
		for _, verb := range group.verbs {
			leads[verb.Name()] = verb.Name()
		}
	}
	for _, group := range verbs(blank()) {
		for _, verb := range group.verbs {
			for _, word := range verb.SuggestFor {
				if other, used := leads[word]; used {
					t.Errorf("%s leads to %s and to %s", word, verb.Name(), other)
				}
				leads[word] = verb.Name()
			}
		}
	}
	if leads["login"] != "authorize" || leads["whoami"] != "probe" || leads["exchange"] != "adopt" {
		t.Errorf("the words lead to %v", leads)
	}
}
