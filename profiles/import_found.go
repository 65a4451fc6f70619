package profiles

import (
	"net/url"
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
		if a.Credentials.HasApp() && !ofAnother(a) && otherHost(a) == "" {
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
		if ok && !known && (!a.Provider.Foreign || saysZoom(a)) && otherHost(a) == "" && (len(sets) == 0 || id.Problem == "" || id.Problem == commentedOut) {
			sets = append(sets, set)
		}
	}
	for i := range sets {
		sets[i] = withRequests(sets[i], found, len(sets) == 1)
	}
	return sets
}

// withRequests adds the account ID and the redirect URI of requests to an app that has none by
// name: of those with its client ID, and for the only app of those that take it from a variable.
func withRequests(set recognize.CredentialSet, found []recognize.Artefact, only bool) recognize.CredentialSet {
	id, _ := set.Find(recognize.ClientID)
	for _, a := range found {
		request := ofRequest(a)
		its, named := request.Find(recognize.ClientID)
		if own := named && its.Plain == id.Plain; a.Provider.Foreign || !own && (!only || named && its.Problem == "") {
			continue
		}
		for _, key := range []recognize.CredentialKey{recognize.AccountID, recognize.RedirectURI} {
			value, there := request.Find(key)
			if _, has := set.Find(key); there && !has && value.Problem == "" {
				set.Values = append(slices.Clone(set.Values), value)
			}
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

// saysZoom reports whether a request says of the values that it carries that they are Zoom's, wherever
// it goes: in their names, or in what they stand in.
func saysZoom(a recognize.Artefact) bool {
	return slices.ContainsFunc(fieldsOf(a), func(f flow.Field) bool { return namesZoom(f.Name) && keyOf(f.Name) != "" })
}

// fieldsOf are the parameters of a request and the members of its body.
func fieldsOf(a recognize.Artefact) []flow.Field {
	r := a.Trace.Request
	return slices.Concat(r.Query, r.Form, recognize.BodyValues(r))
}

// keyOf is the key of a profile that the name of a field stands for: the key itself, or one that says Zoom.
func keyOf(name string) recognize.CredentialKey {
	if namesZoom(name) {
		return recognize.KeyNamed(name)
	}
	return recognize.CredentialKey(name[strings.LastIndexByte(name, '.')+1:])
}

func namesZoom(name string) bool { return strings.Contains(strings.ToLower(name), recognize.Zoom) }

// otherHost is the host that a request goes to where it is not Zoom's or this machine, or "".
func otherHost(a recognize.Artefact) string {
	u, err := url.Parse(a.Trace.Request.URL)
	if err != nil || saysZoom(a) || !strings.Contains(u.Hostname(), ".") || recognize.IsZoomHost(u.Hostname()) || flow.IsLoopback(u.Hostname()) || recognize.IsVariable(u.Host) {
		return ""
	}
	return u.Hostname()
}

// ofRequest are the values of an app in a request: its Basic header, the parameters of
// an authorize URL.
func ofRequest(a recognize.Artefact) recognize.CredentialSet {
	var set recognize.CredentialSet
	add := func(key recognize.CredentialKey, plain string, secret flow.Secret) {
		if plain != "" || !secret.IsZero() {
			v := recognize.CredentialValue{Key: key, Name: string(key), Plain: plain, Secret: secret, Line: a.Span.Line}
			if value := plain + secret.Reveal(); flow.IsPlaceholder(value) || flow.IsNoValue(value) || recognize.IsVariable(plain) {
				v.Problem = "it is a placeholder"
			} else if a.Commented {
				v.Problem = commentedOut
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
	for _, f := range fieldsOf(a) {
		switch key := keyOf(f.Name); key {
		case recognize.ClientID, recognize.AccountID, recognize.RedirectURI:
			add(key, f.Plain, flow.Secret{})
		case recognize.ClientSecret:
			add(key, "", flow.NewSecret(flow.KindClientSecret, f.Value()))
		}
	}
	return set
}

// commentedOut says why a value in a comment is not taken.
const commentedOut = "it is commented out"

// notEncoded is a Basic header with ID and secret as they are, which editors that send
// .http files encode themselves.
var notEncoded = expression(`^Basic ([\w-]{21,22})[: ]([\w-]{32})$`)
