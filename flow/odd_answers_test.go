package flow_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"zoauth/flow"
)

// pair is the usual body; its refresh token is the one that must not be lost.
const pair = `{"access_token":"A2","token_type":"bearer","refresh_token":"R2","expires_in":3599,"scope":"user:read"}`

// with returns pair with one part replaced.
func with(old, replacement string) string { return strings.Replace(pair, old, replacement, 1) }

// headed is a 200 answer with these header lines, each with its end.
func headed(lines, body string) string { return "HTTP/1.1 200 OK\r\n" + lines + "\r\n" + body }

// coded is an answer whose Content-Encoding is label; empty: none is stated.
func coded(label, body string) string {
	if label == "" {
		return headed("", body)
	}
	return headed("Content-Encoding: "+label+"\r\n", body)
}

// packed returns body as a writer of this kind packs it.
func packed(body string, with func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := with(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.String()
}

func gzipped(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
func zlibbed(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
func deflated(w io.Writer) io.WriteCloser {
	f, _ := flate.NewWriter(w, flate.BestSpeed) // a level that exists
	return f
}

// wide returns body in UTF-16.
func wide(order binary.AppendByteOrder, mark, body string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(mark + body)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// chunks returns pair in two chunks; end is the line end behind each.
func chunks(end string) string {
	return fmt.Sprintf("%x%s%s%s%x%s%s%s0%s%s", 50, end, pair[:50], end, len(pair)-50, end, pair[50:], end, end, end)
}

// savedAnswers are successes that are slightly wrong and have one meaning: first the
// eleven of PROMISES.md §0 row 4 that are a success, of which the usual library loses
// all but one.
var savedAnswers = map[string]string{
	"R11 sent as text/plain":                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + pair,
	"R11 expires_in with fraction":          okJSON(with("3599", "3599.5")),
	"R11 expires_in in words":               okJSON(with("3599", `"soon"`)),
	"R11 byte order mark":                   okJSON("\xef\xbb\xbf" + pair),
	"R11 trailing bytes":                    okJSON(pair + "</html>"),
	"R11 last chunk missing":                fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(pair), pair),
	"R11 length 7 too long":                 fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(pair)+7, pair),
	"R11 no access token":                   okJSON(`{"refresh_token":"R2"}`),
	"R11 object for a text":                 okJSON(with(`"scope":"user:read"`, `"error_description":{"a":1}`)),
	"R11 no content type":                   headed("", pair),
	"R11 text/html":                         headed("Content-Type: text/html\r\n", pair),
	"R11 status 201":                        jsonAnswer("201 Created", pair),
	"R11 null error":                        okJSON(with(`"scope":"user:read"`, `"error":null`)),
	"R11 empty errors":                      okJSON(with(`"scope":"user:read"`, `"error":"","errors":[]`)),
	"R11 cut after the token":               fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(pair), pair[:strings.Index(pair, `,"expires_in"`)]),
	"R11 closing brace missing":             okJSON(strings.TrimSuffix(pair, "}")),
	"N6 trailing comma":                     okJSON(strings.TrimSuffix(pair, "}") + ",}"),
	"N6 expires_in is NaN":                  okJSON(`{"access_token":"A2","expires_in":NaN,"refresh_token":"R2"}`),
	"N6 unescaped quotes before it":         okJSON(`{"reason":"a "quoted" word","access_token":"A2","refresh_token":"R2"}`),
	"N6 expires_in null":                    okJSON(with("3599", "null")),
	"N6 expires_in of 10^12":                okJSON(with("3599", "1000000000000")),
	"N6 expires_in negative":                okJSON(with("3599", "-1")),
	"N6 escaped in the token":               okJSON(with(`"R2"`, `"\u0052\u0032"`)),
	"N6 spaces and line feeds":              okJSON("\r\n  " + strings.ReplaceAll(pair, ",", " ,\r\n\t") + "\r\n\r\n"),
	"N6 access token is a number":           okJSON(with(`"A2"`, "12")),
	"N6 invalid UTF-8 in the scope":         okJSON(with("user:read", "user\xff")),
	"N6 invalid UTF-8 in the access token":  okJSON(with(`"A2"`, "\"A\xff\"")),
	"N6 the token twice, the same":          okJSON(with(`"expires_in":3599`, `"refresh_token":"R2"`)),
	"N6 the token twice, first null":        okJSON(`{"refresh_token":null,"access_token":"A2","refresh_token":"R2"}`),
	"N6 the token twice, first a mask":      okJSON(`{"refresh_token":"[FILTERED]","access_token":"A2","refresh_token":"R2"}`),
	"N6 the token twice, first what was":    okJSON(`{"refresh_token":"canaryRefresh.R1 +/=","access_token":"A2","refresh_token":"R2"}`),
	"N6 the token twice, first a number":    okJSON(`{"refresh_token":7,"access_token":"A2","refresh_token":"R2"}`),
	"N6 access token twice, first empty":    okJSON(`{"access_token":"","access_token":"A2","refresh_token":"R2"}`),
	"N6 names in mixed case":                okJSON(`{"Access_Token":"A2","REFRESH_TOKEN":"R2","Expires_In":60}`),
	"N6 names in camel case":                okJSON(`{"accessToken":"A2","refreshToken":"R2","expiresIn":60}`),
	"N6 names with hyphens":                 okJSON(`{"access-token":"A2","refresh-token":"R2"}`),
	"N6 nested echo behind it":              okJSON(with(`"scope":"user:read"`, `"request":{"refresh_token":"R0"}`)),
	"N6 scope is a list":                    okJSON(with(`"user:read"`, `["user:read"]`)),
	"N1 scope of 1 MiB behind it":           okJSON(with("user:read", strings.Repeat("s", 1<<20))),
	"N6 the same answer twice":              okJSON(pair + pair),
	"N6 list of one":                        okJSON("[" + pair + "]"),
	"N6 list of one and more behind it":     okJSON("[" + pair + "]\n<!-- -->"),
	"N6 JSON in a string":                   okJSON(strconv.Quote(pair)),
	"N6 JSON in a string in a list":         okJSON("[" + strconv.Quote(pair) + "]"),
	"N6 envelope data":                      okJSON(`{"data":` + pair + `}`),
	"N6 envelope result with a message":     okJSON(`{"message":"ok","result":` + pair + `}`),
	"N6 envelope in an envelope":            okJSON(`{"response":{"token":` + pair + `}}`),
	"N6 envelope with a list":               okJSON(`{"data":[` + pair + `],"meta":{}}`),
	"N6 envelope with a string":             okJSON(`{"body":` + strconv.Quote(pair) + `,"status":200}`),
	"N6 envelope that says success":         okJSON(`{"success":true,"payload":` + pair + `}`),
	"N6 cut in an envelope":                 okJSON(`{"data":` + strings.TrimSuffix(pair, "}")),
	"N6 XSSI prefix":                        okJSON(")]}'\n" + pair),
	"N6 XSSI prefix with a comma":           okJSON(")]}',\n" + pair),
	"N6 XSSI loop":                          okJSON("for(;;);" + pair),
	"N6 XSSI while":                         okJSON("while(1);" + pair),
	"N6 form":                               okJSON("access_token=A2&refresh_token=R2&expires_in=3599"),
	"N6 form, escaped":                      okJSON("access_token=%412&refresh_token=%52%32&scope=user%3Aread+x"),
	"N6 form with an empty error":           okJSON("error=&access_token=A2&refresh_token=R2"),
	"N6 UTF-16 with a mark":                 okJSON(wide(binary.BigEndian, "\ufeff", pair)),
	"N6 UTF-16, little endian with a mark":  okJSON(wide(binary.LittleEndian, "\ufeff", pair)),
	"N6 UTF-16 without a mark":              okJSON(wide(binary.BigEndian, "", pair)),
	"N6 UTF-16, little endian, no mark":     okJSON(wide(binary.LittleEndian, "", pair)),
	"N4 HTTP/1.0":                           "HTTP/1.0 200 OK\r\n\r\n" + pair,
	"N4 HTTP/2 in the status line":          "HTTP/2 200\r\n\r\n" + pair,
	"N4 HTTP/3 with a reason":               "HTTP/3 200 OK\r\n\r\n" + pair,
	"N4 no version in the status line":      "HTTP 200 OK\r\n\r\n" + pair,
	"N4 status line in lower case":          "http/1.1 200 ok\r\n\r\n" + pair,
	"N4 tab and blanks in the status line":  "HTTP/1.1\t200   OK \r\n\r\n" + pair,
	"N4 no reason":                          "HTTP/1.1 200\r\n\r\n" + pair,
	"N4 blank before the status line":       " HTTP/1.1 200 OK\r\n\r\n" + pair,
	"N4 leading empty lines":                "\r\n\r\n" + headed("", pair),
	"N4 byte order mark before the header":  "\xef\xbb\xbf" + headed("", pair),
	"N4 bare line feeds":                    "HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + pair,
	"N4 after 100 Continue":                 "HTTP/1.1 100 Continue\r\n\r\n" + okJSON(pair),
	"N4 after twelve 1xx":                   strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 12) + okJSON(pair),
	"N4 control byte in a header":           headed("X-Odd: a\x01b\x00c\r\n", pair),
	"N4 control byte in a header's name":    headed("X-\x07Odd: a\r\n", pair),
	"N4 bytes that are no text in a header": headed("X-Odd: \xff\xfe\r\n", pair),
	"N4 header line without colon":          headed("this is no field\r\n", pair),
	"N4 header line without a name":         headed(": nothing\r\n", pair),
	"N4 blank before the colon":             headed("Content-Length : "+strconv.Itoa(len(pair))+"\r\n", pair),
	"N4 folded header":                      headed("X-Long: a\r\n b\r\n\tc\r\n", pair),
	"N4 folded line first":                  headed(" folded into nothing\r\n", pair),
	"N4 length with a plus":                 headed(fmt.Sprintf("Content-Length: +%d\r\n", len(pair)), pair),
	"N4 length with leading zeros":          headed(fmt.Sprintf("Content-Length: 000%d\r\n", len(pair)), pair),
	"N4 length in quotes":                   headed(fmt.Sprintf("Content-Length: \"%d\"\r\n", len(pair)), pair),
	"N4 length twice, the same":             headed(fmt.Sprintf("Content-Length: %d\r\nContent-Length: %[1]d\r\n", len(pair)), pair),
	"N4 length as a list":                   headed(fmt.Sprintf("Content-Length: %d, %[1]d\r\n", len(pair)), pair),
	"N4 length twice, not the same":         headed("Content-Length: 7\r\nContent-Length: 9\r\n", pair),
	"N4 length negative":                    headed("Content-Length: -1\r\n", pair),
	"N4 length in hex":                      headed("Content-Length: 0x66\r\n", pair),
	"N4 length 20 too small":                headed(fmt.Sprintf("Content-Length: %d\r\n", len(pair)-20), pair),
	"N4 length 0":                           headed("Content-Length: 0\r\n", pair),
	"N4 length and chunks":                  headed("Content-Length: 9\r\nTransfer-Encoding: chunked\r\n", chunks("\r\n")),
	"N4 chunks":                             headed("Transfer-Encoding: chunked\r\n", chunks("\r\n")),
	"N4 chunks with bare line feeds":        headed("Transfer-Encoding: chunked\r\n", chunks("\n")),
	"N4 chunks in upper case, with gzip":    headed("Transfer-Encoding: gzip, CHUNKED\r\n", chunks("\r\n")),
	"N4 chunks stated, body has none":       headed("Transfer-Encoding: chunked\r\n", pair),
	"N4 chunks not stated":                  headed("", chunks("\r\n")),
	"N4 unknown transfer coding":            headed("Transfer-Encoding: identity\r\n", pair),
	"N4 gzip":                               coded("gzip", packed(pair, gzipped)),
	"N4 gzip without a label":               coded("", packed(pair, gzipped)),
	"N4 gzip named br":                      coded("br", packed(pair, gzipped)),
	"N4 gzip named deflate":                 coded("deflate", packed(pair, gzipped)),
	"N4 gzip named x-gzip":                  coded("X-GZIP", packed(pair, gzipped)),
	"N4 gzip twice":                         coded("gzip", packed(packed(pair, gzipped), gzipped)),
	"N4 gzip of UTF-16":                     coded("gzip", packed(wide(binary.BigEndian, "\ufeff", pair), gzipped)),
	"N4 gzip, checksum cut off":             coded("gzip", strings.TrimSuffix(packed(pair, gzipped), packed(pair, gzipped)[len(packed(pair, gzipped))-6:])),
	"N4 zlib named deflate":                 coded("deflate", packed(pair, zlibbed)),
	"N4 zlib without a label":               coded("", packed(pair, zlibbed)),
	"N4 zlib named gzip":                    coded("gzip", packed(pair, zlibbed)),
	"N4 bare deflate":                       coded("deflate", packed(pair, deflated)),
	"N4 gzip named, not applied":            coded("gzip", pair),
	"N4 br named, not applied":              coded("br", pair),
}

