package flow_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// childVariable makes the test binary act as the process that is stopped.
const childVariable = "ZOAUTH_TEST_STOPPED_CHILD"

const childBudget = 2 * time.Second

func TestMain(m *testing.M) {
	if address := os.Getenv(childVariable); address != "" {
		client := &flow.Client{Budget: childBudget}
		r := flow.RefreshRequest(testApp("http://"+address), clientSecret, oldRefresh)
		trace := client.Send(context.Background(), r)
		fmt.Println(flow.Classify(trace).Verdict, trace.Err)
		return
	}
	testkit.AtOnce(4, 2)
	os.Exit(testkit.InMemory(m.Run))
}

// A stopped process or a suspended laptop does not use up the budget: an answer
// that came meanwhile is read (R12). With a plain deadline this fails.
func TestStoppedProcessReadsItsAnswer(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan struct{}), make(chan struct{})
	p := newPeer(t, nil, func(c *conversation) {
		c.request()
		close(asked)
		<-answer
		c.send(okJSON(`{"access_token":"A2","refresh_token":"R2"}`))
	})
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+p.Address)
	var out strings.Builder
	child.Stdout = &out
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := child.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	close(answer)
	p.settle()
	time.Sleep(childBudget + 500*time.Millisecond) // the time that must not count
	if err := child.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(out.String()); got != "granted <nil>" {
		t.Errorf("the child says %q", got)
	}
}
