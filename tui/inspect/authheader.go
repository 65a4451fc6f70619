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
func (d *drawing) authorization(r flow.Request, f flow.Field) ui.Line {
	if f.Secret == r.Auth.Secret && r.Auth.Scheme != flow.NoAuth {
		return d.credentials(string(r.Auth.Scheme), r.Auth.ClientID, r.Auth.Secret)
	}
	h := readHeader(f.Value())
	if h.wrong != (safe.Text{}) {
		line := ui.L(plain(d.Clean.Line(h.scheme)), plain(safe.Const(" ")), faint(d.Theme.Glyph.Mask))
		return line.With(plain(safe.Const("   ")), ui.S(h.wrong, ui.Bad))
	}
	return d.credentials(h.scheme, h.clientID, h.secret)
}

// credentials are scheme, client ID and secret of the header.
func (d *drawing) credentials(scheme, clientID string, secret flow.Secret) ui.Line {
	line := ui.L(plain(safe.Format("%s ", d.Clean.Line(scheme))))
	if clientID == "" {
		return line.With(d.secret(secret).Spans...)
	}
	if d.Shown != "" && secret.Fingerprint() == d.Shown {
		return line.With(plain(safe.Format("%s : %s", d.Clean.Line(clientID), d.Clean.Reveal(secret))))
	}
	gap := d.either(safe.Const("   "), safe.Const(" "))
	return line.With(faint(d.Theme.Glyph.Mask), plain(gap), plain(d.Clean.Line(clientID)), plain(safe.Const(" : ")),
		d.print(secret.Fingerprint()), plain(safe.Format(" (%s)", safe.Int(secret.Len()))))
}

// header is an Authorization header as a server reads it.
type header struct {
	scheme   string
	clientID string
	secret   flow.Secret
	wrong    safe.Text // why no server can read it; empty: it can
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
