package cli

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// R9: what a verb says and ends with when new tokens are not where they belong:
// lost, in a rescue file, or in place without the disk's word for it.
func TestUnsavedOutcomes(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		code int
		says string
		hint string
	}{
		"lost":          {syscall.ENOSPC, exitUnsaved, "are lost: no space left", "zoauth authorize acme-dev"},
		"rescued":       {&profiles.Rescued{Path: "/run/user/1/zoauth/x", Err: syscall.ENOSPC}, exitUnsaved, "saved in /run/user/1/zoauth/x instead", "keep that file"},
		"beside others": {&profiles.Rescued{Path: "/run/x", Err: flow.ErrConflict}, exitUnsaved, "kept beside them, in /run/x", "keep that file"},
		"unconfirmed":   {flow.ErrNotConfirmed, exitDone, "", ""},
	} {
		out := flow.Outcome{SaveErr: test.err}
		out.Job.App.Name = "acme-dev"
		out.Answer.Verdict = flow.Granted
		err := failed(out)
		var f *failure
		if test.code == exitDone {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.As(err, &f) || f.code != test.code || !strings.Contains(f.Error(), test.says) || !strings.Contains(f.hint, test.hint) {
			t.Errorf("%s: %v", name, err)
		}
	}
	refused := flow.Outcome{SaveErr: flow.ErrNotConfirmed, Answer: flow.Answer{Verdict: flow.Refused, Err: &flow.Error{Code: "invalid_grant"}}}
	var f *failure
	if err := failed(refused); !errors.As(err, &f) || f.code != exitRefused {
		t.Errorf("a refusal whose note is not confirmed: %v", err)
	}
}
