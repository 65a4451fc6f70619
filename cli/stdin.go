package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"zoauth/cli/console"
	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// stdin is standard input: a text from a file or a pipe, or a terminal with a person.
type stdin struct {
	*console.Console
	file  *os.File
	guard func(func()) // runs what reads in the background, and reports its panic
}

// canAsk reports whether a person can be asked: stdin and stderr are terminals.
func (in *stdin) canAsk() bool { return in.Screen() != nil && in.isTerminal() }

func (in *stdin) isTerminal() bool { return term.IsTerminal(in.fd()) }

func (in *stdin) fd() int { return int(in.file.Fd()) }

// lineGap is how long nothing may follow an answer: what follows faster was pasted.
const lineGap = 100 * time.Millisecond

// answerTo asks at the terminal and returns the line that was typed after it was
// printed, without blanks around it. What was typed before is no answer, and
// neither is the first line of a paste of several: both are dropped, so that no
// paste confirms what nobody read.
func (in *stdin) answerTo(question safe.Text) string {
	terminal.DropInput(in.fd())
	in.Ask(question)
	line := make([]byte, 4<<10) // a terminal hands over one line at a time
	n, err := in.file.Read(line)
	if err != nil {
		return ""
	}
	if terminal.HasInput(in.fd(), lineGap) {
		terminal.DropInput(in.fd())
		in.Show(safe.Const("Several lines arrived at once, as in a paste: that does not count as an answer."))
		return ""
	}
	return strings.TrimSpace(string(line[:n]))
}

// askSecret offers to run a secret command once more with the terminal, after it
// failed without one for the given reason (S6).
func (in *stdin) askSecret(ctx context.Context, source flow.SecretAsker, reason error) (flow.Secret, error) {
	in.Show(safe.Format("No client secret: %s", in.Clean.Error(reason)))
	if in.answerTo(safe.Const("Run it here, for up to a minute, so that it can ask you? y or n: ")) != "y" {
		return flow.Secret{}, reason
	}
	return source.Ask(ctx, in.file, in.Screen())
}

// readText reads a text to its end, or until a signal comes. At a terminal it says how to
// end it.
func (in *stdin) readText(ctx context.Context) (string, error) {
	if in.canAsk() {
		in.Show(safe.Const("Paste the text, then press ctrl+d on a line of its own."))
	}
	return in.readAll(ctx)
}

func (in *stdin) readAll(ctx context.Context) (string, error) {
	var text []byte
	var err error
	ended := make(chan struct{})
	go in.guard(func() {
		defer close(ended)
		text, err = io.ReadAll(io.LimitReader(in.file, recognize.MaxText+1))
	})
	select {
	case <-ended:
		return string(text), readingFailed(err)
	case <-ctx.Done():
		return "", readingFailed(ctx.Err())
	}
}

// readPasted reads standard input: all of it, or at a terminal, without an echo, the
// lines that come at once (L9). The prompt is shown where a person can be asked, and only
// when the echo is off: what is pasted right behind it is not seen either.
func (in *stdin) readPasted(ctx context.Context, prompt safe.Text) (string, error) {
	if !in.isTerminal() {
		return in.readAll(ctx)
	}
	restore, err := terminal.RawInput(in.fd())
	if err != nil {
		return "", readingFailed(err)
	}
	defer restore()
	if in.canAsk() {
		in.Show(prompt)
	}
	lines := make(chan []string, 1)
	go in.guard(func() { lines <- linesAtOnce(in.file, in.fd()) })
	select {
	case all := <-lines:
		return strings.Join(all, "\n"), nil
	case <-ctx.Done():
		return "", readingFailed(context.Cause(ctx))
	}
}

func readingFailed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reading standard input: %w", err)
}

// bursts starts to read standard input, and hands out what comes at once.
func (in *stdin) bursts() <-chan burst {
	read, gathered := make(chan chunk), make(chan burst)
	go in.guard(func() { readChunks(in.file, read) })
	go in.guard(func() { gather(read, gathered, in.isTerminal()) })
	return gathered
}
