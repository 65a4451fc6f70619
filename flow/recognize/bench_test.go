package recognize_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// heavy are texts of 1 MiB: what people have, and what is made to be slow.
func heavy() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, recognize.MaxText/len(s)+1)[:recognize.MaxText] }
	return map[string]string{
		"log":               fill("2026-11-23T14:02:40Z INFO worker-3 request id=71d5918e-5b0a-4702-8832-683d4df927a6 took 12 ms, state=open token refreshed for user 42\n"),
		"zoom log":          fill("ERROR zoom oauth failed: {\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"} (attempt 1)\n"),
		"headings":          fill("## zoom\n"),
		"json":              fill(`{"id":1,"name":"a","list":[1,2,3],"nested":{"code":"x","error":null}},` + "\n"),
		"open brackets":     fill("{"),
		"open lists":        fill("[\"\n"),
		"wrong brackets":    strings.Repeat("(", recognize.MaxText/2) + strings.Repeat("}", recognize.MaxText/2-256) + "\nZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_SECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n",
		"nested":            fill(`{"a":`),
		"open strings":      fill(`{"a":"`),
		"quotes":            fill(`"`),
		"escaped":           fill(`\"`),
		"curl":              fill("curl "),
		"curl urls":         fill("curl https://zoom.us/oauth/token -d 'x\n"),
		"eyJ":               fill("eyJ"),
		"token rows":        fill("eyJhbGciOiJIUzUxMiJ9abcdefghijklmnopqrstuvwxyz0123456789\n"),
		"code=":             fill("code="),
		"error=":            fill("&error=x"),
		"authorize":         fill("/authorize?"),
		"numbers":           fill("(4,700) "),
		"bearer":            fill("Bearer "),
		"http":              fill("HTTP/1.1 400\n"),
		"GET":               fill("GET /\n"),
		"comments":          fill("post(); /* https://zoom.us/oauth/token */ // '\n"),
		"open comments":     fill("/* <!-- <# \"https://zoom.us/oauth/token\n"),
		"base64":            fill("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0NzAw"),
		"reports":           fill("400 for url: https://zoom.us/oauth/token\n"),
		"reports in line":   fill("400 https://zoom.us/oauth/token"),
		"reasons":           fill("reason: "),
		"wget":              fill("wget "),
		"calls":             fill("x.post('https://zoom.us/oauth/token', "),
		"sentences":         fill("{a: b c, d, "),
		"line ends":         fill("\n"),
		"zero width":        fill("\u200b"),
		"curly":             fill("\u201cerror\u201d: "),
		"fetch":             fill("fetch("),
		"codes":             fill("invalid_grant "),
		"pairs":             fill("error: reason: code: "),
		"powershell":        fill("Invoke-RestMethod -Uri @{"),
		"har":               `{"log":{"entries":[` + fill(`{"request":{"method":"GET","url":"https://zoom.us/x"}},`),
		"credentials":       fill("ZOOM_CLIENT_ID=abc\n"),
		"literals":          fill("client_secret: SecretStr(\"a\", \"b\", \"c\")\n"),
		"words":             fill("--client-id Zk3mQ8vTS2aXw1LrPbN0Ug "),
		"colons":            fill("a:"),
		"soft breaks":       fill("code=a=\n"),
		"escape sequence":   fill("\x1b[31m"),
		"one line":          fill("lorem ipsum dolor sit amet "),
		"ands":              fill("&"),
		"percent":           fill("%41"),
		"percent signs":     fill("%"),
		"base64 line":       fill("QUJD+/9aNbKTwikj8zRxWCmoJWNSywNcuJGYhiYR"),
		"base64 rows":       fill("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFy\n"),
		"NULs":              fill("\x00"),
		"carriage":          fill("\r"),
		"here-documents":    fill("curl https://zoom.us/oauth/token -d @- <<EOF\n"),
		"settings":          fill("KEY=value\n"),
		"variables":         fill("ZOOM_CLIENT_ID=$NAME\n"),
		"numbered":          numbered("ZOOM_CLIENT_ID_%d=$NAME_%d\n"),
		"numbered prose":    numbered("the client x%d of the account said error %d for user y%d to the app\n"),
		"numbered log":      numbered("2026-11-23 host zoom[%d]: user u%d took %d ms, client id c%d\n"),
		"numbered callback": numbered("https://a.example/?code=abcdefghijklmnop%d&state=x%d\n"),
		"code rows":         fill("code: 124\n"),
		"headers":           "curl https://zoom.us/oauth/token " + fill("-H 'X-A: b' "),
		"data":              "curl https://zoom.us/oauth/token " + fill("-d a=b "),
		"har entries":       `{"log":{"entries":[` + fill(`{"request":{"method":"POST","url":"https://zoom.us/oauth/token"},"response":{"status":400,"content":{"text":"{}"}}},`),
		"tables":            fill("| client id | client secret |\n"),
		"tabs":              fill("a\tb\t"),
		"commas":            fill("id,"),
		"indented":          fill(" a:\n  b:\n"),
		"deeper":            deeper(),
		"tags":              fill("<key>client_id</key>\n"),
		"addresses":         fill("https://a.example/ "),
		"callbacks":         fill("https://a.example/?code=abcdefghijklmnopqrstuvwx&state=x\n"),
		"refused":           fill("getaddrinfo ENOTFOUND zoom.us\n"),
		"scopes":            fill("does not contain scopes:["),
		"single quotes":     fill("'"),
		"backticks":         fill("`"),
		"backslashes":       fill("\\"),
		"arrows":            fill("\"a\"=>"),
		"dollars":           fill("$client->post('https://zoom.us/', ["),
		"statuses":          fill("400 401 403 "),
		"long dashes":       fill("curl \u2014data x \u2013 y\n"),
		"emoji":             fill("\U0001f600"),
		"invalid":           fill("\xff\xfe"),
		"zoom":              fill("zoom "),
		"pages":             fill("Invalid redirect: https://a.example/ (4,700)\n"),
		"refused IDs":       fill("client_id: a, invalid\n"),
		"folded lines":      fill(`{"msg":"a\nb\nc"}` + "\n"),
		"objects as tokens": fill("Bearer @{access_token="),
		"bearers":           fill("Authorization: Bearer eyJhbGciOiJIUzUxMiJ9.e30.c2ln\n"),
		"quoted mail":       fill("> > "),
		"vars in braces":    fill("{{"),
		"templates":         fill("key: {{a}}\n"),
		"token addresses":   fill("https://zoom.us/oauth/token?a=b "),
		"open messages":     fill(`{"message":"`),
		"encoded":           fill("{=22a=22:=22b=22,"),
		"entities":          fill("{&quot;a&quot;:&quot;b&quot;,\n"),
		"percent objects":   fill("%7B%22a%22%3A%22b%22%2C"),
		"log with json":     fill("2026-11-23T14:02:40Z zoom {\"level\":\"error\",\"err\":{\"status\":401,\"data\":{\"code\":124}}} code\n"),
		"csv":               fill("2026-11-23,zoom,401,\"a, b\",client,https://api.zoom.us/v2/users\n"),
		"html":              fill("<tr><td class=\"a\">zoom token</td><td><a href=\"https://zoom.us/oauth/token?a=b\">x</a></td></tr>\n"),
		"urls in a line":    fill("https://api.zoom.us/v2/users?page=1&code=abc "),
		"statuses of zoom":  fill("Get-ZoomUser : error: (400) Bad Request\n"),
		"reported":          fill("https://api.zoom.us/v2/users\nstatus\n"),
		"braces":            fill("{a: {b: [c, {d: e}]}} "),
		"key values":        fill("error=invalid reason=\"a b c\" code=124 status=401 message=x\n"),
		"yaml":              fill("zoom:\n  client:\n    id: abc\n    error: x\n"),
		"xml":               fill("<error><code>x</code><reason>y</reason></error>\n"),
		"python":            fill("{'error': 'invalid_grant', 'reason': None}, "),
		"sentences of zoom": fill("the code that zoom sent for the token is not known to the client of the app and refresh does nothing\n"),
		"long words":        fill("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"),
		"markdown":          fill("| zoom | error | `code` | **reason** |\n|---|---|---|---|\n"),
		"stack":             fill("    at ZoomClient.refresh (/app/node_modules/zoom/client.js:124:13)\n"),
		"access log":        fill("10.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /zoom/callback?code=abc HTTP/1.1\" 401 124\n"),
		"logins":            fill("login=Qr8sTv2xRZk5WmLb9HcNdw\nCLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nzoom password\n"),
		"apps in .env":      apps("ZOOM_APP%d_CLIENT_ID=<id>\nZOOM_APP%d_CLIENT_SECRET=<secret>\n"),
		"apps in YAML":      apps("zoom%d:\n  client_id: <id>\n  client_secret: <secret>\n"),
		"apps in TOML":      apps("[zoom.app%d]\nclient_id = \"<id>\"\nclient_secret = \"<secret>\"\n"),
		"apps in CSV":       "name,client_id,client_secret\n" + apps("zoom app%d,<id>,<secret>\n"),
		"apps in sentences": apps("zoom app %d: <id> / <secret>\n"),
		"apps on a line":    "[" + apps(`{"name": "zoom app%d", "client_id": "<id>", "client_secret": "<secret>"}, `),
		"apps one a line":   apps(`{"name": "zoom app%d", "client_id": "<id>", "client_secret": "<secret>"}` + "\n"),
		"tokens":            apps("access_token: eyJhbGciOiJIUzUxMiJ9.<id>.<secret>\n"),
		"tokens on a line":  apps("access_token=<secret> refresh_token=<id> "),
		"old tokens":        apps("# old_refresh_token: <secret><id>\n"),
		"callbacks of apps": apps("https://a.example/cb?code=<secret>&state=<id>\n"),
		"closed brackets":   fill("{}[]"),
		"brackets in lines": fill("{[(\n)]}\n"),
		"levels":            fill("a:\n b:\n  c:\n   d:\n"),
		"secrets in .env":   numbered("APP_%d_SECRET=Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1Ji%d\n"),
		"settings of Zoom":  numbered("export ZOOM_SETTING_%d=\"value %d\"\n"),
		"values by values":  apps("<id>: <secret>\n"),
		"drawn rows":        drawn(76),
		"drawn in a line":   "zoom " + drawn(recognize.MaxText),
		"chat":              numbered("[10:%d] ann: which client id does zoom want? my error is 4700 (invalid redirect)\n"),
		"quoted Markdown":   numbered("> > **zoom**: `client_id` is *%d* and `error=invalid_grant`\n"),
		"Python calls":      fill("r = requests.post(\"https://zoom.us/oauth/token\", headers={\"Authorization\": auth}, data={\"code\": code})\n"),
		"Go stack":          fill("goroutine 124 [running]:\nzoom.(*Client).Token(0xc000124000, 0x190)\n\t/src/zoom/client.go:400 +0x1d\n"),
		"Python stack":      fill("  File \"/app/zoom/client.py\", line 124, in refresh_token\n    raise ZoomError(code=400, reason='Invalid')\n"),
		"mail":              fill("From: a@example.com\nSubject: zoom error 4700=\n=3D token =20\n"),
		"SQL rows":          numbered("INSERT INTO `users` VALUES (%d,'zoom','client%d','2026-11-23 10:00:00',NULL,'a@example.com');\n"),
		"psql":              numbered(" %d | zoom | client%d | token | 2026-11-23 10:00:00\n"),
		"quoted CSV":        numbered(`"%d","zoom, inc","client ""x"" %d","400","token"` + "\n"),
		"minified":          fill(`fetch("https://zoom.us/oauth/token",{method:"POST",headers:{Authorization:"Basic "+btoa(e+":"+t)},body:n}).then(e=>e.json());`),
		"rules":             fill("---\n"),
		"conditions":        fill("client_id = if prod then 'Kq7Lw2Rt9XbVn4Zc8KdMs1' else 'Hm3Vd8Ny1PzGs6Tb5FwRc9'\n"),
	}
}

