package flow

import (
	"encoding/json"
	"net/url"
	"slices"
)

// Mistake is a deliberate one: a request is sent wrong in one way, once, to see
// what Zoom answers. It is data; applying it changes nothing but the request.
type Mistake struct {
	Name   string // as in "wrong-verifier"
	Title  string
	Step   Step
	Why    string // what people do when they make it by accident
	Expect Expected
	Source string // row of zoom.md that the expectation is from
	// Ends says that Zoom may end the living authorization when it sees this: the
	// value was spent before.
	Ends bool
	edit func(r Request, m Material) (Request, bool)
}

// Expected is the answer that a mistake is expected to get.
type Expected struct {
	Status int
	Code   string // the error, or the code of a REST answer
	Reason string // empty: not known word for word
	Page   string // of an authorization: what the browser shows, or what comes of it
}

// Material holds values of this run that some mistakes need. They are in memory only.
type Material struct {
	UsedCode        Secret // was exchanged already
	PreviousRefresh Secret // was replaced by a refresh of this run
	Verifier        Secret // of the authorization that is about to begin
}

// Apply returns r with the mistake made, or false where it cannot be made: r is of
// another step, lacks the field, or the value it needs is not in memory.
func (m Mistake) Apply(r Request, values Material) (Request, bool) {
	if r.Step != m.Step || r.Method == "" {
		return r, false
	}
	r.Query, r.Header, r.Form = slices.Clone(r.Query), slices.Clone(r.Header), slices.Clone(r.Form)
	return m.edit(r, values)
}

// Mistakes returns the whole table.
func Mistakes() []Mistake { return slices.Clone(mistakes()) }

// FindMistake returns a mistake by name.
func FindMistake(name string) (Mistake, bool) {
	i := slices.IndexFunc(mistakes(), func(m Mistake) bool { return m.Name == name })
	if i < 0 {
		return Mistake{}, false
	}
	return mistakes()[i], true
}

// AsExpected reports whether an answer is the one that was expected.
func (e Expected) AsExpected(a Answer) bool {
	return a.Err != nil && a.Err.Status == e.Status && a.Err.Code == e.Code && (e.Reason == "" || a.Err.Reason == e.Reason)
}

// setForm changes the form field name; false when there is none.
func setForm(r Request, name string, change func(Field) Field) (Request, bool) {
	i := slices.IndexFunc(r.Form, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return r, false
	}
	r.Form[i] = change(r.Form[i])
	return r, true
}

func withoutForm(r Request, name string) (Request, bool) {
	before := len(r.Form)
	r.Form = slices.DeleteFunc(r.Form, func(f Field) bool { return f.Name == name })
	return r, len(r.Form) < before
}

// toQuery moves the form into the address, as Zoom's public collection shows it.
func toQuery(r Request, _ Material) (Request, bool) {
	if len(r.Form) == 0 {
		return r, false
	}
	r.Query, r.Form = append(r.Query, r.Form...), nil
	return r, true
}

// ofCode makes a mistake only in the exchange of a code: the direct grants may be sent so
// (docs/zoom.md §2.1).
func ofCode(edit func(Request, Material) (Request, bool)) func(Request, Material) (Request, bool) {
	return func(r Request, m Material) (Request, bool) {
		if r.Credential().Kind() != KindCode {
			return r, false
		}
		return edit(r, m)
	}
}

// asJSON sends the form's fields as a JSON body.
func asJSON(r Request, _ Material) (Request, bool) {
	if len(r.Form) == 0 {
		return r, false
	}
	values := map[string]string{}
	for _, f := range r.Form {
		values[f.Name] = f.Value()
	}
	r.Body, _ = json.Marshal(values) // of strings: cannot fail
	r.Form = nil
	for i := range r.Header {
		if r.Header[i].Name == "Content-Type" {
			r.Header[i].Plain = "application/json"
		}
	}
	return r, true
}

// garbled is a secret of the same kind and length that is certainly another one.
func garbled(s Secret) Secret {
	value := []byte(s.Reveal())
	slices.Reverse(value)
	if len(value) == 0 || string(value) == s.Reveal() {
		return NewSecret(s.Kind(), s.Reveal()+"x")
	}
	return NewSecret(s.Kind(), string(value))
}

func garbleField(name string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		return setForm(r, name, func(f Field) Field {
			f.Secret = garbled(f.Secret)
			return f
		})
	}
}

func dropField(name string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) { return withoutForm(r, name) }
}

func plainField(name string, change func(string) string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		return setForm(r, name, func(f Field) Field {
			f.Plain = change(f.Plain)
			return f
		})
	}
}

func always(value string) func(string) string { return func(string) string { return value } }

// secretField puts a value of this run in place of a field's.
func secretField(name string, value func(Material) Secret) func(Request, Material) (Request, bool) {
	return func(r Request, m Material) (Request, bool) {
		v := value(m)
		if v.IsZero() || r.Credential().same(v) && name != "code" {
			return r, false
		}
		return setForm(r, name, func(f Field) Field {
			f.Secret = v
			return f
		})
	}
}

func doubleEncoded(name string) func(Request, Material) (Request, bool) {
	return func(r Request, _ Material) (Request, bool) {
		return setForm(r, name, func(f Field) Field {
			f.Secret = NewSecret(f.Secret.Kind(), url.QueryEscape(f.Secret.Reveal()+"+"))
			return f
		})
	}
}

func wrongSecret(r Request, _ Material) (Request, bool) {
	if r.Auth.Scheme != Basic {
		return r, false
	}
	r.Auth.Secret = garbled(r.Auth.Secret)
	return r, true
}

func noBasic(r Request, _ Material) (Request, bool) {
	if r.Auth.Scheme != Basic {
		return r, false
	}
	r.Auth = Auth{}
	return r, true
}

func secretInForm(r Request, _ Material) (Request, bool) {
	if r.Auth.Scheme != Basic {
		return r, false
	}
	r.Form = append(r.Form, Field{Name: "client_id", Plain: r.Auth.ClientID}, Field{Name: "client_secret", Secret: r.Auth.Secret})
	r.Auth = Auth{}
	return r, true
}

func garbledBearer(r Request, _ Material) (Request, bool) {
	if r.Auth.Scheme != Bearer {
		return r, false
	}
	r.Auth.Secret = garbled(r.Auth.Secret)
	return r, true
}

func bearerInQuery(r Request, _ Material) (Request, bool) {
	if r.Auth.Scheme != Bearer {
		return r, false
	}
	r.Query = append(r.Query, Field{Name: "access_token", Secret: r.Auth.Secret})
	r.Auth = Auth{}
	return r, true
}
