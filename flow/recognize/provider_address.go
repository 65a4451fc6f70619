package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// otherHost is the provider that a host shows.
func otherHost(name, host string) Provider {
	return Provider{Name: name, Sure: true, Foreign: true, Because: "the host " + host, shown: mark{host, name, hostMark}}
}

// byTarget judges the address that a request goes to.
func byTarget(address string) Provider {
	host := hostOf(address)
	switch {
	case host == "" || IsVariable(host) || flow.IsPlaceholder(host):
		return Provider{}
	case IsZoomHost(host):
		return Provider{Name: Zoom, Sure: true, Because: "the host " + host}
	case host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1":
		return Provider{}
	}
	for _, f := range foreigners {
		if belongs(host, f.hosts) {
			return otherHost(f.name, host)
		}
	}
	_, rest, _ := strings.Cut(strings.ToLower(address), "://")
	_, path, _ := strings.Cut(rest, "/")
	ofAddress := Provider{Sure: true, Foreign: true, Because: "its address", shown: mark{host, host, hostMark}}
	for _, f := range foreigners {
		inPath := func(name string) bool {
			at := strings.Index("/"+path, "/"+name)
			return at >= 0 && standsAlone("/"+path, at+1, len(name))
		}
		if slices.ContainsFunc(f.names, inPath) || slices.ContainsFunc(f.words, func(w string) bool { return strings.HasPrefix(w, "/") && strings.Contains(address, w) }) {
			ofAddress.Name = f.name
			return ofAddress
		}
	}
	label, _, _ := strings.Cut(host, ".")
	for _, f := range foreigners {
		if f.isNamedIn(label) {
			return otherHost(f.name, host)
		}
	}
	return otherHost(host, host)
}

// byEndpoint judges a text by the first address in it that is an OAuth endpoint's. What a
// name calls a redirect URI or a callback is the app's own, whatever its path.
func byEndpoint(text string) Provider {
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return Provider{}
		}
		at += i + len("://")
		named := strings.ToLower(text[max(0, at-maxName):at])
		named = named[strings.LastIndexByte(named, '\n')+1:]
		if strings.Contains(named, "redirect") || strings.Contains(named, "callback") {
			continue
		}
		address := text[at:]
		if end := strings.IndexAny(address, " \t\n\"'`<>),"); end >= 0 {
			address = address[:end]
		}
		path, _, _ := strings.Cut(address, "?")
		if strings.Contains(strings.ToLower(path), "callback") {
			continue
		}
		for _, part := range []string{"/token", "/oauth", "/authorize", "/mcp", "/connect/"} {
			if strings.Contains(path, part) {
				return byTarget("https://" + address)
			}
		}
	}
}

// peerMarks are what stands before the host that a client did not reach.
var peerMarks = []string{"://", "resolve host: ", "resolve host '", "ENOTFOUND ", "EAI_AGAIN ", "lookup ", "host='", "UnknownHostException: "}

// targetOf is the first address in what a browser says of a page's request that is not the
// page's own, its origin; "" where there is none.
func targetOf(text string) string {
	for at := 0; ; {
		i := strings.Index(text[at:], "http")
		if i < 0 {
			return ""
		}
		before := strings.ToLower(strings.TrimRight(text[:at+i], " '\"‘“"))
		address := addressAt(text[at+i:])
		if strings.Contains(address, "://") && !strings.HasSuffix(before, "origin") {
			return address
		}
		at += i + max(len(address), len("http"))
	}
}

// otherService is an address with the port of what is no web server: mail, directories,
// databases, queues.
var otherService = expression(`[\w\])]:(21|22|25|110|143|389|465|587|636|993|995|1433|1521|2181|2379|3306|4222|5432|5672|6379|6443|8086|9042|9092|9200|11211|27017)\b`)

// byPeer judges an error of a client by the host that it did not reach.
func byPeer(a *Artefact) Provider {
	p := whose(a.Text)
	if p.Sure {
		return p
	}
	if a.Form == errorOfBrowser {
		if target := targetOf(a.Text); target != "" {
			return byTarget(target)
		}
		return p
	}
	if strings.Contains(a.Text, "http://localhost") || strings.Contains(a.Text, "http://127.0.0.1") {
		return Provider{Sure: true, Foreign: true, Because: "an address of the machine itself"}
	}
	if m := otherService().FindStringSubmatch(a.Text); m != nil {
		return Provider{Sure: true, Foreign: true, Because: "the port " + m[1] + ", which is another service's"}
	}
	if m := privatePeer().FindString(a.Text); m != "" && p.Name != Zoom {
		return Provider{Foreign: true, Because: "an address of a private network"}
	}
	for _, mark := range peerMarks {
		before, host, found := strings.Cut(a.Text, mark)
		if strings.HasSuffix(before, "see http") || strings.HasSuffix(before, "see https") { // what explains the error
			continue
		}
		if i := strings.IndexAny(host, " :/'\",)\n"); i >= 0 {
			host = host[:i]
		}
		if found && strings.Contains(host, ".") && strings.Trim(host, "0123456789.") != "" {
			return byTarget("https://" + host)
		}
	}
	if m := bareHost().FindStringSubmatchIndex(a.Text); m != nil && !speaksOfZoom(a.Text[:m[0]]+a.Text[m[1]:]) {
		return byTarget("https://" + a.Text[m[2]:m[3]])
	}
	return p
}

// privatePeer is an address of a network that only its own machines reach, or a host without a domain.
var privatePeer = expression(`\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+:\d+|(?:ENOTFOUND|EAI_AGAIN) [\w-]+ [\w-]+:\d+`)

// ends are those of hosts that are no ends of a file's name.
const ends = `(?:com|org|net|io|dev|ai|app|cloud|example|internal|local|corp|lan|eu|de|fr|uk|nl|jp|cn|in|br|ru)`

// bareHost is a host without a scheme that has a subdomain, and the path behind it.
var bareHost = expression(`(?:^|[\s("'=@])([a-z0-9-]+(?:\.[a-z0-9-]+)+\.` + ends + `)(?::\d+)?(?:[/:][^\s,;)"']*)?(?:[\s,;:)"']|$)`)
