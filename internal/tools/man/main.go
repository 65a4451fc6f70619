// Command man writes zoauth's manual pages, one per verb and compressed, into a
// directory. The same source and date give the same bytes.
//
//	go -C internal/tools run ./man -date 2026-11-30T00:00:00Z /tmp/man1
package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"zoauth/cli"
	"zoauth/internal/testkit"
)

func main() {
	date := flag.String("date", "", "the date on the pages, as RFC 3339 has it")
	flag.Parse()
	if err := run(*date, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(2)
	}
}

func run(date string, args []string) error {
	when, err := time.Parse(time.RFC3339, date)
	if err != nil || len(args) != 1 {
		return errors.New("usage: man -date 2026-11-30T00:00:00Z DIR")
	}
	if err := os.MkdirAll(args[0], 0o755); err != nil { // manual pages are for everybody
		return err
	}
	s, err := readSections()
	if err != nil {
		return err
	}
	root := cli.Manual()
	for _, cmd := range append(root.Commands(), root) {
		if err := write(cmd, s, when, args[0]); err != nil {
			return fmt.Errorf("%s: %w", cmd.CommandPath(), err)
		}
	}
	return nil
}

// sections are what the pages say beside the help of each verb.
type sections struct{ environment, files, exitStatus string }

var (
	//go:embed files.txt
	files string
	//go:embed examples.txt
	examples string
)

// readSections makes the sections of zoauth's own help topics.
func readSections() (sections, error) {
	root, err := testkit.Root()
	if err != nil {
		return sections{}, err
	}
	environment, err := os.ReadFile(filepath.Join(root, "cli/help/environment.txt"))
	if err != nil {
		return sections{}, err
	}
	codes, err := os.ReadFile(filepath.Join(root, "cli/help/exit-codes.txt"))
	if err != nil {
		return sections{}, err
	}
	return sections{roff(string(environment)), roff(files), roff(string(codes))}, nil
}

// write writes the page of a verb. The page of zoauth has the variables and files, to
// which the others refer; each has the exit codes.
func write(cmd *cobra.Command, s sections, when time.Time, dir string) error {
	cmd.DisableAutoGenTag = true
	if !cmd.HasParent() {
		cmd.Example = examples
	}
	var page bytes.Buffer
	if err := doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Date: &when, Source: "zoauth", Manual: "zoauth manual"}, &page); err != nil {
		return err
	}
	more := ".SH EXIT STATUS\n" + s.exitStatus
	if cmd.HasParent() {
		more += ".SH ENVIRONMENT AND FILES\nzoauth(1) lists the environment variables and files.\n"
	} else {
		more = verbs(cmd) + more + ".SH ENVIRONMENT\n" + s.environment + ".SH FILES\n" + s.files
	}
	text, seeAlso, has := strings.Cut(nameValues(cmd, tidy(page.String(), when)), ".SH SEE ALSO\n")
	if text += more; has {
		text += ".SH SEE ALSO\n" + seeAlso
	}
	return compress(filepath.Join(dir, strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1.gz"), text)
}

// verbs are a section with every verb and what it does, in the groups of the help.
func verbs(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString(".SH VERBS\n")
	for _, group := range root.Groups() {
		b.WriteString(".SS " + escape(strings.TrimSuffix(group.Title, ":")) + "\n")
		for _, cmd := range root.Commands() {
			if cmd.GroupID == group.ID {
				b.WriteString(".TP\n.B " + escape(cmd.Name()) + "\n" + text(cmd.Short))
			}
		}
	}
	return b.String()
}

// compress writes what gzip -9n does: neither a name nor a time is in the file.
func compress(path, text string) error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, packed.Bytes(), 0o644) // manual pages are for everybody
}
