package recognize_test

import (
	"slices"
	"testing"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// asked is a request as a test writes it down.
type asked struct{ method, url, query, form, body, client, secret string }

func read(r flow.Request) asked {
	return asked{r.Method, r.URL, fields(r.Query), fields(r.Form), string(r.Body), r.Auth.ClientID, r.Auth.Secret.Reveal()}
}

const tokenURL = "https://zoom.us/oauth/token"

var refresh = asked{method: "POST", url: tokenURL, form: "grant_type=refresh_token refresh_token=abc", client: "id", secret: "secret"}

// One request in every usual spelling of curl.
func TestCurlInEverySpelling(t *testing.T) {
	for name, text := range map[string]string{
		"separate options":     "curl -X POST https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc",
		"joined options":       "curl -sSXPOST https://zoom.us/oauth/token -uid:secret -dgrant_type=refresh_token -drefresh_token=abc",
		"long options":         "curl --request POST --url https://zoom.us/oauth/token --user id:secret --data grant_type=refresh_token --data-raw refresh_token=abc",
		"long with =":          "curl --request=POST --url=https://zoom.us/oauth/token --user=id:secret --data='grant_type=refresh_token&refresh_token=abc'",
		"one form":             `curl "https://zoom.us/oauth/token" -u "id:secret" -d "grant_type=refresh_token&refresh_token=abc"`,
		"urlencode":            "curl https://zoom.us/oauth/token -u id:secret --data-urlencode grant_type=refresh_token --data-urlencode 'refresh_token=abc'",
		"continued":            "curl \\\n  -X POST \\\n  https://zoom.us/oauth/token \\\n  -u id:secret \\\n  -d grant_type=refresh_token \\\n  -d refresh_token=abc",
		"Windows":              "curl.exe -X POST ^\n  \"https://zoom.us/oauth/token\" ^\n  -u \"id:secret\" ^\n  -d \"grant_type=refresh_token&refresh_token=abc\"",
		"PowerShell":           "curl.exe -X POST `\n  https://zoom.us/oauth/token `\n  -u id:secret -d 'grant_type=refresh_token&refresh_token=abc'",
		"here-document":        "curl https://zoom.us/oauth/token -u id:secret -d @- <<EOF\ngrant_type=refresh_token&refresh_token=abc\nEOF\n",
		"here-string":          "curl https://zoom.us/oauth/token -u id:secret -d @- <<< 'grant_type=refresh_token&refresh_token=abc'",
		"a prompt":             "jane@dev1:~$ sudo curl https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc",
		"a Windows prompt":     `C:\> curl.exe https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc`,
		"in $(…)":              "T=$(curl -s https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc | jq .access_token)",
		"in backquotes":        "T=`curl -s https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc`",
		"ANSI-C quotes":        `curl $'https://zoom.us/oauth/token' -u id:secret -d $'grant_type=refresh_token\u0026refresh_token=abc'`,
		"a header":             `curl https://zoom.us/oauth/token -H 'Authorization: Basic aWQ6c2VjcmV0' -d grant_type=refresh_token -d refresh_token=abc`,
		"curly quotes":         "curl https://zoom.us/oauth/token -u “id:secret” -d ‘grant_type=refresh_token&refresh_token=abc’",
		"options of no matter": "curl -sS --compressed -o out.json --max-time 10 -A agent https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc",
		"Markdown":             "```bash\ncurl https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc\n```",
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(only(t, text, recognize.Request).Trace.Request); got != refresh {
				t.Errorf("%s\n  %+v", text, got)
			}
		})
	}
}

