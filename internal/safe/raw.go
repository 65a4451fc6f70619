package safe

import "io"

// Revealer is a secret whose value can be asked for.
type Revealer interface{ Reveal() string }

// Reveal cleans a secret without redacting it: for the one that a person asked to see.
func (c *Cleaner) Reveal(secret Revealer) Text { return c.line(secret.Reveal()) }

// RawOut writes bytes as they are. It is the way out for what a program reads: the
// token of `zoauth token`, an export, a body that was asked for as it came.
func RawOut(w io.Writer, raw []byte) error {
	_, err := w.Write(raw)
	return err
}
