package diagnose

import (
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// shows are what a text has to show of a request before a check can say that there is no mistake in a thing, by
// the name of the thing. The text of a request has enough of any other.
var shows = map[string]func(asked) bool{
	"address": func(r asked) bool { return r.artefact.Provider.IsZoom() && given(r.host) },
	"content type": func(r asked) bool {
		_, there := r.header("Content-Type")
		return there || !bareLine(r) && !isReported(r) && !hasVariableBody(r)
	},
	"Basic credentials": func(r asked) bool {
		_, there := r.header("Authorization")
		return there || r.Auth.Scheme == flow.Basic && r.Auth.ClientID != recognize.HiddenCredentials
	},
	"client credentials": func(r asked) bool {
		_, header := r.header("Authorization")
		_, id := r.field("client_id")
		return header || id || r.Auth.Scheme != flow.NoAuth && r.Auth.ClientID != recognize.HiddenCredentials
	},
	"where the parameters are": func(r asked) bool { return !hasVariableBody(r) && !unseenBody(r) },
	"grant type":               func(r asked) bool { return given(r.value("grant_type")) },
	"account ID":               func(r asked) bool { return r.value("account_id") != "" },
	"redirect_uri": func(r asked) bool {
		redirect := r.redirect()
		return redirect != "" && !strings.HasPrefix(redirect, "http:") && (r.Step != flow.StepAuthorize || given(redirect))
	},
	"required parameters": func(r asked) bool { return len(r.Query) > 0 },
	"response type":       func(r asked) bool { return given(r.value("response_type")) },
	"client ID":           func(r asked) bool { return given(r.value("client_id")) },
	"scope":               func(r asked) bool { return given(r.value("scope")) },
	"PKCE": func(r asked) bool {
		_, challenge := r.field("code_challenge")
		_, verifier := r.field("code_verifier")
		return challenge || verifier || r.value("grant_type") == "authorization_code" && !hasVariableBody(r)
	},
	"token": func(r asked) bool {
		header, _ := r.header("Authorization")
		return r.Auth.Scheme == flow.Bearer || given(header)
	},
	"Authorization header": func(r asked) bool {
		_, there := r.header("Authorization")
		return there || r.Auth.Scheme != flow.NoAuth
	},
	"expiry": func(r asked) bool {
		_, err := flow.DecodeToken(r.Auth.Secret)
		return err == nil
	},
}

// isChecked reports whether a check that finds no mistake may say that it looked at its thing.
func (c check) isChecked(r asked) bool {
	shown, asks := shows[c.name]
	return c.name != "" && (!asks || shown(r))
}
