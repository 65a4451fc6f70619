package flow

import "slices"

// authorizeMistakes are made in the address that the browser opens. Most end on a
// page of Zoom's that never calls back.
var authorizeMistakes = []Mistake{
	{
		Name: "authorize-plain-pkce", Title: "PKCE with method plain: the verifier in the URL", Step: StepAuthorize,
		Expect: Expected{Status: 200, Page: "a code, and the exchange works"}, Source: "§2.2",
		Why: "Zoom accepts plain. Anyone who sees the URL has the verifier, so PKCE protects nothing.", edit: plainChallenge,
	},
	{
		Name: "authorize-no-method", Title: "an S256 challenge without code_challenge_method", Step: StepAuthorize,
		Expect: Expected{Status: 400, Code: "invalid_grant", Page: "a code, but the exchange is refused"}, Source: "T11, with the default of §2.2",
		Why: "Without a method, plain is assumed (RFC 7636 §4.3): Zoom compares the verifier with its own hash.", edit: dropQuery("code_challenge_method"),
	},
	{
		Name: "authorize-no-state", Title: "no state", Step: StepAuthorize,
		Expect: Expected{Status: 200, Page: "a callback without state; zoauth asks before accepting it"}, Source: "callback:no-state",
		Why: "Without it, nothing shows that a callback belongs to this attempt (RFC 6749 §10.12).", edit: dropQuery("state"),
	},
	{
		Name: "authorize-redirect-slash", Title: "redirect_uri with an extra trailing slash", Step: StepAuthorize,
		Expect: Expected{Page: "Invalid redirect"}, Source: "page:4700",
		Why: "A framework adds or removes a trailing slash.", edit: changeQuery("redirect_uri", func(v string) string { return v + "/" }),
	},
	{
		Name: "authorize-unknown-client", Title: "a client ID that Zoom does not know", Step: StepAuthorize,
		Expect: Expected{Page: "Invalid client_id"}, Source: "page:4702",
		Why: "A placeholder was not replaced, or the app was deleted.", edit: changeQuery("client_id", always("YOUR_CLIENT_ID")),
	},
	{
		Name: "authorize-scope-unsaved", Title: "a scope that is not saved on the app", Step: StepAuthorize,
		Expect: Expected{Page: "Invalid scope"}, Source: "page:scope",
		Why: "The scopes saved on the app are the limit; without scope, Zoom uses all of them.", edit: setScope("user:read:nobody:admin"),
	},
	{
		Name: "authorize-scope-comma", Title: "scopes separated by commas", Step: StepAuthorize,
		Expect: Expected{Page: "Invalid scope"}, Source: "page:scope",
		Why: "Scopes are separated by spaces only, sent as %20.", edit: setScope("meeting:read:meeting,user:read:user"),
	},
}

func plainChallenge(r Request, m Material) (Request, bool) {
	r, ok := setQuery(r, "code_challenge", m.Verifier.Reveal())
	if !ok {
		return r, false
	}
	return setQuery(r, "code_challenge_method", "plain")
}

func changeQuery(name string, change func(string) string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		i := slices.IndexFunc(r.Query, func(f Field) bool { return f.Name == name })
		if i < 0 {
			return r, false
		}
		r.Query[i].Plain = change(r.Query[i].Plain)
		return r, true
	}
}

func setQuery(r Request, name, value string) (Request, bool) {
	return changeQuery(name, always(value))(r, Material{})
}

func dropQuery(name string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		before := len(r.Query)
		r.Query = slices.DeleteFunc(r.Query, func(f Field) bool { return f.Name == name })
		return r, len(r.Query) < before
	}
}

func setScope(scope string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		return r.WithField(InQuery, "scope", scope), true
	}
}
