package flow

import (
	"net/http"
	"time"
)

// Delivery says how far a request got.
type Delivery string

// The deliveries. "Sent" begins at the first byte written to the server's
// connection; dial, proxy and TLS failures are NotSent (N3).
const (
	NotSent  Delivery = "not sent"
	Sent     Delivery = "sent"     // no whole status line and header was read
	Answered Delivery = "answered" // the header was read; the body may be cut, see Response.Cut
)

// Origin says where a trace comes from. What it does not hold is not known, which
// only a trace of the wire can rule out.
type Origin string

// The origins.
const (
	OriginUnknown Origin = ""
	OriginWire    Origin = "wire"    // sent and read by [Client.Send] in this run
	OriginTap     Origin = "tap"     // another program's request that passed through zoauth
	OriginPasted  Origin = "pasted"  // recognised in a text from elsewhere
	OriginHAR     Origin = "har"     // an entry of a HAR file
	OriginHistory Origin = "history" // read from the history, redacted
)

// Trace is all there is to know of one send: inspector, history, exports and
// diagnosis read traces and nothing else. It exists also when the send failed.
type Trace struct {
	Origin   Origin
	Profile  string
	ID       string // random, unique on this host
	Step     Step
	Request  Request
	Sent     []byte // as written: plaintext inside TLS
	Received []byte // as read: plaintext inside TLS, at most 1 MiB of body and 64 KiB of header
	Response *Response
	Delivery Delivery
	Phase    Phase // where Err happened
	Err      error // nil when an answer was read whole
	Started  time.Time
	Times    Times
	Peer     Peer
	Summary  string // one line of what came of it, set by the Runner; unsafe like the rest
	By       string // program and verb, as in "zoauth token"; empty: not known
	PID      int    // of that process; 0: not known

	Attempt  *AttemptRecord // of an authorize attempt; nil: the trace is none
	Adoption *Adoption      // of tokens that no request brought; nil: the trace is none of an adoption
	Seals    []Seal         // of a trace of the history: what it keeps of the secrets
	Recorded Origin         // of a trace of the history: where it came from then

	held []Secret // the access token that the profile had when this was sent
}

// TraceKind says what a trace is of.
type TraceKind string

// The kinds.
const (
	TraceRequest  TraceKind = "request"
	TraceAttempt  TraceKind = "attempt"  // a person was sent to an authorize URL
	TraceAdoption TraceKind = "adoption" // tokens became current without a request
)

// Kind returns what the trace is of.
func (t Trace) Kind() TraceKind {
	switch {
	case t.Attempt != nil:
		return TraceAttempt
	case t.Adoption != nil:
		return TraceAdoption
	}
	return TraceRequest
}

// Phase is a part of a send.
type Phase string

// The phases of a send, in order.
const (
	PhaseBuild    Phase = "building the request"
	PhaseResolve  Phase = "looking up the host"
	PhaseConnect  Phase = "connecting"
	PhaseProxy    Phase = "asking the proxy"
	PhaseProxyTLS Phase = "TLS with the proxy"
	PhaseTLS      Phase = "TLS handshake"
	PhaseWrite    Phase = "sending the request"
	PhaseHeader   Phase = "waiting for the response"
	PhaseBody     Phase = "reading the response"
)

// Times are durations of a send's parts; zero means that the part did not happen.
type Times struct {
	DNS       time.Duration
	Connect   time.Duration
	TLS       time.Duration
	FirstByte time.Duration // from the last byte written to the first byte read
	Total     time.Duration
}

// Peer is the other end of the connection.
type Peer struct {
	Address    string // IP and port
	Proxy      string // scheme and host of the proxy, without its password
	TLSVersion string // as in "TLS 1.3"
	Cipher     string
	Subject    string // of the server's certificate
	Issuer     string
}

// Response is the answer as read.
type Response struct {
	Proto     string // as in "HTTP/1.1"
	Status    int
	Reason    string // the status line's text after the number
	Header    http.Header
	Body      []byte // decoded from chunks, gzip, deflate and UTF-16, at most 1 MiB
	Surplus   []byte // what came behind the end of the body, where nothing should; of a body over the cap its end
	Truncated bool   // the body was longer than the cap
	Cut       bool   // the connection ended before the body did

	irregular irregularities // what was unusual about the header and the framing
}

// TrackingID is what Zoom support asks for first (docs/zoom.md §7).
func (r *Response) TrackingID() string {
	if r == nil {
		return ""
	}
	return r.Header.Get("X-Zm-Trackingid")
}

// ServerDate returns the Date header, or the zero time.
func (r *Response) ServerDate() time.Time {
	if r == nil {
		return time.Time{}
	}
	t, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Skew returns this machine's clock minus the server's as the answer was read;
// false where the answer does not tell.
func (t Trace) Skew() (time.Duration, bool) {
	date := t.Response.ServerDate()
	if date.IsZero() || t.Started.IsZero() {
		return 0, false
	}
	return t.Started.Add(t.Times.Total).Sub(date), true
}