// apps repeats a line with the number, the ID and the secret of an app in it.
func apps(form string) string {
	var b strings.Builder
	for i := 0; b.Len() < recognize.MaxText; i++ {
		number := fmt.Sprintf("%05d", i)
		b.WriteString(strings.NewReplacer("%d", number, "<id>", "Kq7Lw2Rt9XbVn4Zc8"+number, "<secret>", "Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1JiB"+number).Replace(form))
	}
	return b.String()[:recognize.MaxText]
}

// numbered repeats a line with its number in it.
func numbered(form string) string {
	var b strings.Builder
	for i := 0; b.Len() < recognize.MaxText; i++ {
		b.WriteString(strings.ReplaceAll(form, "%d", strconv.Itoa(i)))
	}
	return b.String()[:recognize.MaxText]
}

// drawn are lines of Base64 of bytes that are drawn by chance, so many signs in each.
func drawn(width int) string {
	bytes := make([]byte, recognize.MaxText)
	_, _ = rand.NewChaCha8([32]byte{}).Read(bytes)
	var b strings.Builder
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(bytes)), width) {
		b.Write(append(line, '\n'))
	}
	return b.String()[:recognize.MaxText]
}

// deeper is a text whose every line stands below the one before.
func deeper() string {
	var b strings.Builder
	for i := 0; b.Len() < recognize.MaxText; i++ {
		b.WriteString(strings.Repeat(" ", i) + "zoom:\n")
	}
	return b.String()[:recognize.MaxText]
}

func BenchmarkRead(b *testing.B) {
	benchmark(b, func(text string) { recognize.Read(text) })
}

func BenchmarkReadGrant(b *testing.B) {
	benchmark(b, func(text string) { recognize.ReadGrant(text) })
}

func benchmark(b *testing.B, read func(text string)) {
	for name, text := range heavy() {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				read(text)
			}
		})
	}
}
