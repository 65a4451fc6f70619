package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"zoauth/internal/safe"
)

// usageOf are the lines below a usage error: how cmd is called, and the profiles that
// there are where it takes one.
func (p *program) usageOf(cmd *cobra.Command) []safe.Text {
	lines := []safe.Text{safe.Format("usage: %s", p.Clean.Line(cmd.UseLine()))}
	if strings.Contains(cmd.Use, "PROFILE") {
		if names := p.profileNames(); len(names) > 0 {
			lines = append(lines, safe.Format("profiles: %s", p.Clean.Line(strings.Join(names, ", "))))
		}
	}
	more := safe.Format("hint: %s --help shows its flags and examples", p.Clean.Line(cmd.CommandPath()))
	if !cmd.HasParent() {
		more = safe.Const("hint: zoauth --help shows the verbs")
	}
	return append(lines, more)
}

// unknownVerb is the error of a first word that is no verb.
func unknownVerb(clean *safe.Cleaner, root *cobra.Command, word string) error {
	return usage(safe.Format("unknown command \"%s\"%s", clean.Line(word), suggestVerb(clean, root, word, verbNames(root))))
}

// suggestVerb asks about the verb that other tools call by this word, or about the nearest
// of names.
func suggestVerb(clean *safe.Cleaner, root *cobra.Command, word string, names []string) safe.Text {
	for _, cmd := range root.Commands() {
		if slices.Contains(cmd.SuggestFor, strings.ToLower(word)) {
			names, word = []string{cmd.Name()}, cmd.Name()
		}
	}
	return didYouMean(clean, word, names)
}

// flagError is an error of the flags; of an unknown one with the flag that was meant.
func (p *program) flagError(cmd *cobra.Command, err error) error {
	text := p.Clean.Line(err.Error())
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var flags []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, "--"+f.Name) })
		text = safe.Format("%s%s", text, didYouMean(p.Clean, "--"+unknown.GetSpecifiedName(), flags))
	}
	return usage(text)
}

// didYouMean asks about the nearest of names; empty where none is near.
func didYouMean(clean *safe.Cleaner, word string, names []string) safe.Text {
	if near := nearest(word, names); near != "" {
		return safe.Format(": did you mean %s?", clean.Line(near))
	}
	return safe.Text{}
}

// nearest is the one of names that a slip of the fingers turns into word, or ""
// where none is near enough.
func nearest(word string, names []string) string {
	word = strings.ToLower(word)
	best, least := "", 1+max(1, len(strings.TrimLeft(word, "-"))/3)
	for _, name := range names {
		if d := distance(word, strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	for _, name := range names {
		if best == "" && len(word) > 2 && strings.HasPrefix(strings.ToLower(name), word) {
			best = name
		}
	}
	return best
}

// distance counts the letters that have to be added, removed, replaced or swapped with
// their neighbour to turn a into b.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before = last
	}
	return row[len(b)]
}
