package profiles

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// salvage is what can be read of a profile file that is no TOML as a whole.
type salvage struct {
	text     []byte          // the file, with blanks for what was taken out
	parts    []section       // of the file, what was taken out among them
	bad      map[string]bool // the profiles that were taken out
	problems []Problem
}

// maxPieces is how many parts of a file are read one by one before it is given up.
const maxPieces = 5_000

// newSalvage takes out of a text what is no TOML. A profile with a mistake goes as a
// whole; its neighbours stay (P2). It is nil where the text is given up.
func newSalvage(text string) *salvage {
	s := &salvage{text: []byte(text), bad: map[string]bool{}}
	text = s.takeOutConflicts(s.takeOutFences(text))
	for _, part := range sections(text) {
		pieces := []section{part}
		if part.read(text) != nil {
			pieces = part.pieces(text)
		}
		for _, piece := range pieces {
			if s.parts = append(s.parts, piece); len(s.parts) > maxPieces {
				return nil
			}
			if err := piece.read(text); err != nil {
				s.takeOut(piece, piece.problem(text, err))
			}
		}
	}
	s.takeOutTwins()
	s.blankBad()
	return s
}

// read returns what keeps the section from being TOML when it stands alone.
func (s section) read(text string) error {
	var all map[string]toml.Primitive
	_, err := decodeTOML(text[s.start:s.end], &all)
	return err
}

// pieces cuts a section that cannot be read as far as it goes: a mistake takes its
// profile with it, and what belongs to none only its own key.
func (s section) pieces(text string) []section {
	var list []section
	for _, t := range s.torn(text) {
		if t.owner() == "" {
			list = append(list, t.statements(text)...)
		} else {
			list = append(list, t)
		}
	}
	return list
}

// problem says why the section was not read.
func (s section) problem(text string, err error) Problem {
	p := syntax(err, text[s.start:s.end])
	p.Line += s.line - 1
	return p
}

// takeOut blanks a part, with the keys below a header, and tells why: once for each
// profile.
func (s *salvage) takeOut(part section, why Problem) {
	why.Profile = part.owner()
	if why.Profile == "" || !s.bad[why.Profile] {
		s.problems = append(s.problems, why)
	}
	if why.Profile != "" {
		s.bad[why.Profile] = true
	}
	s.blank(span{part.start, max(part.end, part.keys)})
}

// takeOutTwins takes out tables that are written more than once: nobody knows which
// one is meant.
func (s *salvage) takeOutTwins() {
	first := map[string]section{}
	for _, part := range s.parts {
		header := strings.TrimLeft(string(s.text[part.start:part.end]), " \t")
		if !strings.HasPrefix(header, "[") || strings.HasPrefix(header, "[[") {
			continue
		}
		name := strings.Join(part.path, ".")
		twin, again := first[name]
		if !again {
			first[name] = part
			continue
		}
		s.takeOut(part, Problem{Line: part.line, Text: "[" + name + "] is written twice", Repair: "keep one of them"})
		s.blank(span{twin.start, max(twin.end, twin.keys)})
	}
}

// maxConflicts is how often parts that are TOML alone may contradict each other
// before the file is given up: each costs a reading of all of it.
const maxConflicts = 3

// conflict takes out the part in which the rest could not be read; false when there
// is none.
func (s *salvage) conflict(err error) bool {
	at, known := mistakeAt(err)
	for _, part := range s.parts {
		if known && part.start <= at && at < part.end {
			s.takeOut(part, syntax(err, string(s.text)))
			s.blankBad()
			return true
		}
	}
	return false
}

// blankBad takes out what else belongs to the bad profiles.
func (s *salvage) blankBad() {
	for _, part := range s.parts {
		if s.bad[part.owner()] {
			s.blank(part.span)
		}
	}
}

// blank puts spaces where a span is, so that lines and offsets stay.
func (s *salvage) blank(at span) {
	for i := at.start; i < at.end; i++ {
		if s.text[i] != '\n' {
			s.text[i] = ' '
		}
	}
}
