package diagnose

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// separators are what people write between scopes that are one string.
var separators = map[rune]string{
	',': "comma", ' ': "space", '+': "plus sign", '/': "slash", ';': "semicolon", '|': "vertical bar", '%': "percent sign", '\n': "line break",
}

func aboutScopes(app flow.App, _ flow.Facts) []Check {
	t := topic{name: "scopes", do: EditProfile}
	if len(app.Scopes) == 0 {
		t.fine("none sent: Zoom uses the scopes saved on the app, as it advises")
		return t.checks
	}
	for i, scope := range app.Scopes {
		if slices.Contains(app.Scopes[:i], scope) {
			t.add(Note, "a scope is listed twice", scope+": once is enough.", "remove one")
			continue
		}
		t.scope(app, scope)
	}
	if slices.ContainsFunc(app.Scopes, classic) && slices.ContainsFunc(app.Scopes, granular) {
		t.add(Warn, "classic and granular scopes are mixed", "An app uses one kind: classic (user:read) or granular (user:read:user).", "check the app's Scopes page for its kind")
	}
	t.add(Note, "every scope sent must be saved on the app", "Otherwise the consent page says Invalid scope.", "if in doubt, leave scopes empty")
	return t.checks
}

func (t *topic) scope(app flow.App, scope string) {
	at := strings.IndexFunc(scope, func(r rune) bool { return separators[r] != "" })
	switch {
	case at >= 0:
		for _, r := range scope[at:] {
			t.add(Bad, "a scope contains a "+separators[r], "Zoom reads "+scope+" as one name and says Invalid scope.", "write each scope as a separate string")
			return
		}
	case !strings.Contains(scope, ":"):
		t.add(Warn, "a scope has no action", scope+": scopes look like user:read:user.", "copy the name from the app's Scopes page")
	case scope != strings.ToLower(scope):
		t.add(Warn, "a scope has capital letters", scope+": Zoom's are lower case.", "use lower case")
	case forAdmins(scope) && app.HasConsent():
		t.add(Note, "a scope is for admins only", scope+": a user-managed app may not ask for :admin or :master, and the page says Invalid scope.", "make the app admin-managed, or omit the scope")
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