// Whatever else is wrong, where an answer has one meaning its refresh token is in the
// store afterwards (R11, N1, N4, N6), after one request.
func TestOddAnswersKeepTheRefreshToken(t *testing.T) {
	for name, raw := range savedAnswers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answering(raw))
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, flow.Granted)
			now := b.store.now()
			if got := now.Token.RefreshToken.Reveal(); got != "R2" {
				t.Errorf("stored %q", got)
			}
			if now.Gen != 8 || now.Pending != nil || out.SaveErr != nil || out.Answer.Candidate != nil {
				t.Errorf("generation %d, pending %v, save error %v", now.Gen, now.Pending, out.SaveErr)
			}
			if n := len(b.bodies()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

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
}

// An answer that is no plain success replaces nothing, whatever it holds (R10): the
// pair stays, and what came is kept with the token that was found in it (R11).
func TestAnErrorIsNoGrantR10(t *testing.T) {
	for name, raw := range doubtfulAnswers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answering(raw))
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, flow.Uncertain)
			b.wantSame(t)
			c := b.store.now().Candidate()
			if c == nil {
				t.Fatal("there is no candidate")
			}
			if got := c.Token.RefreshToken.Reveal(); got != "R2" {
				t.Errorf("the candidate's refresh token is %q", got)
			}
			p := b.store.now().Pending
			if p == nil || c.ID != p.ID || c.Digest != oldRefresh.Digest() || c.Step != flow.StepRefresh || c.Why == "" || c.At.IsZero() || c.Token.ObtainedAt.IsZero() {
				t.Errorf("candidate %+v of pending %v", *c, p)
			}
			if len(c.Raw) > 32<<10 || !bytes.HasSuffix(out.Trace.Readable(), c.Raw) {
				t.Errorf("%d bytes are kept, of %d", len(c.Raw), len(out.Trace.Readable()))
			}
		})
	}
}

