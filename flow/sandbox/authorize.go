package sandbox

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// authorize is the consent page: GET shows it, its form posts Allow or Decline
// back to the same address [§2.2, §6].
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	e := entryOf(r)
	q := r.URL.Query()
	app, ok := s.app(q.Get("client_id"))
	e.Client = q.Get("client_id")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		writePage(w, http.StatusMethodNotAllowed, "Error", "<p>Only GET and POST are allowed.</p>")
	case !ok:
		writePage(w, http.StatusBadRequest, "Error", "<p>Invalid client_id: "+html.EscapeString(q.Get("client_id"))+" (4,702)</p>")
	case app.Disabled:
		writePage(w, http.StatusBadRequest, "You cannot authorize "+app.Name, "<p>The app has been disabled (4,717)</p>")
	case !app.redirectAllowed(q.Get("redirect_uri"), s.rules):
		writePage(w, http.StatusBadRequest, "Error", "<p>Invalid redirect: "+html.EscapeString(q.Get("redirect_uri"))+" (4,700)</p>")
	case q.Get("response_type") != "code" || !app.consent():
		writePage(w, http.StatusBadRequest, "Error", "<p>Invalid response_type</p>")
	case !subset(q.Get("scope"), app.Scopes):
		writePage(w, http.StatusBadRequest, "You cannot authorize "+app.Name, "<p>Invalid scope. Edit on web portal</p>")
	case r.Method == http.MethodGet:
		s.consentPage(w, r, app, q)
	default:
		s.decide(w, r, app, q, e)
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

func (s *Server) consentPage(w http.ResponseWriter, r *http.Request, app App, q url.Values) {
	scope := q.Get("scope")
	if scope == "" {
		scope = strings.Join(app.Scopes, " ")
	}
	var list strings.Builder
	for one := range strings.FieldsSeq(scope) {
		list.WriteString("<li>" + html.EscapeString(one) + "</li>")
	}
	writePage(w, http.StatusOK, "Authorize "+html.EscapeString(app.Name), fmt.Sprintf(
		`<p>%s %s (%s) allows <b>%s</b>:</p><ul>%s</ul><form method="post" action="%s">`+
			`<button name="decision" value="allow">Allow</button> <button name="decision" value="decline">Decline</button></form>`,
		html.EscapeString(s.user.FirstName), html.EscapeString(s.user.LastName), html.EscapeString(s.user.Email),
		html.EscapeString(app.Name), list.String(), html.EscapeString(r.URL.RequestURI())))
}

// decide answers the form: a code, or a refusal whose shape at the real Zoom
// nobody has seen [callback:decline].
func (s *Server) decide(w http.ResponseWriter, r *http.Request, app App, q url.Values, e *Entry) {
	answer := url.Values{}
	switch e.Form.Get("decision") {
	case "allow":
		made := s.newCode()
		scope := q.Get("scope")
		if scope == "" {
			scope = strings.Join(app.Scopes, " ")
		}
		s.codes[made] = &code{
			client: app.ClientID, redirect: q.Get("redirect_uri"), scope: scope,
			challenge: q.Get("code_challenge"), method: q.Get("code_challenge_method"), ends: s.clock().Add(codeLife),
		}
		e.IssuedCode = made
		answer.Set("code", made)
	case "decline":
		e.Modelled = true
		if s.rules.SilentDecline {
			writePage(w, http.StatusOK, "Declined", "<p>You declined. This page sends no callback.</p>")
			return
		}
		answer.Set("error", "access_denied")
	default:
		writePage(w, http.StatusBadRequest, "Error", "<p>Choose Allow or Decline.</p>")
		return
	}
	if state := q.Get("state"); state != "" && !s.rules.DropState {
		answer.Set("state", state)
	}
	back := q.Get("redirect_uri")
	join := "?"
	if strings.Contains(back, "?") {
		join = "&"
	}
	http.Redirect(w, r, back+join+answer.Encode(), http.StatusFound)
}

// newCode makes a code of 33 characters.
func (s *Server) newCode() string {
	if s.rules.OlderCodes {
		return randomID(10) + "_" + s.user.ID
	}
	return randomID(codeLength)
}
