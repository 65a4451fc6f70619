package profiles

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Keys of secrets, found in what is no TOML: they make a file private, and name
// variables that no child may see.
var (
	secretSetting = expression(`client_secret("|')?\s*=|client_secret_command`)
	variableKey   = expression(`client_secret_env["']?\s*=\s*["']([^"'\n]+)`)
)

// Parse reads the text of a profile file; path is where its relative paths start.
func Parse(path, text string) (*File, error) {
	p := parse(path, text)
	return p.file, p.problems.orNil()
}

func parse(path, text string) *parser {
	p := &parser{file: &File{Path: path}, problems: &Problems{Path: path}}
	p.read(strings.TrimPrefix(text, byteOrderMark))
	p.profiles()
	p.preferred()
	p.unknown()
	if len(p.names) == 0 && len(p.problems.List) == 0 {
		p.problems.add(Problem{Text: "the file has no profile", Repair: "add [profiles.NAME]; profiles.example.toml shows every key"})
	}
	p.file.hideFromChildren()
	return p
}

// parser reads one profile file.
type parser struct {
	file     *File
	problems *Problems
	meta     toml.MetaData
	top      map[string]toml.Primitive
	index    lineIndex
	names    []string        // of the profiles, in the file's order
	bad      map[string]bool // profiles that are no TOML
	files    []namedFile
}

// read decodes the text, or what can be read of it. Where nothing can, the problems
// say so and there are no keys.
func (p *parser) read(text string) {
	var err error
	if p.meta, err = decodeTOML(text, &p.top); err == nil {
		p.index = indexLines(text)
		return
	}
	p.file.private = secretSetting().MatchString(text)
	for _, m := range variableKey().FindAllStringSubmatch(text, -1) {
		p.file.secrets = append(p.file.secrets, m[1])
	}
	p.top = nil
	if other, is := otherFormat(text); is {
		p.problems.add(other)
		return
	}
	var s *salvage
	if !errors.Is(err, errTooManyKeys) && hasHeader(text) {
		s = newSalvage(text)
	}
	if s == nil {
		p.problems.add(syntax(err, text))
		return
	}
	p.salvage(s)
	p.problems.List = append(p.problems.List, s.problems...)
}

// salvage reads what is left of a text that is no TOML as a whole.
func (p *parser) salvage(s *salvage) {
	p.bad = s.bad
	for tries := 0; ; tries++ {
		text := string(s.text)
		meta, err := decodeTOML(text, &p.top)
		if err == nil {
			p.meta, p.index = meta, indexLines(text)
			return
		}
		p.top = nil
		if tries == maxConflicts || !s.conflict(err) {
			p.problems.add(syntax(err, text))
			return
		}
	}
}

// profiles reads every profile that is TOML.
func (p *parser) profiles() {
	raw, there := p.top["profiles"]
	if !there {
		return
	}
	tables, ok := p.table(raw)
	if !ok {
		p.problems.add(Problem{Line: p.index["profiles"], Key: "profiles", Text: "is not a table", Repair: "write [profiles.NAME]"})
		return
	}
	p.names = p.order(tables)
	if p.lacksHeader(tables) {
		return
	}
	for _, name := range p.names {
		if !p.bad[name] {
			p.profile(name, tables[name])
		}
	}
}

// lacksHeader reports whether keys of a profile are directly below [profiles], and tells it once.
func (p *parser) lacksHeader(tables map[string]toml.Primitive) bool {
	i := slices.IndexFunc(p.names, func(name string) bool {
		_, isTable := p.table(tables[name])
		return slices.Contains(keys, name) && !isTable
	})
	if i < 0 {
		return false
	}
	p.problems.add(Problem{Line: p.index["profiles"], Key: "profiles", Text: "keys of a profile are directly below it", Repair: "write [profiles.NAME]"})
	return true
}

// table reads the values of a table; false when raw is none.
func (p *parser) table(raw toml.Primitive) (map[string]toml.Primitive, bool) {
	var value any
	var table map[string]toml.Primitive
	err := errors.Join(p.meta.PrimitiveDecode(raw, &value), p.meta.PrimitiveDecode(raw, &table))
	_, is := value.(map[string]any)
	return table, is && err == nil
}

