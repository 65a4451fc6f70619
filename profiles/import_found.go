package profiles

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// credentials are the sets of values in a text, one for each app. A request tells of an
// app too, unless the text has its values by name.
func credentials(found []recognize.Artefact) []recognize.CredentialSet {
	var sets []recognize.CredentialSet
	for _, a := range found {
		if len(a.Credentials.Values) > 0 && !ofAnother(a) {
			sets = append(sets, a.Credentials)
		}
	}
	for _, a := range found {
		set := ofRequest(a)
		id, ok := set.Find(recognize.ClientID)
		known := slices.ContainsFunc(sets, func(have recognize.CredentialSet) bool {
			other, _ := have.Find(recognize.ClientID)
			return other.Plain == id.Plain
		})
		if ok && !known && !a.Provider.Foreign {
			sets = append(sets, set)
		}
	}
	if len(sets) == 1 {
		sets[0] = withAccount(sets[0], found)
	}
	return sets
}

// withAccount adds the account ID of a request beside the values of the only app, where
// the request takes ID and secret from variables.
func withAccount(set recognize.CredentialSet, found []recognize.Artefact) recognize.CredentialSet {
	if _, there := set.Find(recognize.AccountID); there {
		return set
	}
	for _, a := range found {
		account, there := ofRequest(a).Find(recognize.AccountID)
		if there && account.Problem == "" && !a.Provider.Foreign && len(set.Values) > 0 {
			set.Values = append(slices.Clone(set.Values), account)
			return set
		}
	}
	return set
}

// ofAnother reports whether a text names another provider than Zoom for what was found.
// A host shows nothing: it may be that of the app's own redirect URI.
func ofAnother(a recognize.Artefact) bool {
	name := a.Provider.Name
	return !a.Credentials.Zoom && a.Provider.Foreign && name != "" && name != recognize.Zoom && !strings.Contains(name, ".")
}

// ofRequest are the values of an app in a request: its Basic header, the parameters of
// an authorize URL.
func ofRequest(a recognize.Artefact) recognize.CredentialSet {
	var set recognize.CredentialSet
	add := func(key recognize.CredentialKey, plain string, secret flow.Secret) {
		if plain != "" || !secret.IsZero() {
			v := recognize.CredentialValue{Key: key, Name: string(key), Plain: plain, Secret: secret, Line: a.Span.Line}
			if flow.IsPlaceholder(plain) || recognize.IsVariable(plain) {
				v.Problem = "it is a placeholder"
			}
			set.Values = append(set.Values, v)
		}
	}
	r := a.Trace.Request
	if r.Auth.Scheme == flow.Basic {
		add(recognize.ClientID, r.Auth.ClientID, flow.Secret{})
		add(recognize.ClientSecret, "", r.Auth.Secret)
	}
	for _, h := range r.Header {
		if m := notEncoded().FindStringSubmatch(h.Value()); m != nil && strings.EqualFold(h.Name, "Authorization") {
			add(recognize.ClientID, m[1], flow.Secret{})
			add(recognize.ClientSecret, "", flow.NewSecret(flow.KindClientSecret, m[2]))
		}
	}
	for _, f := range slices.Concat(r.Query, r.Form) {
		switch key := recognize.CredentialKey(f.Name); key {
		case recognize.ClientID, recognize.AccountID, recognize.RedirectURI:
			add(key, f.Plain, flow.Secret{})
		case recognize.ClientSecret:
			add(key, "", f.Secret)
		}
	}
	return set
}

// notEncoded is a Basic header with ID and secret as they are, which editors that send
// .http files encode themselves.
var notEncoded = expression(`^Basic ([\w-]{22})[: ]([\w-]{32})$`)
