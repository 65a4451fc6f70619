package cli

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/profiles"
)

// R9: what a verb says and ends with when new tokens are not where they belong:
// lost, in a rescue file, or beside another process's.
func TestUnsavedOutcomesR9(t *testing.T) {
	for name, test := range map[string]struct {
		err        error
		says, hint string
	}{
		"lost":          {syscall.ENOSPC, "are lost when zoauth ends: no space left", "zoauth authorize acme-dev"},
		"rescued":       {&profiles.Rescued{Path: "/run/user/1/zoauth/x", Err: syscall.ENOSPC}, "saved in /run/user/1/zoauth/x instead", "keep that file"},
		"beside others": {&profiles.Rescued{Path: "/run/x", Err: flow.ErrConflict}, "kept beside them, in /run/x", "zoauth adopt acme-dev --replace < /run/x"},
		"without file":  {&profiles.Rescued{Path: "/run/x", Err: syscall.ENOENT, Lost: true}, "the token file is missing", "zoauth adopt acme-dev < /run/x"},
	} {
		var f *failure
		err := unsaved(blank().reader(), flow.App{Name: "acme-dev", Type: flow.General, RedirectURI: "http://127.0.0.1:8976/callback"}, test.err)
		if !errors.As(err, &f) || f.Code != report.ExitUnsaved || !strings.Contains(f.Error(), test.says) || !strings.Contains(f.Next.String(), test.hint) {
			t.Errorf("%s: %v; %+v", name, err, f)
		}
	}
}
