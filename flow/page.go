package flow

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// The pages that a browser sees hold no data of a request (L8), and none says
// "success", since the exchange is still to come.
type page struct{ title, text string }

var (
	pageReceived = page{"Callback received", "Go back to the terminal: zoauth goes on there. You can close this tab."}
	pageDeclined = page{"Not authorized", "Zoom sent no code; the terminal says why. You can close this tab."}
	pageNothing  = page{"Nothing here", "zoauth waits for Zoom's callback at another address; the terminal shows it."}
)

// pageStyle is dark where the browser is, and narrow where the screen is.
const pageStyle = ":root{color-scheme:light dark}" +
	"body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1c2430;font:1rem/1.5 system-ui,sans-serif}" +
	"main{max-width:30rem;margin:1rem;padding:1.5rem 2rem;border-radius:.75rem;border-top:.25rem solid #2563eb;background:#fff}" +
	"h1{margin:0 0 .5rem;font-size:1.375rem}p{margin:0}" +
	"@media(prefers-color-scheme:dark){body{background:#11151c;color:#e3e8ef}main{border-color:#60a5fa;background:#1b222d}}"

func (p page) html() string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
		"<title>" + p.title + " · zoauth</title><style>" + pageStyle + "</style><main><h1>" + p.title + "</h1><p>" + p.text + "</p></main></html>\n"
}

// pageHeaders keep the page out of caches, frames and referrers (L8, RFC 9700 §4.2.4).
var pageHeaders = sync.OnceValue(func() map[string]string {
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
})

func (r reply) write(w http.ResponseWriter) {
	content, h := r.page.html(), w.Header()
	for name, value := range pageHeaders() {
		h.Set(name, value)
	}
	if r.status == http.StatusMethodNotAllowed {
		h.Set("Allow", http.MethodGet)
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, content)
}