// What else curl can say.
func TestCurlOptions(t *testing.T) {
	for text, want := range map[string]asked{
		"curl -G https://zoom.us/oauth/token -d grant_type=x -d a=b":                         {method: "GET", url: tokenURL, query: "grant_type=x a=b"},
		`curl --json '{"grant_type":"x"}' https://zoom.us/oauth/token`:                       {method: "POST", url: tokenURL, body: `{"grant_type":"x"}`},
		`curl 'https://api.zoom.us/v2/users/me?x=1' --oauth2-bearer abcdefghij`:              {method: "GET", url: "https://api.zoom.us/v2/users/me", query: "x=1", secret: "abcdefghij"},
		`curl -I https://zoom.us/oauth/token`:                                                {method: "HEAD", url: tokenURL},
		`curl https://zoom.us/oauth/token -d 'code=a%2Fb'`:                                   {method: "POST", url: tokenURL, form: "code=a/b"},
		"curl https://zoom.us/oauth/token -u $ID:$SECRET -d refresh_token=$RT":               {method: "POST", url: tokenURL, form: "refresh_token=$RT", client: "$ID"},
		"curl -D- -XGET https://api.zoom.us/v2/users/me -H\"Accept: application/json":        {method: "GET", url: "https://api.zoom.us/v2/users/me"},
		"curl https://zoom.us/oauth/token -d 'a=b'\n{\"reason\":\"it's\",\"error\":\"x_y\"}": {method: "POST", url: tokenURL, form: "a=b"},
	} {
		found := recognize.Read(text)
		if len(found) == 0 || read(found[0].Trace.Request) != want {
			t.Errorf("%s\n  %+v", text, found)
		}
	}
}

// The same request as other clients and programs write it.
func TestOtherClients(t *testing.T) {
	form := asked{method: "POST", url: tokenURL, form: "grant_type=refresh_token refresh_token=abc"}
	jsonBody := asked{method: "POST", url: tokenURL, body: `{"grant_type":"refresh_token","refresh_token":"abc"}`}
	for text, want := range map[string]asked{
		"http --form POST https://zoom.us/oauth/token grant_type=refresh_token refresh_token=abc":                                                                  form,
		"xh -f https://zoom.us/oauth/token grant_type=refresh_token refresh_token=abc":                                                                             form,
		"https POST zoom.us/oauth/token grant_type=refresh_token refresh_token=abc":                                                                                jsonBody,
		`Invoke-RestMethod -Method Post -Uri "https://zoom.us/oauth/token" -Body @{ grant_type = "refresh_token"; refresh_token = "abc" }`:                         form,
		"Invoke-WebRequest -Uri https://zoom.us/oauth/token `\n  -Method POST `\n  -Body 'grant_type=refresh_token&refresh_token=abc'":                             form,
		`fetch("https://zoom.us/oauth/token", { method: "POST", body: "grant_type=refresh_token&refresh_token=abc" })`:                                             form,
		`fetch('https://zoom.us/oauth/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'abc' }) })`:               form,
		`fetch('https://zoom.us/oauth/token', { method: 'POST', body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: 'abc' }) })`:                    jsonBody,
		`axios.post('https://zoom.us/oauth/token', 'grant_type=refresh_token&refresh_token=abc', { headers: {} })`:                                                 form,
		`axios({ method: 'post', url: 'https://zoom.us/oauth/token', params: {}, data: qs.stringify({ grant_type: 'refresh_token', refresh_token: 'abc' }) })`:     form,
		`r = requests.post("https://zoom.us/oauth/token", data={"grant_type": "refresh_token", "refresh_token": "abc"})`:                                           form,
		`r = requests.post('https://zoom.us/oauth/token', json={'grant_type': 'refresh_token', 'refresh_token': 'abc'})`:                                           jsonBody,
		`$client->post('https://zoom.us/oauth/token', ['form_params' => ['grant_type' => 'refresh_token', 'refresh_token' => 'abc']]);`:                            form,
		`$client->request('POST', 'https://zoom.us/oauth/token', ['json' => ['grant_type' => 'refresh_token', 'refresh_token' => 'abc']]);`:                        jsonBody,
		"POST /oauth/token HTTP/1.1\nHost: zoom.us\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=abc":                 form,
		"> POST /oauth/token HTTP/2\n> Host: zoom.us\n> \ngrant_type=refresh_token&refresh_token=abc":                                                              form,
		"POST https://zoom.us/oauth/token\nContent-Type: application/json\n\n{\"grant_type\":\"refresh_token\",\"refresh_token\":\"abc\"}":                         jsonBody,
		`{"log":{"entries":[{"request":{"method":"POST","url":"https://zoom.us/oauth/token","postData":{"text":"grant_type=refresh_token&refresh_token=abc"}}}]}}`: form,
	} {
		if got := read(only(t, text, recognize.Request).Trace.Request); got != want {
			t.Errorf("%s\n  %+v", text, got)
		}
	}
}

