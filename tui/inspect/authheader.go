package inspect

import (
	"encoding/base64"
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// authorization is the Authorization header decoded: a client ID with its secret, or an
// access token. One that was made by hand is judged as what it is.
func (q fields) authorization(f flow.Field) ui.Line {
	if q.ofAuth(f) {
		return q.credentials(string(q.r.Auth.Scheme), q.r.Auth.ClientID, q.r.Auth.Secret)
	}
	h := readHeader(f.Value())
	if h.wrong != (safe.Text{}) {
		line := ui.L(plain(q.Clean.Line(h.scheme)), plain(safe.Const(" ")), faint(q.Theme.Glyph.Mask))
		return line.With(plain(safe.Const("   ")), ui.S(h.wrong, ui.Bad))
	}
	return q.credentials(h.scheme, h.clientID, h.secret)
}

// ofAuth reports whether a field is the header that the request's Auth becomes.
func (q fields) ofAuth(f flow.Field) bool {
	return f.Name == "Authorization" && q.r.Auth.Scheme != flow.NoAuth && f.Value() == q.r.Auth.Header()
}

// credentials are scheme, client ID and secret of the header.
func (q fields) credentials(scheme, clientID string, secret flow.Secret) ui.Line {
	line := ui.L(plain(safe.Format("%s ", q.Clean.Line(scheme))))
	if clientID == "" {
		return line.With(q.secret(secret).Spans...)
	}
	if q.Shown != "" && secret.Fingerprint() == q.Shown {
		return line.With(plain(safe.Format("%s : %s", q.Clean.Line(clientID), q.Clean.Reveal(secret))))
	}
	gap := safe.Const(" ")
	if q.Width >= roomForNames {
		gap = safe.Const("   ")
	}
	return line.With(faint(q.Theme.Glyph.Mask), plain(gap), plain(q.Clean.Line(clientID)), plain(safe.Const(" : ")),
		q.print(secret.Fingerprint()), plain(safe.Format(" (%s)", safe.Int(secret.Len()))))
}

// header is an Authorization header as a server reads it.
type header struct {
	scheme   string
	clientID string
	secret   flow.Secret
	wrong    safe.Text // why no server can read it; empty: it can
}

// basic reads a field that is a whole Basic header; ok is false where it is none.
func basic(f flow.Field) (h header, ok bool) {
	h = readHeader(f.Value())
	return h, strings.EqualFold(f.Name, "Authorization") && h.scheme == "Basic" && h.wrong == (safe.Text{})
}

// readHeader reads the value of an Authorization header (RFC 7617, RFC 6750).
func readHeader(value string) header {
	scheme, rest, spaced := strings.Cut(strings.TrimSpace(value), " ")
	rest = strings.TrimSpace(rest)
	switch {
	case value == "":
		return header{wrong: safe.Const("empty")}
	case !spaced || rest == "":
		return header{wrong: safe.Const("no scheme: it needs Basic or Bearer before the value")}
	case strings.EqualFold(scheme, "Bearer"):
		return header{scheme: "Bearer", secret: flow.NewSecret(flow.KindAccessToken, rest)}
	case !strings.EqualFold(scheme, "Basic"):
		return header{scheme: "", wrong: safe.Const("neither Basic nor Bearer")}
	}
	pair, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		if strings.Contains(rest, ":") {
			return header{scheme: "Basic", wrong: safe.Const("not base64: the pair is sent as it is")}
		}
		return header{scheme: "Basic", wrong: safe.Const("not base64")}
	}
	id, secret, found := strings.Cut(string(pair), ":")
	switch {
	case !found:
		return header{scheme: "Basic", wrong: safe.Const("no colon between client ID and secret")}
	case id == "":
		return header{scheme: "Basic", wrong: safe.Const("no client ID before the colon")}
	case secret == "":
		return header{scheme: "Basic", wrong: safe.Const("no secret behind the colon")}
	}
	return header{scheme: "Basic", clientID: id, secret: flow.NewSecret(flow.KindClientSecret, secret)}
}
