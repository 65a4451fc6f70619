package acceptance

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"zoauth/internal/testkit"
)

// filterVariable makes the test binary put a filter before its system calls and
// become the program of its arguments. Its value is a [brokenCall] in JSON.
const filterVariable = "ZOAUTH_TEST_FILTER"

// brokenCall is a system call that always fails.
type brokenCall struct {
	Call uintptr
	Err  syscall.Errno
}

// filtered runs a verb whose every call of one kind fails.
func (d *desk) filtered(call uintptr, err syscall.Errno, args ...string) said {
	d.t.Helper()
	given, _ := json.Marshal(brokenCall{call, err})
	cmd := testkit.Command(d.Home, os.Args[0], append([]string{binary}, args...)...)
	cmd.Env = append(cmd.Env, filterVariable+"="+string(given))
	var out, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &stderr
	ended := code(cmd.Run())
	return said{out.String(), stderr.String(), ended}
}

// becomeFiltered is what that child does; it does not return.
func becomeFiltered(given string) {
	var broken brokenCall
	if err := json.Unmarshal([]byte(given), &broken); err != nil {
		panic(err)
	}
	runtime.LockOSThread() // the filter is this thread's, and that of what it becomes
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}, // the call's number
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: uint32(broken.Call), Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(broken.Err)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		panic(err)
	}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0); err != nil {
		panic(err)
	}
	panic(syscall.Exec(os.Args[1], os.Args[1:], os.Environ()))
}