// Variables and placeholders are kept as they are written, and are no secrets.
func TestNothingIsExpanded(t *testing.T) {
	t.Setenv("RT", "expanded")
	a := only(t, "curl https://zoom.us/oauth/token -d refresh_token=$RT -d code=$(cat code) -d token=`id`", recognize.Request)
	if got := fields(a.Trace.Request.Form); got != "refresh_token=$RT code=$(cat code) token=`id`" {
		t.Error(got)
	}
	for _, s := range a.Secrets() {
		if !s.IsZero() && s.Reveal() != "`id`" {
			t.Errorf("a variable counts as a secret: %s", s.Reveal())
		}
	}
}

// The authorize URL is a request, complete or not.
func TestAuthorizeURLs(t *testing.T) {
	for text, want := range map[string]string{
		"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb": "response_type=code client_id=abc redirect_uri=http://localhost:1/cb",
		"open <https://zoom.us/oauth/authorize?client_id=abc>, please":                                                  "client_id=abc",
		"https://marketplace.zoom.us/v2/authorize?client_id={{id}}&redirect_uri=<redirect>":                             "client_id={{id}} redirect_uri=<redirect>",
		"https://zoom.us/oauth/authorize":                                      "",
		"https://zoom.us/oauth/authorize?response_type=code&amp;client_id=abc": "response_type=code client_id=abc",
	} {
		a := only(t, text, recognize.Request)
		if got := fields(a.Trace.Request.Query); a.Trace.Step != flow.StepAuthorize || got != want {
			t.Errorf("%s: %s %q", text, a.Trace.Step, got)
		}
	}
}

