package export

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// attempt is an authorize attempt as an export tells it: the browser's request for the
// consent page, of which zoauth sees no response, and the callbacks that came.
type attempt struct {
	flow.Trace
	redact   Redact
	redirect *url.URL
	asked    []harPair // the parameters of the authorize URL, in its own order
}

func attemptOf(t flow.Trace, redact Redact) attempt {
	a := attempt{Trace: t, redact: redact, redirect: &url.URL{}, asked: []harPair{}}
	if _, query, found := strings.Cut(t.Request.Target(), "?"); found {
		a.asked = fieldsOf(query)
	}
	for _, p := range a.asked {
		if u, err := url.Parse(p.Value); p.Name == "redirect_uri" && err == nil {
			a.redirect = u
		}
	}
	return a
}

// ended is how an attempt ended, in one word.
func ended(r *flow.AttemptRecord) string { return cmp.Or(string(r.End), "open") }

// code is the code that came, by its fingerprint, or itself in an export with secrets;
// empty when none came.
func (a attempt) code() string {
	if c := a.Attempt.Callback; c != nil && !c.Code.IsZero() {
		if a.redact == nil {
			return c.Code.Reveal()
		}
		return c.Code.Fingerprint()
	}
	seal, _ := a.Brought(flow.KindCode)
	return seal.Fingerprint
}

// answer returns the parameters of the callback that ended the attempt.
func (a attempt) answer() []harPair {
	c := a.Attempt.Callback
	switch {
	case c == nil:
		return nil
	case c.Error == "":
		return []harPair{{"code", a.code()}}
	case c.Description == "":
		return []harPair{{"error", a.redact.text(c.Error)}}
	}
	return []harPair{{"error", a.redact.text(c.Error)}, {"error_description", a.redact.text(c.Description)}}
}

// via names how a callback came.
func via(pasted bool) string {
	if pasted {
		return "paste"
	}
	return "listener"
}

// verdict is what a callback was taken for, and why.
func (a attempt) verdict(h flow.Hit) string {
	return a.redact.text(string(h.Kind) + ": " + h.Text)
}

// entries are those of a HAR: the browser's request first, then the callbacks.
func (a attempt) entries() []harEntry {
	first := entry(a.Trace, a.redact)
	first.Request.HeadersSize, first.Request.Proto = -1, unknownProto
	first.Response.StatusText, first.Response.Proto = "opened in a browser; zoauth does not see the response", unknownProto
	first.Comment += " (" + ended(a.Attempt) + a.unkept() + ")"
	list := []harEntry{first}
	for _, h := range a.Attempt.Hits {
		list = append(list, a.callback(h))
	}
	return list
}

// unknownProto stands for the HTTP version of what a browser sent elsewhere.
const unknownProto = "unknown"

// unkept says how many callbacks came before those that are there.
func (a attempt) unkept() string {
	if a.Attempt.Unkept == 0 {
		return ""
	}
	return ", after " + flow.Count(a.Attempt.Unkept, "earlier callback")
}

// callback is the entry of one callback.
func (a attempt) callback(h flow.Hit) harEntry {
	c := a.request(h)
	e := harEntry{
		Started: h.At.UTC().Format(time.RFC3339Nano), Timings: timings(flow.Times{}),
		Request: harRequest{
			Method: c.method, URL: c.target(), Proto: unknownProto,
			Cookies: []harPair{}, Headers: []harPair{}, Query: c.query, HeadersSize: -1, BodySize: -1,
		},
		Response: responseOf(flow.Trace{}, a.redact),
		Comment:  fmt.Sprintf("callback of %s via %s: %s", a.Profile, via(h.Pasted), a.verdict(h)),
	}
	e.Response.Status, e.Response.StatusText = h.Status, http.StatusText(h.Status)
	if h.Status == 0 {
		e.Response.StatusText = "pasted: no response was sent"
	}
	return e
}

// callbackRequest is what the browser asked the redirect URI.
type callbackRequest struct {
	method, address string
	query           []harPair
}

// request is that of a callback. The values of its parameters are known of the one that
// ended the attempt alone.
func (a attempt) request(h flow.Hit) callbackRequest {
	method, line, _ := strings.Cut(a.redact.text(h.Request), " ")
	path, query, _ := strings.Cut(line, "?")
	if h.Request == "" {
		method, path = http.MethodGet, a.redirect.EscapedPath()
	}
	c := callbackRequest{method, a.redirect.Scheme + "://" + a.redirect.Host + escapedEllipsis(path), fieldsOf(query)}
	if !h.Kind.Ends() {
		return c
	}
	for _, p := range a.answer() {
		i := slices.IndexFunc(c.query, func(have harPair) bool { return have.Name == p.Name })
		if i < 0 {
			c.query = append(c.query, p)
			continue
		}
		c.query[i].Value = p.Value
	}
	return c
}

// target is the whole address.
func (c callbackRequest) target() string {
	var fields []string
	for _, p := range c.query {
		fields = append(fields, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
	}
	if len(fields) == 0 {
		return c.address
	}
	return c.address + "?" + strings.Join(fields, "&")
}

// escapedEllipsis writes the mark of a path that was cut as an address has it.
func escapedEllipsis(path string) string { return strings.ReplaceAll(path, "…", "%E2%80%A6") }

// report writes the attempt's part of a report.
func (a attempt) report(b *strings.Builder) {
	fmt.Fprintf(b, "- opened %s, open for %s: %s%s\n", a.Started.UTC().Format(time.RFC3339Nano), a.Times.Total.Round(time.Millisecond), ended(a.Attempt), a.unkept())
	if c := a.Attempt.Callback; c != nil {
		fmt.Fprintf(b, "- callback via %s, %s\n", via(c.Pasted), stateOf(c))
	}
	for _, p := range a.answer() {
		fmt.Fprintf(b, "- %s: %s\n", p.Name, cell(p.Value))
	}
	fence(b, a.redact.text(a.Request.Method+" "+a.Request.Target()))
	b.WriteString("\n| parameter | value |\n|---|---|\n")
	for _, p := range a.asked {
		fmt.Fprintf(b, "| %s | %s |\n", cell(a.redact.text(p.Name)), cell(a.redact.text(p.Value)))
	}
	if len(a.Attempt.Hits) == 0 {
		b.WriteString("\nNo callback came.\n")
		return
	}
	b.WriteString("\n| UTC | callback via | request | response | verdict |\n|---|---|---|---|---|\n")
	for _, h := range a.Attempt.Hits {
		status := "–"
		if h.Status != 0 {
			status = fmt.Sprint(h.Status)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", h.At.UTC().Format(time.TimeOnly+".000"), via(h.Pasted),
			cell(a.redact.text(cmp.Or(h.Request, "–"))), status, cell(a.verdict(h)))
	}
}

// stateOf says whether the answer's state was compared with the attempt's.
func stateOf(c *flow.Callback) string {
	if c.StateChecked {
		return "state checked"
	}
	return "state not checked"
}
