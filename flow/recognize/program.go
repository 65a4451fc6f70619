package recognize

import (
	"net/url"
	"slices"
	"strings"
)

// maxAround is how many lines above and below a request belong to it at most, and maxProgram
// how many bytes.
const (
	maxAround  = 32
	maxProgram = 2 << 10
)

// programReader reads what a program says about its request in lines of their own. It needs
// to know no language and no client: the parameters have the names of OAuth in all of them.
type programReader struct{ *reader }

// readPrograms finds the requests to Zoom's token endpoint that programs make in a way that
// none of the calls has.
func readPrograms(r *reader) {
	for _, path := range []string{"/oauth/token", "/oauth/revoke"} {
		r.tries(path, func(at int) (int, bool) {
			start, end, ok := programReader{r}.address(at)
			if line := r.lineText(at); !ok || corsWords().in(line) || transportWords().in(line) {
				return at + len(path), false
			}
			p := programReader{r}
			d, around := draft{url: r.text[start:end] + (&objectReader{text: r.text, at: end + 1}).joined(), user: "$auth:$auth", hasUser: true}, p.around(start, end)
			if strings.HasPrefix(d.url, "/") {
				d.url = "https://zoom.us" + d.url
			}
			r.looked += len(around)
			d.fill(around)
			d.method = methodIn(around)
			if len(d.data) == 0 && d.body == "" && !strings.Contains(d.url, "grant_type=") {
				return end, false
			}
			r.add(Artefact{Kind: Request, Form: "request of a program", Certainty: Likely, Trace: pastedRequest(d.request())}, start, end)
			return end, true
		})
	}
}

// address returns the bounds of the address in quotes that holds an offset: Zoom's, or a path
// in a text that has Zoom's host in quotes too.
func (r programReader) address(at int) (start, end int, ok bool) {
	from, to := r.line(r.lineOf(at))
	start = from + strings.LastIndexAny(r.text[from:at], "\"'`") + 1
	length := strings.IndexAny(r.text[start:to], "\"'`\\ ")
	if start == from || length < 0 || isComment(r.text[from:to]) {
		return 0, 0, false
	}
	end = start + length
	address := r.text[start:end]
	path := strings.HasPrefix(address, "/") && zoomInQuotes().MatchString(r.around(start, end))
	return start, end, path || IsZoomHost(hostOf(address)) && strings.HasPrefix(address, "http")
}

// zoomInQuotes is Zoom's host as the base of the addresses of a program's client.
var zoomInQuotes = expression("[\"'`](?:https://)?zoom\\.us/?[\"'`]")

// around is the part of a program that stands around a request: up to another request to the
// token endpoint, to what is no program any more, and to what was understood already.
func (r programReader) around(start, end int) string {
	first, last := r.lineOf(start), r.lineOf(max(start, end-1))
	from, to := first, last
	for from > 0 && first-from < maxAround && start-r.lines[from] < maxProgram && r.belongs(from-1) {
		from--
	}
	for to+1 < len(r.lines) && to-last < maxAround && r.lines[to]-end < maxProgram && r.belongs(to+1) {
		to++
	}
	begin, _ := r.line(from)
	_, stop := r.line(to)
	return withoutComments(r.text[max(begin, start-maxProgram):min(stop, end+maxProgram)])
}

// withoutComments is a program without the lines that are comments.
func withoutComments(program string) string {
	lines := strings.Split(program, "\n")
	return strings.Join(slices.DeleteFunc(lines, isComment), "\n")
}

func isComment(line string) bool {
	return holdsPrefix(strings.TrimLeft(line, " \t"), []string{"//", "# ", "/*", "* "})
}

// belongs reports whether a line may belong to a request next to it.
func (r programReader) belongs(n int) bool {
	start, end := r.line(n)
	line := r.text[start:end]
	return !r.claimed[n] && len(line) <= maxAddress && !strings.HasPrefix(line, "```") && !strings.Contains(line, "/oauth/token") && !strings.HasPrefix(line, "{\"") && !strings.HasPrefix(line, "HTTP/")
}

// fill takes what a request to Zoom does not say itself from the program around it.
func (d *draft) fill(program string) {
	if host := hostOf(d.url); host != "" && !IsZoomHost(host) {
		return
	}
	if strings.Contains(d.url, "/oauth/") && !strings.Contains(d.url, "grant_type=") && !d.hasGrant() {
		d.fillParameters(program)
	}
	if (d.user == "" || strings.HasPrefix(d.user, "$")) && !d.hasHeader("Authorization") {
		d.fillCredentials(program)
	}
	if m := contentType().FindStringSubmatch(program); m != nil && !d.hasHeader("Content-Type") {
		d.setHeader("Content-Type", m[1])
	}
}

