package sandbox

import (
	"crypto/subtle"
	"mime"
	"net/http"

	"zoauth/flow"
)

// fields are a form's members.
type fields map[string][]string

func (f fields) get(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

// posted is the form of a POST and the app that sent it. What is neither is refused.
func (t *turn) posted() (App, fields, bool) {
	if t.request.Method != http.MethodPost {
		t.refuse(badRequest)
		return App{}, nil, false
	}
	form, refused := t.form()
	if refused != nil {
		t.refuse(*refused)
		return App{}, nil, false
	}
	t.entry.Grant = form.get("grant_type")
	app, refused := t.authenticate(form)
	if refused != nil {
		t.refuse(*refused)
		return App{}, nil, false
	}
	t.entry.Client = app.ClientID
	return app, form, true
}

// form reads the body; Zoom does not read JSON and says "unsupported grant
// type" [T2]. In the query it takes the parameters of grants that name no token, and
// others only where the rule allows them: that is unsettled [T10:query].
func (t *turn) form() (fields, *refusal) {
	kind, _, _ := mime.ParseMediaType(t.request.Header.Get("Content-Type"))
	form := fields(t.entry.Form)
	if query := fields(t.query()); len(form) == 0 && direct(query.get("grant_type")) && (len(t.entry.Body) == 0 || kind == "application/x-www-form-urlencoded") {
		return query, nil
	}
	if kind != "application/x-www-form-urlencoded" {
		if kind == "" && len(t.entry.Body) == 0 {
			return nil, t.emptyBody()
		}
		return nil, &unsupportedGrant
	}
	if len(form) == 0 && t.entry.Query != "" {
		if !t.rules.TokensInQuery {
			return nil, &inQuery
		}
		form = fields(t.query())
	}
	return form, nil
}

// direct reports whether a grant needs no code and no token.
func direct(grant string) bool {
	return grant == "account_credentials" || grant == "client_credentials"
}

func (t *turn) emptyBody() *refusal {
	if t.entry.Query != "" {
		return &inQuery
	}
	return &missingGrant
}

// authenticate finds the app by the Basic header, or by client_id for public
// clients, whose Basic header Zoom ignores [§2.4].
func (t *turn) authenticate(form fields) (App, *refusal) {
	id, secret, basic := t.request.BasicAuth()
	if named, ok := t.app(form.get("client_id")); ok && named.Type == flow.Public {
		if named.Disabled {
			return App{}, &appDisabled
		}
		return named, nil
	}
	if !basic {
		if form.get("client_id") != "" {
			return App{}, &invalidClient
		}
		return App{}, &missingClient
	}
	app, ok := t.app(id)
	switch {
	case !ok, app.ClientSecret == "" && app.Type != flow.Public, app.KeyOnly,
		subtle.ConstantTimeCompare([]byte(secret), []byte(app.ClientSecret)) != 1:
		return App{}, &invalidClient
	case app.Disabled:
		return App{}, &appDisabled
	case app.Inactive:
		return App{}, &notActivated
	}
	return app, nil
}
