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
// mail adds (text_source.go). Each reader, one a file, looks for its kind in what no
// earlier reader claimed (read.go lists them in order). Then requests and the
// responses next to them become exchanges (exchange.go), and every artefact gets a
// provider (provider.go).
//
// The files of one question begin with one word:
//
//   - text_: what surrounds and disguises what is meant
//   - credentials_: which values are an app's, and which of them belong together
//   - callback_: an attempt's code and state, whatever they stand in
//   - grant_: the tokens that a person wants to adopt
//   - provider_: whose a text is
//
// The others are named after what they read: a client (curl.go, httpie.go), a notation
// (json.go, shell.go) or a kind of artefact (response.go, token.go).
//
// Nothing here decides whether something is wrong: that is the work of
// flow/diagnose. Nothing is expanded, executed, sent or kept. Every reader is a
// linear scan, so that a text of 1 MiB takes a fraction of a second whatever it
// holds.
package recognize
