package flow_test

import (
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
)

// doubtfulAnswers hold a new refresh token, and it is not plain that it is in force:
// they say that they failed, or cannot be told from something else.
var doubtfulAnswers = map[string]string{
	"R10 status 500":                      jsonAnswer("500 Oops", pair),
	"R10 status 502":                      jsonAnswer("502 Bad Gateway", pair),
	"R10 status 503":                      jsonAnswer("503 Service Unavailable", pair),
	"R10 status 302":                      "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example\r\n\r\n" + pair,
	"R10 status 400 without an error":     jsonAnswer("400 Bad Request", pair),
	"R10 status 400 with invalid_grant":   jsonAnswer("400 Bad Request", `{"error":"invalid_grant","refresh_token":"R2"}`),
	"R10 status 429":                      jsonAnswer("429 Too Many Requests", pair),
	"R10 null error with status 500":      jsonAnswer("500 Oops", with(`"scope":"user:read"`, `"error":null`)),
	"R10 error with status 200":           okJSON(with(`"scope":"user:read"`, `"error":"odd"`)),
	"R10 error object with status 200":    okJSON(with(`"scope":"user:read"`, `"error":{"code":"odd"}`)),
	"R10 Error in upper case":             okJSON(with(`"scope":"user:read"`, `"ERROR":"odd"`)),
	"R10 errors with status 200":          okJSON(with(`"scope":"user:read"`, `"errors":[{"a":1}]`)),
	"R10 code with status 200":            okJSON(with(`"scope":"user:read"`, `"code":124,"message":"no"`)),
	"R10 success is false":                okJSON(with(`"scope":"user:read"`, `"success":false`)),
	"R10 status is error":                 okJSON(with(`"scope":"user:read"`, `"status":"error"`)),
	"R10 error beside an envelope":        okJSON(`{"error":"odd","data":` + pair + `}`),
	"R10 success is false, envelope":      okJSON(`{"success":false,"data":` + pair + `}`),
	"R10 error in an envelope":            okJSON(`{"data":` + with(`"scope":"user:read"`, `"error":"odd"`) + `}`),
	"R10 error behind a fault":            okJSON(`{"expires_in":NaN,"refresh_token":"R2","error":"odd"}`),
	"R10 error in a form":                 okJSON("error=odd&access_token=A2&refresh_token=R2"),
	"R10 envelope with status 500":        jsonAnswer("500 Oops", `{"data":`+pair+`}`),
	"N6 two answers, not the same":        okJSON(pair + with("R2", "R3")),
	"N6 two tokens in broken JSON":        okJSON(`{"expires_in":NaN,"refresh_token":"R2","old":{"refresh_token":"R0"}}`),
	"N6 list of two":                      okJSON(`[` + pair + `,{"refresh_token":"R0"}]`),
	"N6 two envelopes":                    okJSON(`{"data":` + pair + `,"result":{"refresh_token":"R0"}}`),
	"N6 member of an unknown name":        okJSON(`{"something":` + pair + `}`),
	"N6 empty object before it":           okJSON("{}\n" + pair),
	"N6 JSON in a page":                   headed("Content-Type: text/html\r\n", "<html><script>var t = "+pair+"</script></html>"),
	"N6 JSON in a page, status 500":       jsonAnswer("500 Oops", "<pre>"+pair+"</pre>"),
	"N1 behind 5 MiB":                     headed("", behind(5<<20)),
	"N1 behind 5 MiB, in chunks":          chunked(pieces(behind(5<<20), 4093)),
	"N1 behind 3 MiB of blanks":           headed("", strings.Repeat(" ", 3<<20)+pair),
	"N1 behind 5 MiB, packed":             coded("gzip", packed(behind(5<<20), gzipped)),
	"N1 behind a header of 70 KiB":        headed("X: "+strings.Repeat("x", 70<<10)+"\r\n", pair),
	"N1 behind 1xx of 200 KiB":            strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("x", 1<<10)+"\r\n\r\n", 200) + okJSON(pair),
	"N6 refresh token in an inner member": okJSON(`{"access_token":"A2","expires_in":3599,"data":{"refresh_token":"R2"}}`),
	"N6 new_refresh_token":                okJSON(`{"access_token":"A2","expires_in":3599,"new_refresh_token":"R2"}`),
	"N6 percent-encoded JSON":             headed("", url.PathEscape(strings.ReplaceAll(pair, "R2", longer))),
	"N6 JSON in numbered entities":        headed("", strings.NewReplacer(`"`, "&#x22;", "R2", longer).Replace(pair)),
	"N6 events":                           headed("Content-Type: text/event-stream\r\n", "event: token\ndata: "+pair+"\n\n"),
	"N6 multipart":                        headed("Content-Type: multipart/mixed; boundary=x\r\n", "--x\r\nContent-Type: application/json\r\n\r\n"+pair+"\r\n--x--\r\n"),
	"N6 JSONP":                            okJSON("callback(" + pair + ");"),
	"N6 comment before it":                okJSON("/* ok */ " + pair),
	"N4 HTTP/0.9":                         pair,
	"N4 HTTP/0.9 with a line end":         pair + "\r\n",
	"N4 no status line":                   "Content-Type: application/json\r\n\r\n" + pair,
	"N4 status line in words":             "HTTP/1.1 OK\r\n\r\n" + pair,
	"N4 status line of another protocol":  "ICY 200 OK\r\n\r\n" + pair,
	"N4 no empty line behind the header":  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + pair,
	"N4 body in a header line":            "HTTP/1.1 200 OK\r\n" + pair + "\r\n\r\n",
	"N4 line ends of the wrong kind":      "HTTP/1.1 200 OK\rContent-Type: application/json\r\r" + pair,
	"N4 status 204 with a body":           "HTTP/1.1 204 No Content\r\n\r\n" + pair,
	"N4 another answer behind a refusal":  "HTTP/1.1 400 Bad Request\r\nContent-Length: 25\r\n\r\n" + `{"error":"invalid_grant"}` + okJSON(pair),
	"N4 another answer behind a page":     "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>" + okJSON(pair),
	"N4 another answer, not the same":     fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(pair), pair) + okJSON(with("R2", "R3")),
	"N1 in a page of 1 MiB, at its start": headed("", "<html>"+pair+strings.Repeat("x", 1<<20)),
	"R10 status 500 in the body":          okJSON(with(`"scope":"user:read"`, `"status":500`)),
	"R10 status of a function":            okJSON(`{"statusCode":502,"body":` + strconv.Quote(pair) + `}`),
	"R10 success is no":                   okJSON(with(`"scope":"user:read"`, `"success":"no"`)),
	"R10 isError":                         okJSON(with(`"scope":"user:read"`, `"is_error":true`)),
	"R10 error_code":                      okJSON(with(`"scope":"user:read"`, `"error_code":17`)),
	"R10 error in a list":                 okJSON(`[{"error":"x"},` + pair + `]`),
	"R10 status 600":                      jsonAnswer("600 Odd", pair),
	"N6 object before it":                 okJSON(`{"status":"pending"}` + "\n" + pair),
	"N6 token in a list":                  okJSON(`{"access_token":"A2","refresh_token":["R2"]}`),
	"N6 envelope nobody knows":            okJSON(`{"data":{"refresh":` + pair + `},"errors":null}`),
	"N6 cut in an object nobody knows":    headed("Content-Length: 999\r\n", `{"access_token":"A2","other":{"refresh_token":"R2"`),
	"N6 single quotes":                    okJSON(`{'access_token': 'A2', 'refresh_token': '` + longer + `'}`),
	"N6 names without quotes":             okJSON(`{access_token: "A2", refresh_token: "` + longer + `"}`),
	"N6 XML":                              headed("", "<r><refresh_token>"+longer+"</refresh_token></r>"),
	"N6 YAML":                             headed("", "access_token: A2\nrefresh_token: "+longer+"\n"),
	"N6 entities":                         headed("", "<p>{&quot;refresh_token&quot;:&quot;"+longer+"&quot;}</p>"),
	"N6 address with a fragment":          headed("", "https://acme.example/#access_token=A2&refresh_token="+longer),
	"N6 listing of a program":             jsonAnswer("500 Oops", `Parameters: {"refresh_token"=>"`+longer+`"}`),
	"N6 JSON escaped in a text":           jsonAnswer("500 Oops", `upstream said: "{\"refresh_token\":\"`+longer+`\"}"`),
	"N4 1xx with a body":                  "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhello" + okJSON(pair),
	"N4 answer of a proxy before it":      "HTTP/1.1 200 Connection established\r\n\r\n" + okJSON(pair),
	"N4 TLS record before it":             "\x15\x03\x03\x00\x02" + pair,
	"N4 CGI":                              "Status: 200 OK\r\nContent-Type: application/json\r\n\r\n" + pair,
	"N4 letters in the status":            "HTTP/1.1 2OO OK\r\n\r\n" + pair,
	"N4 comma in the version":             "HTTP/1,1 200 OK\r\n\r\n" + pair,
	"N4 chunk size in 0x":                 chunked(fmt.Sprintf("0x%x\r\n%s\r\n0x0\r\n\r\n", len(pair), pair)),
}

