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

// versionVerb prints what this binary is.
type versionVerb struct{ *program }

func (v *versionVerb) command() *cobra.Command {
	return v.jsonFlag(&cobra.Command{
		Use: "version", Short: "Print the version, its commit and date, Go and the platform", Args: v.noArgs,
		Example: "  zoauth version\n  zoauth version --json",
		RunE:    func(*cobra.Command, []string) error { return v.run() },
	})
}

func (v *versionVerb) run() error {
	b := buildOf(v.Version)
	if v.json {
		return v.JSON(b)
	}
	return v.Print(safe.Format("zoauth %s (commit %s, %s, %s, %s)", v.Clean.Line(b.Version),
		v.Clean.Line(cmp.Or(b.Commit, "unknown")), v.Clean.Line(cmp.Or(b.Date, "no date")), v.Clean.Line(b.Go), v.Clean.Line(b.Platform)))
}
