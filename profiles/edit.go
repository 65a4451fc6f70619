package profiles

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Document is the text of a profile file, to be changed line by line: what an
// edit does not touch keeps every byte, comments, order and line ends included.
type Document struct {
	Path string
	text string
	made bool // the file was there when it was read

	once   sync.Once // the text is parsed when it is first asked for
	tables map[string]any
	err    error
}

// raw is what the text says, as the TOML library reads it. Callers change nothing in it.
func (d *Document) raw() (map[string]any, error) {
	d.once.Do(func() { d.tables, d.err = raw(d.text) })
	return d.tables, d.err
}

// Refusal says why a profile file is not edited, with the line that forbids it.
type Refusal struct {
	Path string
	Problem
}

// Error names file, line and reason.
func (r *Refusal) Error() string { return r.Path + ": " + r.String() }

func (d *Document) refuse(line int, profile, text, repair string) error {
	return &Refusal{d.Path, Problem{Line: line, Profile: profile, Text: text, Repair: repair}}
}

// Names returns the profiles' names, also of those with problems.
func (d *Document) Names() []string {
	all, _ := d.raw()
	return slices.Sorted(maps.Keys(profilesOf(all)))
}

// Draft returns the profile of that name as a draft, as far as it can be read.
func (d *Document) Draft(name string) (Draft, error) {
	all, err := d.decoded()
	if err != nil {
		return Draft{}, err
	}
	profile, ok := profilesOf(all)[name].(map[string]any)
	if !ok {
		return Draft{}, d.refuse(0, name, "there is no such profile in the file", "")
	}
	return draftOf(name, profile), nil
}

func (d *Document) decoded() (map[string]any, error) {
	all, err := d.raw()
	if other, is := otherFormat(d.text); err != nil && is {
		return nil, &Refusal{d.Path, other}
	}
	if err != nil {
		return nil, &Refusal{d.Path, syntax(err, d.text)}
	}
	return all, nil
}

// With returns the document with draft in place of the profile old; without old
// it adds one. It fails with *[Refusal] where only a person can edit safely.
func (d *Document) With(old string, draft Draft) (*Document, error) {
	if old == "" {
		return d.WithNew(draft)
	}
	all, err := d.decoded()
	if err != nil {
		return nil, err
	}
	if _, taken := profilesOf(all)[draft.Name]; taken && draft.Name != old {
		return nil, d.taken(draft.Name)
	}
	return d.changed(all, old, draft)
}

func (d *Document) taken(name string) error {
	return d.refuse(0, name, "another profile already has this name", "choose another name")
}

// WithNew returns the document with new profiles at its end. It fails like
// [Document.With].
func (d *Document) WithNew(drafts ...Draft) (*Document, error) {
	all, err := d.decoded()
	if err != nil {
		return nil, err
	}
	list, _ := statements(d.text)
	inline := slices.IndexFunc(list, func(s statement) bool { return !s.header && len(s.path) == 1 && s.in("profiles") })
	table, text, newline := maps.Clone(profilesOf(all)), []byte(d.text), d.newline()
	if table == nil {
		table = map[string]any{}
	}
	for _, draft := range drafts {
		if _, taken := table[draft.Name]; taken {
			return nil, d.taken(draft.Name)
		}
		if inline >= 0 {
			return nil, d.unsafe(list[inline], draft.Name, "all profiles are in one inline table")
		}
		if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, newline...)
		}
		if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n\n")) && !bytes.HasSuffix(text, []byte("\n\r\n")) {
			text = append(text, newline...)
		}
		values := draft.values()
		text = append(text, block(draft.Name, values, newline)...)
		table[draft.Name] = plain(values)
	}
	want := maps.Clone(all)
	want["profiles"] = table
	return d.verified(string(text), want, d.lineOf("profiles"))
}

func (d *Document) changed(all map[string]any, old string, draft Draft) (*Document, error) {
	t, err := d.table(old)
	if err != nil {
		return nil, err
	}
	profile := profilesOf(all)[old].(map[string]any)
	set, removed := changes(profile, draft.values())
	cuts := d.replaced(t, set, removed)
	cuts = append(cuts, d.inserted(t, set)...)
	after := maps.Clone(profile)
	maps.Copy(after, plain(set))
	for _, key := range removed {
		delete(after, key)
	}
	want := maps.Clone(all)
	want["profiles"] = with(without(profilesOf(all), old), draft.Name, after)
	if draft.Name != old {
		cuts = append(cuts, cut{t.header.value, "[profiles." + quoteKey(draft.Name) + "]"})
		if s, named := d.preferred(old); named {
			cuts = append(cuts, cut{s.value, renderLike(d.text[s.value.start:s.value.end], draft.Name)})
			want["default"] = draft.Name
		}
	}
	return d.verified(apply(d.text, cuts), want, t.header.line)
}

