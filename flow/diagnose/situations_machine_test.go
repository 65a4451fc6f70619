package diagnose_test

import (
	"fmt"
	"syscall"
	"testing"

	"zoauth/flow"
)

// What this machine itself refuses, as the engine says it.
var (
	locked      = failed("", fmt.Errorf("waiting for acme-dev: %w", flow.ErrLocked))
	justSent    = failed("", fmt.Errorf("zoauth token, process 4121: %w", flow.ErrForeignIntent))
	tooOpen     = failed("", fmt.Errorf("tokens has mode 0755: chmod 700 tokens (%w)", flow.ErrPermission))
	inMemory    = failed("", flow.ErrUnsaved)
	inAnother   = failed("", &flow.AsideError{Path: "/run/user/1000/zoauth/acme-dev.json"})
	fullDisk    = failed("", fmt.Errorf("reserving the space for the answer: %w", syscall.ENOSPC))
	readOnly    = failed("", fmt.Errorf("preparing the state directory: %w", syscall.EROFS))
	noOpenFiles = failed("", fmt.Errorf("locking acme-dev: %w", syscall.EMFILE))
)

var machineSituations = []situation{
	{
		rule: "profile-locked", when: "the lock is held", rank: 1, hit: locked,
		misses: map[string]given{"permissions": tooOpen, "a full disk": fullDisk, "unsaved tokens": inMemory, "no DNS": noName},
	},
	{rule: "profile-locked", when: "another process has just sent", rank: 1, hit: justSent},
	{
		rule: "file-permissions", when: "a directory is open to others", rank: 1, hit: tooOpen,
		misses: map[string]given{"the lock is held": locked, "a read-only disk": readOnly, "no DNS": noName},
	},
	{
		rule: "tokens-unsaved", when: "in memory only", rank: 1, hit: inMemory,
		misses: map[string]given{"a full disk before the request": fullDisk, "the lock is held": locked, "no DNS": noName},
	},
	{rule: "tokens-unsaved", when: "in a rescue file", rank: 1, hit: inAnother},
	{
		rule: "disk-refused", when: "no space", rank: 1, hit: fullDisk,
		misses: map[string]given{"permissions": tooOpen, "unsaved tokens": inMemory, "no DNS": noName},
	},
	{rule: "disk-refused", when: "a read-only disk", rank: 1, hit: readOnly},
	{rule: "disk-refused", when: "too many open files", rank: 1, hit: noOpenFiles},
	{rule: "disk-refused", when: "from the history", rank: 1, hit: fromHistory(fullDisk)},
}

func TestMachineSituations(t *testing.T) { check(t, machineSituations) }
