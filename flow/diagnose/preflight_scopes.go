package diagnose

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// separators are what people write between scopes that are one string.
var separators = map[rune]string{
	',': "comma", ' ': "blank", '+': "plus, as of an address", '/': "slash", ';': "semicolon", '%': "percent sign, as of an address", '\n': "line end",
}

func aboutScopes(app flow.App, _ flow.Facts) []Check {
	t := topic{name: "scopes", do: EditProfile}
	if len(app.Scopes) == 0 {
		t.fine("none is sent: those saved on the app apply, as Zoom advises")
		return t.checks
	}
	for i, scope := range app.Scopes {
		if slices.Contains(app.Scopes[:i], scope) {
			t.add(Note, "a scope is there twice", scope+": once is enough.", "take one out")
			continue
		}
		t.scope(app, scope)
	}
	if slices.ContainsFunc(app.Scopes, classic) && slices.ContainsFunc(app.Scopes, granular) {
		t.add(Warn, "classic and granular scopes are mixed", "An app has one kind: classic as user:read, granular as user:read:user.", "look at Scopes of the app which kind it has")
	}
	t.add(Note, "each scope that is sent has to be saved on the app", "Else the page says Invalid scope.", "leave scopes empty if in doubt")
	return t.checks
}

func (t *topic) scope(app flow.App, scope string) {
	at := strings.IndexFunc(scope, func(r rune) bool { return separators[r] != "" })
	switch {
	case at >= 0:
		for _, r := range scope[at:] {
			t.add(Bad, "a scope holds a "+separators[r], "Zoom takes "+scope+" for one name and says Invalid scope.", "write each scope as a string of its own")
			return
		}
	case !strings.Contains(scope, ":"):
		t.add(Warn, "a scope has no action", scope+": scopes look like user:read:user.", "copy the name from Scopes of the app")
	case scope != strings.ToLower(scope):
		t.add(Warn, "a scope has capital letters", scope+": Zoom's are small.", "write it small")
	case forAdmins(scope) && app.HasConsent():
		t.add(Note, "a scope is for administrators", scope+": a user-managed app may not ask for :admin or :master, and the page says Invalid scope.", "make the app admin-managed, or leave it out")
	}
}

func forAdmins(scope string) bool {
	return strings.HasSuffix(scope, ":admin") || strings.HasSuffix(scope, ":master")
}

// parts counts the parts of a scope without :admin or :master (docs/zoom.md §2.8).
func parts(scope string) int {
	return len(strings.Split(strings.TrimSuffix(strings.TrimSuffix(scope, ":admin"), ":master"), ":"))
}

func classic(scope string) bool  { return parts(scope) == 2 }
func granular(scope string) bool { return parts(scope) > 2 }
