package recognize

import (
	"net/url"
	"strings"
)

// listedPair is a parameter in a list of pairs, as Python prints one: ('code', '…').
var listedPair = expression(`[(\[]\s*[bu]?["'](\w+)["']\s*,\s*\[?\s*[bu]?["']([^"'\n]*)["']`)

// readListed finds callbacks of which a program printed a list of pairs, on one line or on one for
// each pair.
func readListed(r *reader) {
	r.tries("code", func(at int) (int, bool) {
		first := r.lineOf(at)
		last := first
		for first > 0 && last-first < maxRowsOfPairs && r.isListed(first-1) {
			first--
		}
		for last+1 < len(r.lines) && last-first < maxRowsOfPairs && r.isListed(last+1) {
			last++
		}
		start, _ := r.line(first)
		_, end := r.line(last)
		if end-start > maxAddress {
			return end, false
		}
		c, ok := parseCallback(listedQuery(r.text[start:end]))
		if !ok || !plausibleCallback(c) {
			return end, false
		}
		r.add(Artefact{Kind: Callback, Form: "callback in a list of pairs", Certainty: Likely, Callback: c}, start, end)
		return end, true
	})
}

// isListed reports whether a line has a pair of a list.
func (r *reader) isListed(n int) bool {
	start, end := r.line(n)
	return end-start < maxAddress && listedPair().MatchString(r.text[start:end])
}

// listedQuery is the query of the pairs in a list.
func listedQuery(text string) string {
	var query []string
	for _, m := range listedPair().FindAllStringSubmatch(text, -1) {
		query = append(query, m[1]+"="+url.QueryEscape(m[2]))
	}
	return strings.Join(query, "&")
}
