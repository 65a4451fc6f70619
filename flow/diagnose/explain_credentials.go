package diagnose

import (
	"strings"

	"zoauth/flow/recognize"
)

// longestID is how long the client ID of a text may be that does not speak of Zoom.
const longestID = recognize.IDLength + mayDiffer

// holdsSettings reports whether a text has an app's settings for Zoom with a placeholder for ID and secret, and
// nothing else that is understood.
func holdsSettings(found []recognize.Artefact) bool {
	left := 0
	for i := range found {
		if found[i].Kind == recognize.Prose {
			continue
		}
		if found[i].Kind != recognize.Credentials || !found[i].Provider.IsZoom() {
			return false
		}
		for _, v := range found[i].Credentials.Values {
			switch {
			case v.Key != recognize.ClientID && v.Key != recognize.ClientSecret:
			case !v.IsPlaceholder():
				return false
			default:
				left++
			}
		}
	}
	return left > 1
}

// leftInSettings blames the placeholders among the values that a request has from the variables of a program, or
// that settings have, which may be an example.
func (x *explainer) leftInSettings(found []recognize.Artefact) {
	for i := range found {
		for _, v := range found[i].Credentials.Values {
			if v.IsPlaceholder() && !found[i].Provider.Foreign {
				if f, ok := findingOf("request-placeholder", &found[i], "line "+itoa(v.Line)+": "+string(v.Key)+" is still a placeholder"); ok {
					if !x.asks {
						f.Likelihood = Possible
					}
					x.add(f)
				}
			}
		}
	}
}

// credentials says what of an app is in the text.
func (x *explainer) credentials(a *recognize.Artefact) {
	for _, v := range a.Credentials.Values {
		x.harmless = x.harmless || a.Provider.Name == recognize.Zoom || v.Key != recognize.ClientID || len(v.Plain) <= longestID
		text := "line " + itoa(v.Line) + ": " + string(v.Key) + " "
		switch {
		case v.Problem != "":
			text += "(" + v.Problem + ")"
		case !v.Secret.IsZero():
			text += v.Secret.String()
		default:
			text += v.Plain
		}
		x.note(text)
		if v.Key == recognize.RedirectURI && v.Problem == "" && strings.HasPrefix(v.Plain, "http://") && a.Provider.IsZoom() {
			x.note("line " + itoa(v.Line) + ": Zoom may refuse a redirect URI that is plain http (zoauth explain redirect-plain-http)")
		}
	}
	x.secretInBody(a)
}

// secretInBody takes a setting by which a client library sends the secret where Zoom may not read it.
func (x *explainer) secretInBody(a *recognize.Artefact) {
	if a.InBody.Line == 0 || !a.Provider.IsZoom() {
		return
	}
	if f, ok := findingOf("client-in-body", a, "line "+itoa(a.InBody.Line)+": "+a.InBody.Word+" sends client_id and client_secret in the body"); ok {
		f.Likelihood = Possible
		x.add(f)
	}
}