// behind is pair with n bytes before its tokens.
func behind(n int) string { return `{"pad":"` + strings.Repeat("x", n) + `",` + pair[1:] }

// pieces writes body in chunks of n bytes.
func pieces(body string, n int) string {
	var b strings.Builder
	for part := range slices.Chunk([]byte(body), n) {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(part), part)
	}
	return b.String() + "0\r\n\r\n"
}

// unreadAnswers came with a success and may hold a pair that nobody can read.
var unreadAnswers = map[string]string{
	"N4 page that speaks of tokens":  headed("Content-Type: text/html\r\n", "<html>Your token: see below</html>"),
	"N4 HTTP/2 frame":                "\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64",
	"N6 base64":                      headed("", "eyJhY2Nlc3NfdG9rZW4iOiJBMiIsInJlZnJlc2hfdG9rZW4iOiJSMiJ9"),
	"N6 token of an unknown name":    okJSON(`{"token":"A2"}`),
	"N4 deflate without a label":     coded("", packed(pair, deflated)),
	"N4 packed with brotli":          coded("br", "\x8b\x02\x80\x01\x02\x03\x04"),
	"N4 gzip of something else":      coded("gzip", packed("hello", gzipped)),
	"N4 greeting of another server":  "220 smtp.example ready\r\n",
	"N4 TLS record":                  "\x15\x03\x01\x00\x02\x02\x46",
	"N6 object without tokens":       okJSON(`{"status":"ok"}`),
	"N6 JSON string":                 okJSON(`"R2"`),
	"N6 list of texts":               okJSON(`["A2","R2"]`),
	"N6 number":                      okJSON(`12345`),
	"N6 refresh token is a number":   okJSON(`{"access_token":null,"refresh_token":12}`),
	"N6 refresh token is an object":  okJSON(`{"refresh_token":{"value":"R2"}}`),
	"N6 invalid UTF-8 in the token":  okJSON("{\"refresh_token\":\"R\xff2\"}"),
	"N6 half a surrogate in it":      okJSON(`{"refresh_token":"R\ud8002"}`),
	"N6 line feed in it":             okJSON("{\"refresh_token\":\"R\n2\"}"),
	"N6 escaped NUL in a long one":   okJSON(`{"refresh_token":"R2.longer-0001\u0000-0002"}`),
	"N6 NUL in a long one":           okJSON("{\"refresh_token\":\"R2.longer-0001\x00-0002\"}"),
	"N6 line feed in a long one":     okJSON(`{"refresh_token":"R2.longer-0001\n-0002"}`),
	"N6 no ASCII in a long one":      okJSON(`{"refresh_token":"R2.longer-0001é"}`),
	"N6 no ASCII in an element":      headed("", "<refresh_token>R2.longer-0001é</refresh_token>"),
	"N6 percent-encoded NUL in one":  headed("", "%7B%22refresh_token%22%3A%22R2.longer-0001%00x%22%7D"),
	"N6 escaped line feed in it":     okJSON(`{"refresh_token":"R\n2"}`),
	"N6 letters that are no ASCII":   okJSON(`{"refresh_token":"Ré2"}`),
	"N6 token of 17 KiB":             okJSON(`{"refresh_token":"` + strings.Repeat("Rt", 9<<10) + `"}`),
	"N1 page of 1 MiB":               headed("", "<html>"+strings.Repeat("page ", 1<<18)),
	"N1 page of 40 KiB, end counted": headed("", strings.Repeat("start", 8<<10)+"the end"),
}

