// Command man writes zoauth's manual pages, one per verb, into a directory. The
// release runs it: go -C internal/tools run ./man DIR.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra/doc"

	"zoauth/cli"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: man DIR")
	}
	if err := os.MkdirAll(args[0], 0o755); err != nil { // manual pages are for everybody
		return err
	}
	return doc.GenManTree(cli.Manual(), &doc.GenManHeader{Title: "ZOAUTH", Section: "1", Source: "zoauth", Manual: "zoauth"}, args[0])
}