func (d *draft) hasGrant() bool {
	return d.body != "" || strings.Contains(strings.Join(d.data, "&"), "grant_type=")
}

// programCredentials are the signs of Basic authentication in a program, and basicValue is
// the header's value where it is written out.
var (
	programCredentials = expression(`(?i)\bbasic\b|basic_?auth|authenticat|\bauth\b|authorization["'\])]*\s*(?:=>|[:=,])|CURLOPT_USERPWD`)
	basicValue         = expression(`(?i)["'` + "`" + `]?basic ([A-Za-z0-9+/]{16,}={0,2})["'` + "`" + `]`)
	contentType        = expression(`(?i)content-?type["'\])]*\s*(?:=>|[:=,])\s*["'](application/[\w-]+)`)
)

func (d *draft) fillCredentials(program string) {
	if m := basicValue().FindStringSubmatch(program); m != nil {
		d.hasUser = false
		d.setHeader("Authorization", "Basic "+m[1])
	} else if programCredentials().MatchString(program) {
		d.authenticated()
	}
}

// programParameter is a parameter of a token request behind its name, and programForm is a
// form that a program writes as one string.
var (
	programParameter = expression(`(["'` + "`" + `:]?)\b(` + strings.Join(grantParameters, "|") + `)(["'` + "`" + `]?\]?)\s*(=>|[:=,])\s*`)
	programForm      = expression(`grant_type=[^\s"'` + "`" + `]+`)
)

// fillParameters reads the parameters that are written as grant_type is: in the same quotes
// and with the same sign. Other lines assign variables of these names.
func (d *draft) fillParameters(program string) {
	if form := programForm().FindString(program); form != "" {
		d.data = []string{filled(form)}
		return
	}
	found := programParameter().FindAllStringSubmatchIndex(program, -1)
	part := func(m []int, n int) string { return program[m[2*n]:m[2*n+1]] }
	dress := ""
	for _, m := range found {
		if part(m, 2) == "grant_type" {
			dress = part(m, 1) + part(m, 3) + part(m, 4)
			break
		}
	}
	var fields object
	for _, m := range found {
		name := part(m, 2)
		if _, twice := fields.find(name); twice || part(m, 1)+part(m, 3)+part(m, 4) != dress || m[1] >= len(program) {
			continue
		}
		if value := sentIn(program[m[1]:], name); value != "" {
			fields.members = append(fields.members, member{name: name, text: value, quoted: true})
		}
	}
	if dress != "" && len(fields.members) > 0 {
		d.data = []string{encodeMembers(&fields)}
	}
}

// sentIn is the value of a parameter that text begins with: what stands in quotes, else a
// variable.
func sentIn(text, name string) string {
	text = strings.TrimLeft(text, "{[( ")
	if text == "" {
		return ""
	}
	if quote := text[0]; strings.IndexByte("\"'`", quote) >= 0 {
		value, rest, _ := strings.Cut(text[1:min(len(text), maxBare)], string(quote))
		if !hole().MatchString(value) && !isJoint(strings.TrimLeft(rest, " ")) && !strings.Contains(value, "\n") {
			return value
		}
		return "${" + name + "}"
	}
	return "${" + name + "}"
}

// hole is what a program puts a value in place of, in the texts of many languages.
var hole = expression(`%s|%v|%@|\{[^}]*\}?|\\\([^)]*\)?|\$\w+`)

// filled is a form with a variable for each value that the program puts in.
func filled(form string) string {
	parts := strings.Split(strings.TrimRight(form, `\`), "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if value == "" || hole().MatchString(value) {
			parts[i] = name + "=" + url.QueryEscape("${"+name+"}")
		}
	}
	return strings.Join(parts, "&")
}

// programMethod is where a program names the method of its request.
var programMethod = expression(`(?i)\b(?:method|type|httpMethod|CUSTOMREQUEST)["']?\s*(?:=>|[:=,])\s*["']?(get|post)\b|\(["'](GET|POST)["']|\b(?:Method\.|::)(Get|Post)\b`)

// methodIn is the method that a program names; POST where it names none.
func methodIn(program string) string {
	method := "POST"
	for _, m := range programMethod().FindAllStringSubmatch(program, -1) {
		if method = strings.ToUpper(m[1] + m[2] + m[3]); method == "POST" {
			break
		}
	}
	return method
}
