package flow_test

import (
	"encoding/base64"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
)

// basic is the value of testApp's Authorization header.
var basic = base64.StdEncoding.EncodeToString([]byte("Zk3mQ8vTS2aXw1LrPbN0Ug:canary+Secret/of=the~client"))

// postBytes is a token request as it must stand on the wire.
func postBytes(path, host, authorization, body string) string {
	head := "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: zoauth\r\nConnection: close\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\nAccept: application/json\r\n"
	if authorization != "" {
		head += "Authorization: " + authorization + "\r\n"
	}
	return head + "Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body
}

// The preview, what the trace says was sent, and what the server read are the
// same bytes, for every request there is; tokens stand in
// header and body only (N9).
func TestPreviewIsWire(t *testing.T) {
	p := newPeer(t, nil, answering(okJSON(`{}`)))
	app := testApp("http://" + p.Address)
	public, server, chatbot := app, app, app
	public.Type, server.Type, chatbot.Type = flow.Public, flow.ServerToServer, flow.Chatbot
	server.AccountID = "acc ount&1"
	redirect := "redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback"
	query := flow.RefreshRequest(app, clientSecret, oldRefresh)
	query.Query, query.Form = query.Form, nil

	for _, test := range []struct {
		name    string
		request flow.Request
		want    string
	}{
		{
			"exchange", flow.ExchangeRequest(app, clientSecret, codeSecret, verifier),
			postBytes("/oauth/token", p.Address, "Basic "+basic, "grant_type=authorization_code&code=canaryCode_0123456789&"+redirect+"&code_verifier=canaryVerifier-0123456789"),
		},
		{
			"exchange without verifier", flow.ExchangeRequest(app, clientSecret, codeSecret, flow.Secret{}),
			postBytes("/oauth/token", p.Address, "Basic "+basic, "grant_type=authorization_code&code=canaryCode_0123456789&"+redirect),
		},
		{
			"exchange of a public client", flow.ExchangeRequest(public, flow.Secret{}, codeSecret, verifier),
			postBytes("/oauth/token", p.Address, "", "grant_type=authorization_code&code=canaryCode_0123456789&"+redirect+"&client_id=Zk3mQ8vTS2aXw1LrPbN0Ug&code_verifier=canaryVerifier-0123456789"),
		},
		{
			"refresh", flow.RefreshRequest(app, clientSecret, oldRefresh),
			postBytes("/oauth/token", p.Address, "Basic "+basic, "grant_type=refresh_token&refresh_token=canaryRefresh.R1+%2B%2F%3D"),
		},
		{
			"refresh of a public client", flow.RefreshRequest(public, flow.Secret{}, oldRefresh),
			postBytes("/oauth/token", p.Address, "", "grant_type=refresh_token&refresh_token=canaryRefresh.R1+%2B%2F%3D&client_id=Zk3mQ8vTS2aXw1LrPbN0Ug"),
		},
		{
			"revoke", flow.RevokeRequest(app, clientSecret, oldAccess),
			postBytes("/oauth/revoke", p.Address, "Basic "+basic, "token=canaryAccess.A1"),
		},
		{
			"server-to-server", flow.DirectRequest(server, clientSecret),
			postBytes("/oauth/token", p.Address, "Basic "+basic, "grant_type=account_credentials&account_id=acc+ount%261"),
		},
		{
			"chatbot", flow.DirectRequest(chatbot, clientSecret),
			postBytes("/oauth/token", p.Address, "Basic "+basic, "grant_type=client_credentials"),
		},
		{
			"probe", flow.ProbeRequest(app, oldAccess),
			"GET /v2/users/me HTTP/1.1\r\nHost: " + p.Address + "\r\nUser-Agent: zoauth\r\nConnection: close\r\nAccept: application/json\r\nAuthorization: Bearer canaryAccess.A1\r\n\r\n",
		},
		{ // a deliberate mistake
			"token in the query", query,
			postBytes("/oauth/token?grant_type=refresh_token&refresh_token=canaryRefresh.R1%20%2B%2F%3D", p.Address, "Basic "+basic, ""),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPeer(t, nil, answering(okJSON(`{}`)))
			test.request.URL = strings.Replace(test.request.URL, app.Endpoints.OAuthURL, "http://"+p.Address, 1)
			want := strings.Replace(test.want, "Host: "+app.Endpoints.OAuthURL[7:], "Host: "+p.Address, 1)

			preview, err := test.request.Wire()
			if err != nil {
				t.Fatal(err)
			}
			trace := send(t, direct(), test.request)
			p.settle()
			connections, read := p.seen()
			if connections != 1 || len(read) != 1 {
				t.Fatalf("%d connections", connections)
			}
			if diff := cmp.Diff(want, string(preview)); diff != "" {
				t.Errorf("preview:\n%s", diff)
			}
			if diff := cmp.Diff(string(preview), string(read[0])); diff != "" {
				t.Errorf("the server read other bytes:\n%s", diff)
			}
			if diff := cmp.Diff(string(preview), string(trace.Sent)); diff != "" {
				t.Errorf("the trace has other bytes:\n%s", diff)
			}
			wantTrace(t, trace, flow.Answered, "", nil)
		})
	}
}

