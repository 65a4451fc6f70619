package sandbox

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// consentPage is the authorization endpoint: GET shows the page, its form posts Allow or
// Decline back to the same address [§2.2, §6].
type consentPage struct{ *store }

func (p consentPage) serve(t *turn) {
	q, method := t.query(), t.request.Method
	app, ok := t.app(q.Get("client_id"))
	t.entry.Client = q.Get("client_id")
	switch {
	case method != http.MethodGet && method != http.MethodPost:
		t.page(http.StatusMethodNotAllowed, "Error", "<p>Only GET and POST are allowed.</p>")
	case !ok:
		t.page(http.StatusBadRequest, "Error", "<p>Invalid client_id: "+html.EscapeString(q.Get("client_id"))+" (4,702)</p>")
	case app.Disabled:
		t.page(http.StatusBadRequest, "You cannot authorize "+app.Name, "<p>The app has been disabled (4,717)</p>")
	case !app.redirectAllowed(q.Get("redirect_uri"), t.rules):
		t.page(http.StatusBadRequest, "Error", "<p>Invalid redirect: "+html.EscapeString(q.Get("redirect_uri"))+" (4,700)</p>")
	case q.Get("response_type") != "code" || !app.consent():
		t.page(http.StatusBadRequest, "Error", "<p>Invalid response_type</p>")
	case !subset(q.Get("scope"), app.Scopes):
		t.page(http.StatusBadRequest, "You cannot authorize "+app.Name, "<p>Invalid scope. Edit on web portal</p>")
	case method == http.MethodGet:
		p.show(t, app, q)
	default:
		p.decide(t, app, q)
	}
}

// subset reports whether every requested scope is saved on the app. Only blanks
// part scopes: commas, slashes and a "+" that was sent encoded do not [page:scope].
func subset(asked string, saved []string) bool {
	for scope := range strings.FieldsSeq(asked) {
		found := false
		for _, s := range saved {
			found = found || s == scope
		}
		if !found {
			return false
		}
	}
	return true
}

// scopesOf are the scopes that are asked for: those saved on the app where the URL names none.
func scopesOf(app App, q url.Values) string {
	if scope := q.Get("scope"); scope != "" {
		return scope
	}
	return strings.Join(app.Scopes, " ")
}

func (p consentPage) show(t *turn, app App, q url.Values) {
	var list strings.Builder
	for one := range strings.FieldsSeq(scopesOf(app, q)) {
		list.WriteString("<li>" + html.EscapeString(one) + "</li>")
	}
	t.page(http.StatusOK, "Authorize "+html.EscapeString(app.Name), fmt.Sprintf(
		`<p>%s %s (%s) allows <b>%s</b>:</p><ul>%s</ul><form method="post" action="%s">`+
			`<button name="decision" value="allow">Allow</button> <button name="decision" value="decline">Decline</button></form>`,
		html.EscapeString(p.user.FirstName), html.EscapeString(p.user.LastName), html.EscapeString(p.user.Email),
		html.EscapeString(app.Name), list.String(), html.EscapeString(t.request.URL.RequestURI())))
}

// decide answers the form: a code, or a refusal whose shape at the real Zoom
// nobody has seen [callback:decline].
func (p consentPage) decide(t *turn, app App, q url.Values) {
	answer := url.Values{}
	switch t.entry.Form.Get("decision") {
	case "allow":
		made := p.newCode(t.rules)
		p.codes[made] = &code{
			client: app.ClientID, redirect: q.Get("redirect_uri"), scope: scopesOf(app, q),
			challenge: q.Get("code_challenge"), method: q.Get("code_challenge_method"), ends: t.clock().Add(codeLife),
		}
		t.entry.IssuedCode = made
		answer.Set("code", made)
	case "decline":
		t.entry.Modelled = true
		if t.rules.SilentDecline {
			t.page(http.StatusOK, "Declined", "<p>You declined. This page sends no callback.</p>")
			return
		}
		answer.Set("error", "access_denied")
	default:
		t.page(http.StatusBadRequest, "Error", "<p>Choose Allow or Decline.</p>")
		return
	}
	if state := q.Get("state"); state != "" && !t.rules.DropState {
		answer.Set("state", state)
	}
	back := q.Get("redirect_uri")
	join := "?"
	if strings.Contains(back, "?") {
		join = "&"
	}
	http.Redirect(t.answer, t.request, back+join+answer.Encode(), http.StatusFound)
}

// newCode makes a code of 33 characters [§3.1].
func (p consentPage) newCode(rules Rules) string {
	if rules.OlderCodes {
		return randomID(10) + "_" + p.user.ID
	}
	return randomID(codeLength)
}
