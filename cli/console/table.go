package console

import (
	"strings"

	"zoauth/internal/safe"
)

// columnGap is how many blanks part two columns.
const columnGap = 2

// Table writes rows whose columns are aligned by cells; the last one is not padded.
// Without rows nothing is written.
func (c *Console) Table(rows ...[]safe.Text) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cell.Width())
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i < len(row)-1 {
				cell = cell.Pad(widths[i] + columnGap)
			}
			b.WriteString(c.text(cell))
		}
		b.WriteString("\n")
	}
	return c.write(c.out, b.String())
}
