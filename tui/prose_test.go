package tui_test

import (
	"regexp"
	"strings"
	"testing"
)

// mostProse is how many words of prose a screen has before the person asks for more.
const mostProse = 40

// askedFor are the situations that a person opened to read.
var askedFor = map[string]bool{"help": true, "why": true}

// A screen of 80×24 is read at a glance: beside values, labels and keys it has at most
// forty words of sentences.
func TestScreensHaveLittleProse(t *testing.T) {
	t.Parallel()
	for name, make := range teaching() {
		if askedFor[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := make(t)
			said := sentencesOf(d.frame())
			words := strings.Fields(strings.Join(said, " "))
			t.Logf("%d words: %s", len(words), strings.Join(said, " | "))
			if len(words) > mostProse {
				t.Errorf("%d words of prose: %q in\n%s", len(words), said, d.frame())
			}
		})
	}
}

var (
	cell     = regexp.MustCompile(`\S+( \S+)*`)
	sentence = regexp.MustCompile(`^[A-Za-z"'(].*[a-z0-9)"'][.!?]$`)
)

// leastSentence is how many words make a sentence of a text that ends as one.
const leastSentence = 3

// sentencesOf are the sentences of a frame, one that goes on in the next row joined.
// Header, titles and footer are none, nor is what came from outside.
func sentencesOf(frame string) []string {
	rows := strings.Split(frame, "\n")
	var said []string
	open := map[int]string{} // what the row above has at a column, as far as it is no sentence yet
	for _, row := range rows[2 : len(rows)-1] {
		here := map[int]string{}
		title := strings.HasPrefix(row, "──") && !strings.Contains(row, "│") // and not under a dialog
		if !strings.HasPrefix(row, "│ ") && !title {
			plain := strings.NewReplacer("│", " ", "›", " ", "!", " ").Replace(row)
			for _, at := range cell.FindAllStringIndex(plain, -1) {
				column := len([]rune(plain[:at[0]]))
				text := strings.TrimSpace(open[column] + " " + plain[at[0]:at[1]])
				if sentence.MatchString(text) && len(strings.Fields(text)) >= leastSentence {
					said = append(said, text)
				} else {
					here[column] = text
				}
			}
		}
		open = here
	}
	return said
}
