package profiles

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zoauth/flow"
)

// Problem is one fault of the profile file, with its place and repair.
type Problem struct {
	Line    int    // 1-based; 0: the whole file
	Profile string // empty: none in particular
	Key     string
	Text    string
	Repair  string
}

// String writes the problem in one line.
func (p Problem) String() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", p.Line)
	}
	if p.Profile != "" {
		b.WriteString(p.Profile + ": ")
	}
	if p.Key != "" {
		b.WriteString(p.Key + ": ")
	}
	b.WriteString(p.Text)
	if p.Repair != "" {
		b.WriteString("; " + p.Repair)
	}
	return b.String()
}

// Problems are all faults of a profile file at once, by line.
type Problems struct {
	Path string
	List []Problem
}

// Error writes every problem on a line of its own.
func (p *Problems) Error() string {
	lines := []string{p.Path + ":"}
	for _, one := range p.List {
		lines = append(lines, "  "+one.String())
	}
	return strings.Join(lines, "\n")
}

// Is makes it a [flow.ErrProfileFile].
func (p *Problems) Is(err error) bool { return err == flow.ErrProfileFile }

func (p *Problems) add(one Problem) { p.List = append(p.List, one) }

// orNil sorts the list; an empty one is no error.
func (p *Problems) orNil() error {
	if len(p.List) == 0 {
		return nil
	}
	slices.SortStableFunc(p.List, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p
}
