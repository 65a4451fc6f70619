package flow

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// object is the JSON object that a body begins with.
type object struct {
	members map[string]json.RawMessage // nil when the body begins with no object
	whole   bool                       // read to its closing brace
	flags   []string
}

// maxFlags is how many oddities of one object are listed.
const maxFlags = 8

func (o *object) flag(text string) {
	if len(o.flags) < maxFlags {
		o.flags = append(o.flags, text)
	}
}

// readObject keeps what it read before a fault, so that a cut or oddly ended
// answer still yields its tokens, and keeps the first of duplicate members.
func readObject(body []byte) object {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(body))
	var o object
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return o
	}
	o.members = map[string]json.RawMessage{}
	if at := o.readMembers(dec); at != "" {
		o.flag(at)
		o.salvage(body[dec.InputOffset():])
		return o
	}
	o.whole = true
	if len(bytes.TrimSpace(body[dec.InputOffset():])) > 0 {
		o.flag("there is more after the JSON")
	}
	return o
}

// readMembers reads up to the closing brace; otherwise it says where it broke off.
func (o *object) readMembers(dec *json.Decoder) string {
	for dec.More() {
		key, err := dec.Token()
		name, isName := key.(string)
		if err != nil || !isName {
			return "the JSON breaks off"
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return "the JSON breaks off at " + strconv.Quote(name)
		}
		if _, twice := o.members[name]; twice {
			o.flag("the member " + strconv.Quote(name) + " is there twice: the first counts")
			continue
		}
		o.members[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return "the JSON breaks off"
	}
	return ""
}

// tokenMember finds whole tokens in text that is no longer JSON.
var tokenMember = regexp.MustCompile(`"(access_token|refresh_token)"\s*:\s*("(?:[^"\\]|\\.)*")`)

// salvage takes the tokens that stand after the fault (PROMISES.md R11).
func (o *object) salvage(rest []byte) {
	for _, found := range tokenMember.FindAllSubmatch(rest, -1) {
		if name := string(found[1]); o.members[name] == nil {
			o.members[name] = found[2]
			o.flag(name + " was found in broken JSON")
		}
	}
}

// text returns a JSON string's value, or "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// brokenREST finds code and message where Zoom's own JSON is invalid: the
// unescaped quotes of code 104 (zoom.md §5.3).
var brokenREST = regexp.MustCompile(`"code"\s*:\s*(\d+)\s*,\s*"message"\s*:\s*"(.*)"\s*}`)

// refusal reads the server's error in any of Zoom's shapes (zoom.md §5); nil
// when the answer names none and its status is no error.
func refusal(t Trace, o object) *Error {
	members := o.members
	e := &Error{Step: t.Step, Status: t.Response.Status, TrackingID: t.Response.TrackingID()}
	e.Code, e.Reason = text(members["error"]), text(members["reason"])
	if e.Reason == "" {
		e.Reason = text(members["error_description"])
	}
	if code := strings.Trim(string(members["code"]), `"`); e.Code == "" && isNumber(code) {
		e.Code, e.Reason = code, text(members["message"])
	}
	if code := string(members["errorCode"]); e.Code == "" && isNumber(code) {
		e.Code, e.Reason = code, text(members["errorMessage"])
	}
	if found := brokenREST.FindSubmatch(t.Response.Body); e.Status/100 != 2 && found != nil && !o.whole {
		e.Code, e.Reason = string(found[1]), string(found[2])
	}
	after, stated := retryAfter(t.Response.Header.Get("Retry-After"), t.Started)
	e.RetryAfter = after
	e.RateLimited = e.Status == 429 || e.Status == 503 && stated
	if e.Status/100 == 2 && e.Code == "" {
		return nil
	}
	return e
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// maxRetryAfter caps what a server may ask to wait (PROMISES.md N5).
const maxRetryAfter = time.Hour

// retryAfter reads seconds or a date (RFC 9110 §10.2.3; Zoom sends a date,
// zoom.md §7, also in the form of RFC 3339). Junk and negative values count as
// stated without a wait.
func retryAfter(value string, now time.Time) (wait time.Duration, stated bool) {
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(seconds) {
		return time.Duration(min(max(seconds, 0), maxRetryAfter.Seconds()) * float64(time.Second)), true
	}
	for _, layout := range []string{time.RFC1123, time.RFC850, time.ANSIC, time.RFC3339} {
		if at, err := time.Parse(layout, value); err == nil {
			return min(max(at.Sub(now), 0), maxRetryAfter), true
		}
	}
	return 0, true
}
