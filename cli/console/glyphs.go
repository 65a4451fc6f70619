package console

import (
	"io"
	"strings"
	"sync"

	"zoauth/internal/safe"
)

// text is what is written of t. Where the locale is not UTF-8 the cleaner has left
// only ASCII of what came from outside; our own glyphs are replaced here.
func (c *Console) text(t safe.Text) string { return c.ascii(t.String()) }

func (c *Console) ascii(text string) string {
	if !c.Clean.EightBit {
		return text
	}
	return plainer().Replace(text)
}

// plainer writes the glyphs of our own texts in ASCII.
var plainer = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("·", "-", "…", "...", "–", "-", "—", "-", "•", "*", "→", "->", "←", "<-", "✓", "ok", "“", `"`, "”", `"`, "‘", "'", "’", "'")
})

// glyphs writes texts of the source for the terminal that there is.
type glyphs struct {
	console *Console
	to      io.Writer
}

func (g glyphs) Write(b []byte) (int, error) {
	_, err := io.WriteString(g.to, g.console.ascii(string(b)))
	return len(b), err
}
