package flow

// Field is one name and value of a header, query or form. A field holds either
// a plain or a secret value; the plain one counts when Secret is zero.
type Field struct {
	Name   string
	Plain  string
	Secret Secret
}

// Value returns what goes over the wire, the secret itself included.
func (f Field) Value() string {
	if f.Secret.IsZero() {
		return f.Plain
	}
	return f.Secret.Reveal()
}

// Shown returns the plain value or the secret's mask.
func (f Field) Shown() string {
	if f.Secret.IsZero() {
		return f.Plain
	}
	return f.Secret.String()
}
