package export

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zoauth/flow"
)

// The parts of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) that a
// trace fills. Times are milliseconds, -1 where a part did not happen.
type (
	har struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
		Comment string     `json:"comment,omitempty"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started    string      `json:"startedDateTime"`
		Time       float64     `json:"time"`
		Request    harRequest  `json:"request"`
		Response   harResponse `json:"response"`
		Cache      struct{}    `json:"cache"`
		Timings    harTimings  `json:"timings"`
		ServerIP   string      `json:"serverIPAddress,omitempty"`
		Connection string      `json:"connection,omitempty"`
		Comment    string      `json:"comment,omitempty"`
	}
	harRequest struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		Proto       string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		Query       []harPair `json:"queryString"`
		PostData    *harPost  `json:"postData,omitempty"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int       `json:"bodySize"`
	}
	harPost struct {
		MimeType string    `json:"mimeType"`
		Params   []harPair `json:"params"`
		Text     string    `json:"text"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		Proto       string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
	}
	harContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harTimings struct {
		DNS     float64 `json:"dns"`
		Connect float64 `json:"connect"`
		SSL     float64 `json:"ssl"`
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// HAR writes traces as HAR 1.2; adoptions, which send nothing, have no entry. With a nil redact it says in its comment that it
// holds secrets.
func HAR(traces []flow.Trace, version string, redact Redact) ([]byte, error) {
	log := harLog{Version: "1.2", Creator: harCreator{"zoauth", version}, Entries: []harEntry{}}
	if redact == nil {
		log.Comment = secretsInside
	}
	for _, t := range traces {
		switch t.Kind() {
		case flow.TraceAttempt:
			log.Entries = append(log.Entries, attemptOf(t, redact).entries()...)
		case flow.TraceRequest:
			log.Entries = append(log.Entries, entry(t, redact))
		}
	}
	return json.MarshalIndent(har{log}, "", "  ")
}

// secretsInside is what an export with secrets says inside.
const secretsInside = "THIS CONTAINS WORKING SECRETS: tokens, codes and client secrets. Do not attach it to a ticket."

func entry(t flow.Trace, redact Redact) harEntry {
	total := milliseconds(t.Times.Total)
	e := harEntry{
		Started: t.Started.UTC().Format(time.RFC3339Nano), Time: max(total, 0),
		Request: requestOf(t, redact), Response: responseOf(t, redact), Timings: timings(t.Times),
		Comment: redact.text(strings.TrimSpace(string(t.Step) + " " + t.Profile + ": " + t.Summary)),
	}
	if host, port, found := strings.Cut(redact.text(t.Peer.Address), ":"); found && !strings.Contains(port, ":") {
		e.ServerIP, e.Connection = host, port
	}
	return e
}

func requestOf(t flow.Trace, redact Redact) harRequest {
	h, body, target := readHead(string(t.Sent)), bodyOf(string(t.Sent)), t.Request.Target()
	r := harRequest{
		Method: t.Request.Method, URL: redact.text(target), Proto: "HTTP/1.1", Cookies: []harPair{}, Headers: redact.values(pairs(h.fields)), Query: []harPair{},
		HeadersSize: len(t.Sent) - len(body), BodySize: len(body),
	}
	if u, err := url.Parse(target); err == nil {
		r.Query = redact.values(fieldsOf(u.RawQuery))
	}
	if body != "" {
		r.PostData = &harPost{MimeType: h.field("Content-Type"), Params: []harPair{}, Text: redact.text(body)}
		if strings.Contains(r.PostData.MimeType, "x-www-form-urlencoded") {
			r.PostData.Params = redact.values(fieldsOf(body))
		}
	}
	return r
}

func responseOf(t flow.Trace, redact Redact) harResponse {
	out := harResponse{Proto: "HTTP/1.1", Cookies: []harPair{}, Headers: []harPair{}, HeadersSize: -1, BodySize: -1, Content: harContent{MimeType: "x-unknown"}}
	r := t.Response
	if r == nil {
		out.StatusText = "no response"
		return out
	}
	out.Status, out.StatusText, out.Proto = r.Status, redact.text(r.Reason), redact.text(r.Proto)
	for name, values := range r.Header {
		for _, v := range values {
			out.Headers = append(out.Headers, harPair{redact.text(name), redact.text(v)})
		}
	}
	sortPairs(out.Headers)
	out.RedirectURL = redact.text(r.Header.Get("Location"))
	out.BodySize = len(r.Body)
	out.Content = harContent{Size: len(r.Body), MimeType: redact.text(mime(r.Header)), Text: redact.text(string(r.Body))}
	return out
}

func mime(h http.Header) string {
	if m := h.Get("Content-Type"); m != "" {
		return m
	}
	return "x-unknown"
}

func timings(t flow.Times) harTimings {
	known := t.DNS + t.Connect + t.TLS + t.FirstByte
	return harTimings{
		DNS: orNone(t.DNS), Connect: orNone(t.Connect + t.TLS), SSL: orNone(t.TLS),
		Send: 0, Wait: milliseconds(t.FirstByte), Receive: max(0, milliseconds(t.Total-known)),
	}
}

func orNone(d time.Duration) float64 {
	if d <= 0 {
		return -1
	}
	return milliseconds(d)
}

func milliseconds(d time.Duration) float64 {
	ms, _ := strconv.ParseFloat(strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', 3, 64), 64)
	return ms
}