// unreadAnswers came with a success and may hold a pair that nobody can read.
var unreadAnswers = map[string]string{
	"N4 page that speaks of tokens":  headed("Content-Type: text/html\r\n", "<html>Your token: see below</html>"),
	"N4 page that is cut":            headed("Content-Length: 99\r\n", "<html><body>"),
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
	"N6 escaped line feed in it":     okJSON(`{"refresh_token":"R\n2"}`),
	"N6 letters that are no ASCII":   okJSON(`{"refresh_token":"Ré2"}`),
	"N6 token of 17 KiB":             okJSON(`{"refresh_token":"` + strings.Repeat("Rt", 9<<10) + `"}`),
	"N1 page of 1 MiB":               headed("", "<html>"+strings.Repeat("page ", 1<<18)),
	"N1 page of 40 KiB, end counted": headed("", strings.Repeat("start", 8<<10)+"the end"),
}

// What a success brought and nobody understood is kept whole, or its end (N4, R11).
func TestWhatNobodyUnderstoodIsKeptR11(t *testing.T) {
	for name, raw := range unreadAnswers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answering(raw))
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, flow.Uncertain)
			b.wantSame(t)
			c := b.store.now().Candidate()
			if c == nil || c.Token != (flow.Token{}) {
				t.Fatalf("candidate %+v", c)
			}
			whole := out.Trace.Readable()
			if want := min(len(whole), 32<<10); len(c.Raw) != want || !bytes.HasSuffix(whole, c.Raw) {
				t.Errorf("%d bytes are kept, not %d", len(c.Raw), want)
			}
		})
	}
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

