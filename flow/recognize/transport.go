package recognize

import "slices"

// TransportWords are what the usual clients say when no response came: curl, Node,
// Python, Go, Java, .NET, PHP, Ruby, browsers. In lower case.
var TransportWords = []string{
	"could not resolve host", "couldn't resolve host", "no such host", ": enotfound", "enotfound'", "enotfound\"", "eai_again", "nameresolutionerror", "name or service not known", "failure in name resolution",
	"unknownhostexception", "remote name could not be resolved", "getaddrinfo", "nodename nor servname", "err_name_not_resolved",
	"connection refused", "econnrefused", "err_connection_refused", "network is unreachable", "no route to host", "failed to connect to",
	"connection timed out", "connect timed out", "resolving timed out", "sockettimeoutexception", "operation timed out", "etimedout", "i/o timeout", "handshake timeout", "read timed out", "connect timeout", "context deadline exceeded", "err_connection_timed_out",
	"connection reset", "econnreset", "socket hang up", "empty reply from server", "connection aborted", "err_connection_reset", "unexpected eof while reading", "underlying connection was closed",
	"certificate verify failed", "no alternative certificate", "certificate has expired", "doesn't match either of", "certificate_verify_failed", "unable to get local issuer certificate", "ssl certificate problem", "wrong version number", "x509: ",
	"self-signed certificate", "self signed certificate", "self_signed_cert", "err_cert_", "pkix path building failed", "sslhandshakeexception", "ssl/tls secure channel",
	"from proxy after connect", "proxy authentication required", "proxyerror", "tunneling socket could not be established", "connect tunnel failed", "err_tunnel_connection_failed",
	"http/2 stream", "err_http2_protocol_error", "http2 framing layer", "curle_", "max retries exceeded with url",
	"net::err_", "ns_error_net", "ns_error_connection", "ns_error_unknown_host", "ns_error_proxy", "ssl_error_", "sec_error_", // browsers
	"server misbehaving", "\": eof", "\": unexpected eof", "\": context canceled", "remote error: tls", "tls: ", "dial tcp", "read tcp ", "write tcp ", "proxyconnect tcp", "server closed idle connection", // Go
	"und_err_", "other side closed", "econnaborted", "eaddrnotavail", "socks connect", "enetunreach", "ehostunreach", "eproto", "epipe", "cert_has_expired", "unable_to_verify_leaf_signature", "unable_to_get_issuer_cert", "network request failed", // Node
	"no such host is known", "ssl connection could not be established", "remote certificate is invalid", "forcibly closed by the remote host", "unable to connect to the remote server", "no connection could be made because", // .NET
	"read operation timed out", "connecttimeout", "readtimeout", "newconnectionerror", "clientconnectorerror", "serverdisconnectederror", "remotedisconnected", "tunnel connection failed", // Python
	"couldn't connect to server", "couldnt_connect", "failed to open tcp connection", "hostname lookup for", "net::opentimeout", "unable to resolve host", "failed host lookup", "host is unreachable", "can't connect to ", "invalidcertificate(", "dns error", // Ruby, Crystal, wget, Android, Rust
	"request timed out", "ms exceeded", "esockettimedout", "httpclient.timeout", "client.timeout exceeded", "reason: :", "transporterror{", "execution expired", // Java, axios, .NET, Go, Elixir, Ruby
	"connection closed before", "response ended prematurely", "connection prematurely closed", "connection broken: ", "incompleteread", "nohttpresponseexception", // the response broke off, or never began
	"http response to https client", "typeerror: failed to fetch", "networkerror when attempting", "unable to verify the first certificate", "not match certificate's altnames", "error setting certificate",
	"java.net.connectexception", "noroutetohostexception", "javax.net.ssl.", "nsurlerrordomain", "network connection was lost", "internet connection appears to be offline",
}

// AddressWords are what they say of an address that is no whole URL, before they connect: its base is empty, or a
// path stands where a URL belongs. In lower case.
var AddressWords = []string{
	"unsupported protocol scheme", "missing protocol scheme", "no host in request url", "http: no host", // Go
	"only absolute urls are supported", "typeerror: invalid url", "axioserror: invalid url", "err_invalid_url", "failed to parse url from", "unable to parse url", // Node, browsers
	"no scheme supplied", "missingschema", "no host supplied", "no connection adapters were found for", "is missing an 'http://' or 'https://' protocol", "unknown url type", // Python
	"uri is not absolute", "malformedurlexception: no protocol", "target host is not specified", "uri with undefined scheme", "expected url scheme 'http' or 'https'", // Java
	"invalid request uri was provided", "invalid uri: the ", "this operation is not supported for a relative uri", // .NET
	"url using bad/illegal format", "<url> malformed", "no host part in the url", "bad uri(is not uri", "bad uri (is not uri", "absolute uri missing", "relative url without a base", // curl, Ruby, Rust
}

// CORSWords are what browsers say when a page may not read the response.
var CORSWords = []string{"blocked by cors", "no 'access-control-allow-origin' header", "cross-origin request blocked", "not allowed by access-control-allow-origin", "due to access control checks", ": 0 unknown error", "axioserror: network error", "axios network error"}

// errorOfBrowser is the form of what a browser says of a page's request: it names the page
// as well.
const errorOfBrowser = "error of a browser"

// readTransport finds the lines in which a client says that no response came.
func readTransport(r *reader) {
	for n := range r.linesWith(noResponse()) {
		start, end := r.line(n)
		if r.claimed[n] || end-start < 8 || end-start > maxAddress {
			continue
		}
		line := r.text[start:end]
		if corsWords().In(line) {
			r.add(Artefact{Kind: Transport, Form: errorOfBrowser, Certainty: Certain}, start, end)
		} else if !isSource(line) {
			r.add(Artefact{Kind: Transport, Form: "error of a client", Certainty: Likely}, start, end)
		}
	}
}

var (
	transportWords = wordsOf(slices.Concat(TransportWords, AddressWords)...)
	corsWords      = wordsOf(CORSWords...)
	noResponse     = wordsOf(slices.Concat(TransportWords, AddressWords, CORSWords)...)
)
