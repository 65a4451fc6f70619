package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Entry is one request as the server saw it, with what it did. It holds raw
// tokens: it is for tests and for the redacted log of the sandbox verb.
type Entry struct {
	At            time.Time
	Method, Path  string
	Query         string // raw
	Header        http.Header
	Body          []byte
	Form          url.Values
	Client        string
	Grant         string
	Status        int
	Row           string // of the notes, when the server refused
	Modelled      bool   // the answer's shape was never seen at Zoom
	Spent         string // the code, refresh token or access token that was consumed
	Replay        bool   // a refresh token came that was not the living one
	IssuedCode    string
	IssuedAccess  string
	IssuedRefresh string
	Fault         string // name of the fault or scenario that was applied
}

// journal keeps every request since the start, in the order of their ends.
type journal struct {
	mu   sync.Mutex
	list []Entry
}

func (j *journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, e)
}

func (j *journal) entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.list)
}
