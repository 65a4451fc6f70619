// Command figures takes every figure of docs/internals/performance.md and prints them as one
// table: it builds the stripped binary and drives it in a terminal.
//
//	go -C internal/tools run ./figures
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"zoauth/internal/measure"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "zoauth-performance-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bench, err := measure.Build(dir)
	if err != nil {
		return err
	}
	fmt.Println(machine())
	fmt.Println()
	line("what", "reach", "measured", "")
	for _, figure := range bench.Figures(context.Background()) {
		taken := figure.Take()
		line(taken.What, taken.Reach, taken.Value(), taken.Verdict())
	}
	return nil
}

func line(what, reach, measured, verdict string) {
	fmt.Printf("%-66s %-18s %-18s %s\n", what, reach, measured, verdict)
}

// machine says where and when: a figure without it is worth little.
func machine() string {
	system := runtime.GOOS + "/" + runtime.GOARCH
	if kernel, err := exec.Command("uname", "-sr").Output(); err == nil {
		system += ", " + strings.TrimSpace(string(kernel))
	}
	return fmt.Sprintf("%s · %s, %d processors · %s", time.Now().Format("2 January 2006"), system, runtime.NumCPU(), runtime.Version())
}
