package flow_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// S3: a read that never ends is given up, and is named. It runs alone: while others
// compute, more is waited for.
func TestDeadMountIsGivenUpS3(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	_, err := flow.Promptly("/mnt/dead/ca.pem", func() (int, error) {
		<-never
		return 1, nil
	})
	if err == nil || !strings.Contains(err.Error(), "/mnt/dead/ca.pem cannot be read") {
		t.Errorf("%v", err)
	}
	failed := errors.New("failed")
	if got, err := flow.Promptly("x", func() (int, error) { return 2, failed }); got != 2 || !errors.Is(err, failed) {
		t.Errorf("%d, %v", got, err)
	}
}

// A busy machine may take more than a second for what no disk holds up.
func TestSlowReadingIsNoDeadMountS3(t *testing.T) {
	t.Parallel()
	file := make([]byte, 1<<20)
	if _, err := flow.Promptly("x", func() (int, error) {
		n := 0
		for began := time.Now(); time.Since(began) < 1500*time.Millisecond; time.Sleep(5 * time.Millisecond) {
			n += int(sha256.Sum256(file)[0])
		}
		return n, nil
	}); err != nil {
		t.Error(err)
	}
}
