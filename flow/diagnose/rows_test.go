package diagnose_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// row is one fact of docs/zoom.md that others cite by its name.
type row struct {
	mark    string // how it is known, as the page's legend has it
	section string
	cells   []string
}

// unseen reports whether the page says that the exact response was never seen.
func (r row) unseen() bool { return slices.Contains(r.cells, "not seen") }

var rowName = regexp.MustCompile(`^(?:T\d+[a-z]?(?::[a-z-]+)?|4\d{3}(?:, 4\d{3})*|(?:api|page|callback|lib|revoke):[a-z0-9-]+)$`)

// zoomRows reads the rows of docs/zoom.md.
func zoomRows(t *testing.T) map[string]row {
	t.Helper()
	page, err := os.ReadFile("../../docs/zoom.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]row{}
	section := ""
	for line := range strings.Lines(string(page)) {
		if title, heading := strings.CutPrefix(line, "## "); heading {
			section, _, _ = strings.Cut(title, ".")
		}
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if !rowName.MatchString(cells[0]) {
			continue
		}
		mark, _, _ := strings.Cut(cells[len(cells)-1], " ")
		mark = strings.Trim(mark, ",;")
		for _, name := range strings.Split(cells[0], ", ") {
			if _, twice := rows[name]; twice {
				t.Errorf("row %s is there twice", name)
			}
			rows[name] = row{mark: mark, section: section, cells: cells}
		}
	}
	if len(rows) < 70 {
		t.Fatalf("only %d rows were read", len(rows))
	}
	return rows
}

// strengths are what a mark lets a rule claim, the weakest first.
var strengths = []struct {
	marks string
	claim diagnose.Strength
}{
	{"IM", diagnose.Modelled}, {"CFS", diagnose.Seen}, {"D", diagnose.Documented}, {"R", diagnose.Recorded},
}

func strengthOf(mark string) int {
	return slices.IndexFunc(strengths, func(s struct {
		marks string
		claim diagnose.Strength
	},
	) bool {
		return len(mark) == 1 && strings.Contains(s.marks, mark)
	})
}

// A rule claims exactly what the weakest of its rows carries, says where the first of
// them was never seen, and cites no row where it claims nothing of Zoom.
func TestRulesClaimWhatTheirRowsCarry(t *testing.T) {
	rows := zoomRows(t)
	counts := map[diagnose.Strength]int{}
	for _, r := range diagnose.Rules() {
		counts[r.Strength]++
		if (r.Strength == diagnose.NotOfZoom) != (len(r.Rows) == 0) {
			t.Errorf("%s claims %q and cites %v", r.ID, r.Strength, r.Rows)
			continue
		}
		weakest := len(strengths) - 1
		for _, name := range r.Rows {
			at, known := rows[name]
			if !known {
				t.Errorf("%s cites %s, which docs/zoom.md does not have", r.ID, name)
				continue
			}
			if strengthOf(at.mark) < 0 {
				t.Fatalf("row %s is marked %q", name, at.mark)
			}
			weakest = min(weakest, strengthOf(at.mark))
		}
		if len(r.Rows) == 0 {
			continue
		}
		if want := strengths[weakest].claim; r.Strength != want {
			t.Errorf("%s claims %q, its rows carry %q", r.ID, r.Strength, want)
		}
		if r.Unseen != rows[r.Rows[0]].unseen() {
			t.Errorf("%s says unseen: %t, row %s says %t", r.ID, r.Unseen, r.Rows[0], !r.Unseen)
		}
	}
	t.Logf("%d rules: %v", len(diagnose.Rules()), counts)
}

// Rules about networks and this machine do not name Zoom as what they know.
func TestNetworkFactsClaimNothingOfZoom(t *testing.T) {
	for _, r := range diagnose.Rules() {
		if r.Strength == diagnose.NotOfZoom && (r.Source() != "" || strings.Contains(r.Title, "Zoom refuses") || strings.Contains(r.Why, "documented")) {
			t.Errorf("%s: %q %s %s", r.ID, r.Source(), r.Title, r.Why)
		}
	}
}

// Every named row of §5 and §6 leads to a cause, and every text quoted there is
// explained.
func TestEveryRowOfZoomHasARule(t *testing.T) {
	cited := map[string]bool{}
	for _, r := range diagnose.Rules() {
		for _, name := range r.Rows {
			cited[name] = true
		}
	}
	quoted := regexp.MustCompile("`([^`]{12,})`|\"([^\"]{12,})\"")
	for name, at := range zoomRows(t) {
		if at.section != "5" && at.section != "6" {
			continue
		}
		if !cited[name] {
			t.Errorf("row %s of zoom.md has no rule", name)
		}
		if !strings.HasPrefix(name, "api:") && !strings.HasPrefix(name, "page:") && !strings.HasPrefix(name, "lib:") {
			continue
		}
		if m := quoted.FindStringSubmatch(strings.Join(at.cells, " | ")); m != nil {
			if text := m[1] + m[2]; len(explain(text).Findings) == 0 {
				t.Errorf("no rule explains %s", text)
			}
		}
	}
}

// What was never seen is listed as not known.
func TestWhatIsNotKnownIsListed(t *testing.T) {
	page, err := os.ReadFile("../../docs/zoom.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(page), "## 10. Not known")
	list, _, _ = strings.Cut(list, "## 11.")
	for name, at := range zoomRows(t) {
		if at.unseen() && !regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).MatchString(list) {
			t.Errorf("row %s was not seen, and §10 does not say so", name)
		}
	}
}

// The expectations of the deliberate mistakes cite rows that exist.
func TestMistakesCiteRows(t *testing.T) {
	rows := zoomRows(t)
	for _, m := range flow.Mistakes() {
		name, _, _ := strings.Cut(m.Source, " ")
		name = strings.Trim(name, ",;")
		if _, known := rows[name]; !known && !strings.HasPrefix(name, "§") {
			t.Errorf("%s cites %q", m.Name, m.Source)
		}
	}
}

// Comments that cite rows of docs/zoom.md, by "row" and "rows" or, in the sandbox, in
// brackets, cite such as there are.
func TestCommentsCiteRows(t *testing.T) {
	rows, cited := zoomRows(t), 0
	places := regexp.MustCompile(`zoom\.md, rows? ([^).]*)|\[((?:T\d|4\d{3}|api:|page:|callback:|lib:|revoke:)[^\]]*)\]`)
	name := regexp.MustCompile(`\b(?:T\d+[a-z]?(?::[a-z-]+)?|4[67]\d\d|(?:api|page|callback|lib|revoke):[a-z0-9-]+)\b`)
	lines := regexp.MustCompile(`\n\s*//\s*`)
	for _, room := range []string{"..", ".", "../recognize", "../report", "../sandbox", "../export", "../../profiles", "../../cli", "../../tui/inspect", "../../tui/session"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(room, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, m := range places.FindAllStringSubmatch(lines.ReplaceAllString(string(content), " "), -1) {
				for _, row := range name.FindAllString(m[1]+m[2], -1) {
					cited++
					if _, known := rows[row]; !known {
						t.Errorf("%s cites row %s, which docs/zoom.md does not have", file, row)
					}
				}
			}
		}
	}
	if cited < 50 {
		t.Errorf("only %d citations were found", cited)
	}
	t.Logf("%d citations", cited)
}
