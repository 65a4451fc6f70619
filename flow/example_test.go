package flow_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"zoauth/flow"
)

// exampleApp is a General app of Zoom.
var exampleApp = flow.App{
	Name: "acme-dev", Type: flow.General, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug",
	RedirectURI: "https://acme.example/zoom/callback", Endpoints: flow.Commercial(),
}

// A request is data: it can be shown, with its secrets masked, before anything is sent.
func ExampleRefreshRequest() {
	secret := flow.NewSecret(flow.KindClientSecret, "an example client secret")
	token := flow.NewSecret(flow.KindRefreshToken, "an example refresh token")
	request := flow.RefreshRequest(exampleApp, secret, token)
	fmt.Println(request)
	fmt.Println("Authorization:", request.Auth.Shown())
	for _, field := range request.Form {
		fmt.Printf("%s=%s\n", field.Name, field.Shown())
	}
	// Output:
	// refresh: POST https://zoom.us/oauth/token
	// Authorization: Basic ••••    Zk3mQ8vTS2aXw1LrPbN0Ug : cs:d9ffc6 (24)
	// grant_type=refresh_token
	// refresh_token=•••• rt:9c63ed (24)
}

// A response is judged by what it says and not by its status alone.
func ExampleClassify() {
	request := flow.RefreshRequest(exampleApp, flow.Secret{}, flow.NewSecret(flow.KindRefreshToken, "an example refresh token"))
	answer := flow.Classify(flow.Trace{
		Step: flow.StepRefresh, Request: request, Delivery: flow.Answered,
		Response: &flow.Response{Status: 400, Body: []byte(`{"reason":"Invalid Token!","error":"invalid_grant"}`)},
	})
	fmt.Println(answer.Verdict)
	fmt.Println(answer.Err)
	// Output:
	// refused
	// 400 Invalid Token! (invalid_grant)
}

// An attempt has a fresh state, and a verifier of which the URL has only the digest.
func ExampleAttempt_URL() {
	attempt, err := flow.NewAttempt(exampleApp, time.Now())
	if err != nil {
		fmt.Println(err)
		return
	}
	parsed, err := url.Parse(attempt.URL())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parsed.Host + parsed.Path)
	for _, name := range slices.Sorted(maps.Keys(parsed.Query())) {
		switch value := parsed.Query().Get(name); name {
		case "state", "code_challenge":
			fmt.Printf("%s: %d characters\n", name, len(value))
		default:
			fmt.Printf("%s: %s\n", name, value)
		}
	}
	// Output:
	// zoom.us/oauth/authorize
	// client_id: Zk3mQ8vTS2aXw1LrPbN0Ug
	// code_challenge: 43 characters
	// code_challenge_method: S256
	// redirect_uri: https://acme.example/zoom/callback
	// response_type: code
	// state: 43 characters
}

// What a redactor has learned it finds in every encoding.
func ExampleRedactor() {
	var redactor flow.Redactor
	redactor.Learn(flow.NewSecret(flow.KindRefreshToken, "an example refresh token"))
	fmt.Println(redactor.Redact(`{"refresh_token":"an example refresh token"}`))
	fmt.Println(redactor.Redact("refresh_token=an%20example%20refresh%20token&grant_type=refresh_token"))
	// Output:
	// {"refresh_token":"•••• rt:9c63ed (24)"}
	// refresh_token=•••• rt:9c63ed (24)&grant_type=refresh_token
}
