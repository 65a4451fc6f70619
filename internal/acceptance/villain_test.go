package acceptance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zoauth/flow/sandbox"
)

// attacks are what a server would like the terminal to do (T1–T3). None has a line end: that would part a header.
var attacks = []string{
	"\x1b[2J\x1b[1;1Hroot#", "\rremote: ok\x1b[K", "\x1b]0;title\a", "\x1b]8;;http://evil.example\x1b\\x", "\x1b]52;c;aWQK\a",
	"\x1b]52;c;?\a", "\x1b[6n", "\x1b[>0q", "\x1b[c\x1b[>c\x1b[5n", "\x1b[21t", "\x1bP$qm\x1b\\", "\x1bPtmux;\x1b\x1b]0;x\a\x1b\\",
	"\x1bP\x1b]0;x\a\x1b\\", "\x1b_Ga=T,f=100;AAAA\x1b\\", "\x1bPq#0;2;0;0;0~-\x1b\\", "\x1b]50;?\a", "\x1b]1337;RequestUpload=format=tgz\a",
	"\x1b]777;notify;a;b\a", "\x1b]11;?\a", "\x1b[?1049l\x1b[?1000h\x1b[?2004l", "\x1b[8mhidden\x1b[28m", "\x1b#8\x1b(0qq\x0e", "\x1bc",
	"\a\b\b\v\f\x7f", "\x1b]0;no end", "\x1bPno end", "\x1bXno end\x1b^no end", "text\x1b",
	"\u009b6n\u009b>0q", "\u0090$qm\u009c", "\u009d0;x\u009c", "\u0085\u008d\u0098x", "\u202eevil\u2066\u2069\u200f", "\u200b\u2028\u00ad\ufeff",
}

// rawAttacks are no UTF-8 and may stand in the value of a header that Go reads.
var rawAttacks = []string{"\x9b6n\x9b>0q", "\x90$qm\x9c", "\x9d0;x\x9c", "\x9b2J\x9b21t", "\x8d\x85\xff"}

// spelled is what a harmless server says instead of an attack: the same to the eye,
// of printable ASCII alone. It is not the program's own cleaning.
func spelled(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r < utf8.RuneSelf && unicode.IsPrint(r):
			b.WriteRune(r)
		case r == utf8.RuneError || r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// villain fills the fields of a server's answers with the attacks in turn, as say
// gives them.
type villain struct {
	say       func(string) string
	next, raw int
}

// word is text for one field.
func (v *villain) word() string {
	v.next += 2
	return v.say(attacks[(v.next-2)%len(attacks)]) + v.say(attacks[(v.next-1)%len(attacks)])
}

// value is text for the value of a header that Go reads.
func (v *villain) value() string {
	v.raw++
	return v.say(rawAttacks[v.raw%len(rawAttacks)])
}

// quoted is a word as JSON: only a reader of JSON undoes its escapes.
func (v *villain) quoted() string {
	text, _ := json.Marshal(v.word())
	return string(text)
}

// fill puts words of JSON where pattern has %s.
func (v *villain) fill(pattern string) string {
	var b strings.Builder
	for i, part := range strings.Split(pattern, "%s") {
		if i > 0 {
			b.WriteString(v.quoted())
		}
		b.WriteString(part)
	}
	return b.String()
}

// token is a living token with hostile header and claims.
func (v *villain) token() string {
	encode := base64.RawURLEncoding.EncodeToString
	now := time.Now().Unix()
	return encode([]byte(v.fill(`{"alg":%s,"kid":%s}`))) + "." +
		encode([]byte(v.fill(`{"aud":%s,"iss":%s,"userId":%s,"accountId":%s,%s:%s,"tokenType":%s,"note":[%s],"iat":`)+fmt.Sprintf(`%d,"exp":%d}`, now, now+3600))) +
		"." + encode([]byte(strconv.Itoa(v.next)))
}

func (v *villain) grant() string {
	return fmt.Sprintf(`{"access_token":%q,"refresh_token":%q,"expires_in":3599,`, v.token(), v.token()) +
		v.fill(`"token_type":%s,"scope":%s,"api_url":%s,%s:%s}`)
}

// refusal is Zoom's error, its reason and code behind what a rule looks for.
func (v *villain) refusal(reason, code string) string {
	word := v.quoted()
	if code != "" {
		word = strconv.Quote(code)
	}
	return fmt.Sprintf(`{"reason":"%s%s,"error":%s,`, reason, v.quoted()[1:], word) + v.fill(`"more":{%s:[%s,%s]}}`)
}

// page is HTML with each attack on a line of its own.
func (v *villain) page() string {
	page := "<html><head><title>" + v.word() + "</title></head><body>\n"
	for _, one := range slices.Concat(attacks, rawAttacks) {
		page += v.say(one) + "\n"
	}
	return page + "</body></html>"
}

// answer is a whole answer with hostile reason phrase and header values.
func (v *villain) answer(status int, kind, body string) []byte {
	return v.answerWith(status, kind, body, "")
}

// broken is an answer with a line in its header that is no field.
func (v *villain) broken(body string) []byte {
	return v.answerWith(400, "application/json", body, "X-"+v.word()+": "+v.word()+"\r\n")
}

func (v *villain) answerWith(status int, kind, body, more string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: %s; %s\r\nContent-Length: %d\r\n", status, v.word(), kind, v.value(), len(body))
	for _, name := range []string{"X-Zm-Trackingid", "Location", "Server", "Www-Authenticate", "Cf-Ray", "Retry-After", "X-Odd"} {
		fmt.Fprintf(&b, "%s: %s\r\n", name, v.value())
	}
	return []byte(b.String() + more + "\r\n" + body)
}

// user gives the sandbox a hostile person and an app with hostile scopes.
func (v *villain) user(o *sandbox.Options) {
	o.User = sandbox.User{
		ID: "uHuWxyzSandbox0000000A", AccountID: "aHuWxyzSandbox0000000A",
		Email: v.word(), FirstName: v.word(), LastName: v.word(), Company: v.word(),
	}
	o.Apps[0].Scopes = []string{"user:read:user"}
	for _, one := range attacks[2:8] {
		o.Apps[0].Scopes = append(o.Apps[0].Scopes, v.say(one))
	}
}
