package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"zoauth/internal/safe"
)

// build is what this binary was made of, and the JSON of version.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// buildOf reads what the Go tool recorded beside the version.
func buildOf(version string) build {
	b := build{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.Date = setting.Value
		}
	}
	return b
}

func (p *program) versionVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version", Short: "Print the version, its commit and date, Go and the platform", Args: p.noArgs,
		Example: "  zoauth version\n  zoauth version --json",
		RunE:    func(*cobra.Command, []string) error { return p.printVersion() },
	}
	return p.jsonFlag(cmd)
}

func (p *program) printVersion() error {
	b := buildOf(p.Version)
	if p.json {
		return p.JSON(b)
	}
	return p.Print(safe.Format("zoauth %s (commit %s, %s, %s, %s)", p.Clean.Line(b.Version),
		p.Clean.Line(cmp.Or(b.Commit, "unknown")), p.Clean.Line(cmp.Or(b.Date, "no date")), p.Clean.Line(b.Go), p.Clean.Line(b.Platform)))
}

func (p *program) demoVerb() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "Open the workbench on a throw-away sandbox", Args: p.noArgs,
		Example: "  zoauth demo",
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.open(cmd.Context(), nil, true) },
	}
}
