package recognize

import (
	"slices"
	"strings"
)

// environments are the words that set the app of one environment apart from that of
// another.
var environments = []string{"dev", "development", "prod", "production", "live", "staging", "s2s"}

// foreignEnvironments are beginnings of those words in other languages.
var foreignEnvironments = []string{"desarrollo", "desenvolv", "sviluppo", "entwickl", "ontwikkel", "développ", "utveckl", "udvikl", "разработ", "geliştir", "produ", "прод", "prd", "本番", "開発", "生产", "开发", "正式"}

var scopeWords = wordsOf(slices.Concat(environments, foreignEnvironments, withdrawn, otherApps, []string{Zoom})...)

// ages are the words that set values apart from those that they replaced.
var ages = append([]string{"new", "current"}, stale...)

// headingWords may stand beside them in a heading.
var headingWords = []string{"credentials", "keys", "environment", "app", "zoom", "oauth", "the", "values", "settings", "server", "to", "env", "config", "yaml", "yml", "json", "toml", "ini", "properties"}

// wordsOfHeadings are all that a heading consists of.
var wordsOfHeadings = slices.Concat(environments, ages, headingWords, otherApps)

// maxHeading is how long a heading may be.
const maxHeading = 40

// headingOf reads a line that says whose the lines below it are: "Production", "## Zoom
// (dev)", "# staging", "Slack".
func headingOf(line string) (string, bool) {
	if inner, of := strings.CutPrefix(line, "==> "); of { // head and tail of files
		line = strings.TrimSuffix(inner, " <==")
	}
	if len(line) >= 2*maxHeading || !scopeWords().In(line) {
		return "", false
	}
	if m := inBrackets().FindStringSubmatch(line); m != nil && hasAny(nameWords(m[2]), environments) && !mayBeGiven(line) {
		switch {
		case speaksOfZoom(m[1]):
			line = Zoom + " " + m[2]
		case strings.HasSuffix(line, ":"):
			line = m[2]
		}
	}
	if len(line) > maxHeading || strings.ContainsAny(line, "=|,<\t\"'") || opensBlock(line) {
		return "", false
	}
	words := nameWords(line)
	if !hasAny(words, environments) && providerIn(words) == "" || slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(wordsOfHeadings, w) && !isCount(w) }) {
		return "", false
	}
	of := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "s2s" || !slices.Contains(environments, w) })
	if len(of) > 1 { // tabs
		return "", true
	}
	return strings.Join(words, " "), true
}

// inBrackets is a line that ends with the environment of what it speaks of: "here is the Zoom app (prod)".
var inBrackets = expression(`^(.*)\((\w+)\):?$`)

// isCount reports whether a word only counts: a letter, a number, "second".
func isCount(word string) bool {
	return len(word) == 1 || strings.Trim(word, "0123456789") == "" || slices.Contains(ordinals, word)
}

// opensBlock reports whether a line opens what stands below it by indentation or
// brackets, as a key of YAML does.
func opensBlock(line string) bool {
	return strings.HasSuffix(line, ":") && !strings.HasPrefix(line, "#") || strings.HasSuffix(line, "{") || strings.HasSuffix(line, "[")
}

// columns are what the first row of a table calls its columns: names, or whose the
// values are.
type columns []string

// row reads a row of the table, or the first one of another; nil where it is no row.
func (c *columns) row(known names, line, section string, at int) []assignment {
	row := cells(line)
	if len(row) < 2 {
		*c = nil
		return nil
	}
	if a, ok := c.setting(known, row); ok {
		a.section, a.at = strings.Trim(section+"."+a.section, "."), at
		return []assignment{a}
	}
	if heads, ok := headsOf(known, row); ok {
		if hasAny(nameWords(row[0]), environments) { // the corner of the table is empty
			heads = append(columns{""}, heads...)
		}
		*c = heads
		return []assignment{}
	}
	if len(row) != len(*c) {
		return nil
	}
	var list []assignment
	of := strings.Trim(section+"."+ofRow(known, *c, row), ".")
	others := slices.ContainsFunc(*c, func(head string) bool { return known.key(head) == "" })
	for i, head := range *c {
		switch {
		case strings.HasPrefix(row[i], "{"):
			list = append(list, inCell(row[i], section, at)...)
		case known.of(head).own != "" || known.key(head) != "" && (!others || providerIn(nameWords(of)) == Zoom): // a row for each app
			list = append(list, assignment{section: of, name: head, value: cleanValue(row[i]), at: at})
		case i > 0 && known.of(row[0]).own != "": // a column for each
			list = append(list, assignment{section: strings.Trim(section+"."+head, "."), name: row[0], value: cleanValue(row[i]), at: at})
		}
	}
	return list
}

// inRow reads a row that begins with a name and has the value in the only other cell with its shape, whatever
// the columns are called: a title, an example and a description may stand beside it.
func (known names) inRow(row []string) (assignment, bool) {
	key := known.of(row[0]).own
	if key == "" || len(row) < 3 {
		return assignment{}, false
	}
	given := func(cell string) bool { return shaped(key, cell) && (key == RedirectURI || isDrawn(cell)) }
	for _, isValue := range []func(string) bool{given, isKept} {
		if i := slices.IndexFunc(row[1:], isValue) + 1; i > 0 {
			return assignment{name: row[0], value: row[i]}, !slices.ContainsFunc(row[i+1:], isValue)
		}
	}
	return assignment{}, false
}

