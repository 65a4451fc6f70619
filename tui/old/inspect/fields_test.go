package inspect_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/widget"
)

func fieldText(f *inspect.Fields, w int) string {
	var rows []string
	for _, l := range f.Lines(about(), w) {
		rows = append(rows, ansi.Strip(l.Text))
	}
	return strings.Join(rows, "\n")
}

// The cursor begins at what the request spends, visits every field once and
// stops at both ends.
func TestFieldsCursor(t *testing.T) {
	var f inspect.Fields
	if f.Move(3); len(f.Lines(about(), 80)) != 0 {
		t.Error("no request, but lines")
	}
	if _, field, secret := f.Current(); field.Name != "" || !secret.IsZero() {
		t.Errorf("no request, but the cursor is on %v", field)
	}
	f.Show(exchange(), nil)
	if section, field, secret := f.Current(); section != "Form" || field.Name != "code" || secret != code {
		t.Errorf("begins at %s %s", section, field.Name)
	}
	f.Top()
	var walked []string
	for range 7 {
		_, field, _ := f.Current()
		walked = append(walked, field.Name)
		if !strings.Contains(fieldText(&f, 80), "› "+field.Name) {
			t.Errorf("the cursor on %s is not seen", field.Name)
		}
		f.Move(1)
	}
	want := "Authorization Content-Type Accept grant_type code redirect_uri code_verifier"
	if got := strings.Join(walked, " "); got != want {
		t.Errorf("walked %s, want %s", got, want)
	}
	if f.Move(99); !strings.Contains(fieldText(&f, 80), "› code_verifier") {
		t.Error("the cursor left the last field")
	}
	if f.Move(-99); !strings.Contains(fieldText(&f, 80), "› Authorization") {
		t.Error("the cursor left the first field")
	}
}

// The Authorization row stands for the secret in it.
func TestFieldsAuthorization(t *testing.T) {
	var f inspect.Fields
	f.Show(exchange(), nil)
	f.Top()
	if section, field, secret := f.Current(); section != "Header" || field.Name != "Authorization" || secret != clientSecret {
		t.Errorf("%s %s holds %v", section, field.Name, secret)
	}
}

// The same shape keeps the cursor, another one starts anew and never rests on a heading.
func TestFieldsShowAgain(t *testing.T) {
	var f inspect.Fields
	f.Show(exchange(), nil)
	f.Bottom()
	f.Show(exchange(), nil)
	if _, field, _ := f.Current(); field.Name != "code_verifier" {
		t.Errorf("the same request moved the cursor to %s", field.Name)
	}
	f.Top()
	f.Move(4) // code, in the row that will be the heading of the form
	other := exchange()
	other.Header = append(other.Header, other.Header...)
	other.Form = other.Form[:2]
	f.Show(other, nil)
	if _, field, _ := f.Current(); field.Name == "" {
		t.Error("the cursor is on a heading")
	}
}

// What the preview lists is what goes over the wire: a header of its own
// replaces the credentials, a body that is no form replaces the form.
func TestFieldsAreTheWire(t *testing.T) {
	q := exchange()
	q.Header = append(q.Header, flow.Field{Name: "authorization", Plain: "Basic bm9uZQ=="})
	q.Body = []byte(`{"grant_type":"authorization_code"}`)
	var f inspect.Fields
	f.Show(q, nil)
	shown := fieldText(&f, 100)
	wire, err := q.Wire()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Basic bm9uZQ==", string(q.Body)} {
		if !strings.Contains(shown, part) || !strings.Contains(string(wire), part) {
			t.Errorf("%s is not in both of\n%s\n%s", part, shown, wire)
		}
	}
	for _, part := range []string{clientSecret.Fingerprint(), "code_verifier"} {
		if strings.Contains(shown, part) {
			t.Errorf("%s is shown but not sent:\n%s", part, shown)
		}
	}
}

// S4: a secret is seen only while it is revealed, and only under the cursor.
func TestFieldsRevealS4(t *testing.T) {
	for _, tt := range []struct {
		name  string
		steer func(*inspect.Fields)
		seen  string
	}{
		{"at first", func(*inspect.Fields) {}, ""},
		{"code", func(f *inspect.Fields) { f.Reveal(true) }, code.Reveal()},
		{"client secret", func(f *inspect.Fields) { f.Top(); f.Reveal(true) }, clientSecret.Reveal()},
		{"verifier", func(f *inspect.Fields) { f.Bottom(); f.Reveal(true) }, verifier.Reveal()},
		{"plain field", func(f *inspect.Fields) { f.Move(1); f.Reveal(true) }, ""},
		{"hidden again", func(f *inspect.Fields) { f.Reveal(true); f.Reveal(false) }, ""},
		{"moved", func(f *inspect.Fields) { f.Bottom(); f.Reveal(true); f.Move(-2) }, ""},
		{"shown again", func(f *inspect.Fields) { f.Reveal(true); f.Show(exchange(), nil) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var f inspect.Fields
			f.Show(exchange(), nil)
			tt.steer(&f)
			for _, w := range []int{80, 60, 40, 10} {
				whole := strings.Join(strings.Fields(fieldText(&f, w)), "")
				for _, secret := range []flow.Secret{clientSecret, code, verifier} {
					if got := strings.Contains(whole, secret.Reveal()); got != (secret.Reveal() == tt.seen) {
						t.Errorf("%d cells: %s seen %v", w, secret.Fingerprint(), got)
					}
				}
			}
		})
	}
}

// No field makes a row too wide, and none writes anything but text (T1).
func FuzzFields(f *testing.F) {
	f.Add("name", "value", 80)
	f.Add("\x1b[2J", "\u202e東京\n\xff", 40)
	f.Fuzz(func(t *testing.T, name, value string, w int) {
		w = max(1, min(w, 300))
		q := exchange()
		q.Query = []flow.Field{{Name: name, Plain: value}}
		q.Form = append(q.Form, flow.Field{Name: name, Secret: flow.NewSecret(flow.KindCode, value)})
		var fields inspect.Fields
		fields.Show(q, func(section, name string) []string { return []string{section + name} })
		for range 12 {
			fields.Reveal(true)
			var rows []string
			for _, l := range fields.Lines(about(), w) {
				rows = append(rows, l.Text)
			}
			title, why := fields.Why(about(), w)
			rows = append(rows, why...)
			fits(t, append(rows, widget.Cut(title, w)), w)
			fields.Move(1)
		}
	})
}
