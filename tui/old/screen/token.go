package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Token shows a token's header and claims (SCREENS.md §2.7): the profile's pair,
// or one that was pasted to be looked at.
type Token struct {
	tokens inspect.Tokens
	loose  bool // nothing of a profile: paste box first
	typing bool
	text   string
	seen   bool
}

// NewToken returns the screen of a profile's tokens.
func NewToken() *Token { return &Token{} }

// NewLooseToken returns the screen that decodes a pasted token.
func NewLooseToken() *Token { return &Token{loose: true, typing: true} }

// Show takes over the state whose tokens are shown.
func (s *Token) Show(st flow.State, requested []string) {
	s.tokens.Show(st)
	s.tokens.Requested(requested)
	s.seen = st.HasToken()
}

// Rows returns the token, and the paste box of a loose one.
func (s *Token) Rows(c Context) []Row {
	if !s.seen && !s.loose {
		return []Row{one(widget.Pane{Title: "Token", Lines: widget.Lines("", " There is no token yet: 1 authorizes.")})}
	}
	var rows []Row
	if s.loose {
		rows = append(rows, one(s.paste(c)))
	}
	if s.seen {
		rows = append(rows, one(widget.Pane{
			Title: s.tokens.Title(c.inspect()), Note: s.tokens.Tabs(c.inspect()), Min: 5,
			Grow: func(w, h int) []string { return s.tokens.Lines(c.inspect(), w, h) },
		}))
	}
	return rows
}

func (s *Token) paste(c Context) widget.Pane {
	p := widget.Pane{Title: "Look at a token", Drop: widget.DropTitle}
	switch {
	case !s.typing:
		p.Lines = widget.Lines(" Nothing was sent and nothing is kept. A paste shows another one.")
	case s.text == "":
		p.Lines = widget.Lines(" " + c.Theme.Glyph.Cursor + " " + c.Theme.Glyph.Caret + c.Theme.Muted.Render("   paste a token; nothing is sent and nothing is kept"))
	default:
		p.Lines = widget.Lines(" " + c.Theme.Glyph.Cursor + " " + c.Theme.Glyph.Mask + c.Theme.Glyph.Caret + c.Theme.Muted.Render("   enter decodes it"))
	}
	return p
}

// Do moves in the claims.
func (s *Token) Do(_ Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Back:
		return intent.GoBack{}
	case intent.Down:
		s.tokens.Move(1)
	case intent.Up:
		s.tokens.Move(-1)
	case intent.Top:
		s.tokens.Top()
	case intent.Bottom:
		s.tokens.Bottom()
	case intent.NextView, intent.NextPane:
		s.tokens.Next()
	case intent.PrevView:
		s.tokens.Prev()
	case intent.Reveal:
		return intent.RevealHere{}
	}
	return nil
}

// Typing reports whether the paste box has the focus.
func (s *Token) Typing() bool { return s.loose && s.typing }

// Type edits the paste box.
func (s *Token) Type(_ Context, key, text string) intent.Intent {
	switch key {
	case "enter":
		return s.take(s.text)
	case "esc":
		s.typing = false
		if !s.seen {
			return intent.GoBack{}
		}
	case "ctrl+u", "backspace":
		s.text = ""
	default:
		s.text += text
	}
	return nil
}

// Insert decodes a pasted token at once.
func (s *Token) Insert(_ Context, text string) intent.Intent {
	if !s.loose {
		return nil
	}
	return s.take(text)
}

func (s *Token) take(text string) intent.Intent {
	token := flow.NewSecret(flow.KindAccessToken, strings.Join(strings.Fields(text), ""))
	s.text = ""
	if token.IsZero() {
		return nil
	}
	s.typing = false
	s.Show(flow.State{Token: flow.Token{AccessToken: token}}, nil)
	s.tokens.Loose()
	return intent.Inspect{Token: token}
}

// Copies are the fingerprint and the claims; what is hidden in them stays hidden.
func (s *Token) Copies(c Context) []Copy {
	if !s.seen {
		return nil
	}
	return []Copy{
		{Key: "y", Word: "fingerprint", What: "the fingerprint", Text: s.tokens.Fingerprint},
		{Key: "c", Word: "claims", What: "the claims", Text: func() string { return c.Clean.Redactor.Redact(s.tokens.JSON()) }},
	}
}

// OnSecret reports whether the cursor is on a hidden claim.
func (s *Token) OnSecret() bool { return s.seen && s.tokens.OnSecret() }

// SetReveal shows or hides the value under the cursor.
func (s *Token) SetReveal(on bool) { s.tokens.Reveal(on) }

// Note says what claims are good for.
func (s *Token) Note(Context) string {
	return "Claims are for reading only: Zoom calls the token opaque."
}
