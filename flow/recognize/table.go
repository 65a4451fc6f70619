package recognize

import (
	"slices"
	"strings"
)

// environments are the words that set the app of one environment apart from that of
// another.
var environments = []string{"dev", "development", "prod", "production", "live", "staging", "s2s"}

var scopeWords = wordsOf(slices.Concat(environments, withdrawn, otherApps, []string{Zoom})...)

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
	if len(line) > maxHeading || strings.ContainsAny(line, "=|,<\t\"'") || !scopeWords().In(line) || opensBlock(line) {
		return "", false
	}
	words := nameWords(line)
	if !hasAny(words, environments) && providerIn(words) == "" || hasOther(slices.DeleteFunc(slices.Clone(words), isCount), wordsOfHeadings) {
		return "", false
	}
	of := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "s2s" || !slices.Contains(environments, w) })
	if len(of) > 1 { // tabs
		return "", true
	}
	return strings.Join(words, " "), true
}

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
	if *c != nil && strings.Trim(line, "|-=+: \t") == "" {
		return []assignment{}
	}
	row := cells(line)
	if len(row) < 2 {
		*c = nil
		return nil
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

// inCell reads an object in a cell of a row.
func inCell(cell, section string, at int) []assignment {
	o, _, ok := readObject(cell, 0)
	if !ok {
		return nil
	}
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
	for _, cell := range row {
		if len(cell) <= maxHeading && known.key(cell) != "" {
			names++
		}
		if _, ok := headingOf(cell); ok && (row[0] == "" || hasAny(nameWords(cell), environments)) || slices.Contains(ages, strings.ToLower(cell)) {
			whose++
		}
	}
	return columns(row), names > 1 && whose == 0 || whose > 1 && names == 0
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
		row[i] = cleanName(strings.TrimSpace(row[i]))
	}
	return row
}

// above are the labels of a text with the lines above them, where a page was copied
// with each value above its label.
type above struct {
	before, line string
	labels       []assignment
	ends         bool // the last label has no line below it
}

func (a *above) add(line string) { a.before, a.line, a.ends = a.line, line, false }

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
	return a.labels
}