// A program says a part of its request in lines of their own, in any language: the
// parameters by their OAuth names, in the dress of grant_type.
func TestPrograms(t *testing.T) {
	form := asked{method: "POST", url: tokenURL, form: "grant_type=refresh_token refresh_token=abc", client: "id", secret: "secretsecret"}
	variable := form
	variable.form = "grant_type=refresh_token refresh_token=${refresh_token}"
	unseen := func(a asked) asked { a.client, a.secret = "$auth", ""; return a }
	const basic = "Basic aWQ6c2VjcmV0c2VjcmV0"
	for text, want := range map[string]asked{
		"url = 'https://zoom.us/oauth/token'\ndata = {'grant_type': 'refresh_token', 'refresh_token': 'abc'}\nr = requests.post(url, data=data, headers={'Authorization': '" + basic + "'})":                                            form,
		"code = 'of another'\nbody = {\"grant_type\": \"refresh_token\", \"refresh_token\": token}\nrequests.post(\"https://zoom.us/oauth/token\", data=body, auth=(i, s))":                                                             unseen(variable),
		"$body = @{\n  grant_type = 'refresh_token'\n  refresh_token = $rt\n}\nInvoke-RestMethod -Method Post -Uri https://zoom.us/oauth/token -Headers @{ Authorization = \"" + basic + "\" } -Body $body":                             variable,
		"$p = @{ Uri = 'https://zoom.us/oauth/token'; Method = 'POST'; Body = @{ grant_type = 'refresh_token'; refresh_token = 'abc' } }\nInvoke-RestMethod @p":                                                                         {method: "POST", url: tokenURL, form: "grant_type=refresh_token refresh_token=abc"},
		"$p = @{ Uri = 'https://zoom.us/oauth/token'; Method = 'POST'; Body = @{ grant_type = 'refresh_token'; refresh_token = 'abc' } }\n$p.Headers = $h\nInvoke-RestMethod @p":                                                        unseen(form),
		"$p = [ordered]@{\n  Uri = 'https://zoom.us/oauth/token'\n  Method = 'POST'\n  Headers = @{\n    Authorization = \"" + basic + "\"\n  }\n  Body = @{ grant_type = 'refresh_token'\n    refresh_token = 'abc' }\n}\n$t = irm @p": form,
		"Invoke-RestMethod -Uri https://zoom.us/oauth/token -Method Post @others":                                                                                                                                                       unseen(asked{method: "POST", url: tokenURL, form: "$body="}),
		"curl_setopt_array($c, [CURLOPT_URL => 'https://zoom.us/oauth/token', CURLOPT_POSTFIELDS => 'grant_type=refresh_token&refresh_token=abc', CURLOPT_HTTPHEADER => ['Authorization: " + basic + "']]);":                            form,
		"conn = http.client.HTTPSConnection(\"zoom.us\")\nform = 'grant_type=refresh_token&refresh_token=%s' % token\nconn.send('POST', \"/oauth/token\", form)":                                                                        unseen(variable),
		"data := url.Values{}\ndata.Set(\"grant_type\", \"refresh_token\")\ndata.Set(\"refresh_token\", rt)\nreq, _ := http.NewRequest(\"POST\", \"https://zoom.us/oauth/token\", body)":                                                unseen(variable),
		"Unirest.post(\"https://zoom.us/oauth/token\").header(\"Authorization\", \"" + basic + "\").field(\"grant_type\", \"refresh_token\").field(\"refresh_token\", \"abc\").asString();":                                             form,
		"let form = [(\"grant_type\", \"refresh_token\"), (\"refresh_token\", token)];\nclient.post(\"https://zoom.us/oauth/token\").basic_auth(id, Some(s)).form(&form)":                                                               unseen(variable),
		"const config = { method: 'post', url: 'https://zoom.us/oauth/token', headers: { Authorization: `" + basic + "` }, data: qs.stringify({ 'grant_type': 'refresh_token', 'refresh_token': 'abc' }) }":                             form,
		"Request URL: https://zoom.us/oauth/token\nRequest Method: POST\nAuthorization: " + basic + "\n\nForm Data\ngrant_type: refresh_token\nrefresh_token: abc":                                                                      form,
		"Request URL\nhttps://zoom.us/oauth/token\nRequest Method\nPOST\nauthorization\n" + basic + "\ngrant_type\nrefresh_token\nrefresh_token\nabc":                                                                                   form,
	} {
		if got := read(only(t, text, recognize.Request).Trace.Request); got != want {
			t.Errorf("%s\n  %+v\n  %+v", text, got, want)
		}
	}
}

// What only names Zoom's addresses sends nothing.
func TestAddressesOfASettingAreNoRequests(t *testing.T) {
	for _, text := range []string{
		"authorizationUrl: \"https://zoom.us/oauth/authorize\"\ntokenUrl: \"https://zoom.us/oauth/token\"\n",
		"const ZOOM_TOKEN_URL = 'https://zoom.us/oauth/token'\n\nfunction later() {}\n",
		"Access to fetch at 'https://zoom.us/oauth/token?grant_type=refresh_token' from origin 'http://localhost:3000' has been blocked by CORS policy",
	} {
		for _, a := range recognize.Read(text) {
			if a.Kind == recognize.Request {
				t.Errorf("%s: %s", text, a.Form)
			}
		}
	}
}

// Words that stand for credentials are no secret: learned as one, they would blot out the grant's
// name in our own sentences. What may be credentials stays one.
func TestWordsForCredentialsAreNoSecret(t *testing.T) {
	for value, secret := range map[string]bool{
		"Basic YOUR_CLIENT_CREDENTIALS":           false,
		"Basic base64-encoded-client-credentials": false,
		"Basic my_account_credentials":            false,
		"Basic credentialsQm7xV2kLr9TzN4":         true,
		"Basic client_credentials:Qm7xV2kLr9TzN4": true,
	} {
		found := recognize.Read(`curl https://zoom.us/oauth/token -H "Authorization: ` + value + `" -d grant_type=client_credentials`)
		if len(found) != 1 || slices.ContainsFunc(found[0].Trace.Request.Secrets(), func(s flow.Secret) bool { return !s.IsZero() }) != secret {
			t.Errorf("%s: it is a secret: %v", value, !secret)
		}
	}
}
