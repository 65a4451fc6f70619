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
		return []ui.Key{ui.NewKey(safe.Const("read the text"), "ctrl+d"), ui.NewKey(safe.Const("on an empty line: read it"), "enter"), ui.NewKey(safe.Const("clear"), "ctrl+u"), ui.NewKey(safe.Const("leave"), "esc")}
	case p.busy != 0 || len(p.rows) == 0:
		return []ui.Key{ui.NewKey(safe.Const("back"), "esc"), ui.NewKey(safe.Const("paste or type something"), "i").In(ui.Go)}
	}
	one, last := safe.Text{}, safe.Text{}
	if len(p.rows) < 2 {
		one = safe.Const("Only one thing was found.")
	}
	if len(p.names) < 2 {
		last = safe.Const("There is no other view.")
	}
	return []ui.Key{
		ui.NewKey(p.act(), "enter"),
		ui.NewKey(safe.Const("choose"), "j", "k", "down", "up", "g", "G", "home", "end"),
		ui.NewKey(p.nextName(), "]", "[", "l", "h", "right", "left").Unless(last),
		ui.NewKey(safe.Const("copy"), "y"),
		ui.NewKey(safe.Const("back"), "esc"),
		ui.NewKey(safe.Const("found"), "J", "K", "shift+down", "shift+up").As(safe.Const("J K")).Unless(one).HiddenIf(len(p.rows) < 2).In(ui.Move),
		ui.NewKey(safe.Const("other pane"), "tab").Unless(one).Hidden().In(ui.Move),
		ui.NewKey(safe.Const("scroll"), "ctrl+d", "ctrl+u", "pgdown", "pgup").Hidden().In(ui.Move),
		ui.NewKey(safe.Const("why; what is known"), "w").Hidden(),
		ui.NewKey(safe.Const("text alone on the screen"), "u").Hidden(),
		ui.NewKey(safe.Const("paste or type something"), "i").Hidden().In(ui.Go),
	}
}

// act is what enter does.
func (p *Screen) act() safe.Text {
	switch {
	case p.focus == onFound:
		return safe.Const("what you can do")
	case p.cursor.Cursor < len(p.choices):
		return p.choices[p.cursor.Cursor].act
	}
	return safe.Const("show this cause")
}

func (p *Screen) nextName() safe.Text {
	if len(p.names) == 0 {
		return safe.Const("view")
	}
	return p.names[(p.view+1)%len(p.names)].Lower()
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
		return p.key(msg.String())
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

func (p *Screen) key(pressed string) tea.Cmd {
	_, height := p.layout().body.Inner()
	switch pressed {
	case "esc":
		return p.desk.Back()
	case "i":
		return p.again()
	case "enter":
		return p.enter()
	case "y":
		return p.desk.Ask(p.copies())
	case "u":
		return p.desk.Alone(p.desk.Clean().Text(p.read.shown))
	case "w":
		p.more = !p.more
	case "tab":
		p.focus = onFound - p.focus
	case "]", "l", "right":
		p.turn(1)
	case "[", "h", "left":
		p.turn(len(p.names) - 1)
	case "ctrl+d", "pgdown":
		p.scroll(max(1, height/2))
	case "ctrl+u", "pgup":
		p.scroll(-max(1, height/2))
	default:
		p.move(pressed)
	}
	p.draw()
	return nil
}

// move moves the cursor of the pane that has the focus; J and K that of Found.
func (p *Screen) move(pressed string) {
	switch pressed {
	case "J", "shift+down":
		p.list.Move(1)
	case "K", "shift+up":
		p.list.Move(-1)
	default:
		if p.focus == onChoices {
			p.cursor.Key(pressed, len(p.choices))
			return
		}
		p.list.Key(pressed, len(p.rows))
	}
	p.list.Settle(p.layout().found.Height - 1)
	p.chosen()
}

// enter does what the row under the cursor says.
func (p *Screen) enter() tea.Cmd {
	if p.focus == onFound {
		p.focus = onChoices
		return nil
	}
	if p.cursor.Cursor < len(p.choices) {
		return p.choices[p.cursor.Cursor].do()
	}
	p.view, p.top = 0, 0
	p.draw()
	return nil
}

// turn shows another view.
func (p *Screen) turn(n int) {
	p.view, p.top = (p.view+n)%max(1, len(p.names)), 0
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
	view := p.view
	p.view, p.more = 0, true
	p.draw()
	text := ui.Plaintext(p.page.Lines).String()
	p.view, p.more = view, false
	p.draw()
	return text
}
