package tui

import (
	"net/http"
	"strings"
	"testing"

	"zoauth/tui/old/intent"
)

// nothing opens "nothing came back" of an open attempt.
func (d *driver) nothing() {
	d.t.Helper()
	d.waiting(0)
	d.keys("n")
	d.sees("What does the browser show?")
}

// Each page leads to its explanation and repair, and the listener stays open.
func TestNothingCameBackExplainsEveryPage(t *testing.T) {
	d := drive(t)
	d.nothing()
	for _, says := range []string{"has to stand in the app's settings", "not published", "signed in to another Zoom account", "This is the answer", "the address does", "paste it here"} {
		if frame := strings.Join(strings.Fields(d.frame()), " "); !strings.Contains(frame, says) {
			t.Errorf("%q is not in\n%s", says, d.frame())
		}
		d.keys("j")
	}
	res, err := http.Get("http://" + d.m.current.Attempt.Address + "/")
	if err != nil {
		t.Fatal("the listener is closed")
	}
	_ = res.Body.Close()
	d.keys("esc")
	d.sees("Open this URL in any browser")
	if !d.m.current.Attempt.Open() {
		t.Error("the attempt was ended")
	}
}

func TestCausesAreShownOneByOne(t *testing.T) {
	d := drive(t)
	d.nothing()
	d.keys("j")
	d.sees("cause 1 of 3")
	d.keys("enter")
	d.sees("cause 2 of 3")
	d.keys("enter", "enter")
	d.sees("cause 1 of 3")
}

// The text of a page is recognised in every language's number form; what is not
// known is said so.
func TestPageTextIsRecognised(t *testing.T) {
	d := drive(t)
	d.nothing()
	for _, test := range []struct{ text, says string }{
		{`{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url","result":null}`, "found in the text of the page: Invalid redirect"},
		{"Redirección no válida: x (4.700)", "found in the text of the page: Invalid redirect"},
		{"Invalid client_id: abc (4,702)", "found in the text of the page: Invalid client_id"},
		{"You cannot authorize Acme. Invalid scope. Edit on web portal", "found in the text of the page: Invalid scope"},
		{"You cannot authorize Acme", "found in the text of the page: You cannot authorize"},
		{"An account admin is required to install this type of app.", "found in the text of the page: You cannot authorize"},
		{"127.0.0.1 refused to connect. connection was refused", "found in the text of the page: Cannot connect"},
		{"Something about cats", "Nothing known is in this text"},
	} {
		d.do(d.m.paste(test.text))
		if !strings.Contains(d.frame(), test.says) {
			t.Errorf("%q: no %q in\n%s", test.text, test.says, d.frame())
		}
	}
}

// An answer pasted here is taken as one, typed without brackets too.
func TestAnswerPastedOnNothingCameBack(t *testing.T) {
	d := drive(t)
	d.nothing()
	d.do(d.m.paste("http://127.0.0.1/callback?code=x&state=wrong"))
	d.sees("Open this URL in any browser")
	d.sees("belongs to another attempt")
	d.keys("n")
	d.keys("G", "enter")
	d.sees("enter reads it")
	at := d.m.current.Attempt
	for _, r := range at.App.RedirectURI + "?code=obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB&state=" + at.State {
		d.do(d.m.key(string(r), string(r)))
	}
	if strings.Contains(d.frame(), at.State) {
		t.Error("S4: it is echoed")
	}
	d.keys("enter")
	d.sees("Request, not sent")
	d.sees("state ok")
}

func TestNothingCameBackOpensThePasteBox(t *testing.T) {
	d := drive(t)
	d.nothing()
	d.keys("jjj", "enter")
	d.sees("Open this URL in any browser")
	if !d.m.screens.authorize.Typing() || d.m.place != intent.AuthorizeStep {
		t.Error("the paste box has no focus")
	}
}
