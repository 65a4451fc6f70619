package flow

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
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
		if at := slices.IndexFunc(labels, label); at >= 0 {
			labels = slices.Delete(labels, at, at+1)
		} else {
			r.irregular.add("the body is compressed with " + name + ", but Content-Encoding does not say so")
		}
		r.Cut = r.Cut || err != nil && !r.Truncated
		if r.keep(plain); len(plain) > maxBody {
			r.Surplus = lastOf(reader)
		}
	}
	labels = slices.DeleteFunc(labels, func(l string) bool { return l == "identity" })
	if len(labels) > 0 && len(r.Body) > 0 {
		r.irregular.add("Content-Encoding names a compression that the body does not use or zoauth cannot read")
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

// recode turns UTF-16 and UTF-32, with or without a byte order mark, into UTF-8: JSON
// begins with two ASCII characters (RFC 4627 §3), and so do pages and forms.
func (r *Response) recode() {
	width, order := wideText(r.Body)
	if width == 0 {
		return
	}
	var units []uint16
	var runes []rune
	for b := r.Body; len(b) >= width; b = b[width:] {
		if width == 2 {
			units = append(units, order.Uint16(b))
		} else {
			runes = append(runes, rune(order.Uint32(b)))
		}
	}
	if width == 2 {
		runes = utf16.Decode(units)
	}
	r.irregular.add("the body is UTF-" + strconv.Itoa(8*width))
	r.keep([]byte(strings.TrimPrefix(string(runes), "\ufeff")))
}

// wideText returns how many bytes make a character of b, and their order; 0 for UTF-8
// and for what is no text.
func wideText(b []byte) (int, binary.ByteOrder) {
	if len(b) < 4 {
		return 0, nil
	}
	start := [4]bool{b[0] != 0, b[1] != 0, b[2] != 0, b[3] != 0}
	switch {
	case start == [4]bool{false, false, false, true}, bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return 4, binary.BigEndian
	case start == [4]bool{true, false, false, false}, bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return 4, binary.LittleEndian
	case start == [4]bool{false, true, false, true}, bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return 2, binary.BigEndian
	case start == [4]bool{true, false, true, false}, bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return 2, binary.LittleEndian
	}
	return 0, nil
}
