package screen

import (
	"fmt"
	"strings"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Nothing answers "nothing came back": what the browser's page means
// (SCREENS.md §2.9, zoom.md §6). The listener and the paste box stay open.
type Nothing struct {
	cursor int
	cause  int
	typing bool
	typed  string // text of a page, as far as it was typed
	told   string // what became of the last text
}

// Rows returns the list of pages and the explanation of the chosen one.
func (n *Nothing) Rows(c Context) []Row {
	return []Row{one(n.list(c)), one(n.explanation(c))}
}

// shortList is the height below which only the chosen page is listed.
const shortList = 20

func (n *Nothing) list(c Context) widget.Pane {
	p := widget.Pane{Title: "Nothing came back? What does the browser show?", Drop: widget.DropTitle}
	if c.Width < compact {
		p.Title = "What does the browser show?"
	}
	if at := c.Current.Attempt; at.Open() && c.Width >= compact {
		p.Note = c.Theme.Muted.Render("attempt open ") + widget.Short(at.Ends.Sub(c.Now)) + c.Theme.Muted.Render(" more")
	}
	listed := 0
	for i, page := range pages {
		if page.hidden && i != n.cursor {
			continue
		}
		listed++
		if c.Height >= shortList || i == n.cursor {
			p.Lines = append(p.Lines, widget.Lines(c.cursorRow(i == n.cursor, page.seen, ""))...)
		}
	}
	if c.Height < shortList {
		p.Note = c.Theme.Muted.Render(fmt.Sprintf("%d of %d", min(n.cursor+1, listed), listed))
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func (n *Nothing) explanation(c Context) widget.Pane {
	page := pages[n.cursor]
	causes := page.possible(c.Current.App)
	chosen := causes[min(n.cause, len(causes)-1)]
	p := widget.Pane{Title: page.title}
	if len(causes) > 1 {
		p.Note = c.Theme.Muted.Render(fmt.Sprintf("cause %d of %d", min(n.cause, len(causes)-1)+1, len(causes)))
	}
	if chosen.showsR {
		p.Lines = append(p.Lines, widget.Lines(c.gutter()+c.line(c.Current.App.RedirectURI))...)
	}
	for _, t := range chosen.text {
		p.Lines = append(p.Lines, widget.Lines(c.prose(t)...)...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	p.Lines = append(p.Lines, widget.Lines(n.repair(c, chosen)...)...)
	if chosen.sure != "" {
		p.Lines = append(p.Lines, widget.Blank)
		p.Lines = append(p.Lines, widget.Droppable(widget.DropExtra, " "+c.Theme.Muted.Render(string(chosen.sure)))...)
	}
	p.Lines = append(p.Lines, widget.Lines(n.input(c)...)...)
	return p
}

// repair is the "Do" row with the key that does it, where there is one.
func (n *Nothing) repair(c Context, chosen cause) []string {
	text := chosen.do
	if chosen.paste {
		text = c.Theme.Key.Render("c") + "  " + text
	}
	rows := widget.Wrap(text, c.Width-6)
	for i := range rows {
		rows[i] = "     " + rows[i]
	}
	rows[0] = " " + c.Theme.Strong.Render("Do") + "  " + strings.TrimLeft(rows[0], " ")
	return rows
}

// gutter stands before text from outside; a box's side is one.
func (c Context) gutter() string {
	if c.Boxed {
		return " "
	}
	return c.Theme.Muted.Render(c.Theme.Glyph.Side) + " "
}

// input is the box for a page's text, and what became of the last one.
func (n *Nothing) input(c Context) []string {
	var rows []string
	if n.typing {
		t := c.Theme
		rows = append(rows, "", " "+t.Glyph.Cursor+" "+t.Glyph.Mask+fmt.Sprintf(" %d characters", len(n.typed))+t.Glyph.Caret+t.Muted.Render("   enter reads it"))
	}
	if n.told != "" {
		rows = append(rows, hanging(c.prose(c.Theme.Soon.Render("!")+" "+n.told))...)
	}
	return rows
}

// Do moves the cursor and goes on from the chosen page.
func (n *Nothing) Do(c Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Down:
		n.move(1)
	case intent.Up:
		n.move(-1)
	case intent.Top:
		n.choose(0)
	case intent.Bottom:
		n.choose(listedPages() - 1)
	case intent.Main:
		return n.enter(c)
	case intent.ToPaste:
		return c.changeToPaste()
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

func listedPages() int {
	n := 0
	for _, p := range pages {
		if !p.hidden {
			n++
		}
	}
	return n
}

func (n *Nothing) move(by int) {
	n.choose(min(max(min(n.cursor, listedPages())+by, 0), listedPages()-1))
}

func (n *Nothing) choose(i int) { *n = Nothing{cursor: i} }

// enter shows the next cause, or opens the box that the page asks for.
func (n *Nothing) enter(c Context) intent.Intent {
	switch pages[n.cursor].choose {
	case toPaste:
		return intent.OpenPasteBox{}
	case readPage:
		n.typing = true
	default:
		n.cause = (n.cause + 1) % len(pages[n.cursor].possible(c.Current.App))
	}
	return nil
}

// changeToPaste opens the form where the redirect URI is to be filled in.
func (c Context) changeToPaste() intent.Intent {
	if c.Current.App.Sandbox {
		return intent.Say{Text: "Sandbox profiles stay as they are; here you can paste at any time."}
	}
	return intent.OpenForm{Old: c.Current.App.Name, ToPaste: true}
}

// Note says that nothing was closed, and what enter does.
func (n *Nothing) Note(c Context) string {
	const open = "The listener and the paste box stay open."
	if len(pages[n.cursor].possible(c.Current.App)) > 1 && c.Width >= compact {
		return open + " enter shows the next cause."
	}
	return open
}
