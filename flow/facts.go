package flow

import "time"

// Facts are what was gathered around a profile, once, for diagnosis and
// preflight. The zero value knows nothing.
type Facts struct {
	Secret  SecretShape
	Others  []Neighbour   // the other profiles
	Proxy   string        // effective proxy of the endpoints, without its password; empty: none
	Skew    time.Duration // this machine's clock minus the server's; 0: the same or not known
	SSH     bool          // the browser is probably on another computer
	PortErr string        // why the callback address cannot be bound; empty: it can, or was not tried
}

// SecretShape is what the client secret looks like, without its value.
type SecretShape struct {
	Known   bool
	Length  int    // bytes
	Blank   bool   // begins or ends with a blank
	Newline bool   // holds a line feed or carriage return
	Source  string // where it is kept, as flow.SecretSource describes it
}

// Neighbour is another profile, as far as mixing it up with this one matters.
type Neighbour struct {
	Name        string
	Group       string
	Environment Environment
	ClientID    string
	RedirectURI string
}

// ShapeOf describes a secret.
func ShapeOf(s Secret, source string) SecretShape {
	v := s.Reveal()
	shape := SecretShape{Known: v != "", Length: len(v), Source: source}
	for i, r := range v {
		blank := r == ' ' || r == '\t' || r == '\n' || r == '\r'
		shape.Newline = shape.Newline || r == '\n' || r == '\r'
		shape.Blank = shape.Blank || blank && (i == 0 || i == len(v)-1)
	}
	return shape
}

// NeighboursOf describes all apps but the one named.
func NeighboursOf(apps []App, name string) []Neighbour {
	var others []Neighbour
	for _, a := range apps {
		if a.Name != name {
			others = append(others, Neighbour{a.Name, a.Group, a.Environment, a.ClientID, a.RedirectURI})
		}
	}
	return others
}