// A body that is no form goes out as it is, and a header field wins over Auth.
func TestDeliberateMistakesAreData(t *testing.T) {
	r := flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, oldRefresh)
	r.Body = []byte(`{"grant_type":"refresh_token"}`)
	r.Header = []flow.Field{{Name: "Content-Type", Plain: "application/json"}, {Name: "Authorization", Plain: "Basic wrong"}}
	wire, err := r.Wire()
	if err != nil {
		t.Fatal(err)
	}
	want := "POST /oauth/token HTTP/1.1\r\nHost: zoom.example\r\nUser-Agent: zoauth\r\nConnection: close\r\nContent-Length: 30\r\nAuthorization: Basic wrong\r\nContent-Type: application/json\r\n\r\n" + `{"grant_type":"refresh_token"}`
	if diff := cmp.Diff(want, string(wire)); diff != "" {
		t.Error(diff)
	}
}

// The credential is found where the request carries it, also in the query.
func TestCredential(t *testing.T) {
	app := testApp("https://zoom.example")
	query := flow.RefreshRequest(app, clientSecret, oldRefresh)
	query.Query, query.Form = query.Form, nil
	for _, test := range []struct {
		name    string
		request flow.Request
		want    flow.Secret
	}{
		{"exchange", flow.ExchangeRequest(app, clientSecret, codeSecret, verifier), codeSecret},
		{"refresh", flow.RefreshRequest(app, clientSecret, oldRefresh), oldRefresh},
		{"refresh by query", query, oldRefresh},
		{"revoke", flow.RevokeRequest(app, clientSecret, oldAccess), oldAccess},
		{"probe", flow.ProbeRequest(app, oldAccess), flow.Secret{}},
		{"no grant", flow.DirectRequest(app, clientSecret), flow.Secret{}},
	} {
		if got := test.request.Credential(); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// A URL that cannot be sent to is refused by name, and no error quotes a query.
func TestBadURL(t *testing.T) {
	for _, bad := range []string{
		"", "zoom.us/oauth/token", "https:///oauth", "ftp://zoom.us", "http://zoom.us", "http://127.0.0.2",
		"http://localhost.evil.example", "http://LOCALHOST.", "https://zoom.us/\x7f?refresh_token=canaryRefresh",
		"https://canaryUser:canaryPassword@zoom.us", "https://zoom.us:port", "https:opaque?refresh_token=canaryRefresh",
	} {
		_, err := flow.Request{Method: "POST", URL: bad}.Wire()
		if err == nil {
			t.Errorf("%q is accepted", bad)
			continue
		}
		if strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: the error quotes a secret: %v", bad, err)
		}
	}
	for _, good := range []string{"https://zoom.us/oauth/token", "http://127.0.0.1:1/x", "http://[::1]:1/x", "http://localhost/x"} {
		if _, err := (flow.Request{Method: "POST", URL: good}).Wire(); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
