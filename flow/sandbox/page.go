package sandbox

import "fmt"

// pageFrame is what every page of the sandbox stands in: its notice comes first, so that
// nobody takes the page for Zoom's. Title and body are filled in.
const pageFrame = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>%[1]s</title><style>` +
	`:root{color-scheme:light dark}` +
	`body{margin:0;background:#f6f7f9;color:#1c2430;font:1rem/1.5 system-ui,sans-serif}` +
	`header{padding:.625rem 1rem;background:#7c3aed;color:#fff;text-align:center}` +
	`main{max-width:30rem;margin:8vh auto;padding:1.5rem 2rem;border-radius:.75rem;background:#fff;overflow-wrap:anywhere}` +
	`h1{margin:0 0 .5rem;font-size:1.375rem}p,ul{margin:0 0 1rem}` +
	`button,input{padding:.625rem 1.25rem;border:1px solid #8b95a5;border-radius:.5rem;background:transparent;color:inherit;font:inherit}` +
	`button[value=allow]{border-color:#2563eb;background:#2563eb;color:#fff}` +
	`@media(prefers-color-scheme:dark){body{background:#11151c;color:#e3e8ef}main{background:#1b222d}}` +
	`@media(max-width:32rem){main{margin:0;border-radius:0}}` +
	`</style><header>zoauth sandbox: this is not Zoom, and nothing leaves your machine.</header><main><h1>%[1]s</h1>%[2]s</main></html>
`

// framed is a page with its title and body, which are HTML.
func framed(title, body string) string { return fmt.Sprintf(pageFrame, title, body) }
