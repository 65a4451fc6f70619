package flow

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
)

// The pages are constants: no data of a request is in them (L8), and
// none says "success", since the exchange is still to come.
var (
	pageReceived = page("Received", "zoauth has the answer. Go back to the terminal.")
	pageDeclined = page("Not authorized", "Zoom sent no code; see the terminal.")
	pageNothing  = page("Nothing here", "zoauth waits for Zoom's answer on another address.")
)

const pageStyle = "body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}"

func page(title, text string) string {
	return "<!doctype html><html lang=en><meta charset=utf-8><title>zoauth</title><style>" + pageStyle +
		"</style><h1>" + title + "</h1><p>" + text + "</p></html>\n"
}

// pageHeaders keep the page out of caches, frames and referrers (L8, RFC 9700 §4.2.4).
var pageHeaders = func() map[string]string {
	sum := sha256.Sum256([]byte(pageStyle))
	return map[string]string{
		"Content-Type":  "text/html; charset=utf-8",
		"Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Connection":                   "close",
	}
}()

func (r reply) write(w http.ResponseWriter) {
	h := w.Header()
	for name, value := range pageHeaders {
		h.Set(name, value)
	}
	if r.status == http.StatusMethodNotAllowed {
		h.Set("Allow", http.MethodGet)
	}
	h.Set("Content-Length", strconv.Itoa(len(r.page)))
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, r.page)
}
