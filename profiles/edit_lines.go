package profiles

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// cut puts text in place of a span.
type cut struct {
	span
	text string
}

// apply carries out cuts that do not overlap.
func apply(text string, cuts []cut) string {
	slices.SortStableFunc(cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	var b strings.Builder
	at := 0
	for _, c := range cuts {
		b.WriteString(text[at:c.start])
		b.WriteString(c.text)
		at = c.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// changes compares a profile as it is with the values that it should have. What
// only writes a default out, or an empty value, is no change.
func changes(profile, values map[string]any) (set map[string]any, removed []string) {
	set = map[string]any{}
	for _, key := range keys {
		old, had := profile[key]
		value, has := values[key]
		switch {
		case has && had && reflect.DeepEqual(old, plainValue(value)):
		case has && !had && defaults[key] != "" && value == defaults[key]:
		case has:
			set[key] = value
		case had && !empty(old):
			removed = append(removed, key)
		}
	}
	return set, removed
}

func empty(value any) bool {
	list, isList := value.([]any)
	return value == "" || isList && len(list) == 0
}

// replaced writes new values over the old ones and takes lines out.
func (d *Document) replaced(t profileTable, set map[string]any, removed []string) []cut {
	var cuts []cut
	for _, s := range t.keys {
		if value, changed := set[s.key()]; changed {
			cuts = append(cuts, cut{s.value, renderLike(d.text[s.value.start:s.value.end], value)})
		}
		if slices.Contains(removed, s.key()) {
			cuts = append(cuts, cut{span{s.start, s.end}, ""})
		}
	}
	return cuts
}

// inserted writes keys that were not there: behind the last one that comes before
// them in [keys], in the way that line is written.
func (d *Document) inserted(t profileTable, set map[string]any) []cut {
	var cuts []cut
	for _, key := range keys {
		value, changed := set[key]
		if !changed || slices.ContainsFunc(t.keys, func(s statement) bool { return s.key() == key }) {
			continue
		}
		behind, style := t.header, statement{}
		for _, s := range t.keys {
			if before(s.key(), key) {
				behind = s
			}
			if style.line == 0 || before(s.key(), key) {
				style = s
			}
		}
		line := d.styled(style, key, d.column(t)) + render(value) + d.newline()
		if behind.end == len(d.text) && !strings.HasSuffix(d.text, "\n") {
			line = d.newline() + strings.TrimSuffix(line, d.newline())
		}
		cuts = append(cuts, cut{span{behind.end, behind.end}, line})
	}
	return cuts
}

// styled writes a key with the indent and the blanks around "=" of another line.
// column is how wide the table's keys are padded.
func (d *Document) styled(like statement, key string, column int) string {
	if like.line == 0 {
		return key + " = "
	}
	indent, name, rest := d.left(like)
	if name != strings.TrimRight(name, " \t") {
		key += strings.Repeat(" ", max(1, column-len(key)))
	}
	return indent + key + "=" + rest
}

// left cuts what stands before a value: indent, key with the blanks behind it,
// and what follows the "=".
func (d *Document) left(s statement) (indent, name, rest string) {
	name, rest, _ = strings.Cut(d.text[s.start:s.value.start], "=")
	indent = name[:len(name)-len(strings.TrimLeft(name, " \t"))]
	return indent, name[len(indent):], rest
}

// column is the width that a table pads its keys to, or 0 when it does not.
func (d *Document) column(t profileTable) int {
	width := 0
	for _, s := range t.keys {
		if _, name, _ := d.left(s); len(name) > len(strings.TrimRight(name, " \t"))+1 {
			width = max(width, len(name))
		}
	}
	return width
}

// plain is how the TOML library returns values that [render] wrote.
func plain(values map[string]any) map[string]any {
	out := map[string]any{}
	for key, value := range values {
		out[key] = plainValue(value)
	}
	return out
}

func plainValue(value any) any {
	list, isList := value.([]string)
	if !isList {
		return value
	}
	out := make([]any, len(list))
	for i, one := range list {
		out[i] = one
	}
	return out
}

func with(table map[string]any, name string, profile map[string]any) map[string]any {
	table = maps.Clone(table)
	if table == nil {
		table = map[string]any{}
	}
	table[name] = profile
	return table
}

func without(table map[string]any, name string) map[string]any {
	table = maps.Clone(table)
	delete(table, name)
	return table
}