// What is a refusal stays one though it repeats what was sent, and where no new token
// came none is kept: neither a mask nor an echo is a candidate (R10, R11).
func TestNoTokenIsMadeOfAMaskR11(t *testing.T) {
	for name, test := range emptyAnswers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answering(test.raw))
			out := b.Do(t.Context(), b.refresh())
			wantVerdict(t, out, test.want)
			b.wantSame(t)
			if c := out.Answer.Candidate; c != nil {
				t.Errorf("candidate %v of %q: %s", c, c.Raw, c.Why)
			}
			if pending := b.store.now().Uncertain(); pending != (test.want == flow.Uncertain) {
				t.Errorf("pending: %t", pending)
			}
		})
	}
}

// Every way to hide or shorten a token, in answers that would else be a success (R11).
func TestMasksAreNoTokensR11(t *testing.T) {
	sent := "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjE.q7Kz_Lm-93xT0aPwRtYuIo"
	masks := []string{
		"[FILTERED]", "[REDACTED]", "<redacted>", "REDACTED", "***", "********", "•••", "••••••••", "xxxx", "XXXX-XXXX", "---", "...", "…", "?", "########",
		"null", "NULL", "None", "nil", "undefined", "N/A", "(null)", "<nil>", "false", "0", "00000000", "[object Object]", "{{refresh_token}}", "${REFRESH_TOKEN}",
		"$REFRESH_TOKEN", "%s%", "<refresh_token>", "YOUR_REFRESH_TOKEN", "refresh_token", "[hidden]", "*hidden*", "__MASKED__", "(secret)", "[Sensitive]", "rt-REDACTED-7",
		"eyJ[redacted]", "eyJhbGciOi***", "RTopaque_new...", "RTopaque_new…", "RTop••••9f3c", "<filtered:string>", "removed", "omitted", "[truncated]",
		sent[:4], sent[:12], sent[:len(sent)-1], sent[20:], sent[len(sent)-4:], sent[10:30], sent[:10] + "..." + sent[60:], sent[:10] + "***", sent[:10] + "xxxxxxxx" + sent[60:],
		sent[:10] + "[...]" + sent[60:], sent[:10] + " (70)", sent[:20] + sent[60:], sent[:8] + "<62 more>", "..." + sent[60:], " " + sent[:30], sent[:6] + "-----" + sent[66:],
	}
	for _, mask := range masks {
		for body, candidate := range map[string]string{
			`{"refresh_token":%s}`:                       "",
			`{"access_token":"A2","refresh_token":%s}`:   "A2",
			`{"access_token":%s}`:                        "",
			`{"access_token":%s,"refresh_token":"R2"}`:   "granted",
			`{"data":{"refresh_token":%s}}`:              "",
			`{"refresh_token":%s,"error":"x"}`:           "",
			`{"refresh_token":%s,"expires_in":NaN}`:      "",
			`{"expires_in":NaN,"refresh_token":%s,"x":}`: "",
		} {
			trace := answered(flow.StepRefresh, 200, fmt.Sprintf(body, strconv.Quote(mask)))
			trace.Request = flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, flow.NewSecret(flow.KindRefreshToken, sent))
			answer := flow.Classify(trace)
			if candidate == "granted" {
				if answer.Verdict != flow.Granted || !answer.Token.AccessToken.IsZero() {
					t.Errorf("%q as access token: %s, %v", mask, answer.Verdict, answer.Token)
				}
				continue
			}
			var got flow.Token
			if answer.Candidate != nil {
				got = answer.Candidate.Token
			}
			if answer.Verdict != flow.Uncertain || !got.RefreshToken.IsZero() || got.AccessToken.Reveal() != candidate {
				t.Errorf("%q in %s: %s, candidate %+v", mask, body, answer.Verdict, got)
			}
		}
	}
}

// Tokens that only resemble masks and the one that was sent are tokens.
func TestTokensThatResembleMasks(t *testing.T) {
	sent := "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjE.q7Kz_Lm-93xT0aPwRtYuIo"
	for _, token := range []string{
		"eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjF.Zk3mQ8vTS2aXw1LrPbN0Ug", sent[:len(sent)-1] + "p", sent + "x", "x" + sent,
		"R2", "a.b-c_d~e/f+g==", "eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn", "null-island", "tokens", "xX9", "00000001", strings.Repeat("t", 16<<10),
		"0", "Secretariat", "R2 R3",
	} {
		trace := answered(flow.StepRefresh, 200, fmt.Sprintf(`{"access_token":"A2","refresh_token":%q}`, token))
		trace.Request = flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, flow.NewSecret(flow.KindRefreshToken, sent))
		if answer := flow.Classify(trace); (answer.Verdict == flow.Granted) != (token != "0") || token != "0" && answer.Token.RefreshToken.Reveal() != token {
			t.Errorf("%.80q: %s, %q", token, answer.Verdict, answer.Flags)
		}
	}
}
