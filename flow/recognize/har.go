package recognize

import (
	"encoding/json"
	"net/http"
	"strings"

	"zoauth/flow"
)

// harEntry is one entry of a HAR file, as far as it matters here.
type harEntry struct {
	Request struct {
		Method   string    `json:"method"`
		URL      string    `json:"url"`
		Headers  []harPair `json:"headers"`
		PostData struct {
			Text   string    `json:"text"`
			Params []harPair `json:"params"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		Status      int       `json:"status"`
		StatusText  string    `json:"statusText"`
		HTTPVersion string    `json:"httpVersion"`
		Headers     []harPair `json:"headers"`
		Content     struct {
			Text string `json:"text"`
		} `json:"content"`
	} `json:"response"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// harEntries is what stands before the first entry of a HAR file, or of entries that were cut out of one.
var harEntries = expression(`^\s*(?:\{[^\[]*"log"[^\[]*"entries"\s*:\s*)?\[?\s*`)

// readHAR reads the entries of a HAR file that have to do with OAuth or Zoom. Others
// of a browser's session are left out.
func readHAR(r *reader) {
	if !strings.Contains(r.text, `"startedDateTime"`) && !strings.Contains(r.text, `"entries"`) {
		return
	}
	for at := len(harEntries().FindString(r.text)); strings.HasPrefix(r.text[at:], "{"); {
		dec := json.NewDecoder(strings.NewReader(r.text[at:]))
		var e harEntry
		if dec.Decode(&e) != nil {
			return
		}
		end := at + int(dec.InputOffset())
		if e.matters() {
			r.add(e.artefact(), at, end)
		}
		at = len(r.text) - len(strings.TrimLeft(r.text[end:], ", \t\n"))
	}
}

func (e *harEntry) matters() bool {
	host := hostOf(e.Request.URL)
	return IsZoomHost(host) && !strings.Contains(e.Request.URL, "/static/") || strings.Contains(e.Request.URL, "/oauth") || isCallbackTarget(e.Request.URL)
}

func (e *harEntry) artefact() Artefact {
	if c, ok := parseCallback(e.Request.URL); ok && plausibleCallback(c) {
		return Artefact{Kind: Callback, Form: "HAR entry", Certainty: Certain, Callback: c, Trace: flow.Trace{Origin: flow.OriginHAR}}
	}
	d := draft{method: e.Request.Method, url: e.Request.URL}
	for _, h := range e.Request.Headers {
		if !strings.HasPrefix(h.Name, ":") {
			d.setHeader(h.Name, h.Value)
		}
	}
	switch text := e.Request.PostData.Text; {
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		d.body = text
	case text != "":
		d.data = []string{text}
	}
	a := Artefact{Kind: Request, Form: "HAR entry", Certainty: Certain, Trace: pastedRequest(d.request())}
	if e.Response.Status > 0 {
		a.Kind = Exchange
		a.Trace.Delivery = flow.Answered
		a.Trace.Response = &flow.Response{
			Proto: e.Response.HTTPVersion, Status: e.Response.Status, Reason: e.Response.StatusText,
			Header: http.Header{}, Body: []byte(e.Response.Content.Text),
		}
		for _, h := range e.Response.Headers {
			a.Trace.Response.Header.Add(h.Name, h.Value)
		}
	}
	a.Trace.Origin = flow.OriginHAR
	return a
}
