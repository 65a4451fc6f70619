// Package recognize says what a text is made of. People come with something in the
// clipboard: a curl command with its response, a log line, an error page, a
// callback, a token, a .env file. [Read] turns any text into artefacts.
//
// An artefact is one thing that has a meaning for OAuth and a place in the text:
// the bytes and the line it came from, how sure it is that it is what its kind
// says, and whose it is (Zoom's, another provider's by name, or unknown). What it
// holds is the same data as what zoauth sends and reads itself: a pasted request
// with its response is a [flow.Trace] of origin pasted, zero where nothing is
// known, so the rules that explain a failed send explain it as well.
//
// Reading works in three steps. The text is cleaned of what a terminal, a chat or a
// mail adds (source.go). Each reader, one a file, looks for its kind in what no
// earlier reader claimed (read.go lists them in order). Then requests and the
// responses next to them become exchanges (exchange.go), and every artefact gets a
// provider (provider.go).
//
// Nothing here decides whether something is wrong: that is the work of
// flow/diagnose. Nothing is expanded, executed, sent or kept. Every reader is a
// linear scan, so that a text of 1 MiB takes a fraction of a second whatever it
// holds.
package recognize
