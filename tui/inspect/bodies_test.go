package inspect

import (
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// A body that was drawn before is drawn from memory, but for what may look different now:
// at another width, folded, or since a secret in it was learned (S4).
func TestABodyIsKeptAsLongAsItLooksTheSame(t *testing.T) {
	redactor := &flow.Redactor{}
	r := &flow.Response{Body: []byte(`{"a": {"b": "hunter2-is-secret"}, "c": "` + strings.Repeat("long ", 20) + `"}`)}
	bodies := &Bodies{}
	c := Context{Clean: &safe.Cleaner{Redactor: redactor}, Theme: ui.NewTheme(ui.Appearance{}), Width: 80, Bodies: bodies}
	draw := func() string {
		d := &drawing{Context: c}
		d.prose(safe.Const("above"), ui.Plain, ui.Keep)
		body{d, r}.draw()
		for _, it := range d.page.Items {
			if it.Row == 0 {
				t.Error("an item of the body stands above it")
			}
		}
		plain := &drawing{Context: c}
		plain.Bodies = nil
		plain.prose(safe.Const("above"), ui.Plain, ui.Keep)
		body{plain, r}.draw()
		got := ui.Plaintext(d.page.Lines).String()
		if want := ui.Plaintext(plain.page.Lines).String(); got != want {
			t.Errorf("kept:\n%s\nanew:\n%s", got, want)
		}
		return got
	}
	first := draw()
	kept := bodies.kept[0].lines
	if draw() != first || &bodies.kept[0].lines[0] != &kept[0] || len(bodies.kept) != 1 {
		t.Error("the body was drawn anew")
	}
	c.Width = 40
	if draw() == first {
		t.Error("it ignores the width")
	}
	c.Folds = map[string]bool{"line 1": true}
	if !strings.Contains(draw(), "lines") {
		t.Error("it ignores what is folded")
	}
	redactor.Learn(flow.NewSecret(flow.KindRefreshToken, "hunter2-is-secret"))
	c.Folds = nil
	if strings.Contains(draw(), "hunter2") {
		t.Error("S4: a secret that was learned since is shown")
	}
	if len(bodies.kept) > mostBodies {
		t.Errorf("%d bodies are kept", len(bodies.kept))
	}
}