// setting is a row that has a name and its value in columns that are called so, and whose it is in
// others.
func (c columns) setting(known names, row []string) (assignment, bool) {
	if c == nil {
		return known.inRow(row)
	}
	at, ok := c.ofSettings()
	if !ok || len(row) != len(c) || known.of(row[at[0]]).own == "" {
		return assignment{}, false
	}
	of := ""
	for i, cell := range row {
		if i != at[0] && i != at[1] {
			of = strings.Trim(of+"."+environmentIn(cell), ".")
		}
	}
	return assignment{section: of, name: row[at[0]], value: cleanValue(row[at[1]])}, true
}

// ofSettings are the columns with the names of settings and with their values.
func (c columns) ofSettings() (at [2]int, ok bool) {
	name, value := -1, -1
	for i, head := range c {
		switch words := nameWords(head); {
		case len(words) == 0:
		case value < 0 && words[len(words)-1] == "value":
			value = i
		case name < 0 && slices.Contains(settingWords, words[len(words)-1]):
			name = i
		}
	}
	return [2]int{name, value}, name >= 0 && value >= 0
}

// settingWords are what the column with the names of settings is called.
var settingWords = []string{"key", "name", "variable", "setting", "parameter"}

// inCell reads an object in a cell of a row.
func inCell(cell, section string, at int) []assignment {
	o, _, _ := readObject(cell, 0)
	list := membersOf(&o, section, nil)
	for i := range list {
		list[i].at = at
	}
	return list
}

// headsOf reads the first row of a table: two columns with names of values, or with the
// words of environments.
func headsOf(known names, row []string) (columns, bool) {
	names, whose := 0, 0
	for i, cell := range row {
		if i == 0 && slices.Contains(settingWords, strings.ToLower(cell)) {
			continue
		}
		if len(cell) <= maxHeading && known.key(cell) != "" {
			names++
		}
		if _, ok := headingOf(cell); ok && (row[0] == "" || hasAny(nameWords(cell), environments)) || slices.Contains(ages, strings.ToLower(cell)) {
			whose++
		}
	}
	_, named := columns(row).ofSettings()
	return columns(row), names > 1 && whose == 0 || whose > 1 && names == 0 || named && len(row) > 2
}

// ofRow says whose a row is by what its cells name under columns without a name of a value.
func ofRow(known names, heads columns, row []string) string {
	scope, age := "", ""
	for i, cell := range row {
		if len(cell) <= maxHeading && known.key(heads[i]) == "" {
			scope += " " + cell
			if isWithdrawn(cell) {
				age = stale[0] + "."
			}
		}
	}
	return age + strings.TrimSuffix(scopeOf(scope), ".s2s") // a title; the account ID says it
}

// cells splits a row at bars, tabs or commas.
func cells(line string) []string {
	separator := ","
	switch {
	case strings.Count(line, "|") > 1:
		separator, line = "|", strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	case strings.Contains(line, "\t"):
		separator = "\t"
	case strings.HasPrefix(line, "\"") && strings.Contains(line, "\",\""):
		separator = "\",\""
	case strings.ContainsAny(line, "={(\"'"):
		return nil
	case strings.Count(line, ";") > 1 && !strings.HasSuffix(line, ";"):
		separator = ";"
	case strings.Count(line, ",") < 2:
		return nil
	}
	row := strings.Split(line, separator)
	for i := range row {
		if row[i] = strings.TrimSpace(row[i]); !isMask(row[i]) {
			row[i] = cleanName(row[i])
		}
	}
	return row
}

// isMask reports whether a cell is a mask and nothing else.
func isMask(cell string) bool { return len(cell) > 3 && strings.Trim(cell, "*") == "" }

// above are the labels of a text with the lines above them, where a page was copied
// with each value above its label.
type above struct {
	before, line string
	lines        []string // up to the first label, the last ones
	labels       []assignment
	ends         bool // the last label has no line below it
}

// mostLabels is how many labels may stand below all their values.
const mostLabels = 8

func (a *above) add(line string) {
	if a.before, a.line, a.ends = a.line, line, false; len(a.labels) == 0 {
		a.lines = append(a.lines[max(0, len(a.lines)-mostLabels):], line)
	}
}

func (a *above) label(label assignment) {
	label.value, a.ends = a.before, true
	a.labels = append(a.labels, label)
}

// labelled returns list, or where the last label has no line below it, the labels with
// the lines above them.
func (a *above) labelled(list []assignment) []assignment {
	if !a.ends || len(a.labels) < 2 || len(list) >= len(a.labels) || a.labels[0].value == "" {
		return list
	}
	if values := len(a.lines) - 1 - len(a.labels); values >= 0 && a.labels[1].value == a.lines[len(a.lines)-1] { // all above the first label
		for i := range a.labels {
			a.labels[i].value = a.lines[values+i]
		}
	}
	return a.labels
}
