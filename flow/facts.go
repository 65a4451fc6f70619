package flow

import (
	"strings"
	"time"
)

// Facts are what was gathered around a profile, once, for diagnosis and
// preflight. The zero value knows nothing.
type Facts struct {
	Secret  SecretShape
	Others  []Neighbour   // the other profiles
	Proxy   string        // effective proxy of the endpoints, without its password; empty: none
	Skew    time.Duration // this machine's clock minus the server's; 0: the same or not known
	SSH     bool          // the browser is probably on another computer
	PortErr string        // why the callback address cannot be bound; empty: it can, or was not tried

	ProxyErr string      // why the environment's proxy cannot be used
	CAErr    string      // why the profile's authorities cannot be used
	CertErr  string      // why the listener's certificate or key cannot be used
	Files    []FileFault // files and directories that zoauth would refuse
}

// FileFault is a file that others could read or change, or that zoauth cannot use.
type FileFault struct{ Path, What, Repair string }

// SecretShape is what the client secret looks like, without its value.
type SecretShape struct {
	Known   bool
	Length  int    // bytes
	Blank   bool   // begins or ends with a blank
	Inner   bool   // holds a blank elsewhere
	Newline bool   // holds a line feed or carriage return
	Quoted  bool   // stands in quotes
	StandIn bool   // is a placeholder or a mask, as [IsPlaceholder] and [IsMasked] know them
	Doubled bool   // is the same text twice
	Token   bool   // is a token that says so itself
	Odd     bool   // has characters that nothing has that Zoom gives out
	Digest  string // as [Secret.Digest] gives it
	Source  string // where it is kept, as flow.SecretSource describes it
	Err     string // why it could not be read
	Asks    bool   // after Err: its command can be given a terminal to ask with
}

// Neighbour is another profile, as far as mixing it up with this one matters.
type Neighbour struct {
	Name        string
	Group       string
	Environment Environment
	ClientID    string
	RedirectURI string
	OAuthURL    string
	Command     string // that gives its secret; empty: something else does
	Digest      string // of its secret; empty: not read
}

// GivenOut are the characters of the IDs and secrets that Zoom gives out (docs/zoom.md §3.1).
const GivenOut = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// ShapeOf describes a secret.
func ShapeOf(s Secret, source string) SecretShape {
	v := s.Reveal()
	shape := SecretShape{
		Known: v != "", Length: len(v), Digest: s.Digest(), Source: source,
		StandIn: v != "" && (IsPlaceholder(v) || IsMasked(v)), Doubled: IsDoubled(v), Odd: strings.Trim(v, GivenOut) != "",
	}
	_, err := DecodeToken(s)
	shape.Token = err == nil
	for i, r := range v {
		blank := r == ' ' || r == '\t' || r == '\n' || r == '\r'
		atEnd := i == 0 || i == len(v)-1
		shape.Newline = shape.Newline || r == '\n' || r == '\r'
		shape.Blank = shape.Blank || blank && atEnd
		shape.Inner = shape.Inner || blank && !atEnd
	}
	shape.Quoted = len(v) > 1 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0]
	return shape
}

// IsDoubled reports whether a value is the same text twice, as after pasting it twice.
func IsDoubled(value string) bool {
	half := len(value) / 2
	return half > 0 && value[:half] == value[half:]
}

// NeighboursOf describes all apps but the one named. It reads no secret.
func NeighboursOf(apps []App, name string) []Neighbour {
	var others []Neighbour
	for _, a := range apps {
		if a.Name == name {
			continue
		}
		o := Neighbour{
			Name: a.Name, Group: a.Group, Environment: a.Environment, ClientID: a.ClientID,
			RedirectURI: a.RedirectURI, OAuthURL: a.Endpoints.OAuthURL,
		}
		if command, ok := a.Secret.(SecretAsker); ok {
			o.Command = command.Describe()
		}
		others = append(others, o)
	}
	return others
}
