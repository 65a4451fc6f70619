package tui_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"zoauth/internal/testkit"
)

// pastePlaces are where a paste can land, with the keys that lead there from the page of
// the profile that waits, and what is seen there.
var pastePlaces = []struct {
	name, sees string
	keys       []string
	takesText  bool // a text that does not bear the attempt's state is not for it
}{
	{"the page that waits", " waiting ", nil, false},
	{"Home", "── Profiles", []string{"esc"}, false},
	{"the form", "new profile", []string{"esc", "A"}, true},
	{"the filter of Home", "/ ", []string{"esc", "/"}, true},
	{"the box of Paste", "Paste or type", []string{"i"}, true},
	{"Practice", "Mistakes", []string{"m"}, false},
	{"the palette", "Go to or do", []string{":"}, true},
	{"help", "Keys here", []string{"?"}, true},
	{"a dialog", "Copy", []string{"y"}, true},
}

// L9: what was pasted is taken by the attempt that it belongs to wherever it lands: whole
// or not at all, never as keys, and nothing is sent. What is not taken leaves the attempt
// open for the right one.
func TestPasteShapesAnywhereL9(t *testing.T) {
	t.Parallel()
	for i, shape := range testkit.PasteShapes(t, "../flow/recognize") {
		place := pastePlaces[i%len(pastePlaces)]
		t.Run(shape.ID+" on "+place.name, func(t *testing.T) {
			t.Parallel()
			d := drive(t)
			u := d.waiting()
			for _, key := range place.keys {
				d.keys(key)
			}
			d.sees(place.sees)
			d.time.later(time.Second)
			d.paste(d.as(shape.Input, u))
			ownState := strings.Contains(shape.Input, "STATE")
			if shape.Right != "taken" && shape.Right != "declined" || place.takesText && !ownState {
				if d.shows("● Exchange") {
					t.Fatalf("taken:\n%s", d.frame())
				}
				d.paste(u.Query().Get("redirect_uri") + "?code=" + someCode + "&state=" + u.Query().Get("state"))
			}
			want := "● Exchange"
			if shape.Right == "declined" {
				want = "access_denied"
			}
			d.sees(want)
			if n := d.posts("/oauth/token"); n != 0 || d.ended {
				t.Errorf("the paste sent %d requests", n)
			}
		})
	}
}

// as is a shape with the code, the state and the address of an attempt.
func (d *driver) as(text string, authorize *url.URL) string {
	redirect, err := url.Parse(authorize.Query().Get("redirect_uri"))
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.NewReplacer(
		"CODE33", someCode, "STATE", authorize.Query().Get("state"), "127.0.0.1:58123", redirect.Host, "127.0.0.1%3A58123", url.QueryEscape(redirect.Host), "localhost:58123", "localhost:"+redirect.Port(),
	).Replace(text)
}
