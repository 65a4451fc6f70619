package cli

import (
	"fmt"
	"strings"

	"zoauth/flow/diagnose"
)

// causeRow is a cause in the JSON of explain --list.
type causeRow struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Texts []string `json:"texts"`
}

// causePage is the JSON of explain ID.
type causePage struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Texts []string `json:"texts"`
	Why   string   `json:"why"`
	Check string   `json:"check"`
	Fix   string   `json:"fix"`
	Not   string   `json:"not,omitempty"`
	Next  string   `json:"next"`
	Known string   `json:"known"`
	Page  string   `json:"page"`
}

func causeRowOf(r diagnose.Rule) causeRow {
	return causeRow{r.ID, r.Title, append([]string{}, r.Texts()...)}
}

// listCauses prints every cause with the texts that lead to it.
func (v *explainVerb) listCauses() error {
	for _, r := range diagnose.Rules() {
		if v.json {
			if err := v.JSON(causeRowOf(r)); err != nil {
				return err
			}
			continue
		}
		text := r.ID + "  " + r.Title + "\n"
		if texts := r.Texts(); len(texts) > 0 {
			text += "    " + strings.Join(texts, " · ") + "\n"
		}
		if err := v.Print(v.Clean.Text(strings.TrimRight(text, "\n"))); err != nil {
			return err
		}
	}
	return nil
}

// printCause prints the page of one cause.
func (v *explainVerb) printCause(r diagnose.Rule) error {
	page := diagnose.Finding{Rule: &r}.Page()
	if v.json {
		row := causeRowOf(r)
		return v.JSON(causePage{row.ID, row.Title, row.Texts, r.Why, r.Confirm, r.Fix, r.Unlike, string(r.Do), r.Source(), page})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\nCheck    %s\nFix      %s\n", r.Title, r.Why, r.Confirm, r.Fix)
	if r.Unlike != "" {
		fmt.Fprintf(&b, "Not      %s\n", r.Unlike)
	}
	if r.Do != diagnose.Nothing {
		fmt.Fprintf(&b, "Next     %s\n", r.Do)
	}
	if texts := r.Texts(); len(texts) > 0 {
		fmt.Fprintf(&b, "Matches  %s\n", strings.Join(texts, " · "))
	}
	if source := r.Source(); source != "" {
		fmt.Fprintf(&b, "Source   %s; rows %s of docs/zoom.md\n", source, strings.Join(r.Rows, ", "))
	}
	fmt.Fprintf(&b, "Page     %s\n", page)
	return v.Print(v.Clean.Text(strings.TrimRight(b.String(), "\n")))
}
