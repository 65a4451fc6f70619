package recognize

import "strings"

// maxApart is how many lines may stand between a request and its response.
const maxApart = 12

// joinExchanges joins requests and the responses next to them: the response below comes
// first, the one above is taken where there is none.
func joinExchanges(r *reader) {
	for i := range r.found {
		if a := &r.found[i]; a.Kind == Request && a.Trace.Step != "authorize" {
			if j := neighbour(r, i); j >= 0 {
				joinExchange(r, i, j)
			}
		}
	}
	kept := r.found[:0]
	for _, a := range r.found {
		if a.Kind != "" {
			kept = append(kept, a)
		}
	}
	r.found = kept
}

// neighbour finds the response that belongs to a request, or -1.
func neighbour(r *reader, i int) int {
	for j := i + 1; j < len(r.found) && r.found[j].Kind != Request; j++ {
		if r.found[j].Kind == Response && standTogether(r, r.found[i].end, r.found[j].start) {
			return j
		}
	}
	for j := i - 1; j >= 0; j-- {
		switch r.found[j].Kind {
		case Request, Exchange:
			return -1
		case Response:
			if standTogether(r, r.found[j].end, r.found[i].start) {
				return j
			}
			return -1
		}
	}
	return -1
}

// standTogether reports whether two artefacts stand close enough to belong together.
func standTogether(r *reader, end, start int) bool {
	return start >= end && r.lineOf(start)-r.lineOf(end) <= maxApart && start-end < 4096
}

// joinExchange makes an exchange of the request i and the response j.
func joinExchange(r *reader, i, j int) {
	request, response := &r.found[i], &r.found[j]
	t := response.Trace
	t.Request, t.Step = request.Trace.Request, request.Trace.Step
	if t.Response.Status == 0 {
		between := r.text[min(request.end, response.end):max(request.start, response.start)]
		t.Response.Status = lastStatus(strings.TrimRight(between, " \n"))
	}
	request.Kind, request.Trace, request.Asked = Exchange, t, request.Text
	request.Form += " with its response"
	request.Flaws = append(request.Flaws, response.Flaws...)
	request.Certainty = min(request.Certainty, response.Certainty)
	request.start, request.end = min(request.start, response.start), max(request.end, response.end)
	request.Text = r.text[request.start:request.end]
	response.Kind = ""
}
