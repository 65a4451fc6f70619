package flow_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
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

// chunked is an answer in chunks that are written as body is.
func chunked(body string) string { return headed("Transfer-Encoding: chunked\r\n", body) }

// Whatever else is wrong, where an answer has one meaning its refresh token is in the
// store afterwards (R11, N1, N4, N6), after one request.
func TestUnusualAnswersKeepTheRefreshToken(t *testing.T) {
	t.Parallel()
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

// longer is a refresh token that is found without JSON, where a word is not.
const longer = "R2.longer-0001"

// An answer that is no plain success replaces nothing, whatever it holds (R10): the
// pair stays, and what came is kept with the token that was found in it (R11).
func TestAnErrorIsNoGrantR10(t *testing.T) {
	t.Parallel()
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
			if got := c.Token.RefreshToken.Reveal(); got != "R2" && got != longer {
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

// What a success brought and nobody understood is kept whole, or its end (N4, R11).
func TestWhatNobodyUnderstoodIsKeptR11(t *testing.T) {
	t.Parallel()
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

// disguises are the ways in which loggers tell which token it was.
func disguises(token string) []string {
	sum := sha256.Sum256([]byte(token))
	old := md5.Sum([]byte(token))
	return []string{
		hex.EncodeToString(sum[:]), "sha256:" + hex.EncodeToString(sum[:]), "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:]),
		base64.StdEncoding.EncodeToString(sum[:]), strings.ToUpper(hex.EncodeToString(old[:])), "$md5$" + hex.EncodeToString(old[:]),
		base64.StdEncoding.EncodeToString([]byte(token)), base64.RawURLEncoding.EncodeToString([]byte(token)), hex.EncodeToString([]byte(token)),
	}
}

// Every way to hide or shorten a token, in answers that would else be a success (R11).
func TestMasksAreNoTokensR11(t *testing.T) {
	sent := "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjE.q7Kz_Lm-93xT0aPwRtYuIo"
	digest := sha256.Sum256([]byte(sent))
	masks := []string{
		"[FILTERED]", "[REDACTED]", "<redacted>", "REDACTED", "***", "********", "•••", "••••••••", "xxxx", "XXXX-XXXX", "---", "...", "…", "?", "########",
		"null", "NULL", "None", "nil", "undefined", "N/A", "(null)", "<nil>", "false", "0", "00000000", "[object Object]", "{{refresh_token}}", "${REFRESH_TOKEN}",
		"$REFRESH_TOKEN", "%s%", "<refresh_token>", "YOUR_REFRESH_TOKEN", "refresh_token", "[hidden]", "*hidden*", "__MASKED__", "(secret)", "[Sensitive]", "rt-REDACTED-7",
		"eyJ[redacted]", "eyJhbGciOi***", "RTopaque_new...", "RTopaque_new…", "RTop••••9f3c", "<filtered:string>", "removed", "omitted", "[truncated]",
		sent[:4], sent[:12], sent[:len(sent)-1], sent[20:], sent[len(sent)-4:], sent[10:30], sent[:10] + "..." + sent[60:], sent[:10] + "***", sent[:10] + "xxxxxxxx" + sent[60:],
		sent[:10] + "[...]" + sent[60:], sent[:10] + " (70)", sent[:20] + sent[60:], sent[:8] + "<62 more>", "..." + sent[60:], " " + sent[:30], sent[:6] + "-----" + sent[66:],
		sent[:10] + " and 60 more", sent[:10] + "000000", "Bearer " + sent, "'" + sent + "'", strings.ToUpper(sent), sent[:10] + "..", sent[:10] + "~" + sent[60:],
		"@@@@@@@@", "||||", "////////", "x.x.x.x", "REMOVED_BY_POLICY", "TOKEN_HIDDEN", "DLP-BLOCKED", "YOUR_REFRESH_TOKEN_HERE", "your-refresh-token-here",
		"geheim", "oculto", "[entfernt]", "dummy", "unchanged", "not shown", "no token", "n.a.", "eyJ", "eyJhbGciOi",
		"refresh_token_value", "dummy_token", "example_refresh_token", "sample-refresh-token-123", "REFRESH_TOKEN_1", "new_refresh_token", "mock refresh token", "fake-token",
		"test", "foo", "integer", "invalid_grant", "zzzzzzzzzzzzzzzz", "aaaaaaaa", "00000000-0000-0000-0000-000000000000", "abcdefghijklmnopqrstuvwxyz", "1234567890",
		"https://zoom.example/docs", "lorem ipsum", "ENC[AES256_GCM,data:x]", "vault:v1:q7Kz", "rt:9f3c1a", "Zk3mQ8vTS2aXw1LrPbN0Ug", url.PathEscape(sent + "/"),
		strings.ReplaceAll(sent, ".", "%2E"), hex.EncodeToString(digest[:8]),
		base64.StdEncoding.EncodeToString([]byte("Zk3mQ8vTS2aXw1LrPbN0Ug:" + clientSecret.Reveal())),
		"REPLACE_ME", "insert token", "changeme-2", "todo: token", "placeholder-1", "CLIENT_SECRET", "authorization_code", "Q7kzxxxxx9LmA", "Q7kzXXXXX9LmA", "[A2\nB3]",
		"string(1209)", "1209 chars", "len=1209", "bytes: 70", "%s", "%!s(<nil>)", "[B@6d06d69c", "java.lang.String@1b2c3d", "function () { [native code] }", "Promise { <pending> }",
	}
	masks = append(masks, disguises(sent)...)
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

// What is covered and what was left in from an example are told apart, and each from a
// value and from the grant type that has a name like a placeholder.
func TestMasksAndPlaceholdersR11(t *testing.T) {
	for value, want := range map[string]struct{ masked, placeholder bool }{
		"[REDACTED]": {true, true}, "****": {true, true}, "xxxxxxxx": {true, true}, "Rxxxxxx9Q": {true, false}, "Qr8…cNdw": {true, false}, "TOKEN hidden": {true, false},
		"<CLIENT_ID>": {false, true}, "YOUR_CODE": {false, true}, "your-client-id": {false, true}, "{{id}}": {false, true}, "CLIENT_SECRET": {false, true}, "AUTHORIZATION_CODE": {false, true},
		"authorization_code": {}, "refresh_token": {}, "Qr8sTv2xRZk5WmLb9HcNdw": {}, "abc": {}, "https://app.example/callback": {}, "": {},
	} {
		if masked, placeholder := flow.IsMasked(value), flow.IsPlaceholder(value); masked != want.masked || placeholder != want.placeholder {
			t.Errorf("%q: masked %t, placeholder %t", value, masked, placeholder)
		}
	}
}

// The access token of the same answer is no refresh token: the good one stays (R11).
func TestAccessTokenIsNoRefreshTokenR11(t *testing.T) {
	b := newBench(t, answering(headed("", `{"access_token":"A2-7Kz","refresh_token":"A2-7Kz"}`)))
	out := b.Do(t.Context(), b.refresh())
	wantVerdict(t, out, flow.Uncertain)
	b.wantSame(t)
}

// Neither the access token that the profile had nor what was sent, written backwards, is
// a new refresh token: the pair stays, and what came is kept beside it (R11).
func TestTokensOfBeforeAreNoRefreshTokensR11(t *testing.T) {
	turned := []byte(oldRefresh.Reveal())
	slices.Reverse(turned)
	for name, body := range map[string]string{
		"the old access token, with a new one": fmt.Sprintf(`{"access_token":"A2","refresh_token":%q}`, oldAccess.Reveal()),
		"the old access token, twice":          fmt.Sprintf(`{"access_token":%q,"refresh_token":%[1]q}`, oldAccess.Reveal()),
		"the old access token alone":           fmt.Sprintf(`{"refresh_token":%q}`, oldAccess.Reveal()),
		"the sent token backwards":             fmt.Sprintf(`{"access_token":"A2","refresh_token":%q}`, turned),
		"the sent token backwards, alone":      fmt.Sprintf(`{"refresh_token":%q}`, turned),
	} {
		b := newBench(t, answering(okJSON(body)))
		wantVerdict(t, b.Do(t.Context(), b.refresh()), flow.Uncertain)
		b.wantSame(t)
		c := b.store.now().Candidate()
		if c == nil || !strings.HasSuffix(string(c.Raw), body) || !c.Token.RefreshToken.IsZero() {
			t.Errorf("%s: candidate %+v", name, c)
			continue
		}
		s, err := b.Adopt(t.Context(), b.app)
		if err == nil && s.Token.RefreshToken != oldRefresh || err != nil && !errors.Is(err, flow.ErrUnreadable) {
			t.Errorf("%s: adopted %+v, %v", name, s.Token, err)
		}
	}
}

// Tokens that only resemble masks and the one that was sent are tokens.
func TestTokensThatResembleMasks(t *testing.T) {
	sent := "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjE.q7Kz_Lm-93xT0aPwRtYuIo"
	for _, token := range []string{
		"eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjksImF1aWQiOiI0ZjF.Zk3mQ8vTS2aXw1LrPbN0Ug", sent[:len(sent)-1] + "p",
		"R2", "a.b-c_d~e/f+g==", "eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn", "null-island", "tokens", "xX9", "00000001", strings.Repeat("t", 16<<10),
		"0", "Secretariat", "R2 R3", "tokenized-1", "new_tokens", "at:9f3c1a7", "zzzzzzy9",
	} {
		trace := answered(flow.StepRefresh, 200, fmt.Sprintf(`{"access_token":"A2","refresh_token":%q}`, token))
		trace.Request = flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, flow.NewSecret(flow.KindRefreshToken, sent))
		if answer := flow.Classify(trace); (answer.Verdict == flow.Granted) != (token != "0") || token != "0" && answer.Token.RefreshToken.Reveal() != token {
			t.Errorf("%.80q: %s, %q", token, answer.Verdict, answer.Flags)
		}
	}
}
