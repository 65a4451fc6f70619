package flow

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// maxCodings is how often a body may be packed.
const maxCodings = 3

// decode makes body the answer's. It is unpacked by what its bytes are: the label is
// often missing or wrong, and nobody asked for packing. What does not unpack is kept as
// it came.
func (r *Response) decode(body []byte) {
	labels := list([]string{strings.ToLower(strings.Join(r.Header.Values("Content-Encoding"), ","))})
	r.keep(body)
	for range maxCodings {
		name, reader := unpacker(r.Body, labels)
		if reader == nil {
			break
		}
		plain, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
		if err != nil && (len(plain) == 0 || name != "gzip") {
			break
		}
		label := func(l string) bool { return l == name || l == "x-"+name }
		if !slices.ContainsFunc(labels, label) {
			r.odd.add("the body is packed with " + name + ", and Content-Encoding does not say so")
		}
		labels = slices.DeleteFunc(labels, label)
		r.Cut = r.Cut || err != nil && !r.Truncated
		r.keep(plain)
	}
	labels = slices.DeleteFunc(labels, func(l string) bool { return l == "identity" })
	if len(labels) > 0 && len(r.Body) > 0 {
		r.odd.add("Content-Encoding names a packing that the body does not have, or that zoauth cannot read")
	}
	r.recode()
}

// unpacker returns a reader for what b is packed with, and its name; nil when b does
// not look packed. Bare deflate has no mark of its own: only its label tells.
func unpacker(b []byte, labels []string) (string, io.Reader) {
	switch {
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b}):
		if reader, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
			return "gzip", reader
		}
	case len(b) > 2 && b[0]&0x0f == 8 && binary.BigEndian.Uint16(b)%31 == 0: // RFC 1950 §2.2
		if reader, err := zlib.NewReader(bytes.NewReader(b)); err == nil {
			return "deflate", reader
		}
	case slices.Contains(labels, "deflate"):
		return "deflate", flate.NewReader(bytes.NewReader(b))
	}
	return "", nil
}

// keep takes body over, up to the limit.
func (r *Response) keep(body []byte) {
	if len(body) > maxBody {
		body, r.Truncated = body[:maxBody], true
	}
	r.Body = slices.Clip(body)
}

// recode turns UTF-16, with or without its byte order mark, into UTF-8: JSON begins
// with two ASCII characters (RFC 4627 §3).
func (r *Response) recode() {
	b := r.Body
	if len(b) < 4 {
		return
	}
	var order binary.ByteOrder
	switch {
	case b[0] == 0xfe && b[1] == 0xff, b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		order = binary.BigEndian
	case b[0] == 0xff && b[1] == 0xfe, b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		order = binary.LittleEndian
	default:
		return
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	r.odd.add("the body is UTF-16")
	r.keep([]byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")))
}
