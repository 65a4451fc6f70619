package flow

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// brokenREST finds code and message where Zoom's own JSON is invalid: the
// unescaped quotes of code 104 (docs/zoom.md, row api:104).
var brokenREST = expression(`"code"\s*:\s*(\d+)\s*,\s*"message"\s*:\s*"(.*)"\s*}`)

// refusal reads the server's error in any of Zoom's shapes (docs/zoom.md §5); nil
// when the answer names none and its status is no error.
func refusal(t Trace, o object) *Error {
	e := &Error{Step: t.Step, Status: t.Response.Status, TrackingID: t.Response.TrackingID()}
	e.Code, e.Reason = o.text("error"), cmp.Or(o.text("reason"), o.text("error_description"))
	if e.Code == "" {
		e.Code, e.Reason = o.otherError(e.Reason)
	}
	if found := brokenREST().FindSubmatch(t.Response.Body); e.Status/100 != 2 && found != nil && !o.whole {
		e.Code, e.Reason = string(found[1]), string(found[2])
	}
	after, stated := retryAfter(t.Response.Header.Get("Retry-After"), t.Started)
	e.RetryAfter = after
	e.RateLimited = e.Status == 429 || e.Status == 503 && stated
	if e.Status/100 == 2 && e.Code == "" && !o.denies() {
		return nil
	}
	return e
}

// otherError reads the shapes without a text named error: the REST API's two, and an
// object named error, as other APIs send it. reason is what was read so far.
func (o object) otherError(reason string) (string, string) {
	if code := strings.Trim(string(o.first("code")), `"`); isNumber(code) {
		return code, o.text("message")
	}
	if code := strings.Trim(string(o.first("errorCode")), `"`); isNumber(code) {
		return code, o.text("errorMessage")
	}
	inner := parseObject(o.first("error"))
	code := inner.text("code")
	for _, name := range []string{"error", "type", "status"} {
		code = cmp.Or(code, inner.text(name))
	}
	reason = cmp.Or(reason, inner.text("message"), inner.text("reason"), inner.text("error_description"))
	if o.denies() {
		reason = cmp.Or(reason, o.text("message"))
	}
	return code, reason
}

// denies reports whether an answer says that it is no success, whatever its status.
func (o object) denies() bool {
	return o.first("error") != nil || o.first("errors") != nil || o.says("isError", yeses) || o.says("success", noes) || o.says("ok", noes) ||
		o.says("status", failures) || o.failsWith("status") || o.failsWith("statusCode")
}

// What other APIs say of a failure that they send with status 200.
var (
	yeses    = []string{"true", "1", "yes", "y"}
	noes     = []string{"false", "0", "no", "n"}
	failures = []string{"error", "err", "fail", "failed", "failure", "ko", "nok", "denied", "unauthorized", "invalid"}
)

// failsWith reports whether a value of name is the HTTP status of an error.
func (o object) failsWith(name string) bool {
	code, err := strconv.Atoi(strings.Trim(string(o.first(name)), `"`))
	return err == nil && code >= 400
}

// says reports whether a value of name is one of words.
func (o object) says(name string, words []string) bool {
	return slices.ContainsFunc(o.members[name], func(raw json.RawMessage) bool {
		return slices.Contains(words, strings.ToLower(strings.Trim(string(raw), `"`)))
	})
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// maxRetryAfter caps what a server may ask to wait (N5).
const maxRetryAfter = time.Hour

// retryAfter reads seconds or a date (RFC 9110 §10.2.3; Zoom sends a date,
// docs/zoom.md §7, also in the form of RFC 3339). Junk and negative values count as
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
