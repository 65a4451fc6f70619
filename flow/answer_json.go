package flow

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// readObject reads the members of the JSON object that body begins with. It
// keeps what it read before a fault, so that a cut or oddly ended answer still
// yields its tokens, and keeps the first of duplicate members. members is nil
// when body begins with no object.
func readObject(body []byte) (members map[string]json.RawMessage, flags []string) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(body))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, nil
	}
	members = map[string]json.RawMessage{}
	for dec.More() {
		key, err := dec.Token()
		name, isName := key.(string)
		if err != nil || !isName {
			return members, append(flags, "the JSON breaks off")
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return members, append(flags, "the JSON breaks off at "+strconv.Quote(name))
		}
		if _, twice := members[name]; twice {
			flags = append(flags, "the member "+strconv.Quote(name)+" is there twice: the first counts")
			continue
		}
		members[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return members, append(flags, "the JSON breaks off")
	}
	if _, err := dec.Token(); err == nil || len(bytes.TrimSpace(body[dec.InputOffset():])) > 0 {
		flags = append(flags, "there is more after the JSON")
	}
	return members, flags
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
// unescaped quotes of code 104 (ZOOM.md §5.3).
var brokenREST = regexp.MustCompile(`"code"\s*:\s*(\d+)\s*,\s*"message"\s*:\s*"(.*)"\s*}`)

// refusal reads the server's error in any of Zoom's shapes (ZOOM.md §5); nil
// when the answer names none and its status is no error.
func refusal(t Trace, members map[string]json.RawMessage) *Error {
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
	if found := brokenREST.FindSubmatch(t.Response.Body); e.Status/100 != 2 && found != nil && e.Reason == "" {
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
// ZOOM.md §7, also in the form of RFC 3339). Junk and negative values count as
// stated without a wait.
func retryAfter(value string, now time.Time) (wait time.Duration, stated bool) {
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		return time.Duration(min(max(seconds, 0), maxRetryAfter.Seconds()) * float64(time.Second)), true
	}
	for _, layout := range []string{time.RFC1123, time.RFC850, time.ANSIC, time.RFC3339} {
		if at, err := time.Parse(layout, value); err == nil {
			return min(max(at.Sub(now), 0), maxRetryAfter), true
		}
	}
	return 0, true
}
