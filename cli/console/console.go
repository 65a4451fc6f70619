// Package console is the one way from a verb to standard output and standard error.
// It prints [safe.Text] only; what leaves as raw bytes goes through methods that say
// so. Nothing else of the verbs holds the two writers.
package console

import (
	"encoding/json"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// Options are what a Console is made of.
type Options struct {
	Out, Err io.Writer
	OutFile  *os.File // what Out writes to, to find out whether it is a terminal
	Getenv   func(string) string
	Redactor safe.Redactor
}

// Console prints what verbs say. Its methods may be called from several goroutines.
type Console struct {
	Clean *safe.Cleaner
	Quiet bool // --quiet: no progress and no summaries
	Plain bool // --no-color

	out, err *terminal.Pipe
	outFile  *os.File
	screen   *os.File // Err, where it is a file and may be a terminal
	redactor safe.Redactor
	getenv   func(string) string
}

// New returns the Console of a program.
func New(o Options) *Console {
	c := &Console{
		Clean: &safe.Cleaner{Redactor: o.Redactor, EightBit: terminal.Detect(o.Getenv, "").EightBit},
		out:   terminal.NewPipe(o.Out), err: terminal.NewPipe(o.Err), outFile: o.OutFile,
		redactor: o.Redactor, getenv: o.Getenv,
	}
	c.screen, _ = o.Err.(*os.File)
	return c
}

// Print writes a result to standard output, on lines of its own.
func (c *Console) Print(text safe.Text) error { return c.write(c.out, c.text(text)+"\n") }

// Done is [Console.Print] for the summary of what was done, which --quiet leaves out.
func (c *Console) Done(text safe.Text) error {
	if c.Quiet {
		return nil
	}
	return c.Print(text)
}

// JSON writes v as one line of ASCII. Its strings are redacted, leaf by leaf.
func (c *Console) JSON(v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.write(c.out, string(safe.ASCII(redactLeaves(content, c.redactor.Redact)))+"\n")
}

// Secret writes a token for the program that reads it: the bytes as they are. A
// terminal gets them cleaned, since the server chose them.
func (c *Console) Secret(before safe.Text, secret safe.Revealer, after safe.Text) error {
	if c.ToTerminal() {
		return c.Print(safe.Concat(before, c.Clean.Reveal(secret), after))
	}
	return c.Raw([]byte(before.String() + secret.Reveal() + after.String() + "\n"))
}

// SecretJSON is [Console.JSON] for an object that holds a token to hand over: nothing
// in it is redacted.
func (c *Console) SecretJSON(v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.Raw(append(safe.ASCII(content), '\n'))
}

// Raw writes bytes to standard output as they are: an export, the URL of the sandbox.
func (c *Console) Raw(content []byte) error { return safe.RawOut(c.out, content) }

// Say tells of progress on standard error; --quiet silences it.
func (c *Console) Say(text safe.Text) {
	if !c.Quiet {
		c.Show(text)
	}
}

// Show prints on standard error what a person has to see to go on.
func (c *Console) Show(text safe.Text) { _ = c.write(c.err, c.text(text)+"\n") }

// Ask prints a question on standard error and stays on its line.
func (c *Console) Ask(question safe.Text) { _ = c.write(c.err, c.text(question)) }

// Warn prints a warning, on one line. --quiet does not silence it.
func (c *Console) Warn(text safe.Text) { c.labelled(warning, text) }

// Hint prints the next command after something that succeeded.
func (c *Console) Hint(text safe.Text) {
	if !c.Quiet {
		c.labelled(hint, text)
	}
}

// Fail prints why a verb failed: what failed and why, the lines that go with it, the
// exact next command, and the cause that the catalogue knows.
func (c *Console) Fail(r report.Report, details ...safe.Text) {
	c.labelled(failure, r.Headline)
	for _, line := range details {
		c.Show(line)
	}
	if !r.Next.IsEmpty() {
		c.labelled(hint, r.Next)
	}
	if r.Cause != "" {
		c.labelled(cause, c.Clean.Line(r.Cause))
	}
}

func (c *Console) labelled(l label, text safe.Text) {
	name := l.name.String()
	if c.colours() {
		name = terminal.Colour(l.colour, name)
	}
	_ = c.write(c.err, name+" "+c.text(text)+"\n")
}

func (c *Console) write(to io.Writer, text string) error {
	_, err := io.WriteString(to, text)
	return err
}

// Attach gives a verb's command line the writers for its help and its completions,
// which are texts of the source and names from the profile file.
func (c *Console) Attach(cmd *cobra.Command) {
	cmd.SetOut(glyphs{c, c.out})
	cmd.SetErr(glyphs{c, c.err})
}

// OutputClosed reports whether nobody reads standard output any longer.
func (c *Console) OutputClosed() bool { return c.out.Broken() }

// ToTerminal reports whether standard output is a terminal.
func (c *Console) ToTerminal() bool { return c.outFile != nil && term.IsTerminal(int(c.outFile.Fd())) }

// Screen is the terminal behind standard error, or nil where there is none. A
// command that asks for a secret gets it.
func (c *Console) Screen() *os.File {
	if c.screen == nil || !term.IsTerminal(int(c.screen.Fd())) {
		return nil
	}
	return c.screen
}
