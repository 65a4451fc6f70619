package intake

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// summed is a row with what there is to say of its artefact in one line. An exchange is
// two rows. label is the width of the names that apps have.
func (r row) summed(clean *safe.Cleaner, label int) []row {
	s := summary{clean, label}
	a := r.pasted.Artefact
	switch {
	case a.Kind == recognize.Exchange:
		response := r
		response.main = false
		response.kind, response.facts = safe.Const("response"), s.response(a)
		r.kind, r.facts = safe.Const("request"), s.request(a)
		return []row{r, response}
	case a.HasRequest():
		r.kind, r.facts = safe.Const("request"), s.request(a)
	case a.HasResponse():
		r.kind, r.facts = safe.Const("response"), s.response(a)
	case a.Kind == recognize.Callback:
		r.kind, r.facts = safe.Const("callback"), s.callback(a)
	case a.Kind == recognize.Token:
		r.kind, r.facts = safe.Const("token"), s.token(a.Token.Secret)
	case a.Kind == recognize.Credentials:
		r.kind, r.facts = safe.Const("app"), s.credentials(a.Credentials)
	case a.Kind == recognize.Page:
		r.kind, r.facts = safe.Const("page"), s.first(a.Text)
	case a.Kind == recognize.Transport:
		r.kind, r.facts = safe.Const("no reply"), s.first(a.Text)
	default:
		r.kind, r.facts = safe.Const("text"), s.first(a.Text)
	}
	return []row{r}
}

// summary writes an artefact in one line.
type summary struct {
	clean *safe.Cleaner
	label int
}

// gap parts the facts of a row.
var gap = ui.S(safe.Const("   "), ui.Plain)

func (s summary) text(t string, style ui.Style) []ui.Span {
	if t == "" {
		return nil
	}
	return []ui.Span{ui.S(s.clean.Line(t), style), gap}
}

func (s summary) print(secret flow.Secret) []ui.Span {
	return s.text(secret.Fingerprint(), ui.Print)
}

func (s summary) request(a recognize.Artefact) []ui.Span {
	r := a.Trace.Request
	where := r.URL
	if u, err := url.Parse(r.URL); err == nil && u.Host != "" {
		where = u.Host + u.Path
	}
	out := append(s.text(r.Method+" "+where, ui.Strong), s.text(r.Find("grant_type").Plain, ui.Plain)...)
	if c := r.Credential(); !c.IsZero() {
		out = append(out, s.print(c)...)
	} else if r.Auth.Scheme == flow.Bearer {
		out = append(out, s.print(r.Auth.Secret)...)
	}
	if id := clientOf(r); id != "" {
		out = append(out, s.text("client "+id, ui.Plain)...)
	}
	return out
}

// clientOf is the client ID that a request is sent with; "" where it names none.
func clientOf(r flow.Request) string {
	return cmp.Or(r.Auth.ClientID, r.Find("client_id").Plain)
}

func (s summary) response(a recognize.Artefact) []ui.Span {
	var out []ui.Span
	status := a.Trace.Response.Status
	switch {
	case status >= 400:
		out = s.text(strconv.Itoa(status), ui.Bad)
	case status > 0:
		out = s.text(strconv.Itoa(status), ui.Good)
	}
	if e := flow.Classify(a.Trace).Err; e != nil {
		out = append(out, s.text(e.Reason, ui.Plain)...)
		out = append(out, s.text(e.Code, ui.Plain)...)
	}
	for _, t := range a.Tokens() {
		out = append(out, s.print(t.Secret)...)
	}
	if len(out) == 0 {
		return s.first(a.Text)
	}
	return out
}

func (s summary) callback(a recognize.Artefact) []ui.Span {
	c := a.Callback
	out := s.text(c.Address, ui.Strong)
	if !c.Code.IsZero() {
		out = append(append(out, s.text("code", ui.Plain)[0], ui.S(safe.Const(" "), ui.Plain)), s.print(c.Code)...)
	}
	if c.Error != "" {
		out = append(out, s.text(strings.TrimSpace(c.Error+" "+c.Description), ui.Bad)...)
	}
	if !c.HasState {
		out = append(out, s.text("no state", ui.Faint)...)
	}
	return out
}

// token says of a token what its claims say.
func (s summary) token(secret flow.Secret) []ui.Span {
	out := s.print(secret)
	claims, err := flow.DecodeToken(secret)
	switch {
	case secret.IsZero():
		return s.text("damaged", ui.Bad)
	case err != nil:
		return append(out, s.text("opaque: nothing to read in it", ui.Faint)...)
	}
	for _, c := range claims.List {
		if c.Name == "tokenType" {
			out = append(out, s.text(strings.ReplaceAll(c.Value, "_", " "), ui.Plain)...)
		}
	}
	if !claims.Expires.IsZero() {
		out = append(out, ui.S(safe.Format("ends %s", safe.Time(claims.Expires.UTC(), "2006-01-02 15:04Z")), ui.Faint), gap)
	}
	return out
}

func (s summary) credentials(set recognize.CredentialSet) []ui.Span {
	var out []ui.Span
	if s.label > 0 {
		out = []ui.Span{ui.S(s.clean.Line(set.Label).Pad(s.label), ui.Strong), gap}
	}
	for _, key := range []recognize.CredentialKey{recognize.ClientID, recognize.ClientSecret, recognize.AccountID, recognize.RedirectURI} {
		v, ok := set.Find(key)
		switch {
		case !ok:
		case v.Problem != "":
			out = append(out, s.text(strings.ReplaceAll(string(key), "_", " ")+": "+v.Problem, ui.Soon)...)
		case key == recognize.AccountID || key == recognize.RedirectURI: // below, whole
		case !v.Secret.IsZero():
			out = append(out, s.print(v.Secret)...)
		default:
			out = append(out, s.text(v.Plain, ui.Plain)...)
		}
	}
	return out
}

// first is the first line of a text that is not empty.
func (s summary) first(text string) []ui.Span {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			return s.text(line, ui.Plain)
		}
	}
	return nil
}
