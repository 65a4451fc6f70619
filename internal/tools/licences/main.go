// Command licences writes the licences of everything that is linked into a release of
// zoauth, on any of its systems, to standard output.
//
//	go -C internal/tools run ./licences > THIRD-PARTY-LICENSES
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"zoauth/internal/testkit"
)

// systems are those of .goreleaser.yaml.
var systems = []string{"linux", "darwin", "freebsd", "openbsd"}

// licenceFile is how modules call the files that have to go with copies.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	root, err := testkit.Root()
	if err != nil {
		return err
	}
	modules, err := linked(root)
	if err != nil {
		return err
	}
	fmt.Fprint(out, "zoauth is linked with the modules below. Each is followed by its licence.\n")
	for _, m := range modules {
		texts, err := licences(m.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		fmt.Fprintf(out, "\n%s\n%s\n%s\n", strings.Repeat("=", 78), m.name, strings.Repeat("=", 78))
		for _, text := range texts {
			fmt.Fprintf(out, "\n%s\n", strings.TrimSpace(text))
		}
	}
	return nil
}

// module is a source of linked code.
type module struct{ name, dir string }

// linked are the modules in zoauth's binary on any system, and Go itself.
func linked(root string) ([]module, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	modules := []module{{"Go " + strings.TrimPrefix(runtime.Version(), "go"), strings.TrimSpace(string(goroot))}}
	for _, system := range systems {
		list := exec.Command("go", "list", "-deps", "-tags=nethttpomithttp2", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
		list.Dir, list.Env, list.Stderr = root, append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH=amd64"), os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", system, err)
		}
		for line := range strings.Lines(string(out)) {
			name, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if name != "" {
				modules = append(modules, module{name, dir})
			}
		}
	}
	slices.SortFunc(modules[1:], func(a, b module) int { return strings.Compare(a.name, b.name) })
	return slices.Compact(modules), nil
}

// licences are the texts in a module's directory; none is an error.
func licences(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("no licence in %s", dir)
	}
	return texts, nil
}
