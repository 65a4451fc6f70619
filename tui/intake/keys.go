package intake

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// Keys of the box, or of what was found.
func (p *Screen) Keys() []ui.Key {
	switch {
	case p.typing:
		return []ui.Key{ui.NewKey(safe.Const("read it"), "ctrl+d"), ui.NewKey(safe.Const("on an empty line too"), "enter"), ui.NewKey(safe.Const("clear"), "ctrl+u"), ui.NewKey(safe.Const("leave"), "esc")}
	case p.busy != 0 || len(p.rows) == 0:
		return []ui.Key{ui.NewKey(safe.Const("back"), "esc").Does(p.desk.Back), ui.NewKey(safe.Const("paste or type something"), "i").In(ui.Go).Does(p.again)}
	}
	ofSeveral := func(k ui.Key) ui.Key {
		return k.OffIf(len(p.rows) < 2, safe.Const("Only one thing was found.")).HiddenIf(len(p.rows) < 2).In(ui.Move)
	}
	return []ui.Key{
		ui.NewKey(p.act(), "enter").Does(p.enter),
		ui.NewKey(safe.Const("choose"), "j", "k", "down", "up", "g", "G", "home", "end").Moves(p.move),
		ui.NewKey(p.pager.Next(), "]", "[", "l", "h", "right", "left").OffIf(len(p.pager.Names) < 2, safe.Const("There is no other view.")).Moves(p.turn),
		ui.NewKey(safe.Const("copy"), "y").Does(func() tea.Cmd { return p.desk.Ask(p.copies()) }),
		ui.NewKey(safe.Const("back"), "esc").Does(p.desk.Back),
		ofSeveral(ui.NewKey(safe.Const("found"), "J", "K", "shift+down", "shift+up").As(safe.Const("J K"))).Moves(p.moveFound),
		ofSeveral(ui.NewKey(safe.Const("other pane"), "tab")).Hidden().Does(p.otherPane),
		ui.NewKey(safe.Const("scroll"), "ctrl+d", "ctrl+u", "pgdown", "pgup").Hidden().In(ui.Move).Moves(p.halfPage),
		ui.NewKey(safe.Const("why; what is known"), "w").Hidden().Does(p.explain),
		ui.NewKey(safe.Const("text alone on the screen"), "u").Hidden().Does(func() tea.Cmd { return p.desk.Alone(p.desk.Clean().Text(p.read.shown)) }),
		ui.NewKey(safe.Const("paste or type something"), "i").Hidden().In(ui.Go).Does(p.again),
	}
}

// act is what enter does.
func (p *Screen) act() safe.Text {
	switch {
	case p.focus == onFound:
		return safe.Const("what you can do")
	case p.cursor.Cursor < len(p.choices):
		return p.choices[p.cursor.Cursor].Does()
	}
	return safe.Const("show this cause")
}

// Update takes keys, pastes, and what a text was read as.
func (p *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case readMsg:
		if msg.screen == p && msg.n == p.busy {
			p.taken(msg.reading)
		}
	case ui.ChangedMsg:
		if !p.typing && p.read.done {
			p.choices = p.offers().all()
			p.cursor.Count = len(p.choices) + p.row().causes()
			p.cursor.Set(p.cursor.Cursor)
		}
		return p.anew()
	case tea.PasteMsg:
		return p.take(p.box.Value() + msg.Content)
	case tea.KeyPressMsg:
		if p.typing {
			return p.typed(msg)
		}
		return ui.Press(msg, p.Keys())
	}
	return nil
}

// typed edits the box. ctrl+d reads the text, and so does enter on an empty line.
func (p *Screen) typed(msg tea.KeyPressMsg) tea.Cmd {
	written := strings.TrimSpace(p.box.Value()) != ""
	switch pressed := msg.String(); {
	case pressed == "esc" && p.read.done:
		p.typing = false
		p.box.Clear()
		p.draw()
		return nil
	case pressed == "esc":
		return p.desk.Back()
	case pressed == "ctrl+u":
		p.box.Clear()
		return nil
	case (pressed == "ctrl+d" || pressed == "enter" && p.box.OnEmptyLine()) && written:
		return p.take(p.box.Value())
	case pressed == "ctrl+d" || pressed == "enter" && !written:
		p.desk.Say(safe.Const("Paste or type something first."))
		return nil
	}
	return p.box.Update(msg)
}

// move moves the cursor of the pane that has the focus.
func (p *Screen) move(pressed string) tea.Cmd {
	if p.focus == onFound {
		return p.moveFound(pressed)
	}
	p.cursor.Key(pressed, len(p.choices))
	p.draw()
	return nil
}

// inFound are the keys that move the cursor of Found from any pane, as in it.
var inFound = strings.NewReplacer("shift+", "", "J", "j", "K", "k")

// moveFound moves the cursor of Found.
func (p *Screen) moveFound(pressed string) tea.Cmd {
	p.list.Key(inFound.Replace(pressed), len(p.rows))
	p.list.Settle(p.layout().found.Height - 1)
	p.chosen()
	return nil
}

func (p *Screen) otherPane() tea.Cmd {
	p.focus = onFound - p.focus
	return nil
}

// halfPage scrolls by half of what is shown.
func (p *Screen) halfPage(pressed string) tea.Cmd {
	_, height := p.layout().body.Inner()
	half := max(1, height/2)
	if pressed == "ctrl+u" || pressed == "pgup" {
		half = -half
	}
	p.scroll(half)
	return nil
}

func (p *Screen) explain() tea.Cmd {
	p.pager.More = !p.pager.More
	p.draw()
	return nil
}

// enter does what the row under the cursor says.
func (p *Screen) enter() tea.Cmd {
	if p.focus == onFound {
		p.focus = onChoices
		return nil
	}
	if p.cursor.Cursor < len(p.choices) {
		return p.choices[p.cursor.Cursor].Do()
	}
	p.pager.View, p.pager.Top = 0, 0
	p.draw()
	return nil
}

// turn shows another view.
func (p *Screen) turn(pressed string) tea.Cmd {
	p.pager.Turn(ui.Turn(pressed))
	p.draw()
	return nil
}

// copies is the menu of what can be copied.
func (p *Screen) copies() *ui.Choices {
	c := &ui.Choices{Title: safe.Const("Copy"), Rows: []ui.Choice{{
		Name: safe.Const("the explanation"), Note: safe.Const("redacted"), Key: "e",
		Do: func() tea.Cmd { return p.desk.Copy(p.explanation(), safe.Const("the explanation")) },
	}, {
		Name: safe.Const("the text without its secrets"), Note: safe.Const("redacted"), Key: "t",
		Do: func() tea.Cmd {
			return p.desk.Copy(p.desk.Clean().Whole(p.read.shown).String(), safe.Const("the text"))
		},
	}}}
	if token := p.row().pasted.Token.Secret; !token.IsZero() {
		c.Rows = append(c.Rows, ui.Choice{
			Name: safe.Const("the token"), Note: safe.Const("secret"), Key: "v",
			Do: func() tea.Cmd { return p.desk.Copy(token.Reveal(), safe.Const("the token")) },
		})
	}
	return c
}

// explanation is the Why view as text.
func (p *Screen) explanation() string {
	view := p.pager.View
	p.pager.View, p.pager.More = 0, true
	p.draw()
	text := ui.Plaintext(p.pager.Page.Lines).String()
	p.pager.View, p.pager.More = view, false
	p.draw()
	return text
}
