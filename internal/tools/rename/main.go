// Command rename gives the module another path, everywhere in the repository: in go.mod
// files, imports, and the tests that look at imports. The path is provisional until it is
// known where the repository lives.
//
//	go -C internal/tools run ./rename example.org/team/zoauth
package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"zoauth/internal/testkit"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(2)
	}
}

// modulePath is what a path in an import may consist of.
var modulePath = regexp.MustCompile(`^[a-z0-9][\w.~-]*(/[\w.~-]+)*$`)

func run(args []string) error {
	if len(args) != 1 || !modulePath.MatchString(args[0]) {
		return errors.New("usage: rename MODULE-PATH, such as example.org/team/zoauth")
	}
	root, err := testkit.Root()
	if err != nil {
		return err
	}
	changed, err := rename(root, args[0])
	if err == nil {
		fmt.Printf("%d files changed; now: go -C internal/tools mod tidy\n", changed)
	}
	return err
}

// rename changes the files below root and returns how many.
func rename(root, to string) (int, error) {
	old, err := pathOf(root)
	if err != nil {
		return 0, err
	}
	changed := 0
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && strings.HasPrefix(e.Name(), ".") && path != root:
			return fs.SkipDir
		case !e.Type().IsRegular():
			return nil
		}
		did, err := renameIn(path, old, to)
		if did {
			changed++
		}
		return err
	})
	return changed, err
}

// pathOf is the path of the module in root.
func pathOf(root string) (string, error) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(string(mod), "\n")
	path, has := strings.CutPrefix(first, "module ")
	if !has {
		return "", fmt.Errorf("go.mod begins with %q, not with its module's path", first)
	}
	return path, nil
}

// renameIn changes a file and reports whether it had to.
func renameIn(path, old, to string) (bool, error) {
	inGo := strings.HasSuffix(path, ".go")
	if !inGo && filepath.Base(path) != "go.mod" {
		return false, nil
	}
	before, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	after := inModFile(before, old, to)
	if inGo {
		if after, err = format.Source(inSource(before, old, to)); err != nil {
			return false, fmt.Errorf("%s: %w", path, err)
		}
	}
	if bytes.Equal(before, after) {
		return false, nil
	}
	return true, os.WriteFile(path, after, 0o644) // source is for everybody
}

// inModFile changes the path as a word of its own, and those of modules below it.
func inModFile(text []byte, old, to string) []byte {
	word := regexp.MustCompile(`(?m)(^|\s)` + regexp.QuoteMeta(old) + `(/\S*)?(\s|$)`)
	return word.ReplaceAll(text, []byte("${1}"+to+"${2}${3}"))
}

// inSource changes string literals that are the path of a package, the prefix of all of
// them, or the module's path where that is what a test means. The program's name, which
// the path ends with, stays.
func inSource(text []byte, old, to string) []byte {
	quoted := regexp.QuoteMeta(old)
	for _, of := range []string{
		`(")` + quoted + `(/(?:cli|tui|flow|profiles|internal)(?:/[\w/]*)?")`,
		`(HasPrefix\(\w+, ")` + quoted + `(/")`,
		`(const module = ")` + quoted + `(")`,
		`(?m)(^\s*")` + quoted + `(": +\{)`,
	} {
		text = regexp.MustCompile(of).ReplaceAll(text, []byte("${1}"+to+"${2}"))
	}
	return text
}