// emptyAnswers hold no new token for certain, however they look.
var emptyAnswers = map[string]struct {
	raw  string
	want flow.Verdict
}{
	"R10 refusal":                      {jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`), flow.Refused},
	"R10 refusal with what was sent":   {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","refresh_token":"canaryRefresh.R1 +/="}`), flow.Refused},
	"R10 refusal with a mask":          {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","refresh_token":"[FILTERED]"}`), flow.Refused},
	"R10 refusal with a cut echo":      {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","request":{"refresh_token":"canaryRef..."}}`), flow.Refused},
	"R10 refusal that names the token": {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","reason":"refresh_token: expired, access_token=none"}`), flow.Refused},
	"R10 refusal in an error object":   {jsonAnswer("400 Bad Request", `{"error":{"code":"invalid_grant","message":"no"}}`), flow.Refused},
	"R10 refusal as a form":            {jsonAnswer("400 Bad Request", `error=invalid_grant&error_description=no`), flow.Refused},
	"R10 refusal in UTF-16":            {jsonAnswer("400 Bad Request", wide(binary.BigEndian, "\ufeff", `{"error":"invalid_grant"}`)), flow.Refused},
	"R10 refusal with an odd header":   {"HTTP/1.1 400 Bad Request\r\nno field\r\n\r\n" + `{"error":"invalid_grant"}`, flow.Refused},
	"R10 refusal with a cookie":        {"HTTP/1.1 400 Bad Request\r\nSet-Cookie: refresh_token=abcdefgh12345678\r\n\r\n" + `{"error":"invalid_grant"}`, flow.Refused},
	"R10 refusal with an address":      {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","error_uri":"https://acme.example?refresh_token=abcdefgh12345678"}`), flow.Refused},
	"R10 refusal with an echo in text": {jsonAnswer("400 Bad Request", `{"error":"invalid_grant","refresh_token":"Bearer canaryRefresh.R1 +/="}`), flow.Refused},
	"R11 token without its end":        {headed("Content-Length: 900\r\n", `<p>refresh_token: R2.longer-00`), flow.Uncertain},
	"R11 token without its end, JSON":  {headed("Content-Length: 900\r\n", `{"refresh_token":"R2.longer-00`), flow.Uncertain},
	"R10 401 without a body":           {"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", flow.Uncertain},
	"R10 rate limit":                   {jsonAnswer("429 Too Many Requests", `<html>`), flow.Refused},
	"R10 message and a mask":           {jsonAnswer("400 Bad Request", `{"message":"no","refresh_token":"[FILTERED]"}`), flow.Uncertain},
	"R10 500 with a mask":              {jsonAnswer("500 Oops", `{"message":"no","refresh_token":"[FILTERED]"}`), flow.Uncertain},
	"R10 502 with a mask":              {jsonAnswer("502 Bad Gateway", `{"refresh_token":"***","access_token":"***"}`), flow.Uncertain},
	"R10 500 with a cut echo":          {jsonAnswer("500 Oops", `{"refresh_token":"canaryRefresh..."}`), flow.Uncertain},
	"R10 500 with its end":             {jsonAnswer("500 Oops", `{"refresh_token":"…R1 +/="}`), flow.Uncertain},
	"R10 500 dump of the request":      {jsonAnswer("500 Oops", `<pre>{"grant_type"=>"refresh_token", "refresh_token"=>"canaryRefresh.R1"}</pre>`), flow.Uncertain},
	"R10 502 page":                     {jsonAnswer("502 Bad Gateway", "<html>"), flow.Uncertain},
	"R10 503":                          {jsonAnswer("503 Service Unavailable", ""), flow.Uncertain},
	"R10 302":                          {"HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", flow.Uncertain},
	"R10 304":                          {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", flow.Uncertain},
	"N4 captive portal":                {headed("Content-Type: text/html\r\n", "<html><body>Welcome to the airport</body></html>"), flow.Uncertain},
	"N4 page of 40 KiB":                {headed("", "\n<!DOCTYPE html>"+strings.Repeat("page ", 8<<10)), flow.Uncertain},
	"N4 empty 200":                     {headed("Content-Length: 0\r\n", ""), flow.Uncertain},
	"N4 204":                           {"HTTP/1.1 204 No Content\r\n\r\n", flow.Uncertain},
	"N4 cut before the header":         {"HTTP/1.", flow.Uncertain},
	"N4 cut in the header":             {"HTTP/1.1 200 OK\r\nContent-Ty", flow.Uncertain},
	"R4 cut page":                      {headed("Content-Length: 99\r\n", "<html><body>"), flow.Uncertain},
	"R4 cut before the refresh token":  {headed("Content-Length: 99\r\n", `{"access_token":"A2","expires_in":3599,`), flow.Uncertain},
	"R4 cut in the refresh token":      {headed("Content-Length: 99\r\n", `{"access_token":"A2","refresh_token":"R2`), flow.Uncertain},
	"R4 cut in a chunk":                {chunked("99\r\n" + `{"access_token":"A2","refresh_tok`), flow.Uncertain},
	"N4 cut after the header":          {headed("Content-Length: 99\r\n", ""), flow.Uncertain},
	"N4 only 1xx":                      {strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 9), flow.Uncertain},
	"N6 empty object":                  {okJSON("{}"), flow.Uncertain},
	"N6 error with status 200":         {okJSON(`{"error":"invalid_grant","reason":"no"}`), flow.Uncertain},
	"N6 what was sent, status 200":     {okJSON(`{"refresh_token":"canaryRefresh.R1 +/="}`), flow.Uncertain},
	"N6 masks, status 200":             {okJSON(`{"access_token":"[FILTERED]","refresh_token":"[FILTERED]"}`), flow.Uncertain},
	"N6 what was sent as access token": {okJSON(`{"access_token":"canaryRefresh.R1 +/="}`), flow.Uncertain},
	"N6 the secret as access token":    {okJSON(`{"access_token":"canary+Secret/of=the~client"}`), flow.Uncertain},
	"N6 nothing but nulls":             {okJSON(`{"access_token":null,"refresh_token":null}`), flow.Uncertain},
}
