package acceptance

import "testing"

// The program itself: a fault of the sandbox is switched on, and the page that it
// stands for is what the browser shows; switched off, the walk goes on.
func TestFaultOfTheSandboxInATerminal(t *testing.T) {
	s := start(t, 80, 24)
	s.sees("Walk the flow now")
	s.types("\r")
	s.sees("What the browser will be asked")
	s.types("F")
	s.sees("Faults of the sandbox")
	s.sees("› [ ] authorize the consent page refuses every http redirect (4700)")
	s.types(" ")
	s.sees("On: plain-http-refused")
	s.types("q")
	s.sees("Faults on: plain-http-refused; F changes them.")
	s.types("\r")
	s.sees("no answer yet")
	s.types("b")
	s.sees("a Allow   d Decline")
	s.types("a")
	s.sees("Invalid redirect: http")
	s.types("F")
	s.sees("Faults of the sandbox")
	s.types(" ")
	s.sees("No fault is on.")
	s.types("q")
	s.types("b")
	s.sees("a Allow   d Decline")
	s.types("a")
	s.sees("Request, not sent")
}
