package acceptance

import (
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// S4: a secret is masked in every part of an answer's head and framing, in whatever
// case it comes: the name of a header field is always written in another. That holds
// too where the request did not carry the secret.
func TestAnEchoInTheHeadIsMaskedS4(t *testing.T) {
	t.Parallel()
	for name, secretOf := range map[string]func(*desk) string{
		"access token":  func(d *desk) string { return d.state().Token.AccessToken.Reveal() },
		"refresh token": func(d *desk) string { return d.state().Token.RefreshToken.Reveal() },
		"client secret": func(d *desk) string { return d.App.ClientSecret },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			secret := secretOf(d)
			own := strings.ToLower(secret[strings.Index(secret, ".")+1:]) // the header of a JWT is that of every token
			for place, raw := range echoesInTheHead {
				fault := sandbox.Fault{NoEffect: true, Raw: []byte(strings.ReplaceAll(strings.ReplaceAll(raw, "SECRET", secret), "CAPITALS", strings.ToUpper(secret))), Times: 3}
				d.Server.Inject(fault)
				probe := d.run("probe", "acme-dev", "--json")
				told := strings.ToLower(probe.out + probe.err + d.told(t))
				d.Server.ClearFaults()
				d.run("adopt", "acme-dev", "--discard")
				if piece := holdsPiece(told, own); piece != "" {
					t.Errorf("in the %s: %q is told", place, piece)
				}
			}
		})
	}
}

// echoesInTheHead are answers with a secret in their head or framing.
var echoesInTheHead = map[string]string{
	"name of a field":     "HTTP/1.1 400 Bad\r\nSECRET: 1\r\nContent-Length: 2\r\n\r\n{}",
	"end of a name":       "HTTP/1.1 400 Bad\r\nX-Echo-SECRET: 1\r\nContent-Length: 2\r\n\r\n{}",
	"redirect":            "HTTP/1.1 302 Found\r\nLocation: https://evil.example/cb?x=SECRET\r\nContent-Length: 0\r\n\r\n",
	"user of a redirect":  "HTTP/1.1 302 Found\r\nLocation: https://x:SECRET@evil.example/\r\nContent-Length: 0\r\n\r\n",
	"status line":         "HTTP/1.1 400 SECRET\r\nContent-Length: 2\r\n\r\n{}",
	"protocol":            "HTTP/SECRET 400 Bad\r\nContent-Length: 2\r\n\r\n{}",
	"type":                "HTTP/1.1 200 OK\r\nContent-Type: text/html; boundary=SECRET\r\nContent-Length: 2\r\n\r\n{}",
	"wait":                "HTTP/1.1 429 Slow\r\nRetry-After: SECRET\r\nContent-Length: 2\r\n\r\n{}",
	"cookie":              "HTTP/1.1 400 Bad\r\nSet-Cookie: a=SECRET; path=/\r\nContent-Length: 2\r\n\r\n{}",
	"length":              "HTTP/1.1 400 Bad\r\nContent-Length: SECRET\r\n\r\n{}",
	"coding":              "HTTP/1.1 400 Bad\r\nContent-Encoding: SECRET\r\n\r\n{}",
	"trailer":             "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-T: SECRET\r\n\r\n",
	"extension of chunks": "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n2;a=SECRET\r\n{}\r\n0\r\n\r\n",
	"early hints":         "HTTP/1.1 103 Early\r\nLink: SECRET\r\n\r\nHTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}",
	"capitals":            "HTTP/1.1 400 Bad\r\n\r\n{\"reason\":\"CAPITALS\"}",
}
