package acceptance

import (
	"bytes"
	"net/url"
	"strings"
)

// code is a code that the sandbox's user gave to another program than zoauth, with its
// verifier, as a person pastes them.
func (d *desk) code() string {
	d.t.Helper()
	q := url.Values{
		"response_type": {"code"}, "client_id": {d.App.ClientID}, "redirect_uri": {d.App.RedirectURIs[0]}, "state": {"state0123456789"},
		"code_challenge": {anyChallenge}, "code_challenge_method": {"S256"},
	}
	return allow(d.t, d.Server.URL()+"/oauth/authorize?"+q.Encode()) + "\ncode_verifier=" + anyVerifier + "\n"
}

// fed runs a verb with text on standard input.
func (d *desk) fed(text string, args ...string) said {
	d.t.Helper()
	cmd := d.command(args...)
	var out, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), &out, &stderr
	err := cmd.Run()
	return said{out.String(), stderr.String(), code(err)}
}