// order returns the profiles' names as the file has them.
func (p *parser) order(tables map[string]toml.Primitive) []string {
	var names []string
	seen := map[string]bool{}
	for _, key := range p.meta.Keys() {
		if len(key) < 2 || key[0] != "profiles" || seen[key[1]] {
			continue
		}
		if _, there := tables[key[1]]; there {
			seen[key[1]] = true
			names = append(names, key[1])
		}
	}
	return names
}

// profile reads one profile. Its secrets count also where it has a problem.
func (p *parser) profile(name string, raw toml.Primitive) {
	r := &reader{meta: p.meta, profile: name, names: p.names, index: p.index, problems: p.problems, dir: filepath.Dir(p.file.Path), told: map[string]bool{}}
	fields, ok := p.table(raw)
	if r.fields = fields; !ok {
		r.problem("", "is not a table", "write ["+tableName(name)+"] with one key a line")
		return
	}
	p.file.astray.read(p.meta, name, fields)
	app, good := r.app()
	if good {
		p.file.Apps = append(p.file.Apps, app)
	}
	for _, f := range []namedFile{{name, "ca_file", app.CAFile}, {name, "listen_cert_file", app.ListenCert}, {name, "listen_key_file", app.ListenKey}} {
		if f.path != "" {
			p.files = append(p.files, f)
		}
	}
	p.file.private = p.file.private || r.has("client_secret") || r.has("client_secret_command")
	if r.env != "" {
		p.file.secrets = append(p.file.secrets, r.env)
	}
}

// tableName is how a profile's header names it.
func tableName(profile string) string { return "profiles." + quoteKey(profile) }

// preferred reads which profile is the default one.
func (p *parser) preferred() {
	raw, there := p.top["default"]
	if !there {
		return
	}
	problem := Problem{Line: p.index["default"], Key: "default"}
	known := slices.Concat(p.names, slices.Sorted(maps.Keys(p.bad)))
	var name string
	switch err := p.meta.PrimitiveDecode(raw, &name); {
	case err != nil:
		problem.Text, problem.Repair = "is not a string", `write default = "NAME"`
	case name != "" && !slices.Contains(known, name) && len(known) == 0:
		problem.Text, problem.Repair = fmt.Sprintf("there is no profile %q", name), "add ["+tableName(name)+"]"
	case name != "" && !slices.Contains(known, name):
		problem.Text, problem.Repair = fmt.Sprintf("there is no profile %q", name), "name one of "+strings.Join(known, ", ")
	default:
		p.file.Default = name
		return
	}
	p.file.astray.name(name)
	p.problems.add(problem)
}

// unknown names what stands beside the profiles and has no meaning there.
func (p *parser) unknown() {
	var ours []string
	for _, key := range slices.Sorted(maps.Keys(p.top)) {
		switch {
		case key == "default" || key == "profiles":
		case slices.Contains(keys, key):
			ours = append(ours, key)
		default:
			p.file.astray.name(key)
			p.problems.add(Problem{Line: p.index[key], Key: key, Text: "zoauth doesn't know this key here", Repair: p.instead(key)})
		}
	}
	if ours != nil {
		p.problems.add(Problem{Line: p.index[ours[0]], Key: strings.Join(ours, ", "), Text: "zoauth doesn't know this key here", Repair: "put it below [profiles.NAME]"})
	}
}

// sharedTable is what other programs call a table whose keys are those of all others.
var sharedTable = expression(`(?i)^(?:defaults?|globals?|common|settings|shared|base)$`)

// instead is what the person may have meant by a key that stands beside the profiles.
func (p *parser) instead(key string) string {
	near := nearest(key, []string{"default", "profiles"})
	switch {
	case p.meta.Type(key) == "Hash" && strings.HasPrefix(key, "profiles."):
		return "write [" + key + "], without the quotes"
	case p.meta.Type(key) == "Hash" && sharedTable().MatchString(key):
		return "profiles don't share keys: write them in each profile"
	case near != "":
		return "did you mean " + near + "?"
	case p.meta.Type(key) == "Hash" && IsName(key):
		return "write [" + tableName(key) + "]"
	default:
		return "keys of a profile go below [profiles.NAME]"
	}
}

// hideFromChildren tells every secret command which variables hold secrets.
func (f *File) hideFromChildren() {
	for _, app := range f.Apps {
		if c, ok := app.Secret.(*commandSecret); ok {
			c.hidden = f.secrets
		}
	}
}