// Without returns the document without a profile: its header, its keys and what
// stands between them. Comments before and after it stay.
func (d *Document) Without(name string) (*Document, error) {
	all, err := d.decoded()
	if err != nil {
		return nil, err
	}
	t, err := d.table(name)
	if err != nil {
		return nil, err
	}
	end := t.header.end
	for _, s := range t.keys {
		end = max(end, s.end)
	}
	cuts := []cut{{d.withBlank(span{t.header.start, end}), ""}}
	want := maps.Clone(all)
	want["profiles"] = without(profilesOf(all), name)
	if s, named := d.preferred(name); named {
		cuts = append(cuts, cut{span{s.start, s.end}, ""})
		delete(want, "default")
	}
	if len(profilesOf(all)) == 1 && !d.opensProfiles() {
		delete(want, "profiles")
	}
	return d.verified(apply(d.text, cuts), want, t.header.line)
}

// opensProfiles reports whether the file has a [profiles] of its own, which stays
// when the last one is removed.
func (d *Document) opensProfiles() bool {
	list, _ := statements(d.text)
	return slices.ContainsFunc(list, func(s statement) bool { return s.header && len(s.path) == 1 && s.in("profiles") })
}

// withBlank adds the blank line after s where there is one before it too.
func (d *Document) withBlank(s span) span {
	before := s.start == 0 || strings.HasSuffix(d.text[:s.start], "\n\n") || strings.HasSuffix(d.text[:s.start], "\n\r\n")
	line, _, _ := strings.Cut(d.text[s.end:], "\n")
	if before && strings.TrimSpace(line) == "" {
		s.end = min(s.end+len(line)+1, len(d.text))
	}
	return s
}

// profileTable is a profile that stands in one table with plain keys.
type profileTable struct {
	header statement
	keys   []statement
}

// table finds the profile's table. Other ways to write it are left to the person.
func (d *Document) table(name string) (profileTable, error) {
	list, unread := statements(d.text)
	if unread > 0 {
		return profileTable{}, d.refuse(unread, name, "zoauth cannot parse this line", "edit the file by hand")
	}
	var t profileTable
	for _, s := range list {
		switch {
		case !s.header && len(s.path) == 1 && s.in("profiles"):
			return t, d.unsafe(s, name, "all profiles are in one inline table")
		case !s.in("profiles", name):
		case s.header && len(s.path) == 2 && !s.array:
			t.header = s
		case s.header:
			return t, d.unsafe(s, name, "the profile has a separate table below it")
		case len(s.path) == 2:
			return t, d.unsafe(s, name, "the profile is an inline table")
		case s.dotted:
			return t, d.unsafe(s, name, "a dotted key sets a value in the profile")
		default:
			t.keys = append(t.keys, s)
		}
	}
	if t.header.line == 0 {
		return t, d.refuse(0, name, "there is no [profiles."+name+"] in the file", "edit the file by hand")
	}
	return t, nil
}

func (d *Document) unsafe(s statement, profile, why string) error {
	return d.refuse(s.line, profile, why+", so zoauth does not edit it", "write it as [profiles."+profile+"] with one key a line, or edit it by hand")
}

// preferred finds the default key when it names the profile.
func (d *Document) preferred(name string) (statement, bool) {
	all, _ := d.raw()
	if all["default"] != name {
		return statement{}, false
	}
	list, _ := statements(d.text)
	i := slices.IndexFunc(list, func(s statement) bool { return !s.header && len(s.path) == 1 && s.in("default") })
	if i < 0 {
		return statement{}, false
	}
	return list[i], true
}

func (d *Document) lineOf(key string) int {
	list, _ := statements(d.text)
	for _, s := range list {
		if s.in(key) {
			return s.line
		}
	}
	return 0
}

// newline is how the file ends its lines.
func (d *Document) newline() string {
	if i := strings.IndexByte(d.text, '\n'); i > 0 && d.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// verified reads the new text and compares it with what it should say.
func (d *Document) verified(text string, want map[string]any, line int) (*Document, error) {
	next := &Document{Path: d.Path, text: text}
	got, err := next.raw()
	if err != nil || !reflect.DeepEqual(got, want) {
		return nil, d.refuse(line, "", "zoauth cannot edit the file at this place without changing more of it", "edit it by hand")
	}
	if len(text) > maxFile {
		return nil, d.refuse(0, "", fmt.Sprintf("the file would be longer than %d bytes", maxFile), "remove something")
	}
	return next, nil
}
