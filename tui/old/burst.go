package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/intent"
)

// A terminal without bracketed paste hands a paste over as keys, and a URL holds
// q, u, y and digits (SCREENS.md §4.3). How fast keys come tells the two apart, by
// a clock that nobody sets.
const (
	holdKey   = 30 * time.Millisecond  // keys that come faster belong to one run
	runPause  = 100 * time.Millisecond // a run is over after this
	shortRun  = 8                      // fewer keys are typed: "yy" at once, or what a slow line delivers together
	floodKeys = 16                     // more keys in a run are a paste, wherever they land
	maxHeld   = 64 << 10               // keys; a longer run is cut
)

const (
	looksLikePaste = "Looks like a paste; press i on Authorize to paste."
	pressAgain     = "That key came with others, as in a paste; press it again."
)

// stroke is one key press: its name, and the text that it types.
type stroke struct{ key, text string }

// burst is the run of keys that the newest one belongs to.
type burst struct {
	held  []stroke // nobody acted on these yet
	ahead int      // keys of the run that acted before the first of them
	chain int      // of the newest wait for the run's end
	first stroke
	last  time.Duration // when the newest key came
	count int           // keys in the run
	alike int           // of them, how many the run begins with that are one key held down
	mixed bool          // not one key that is held down
	paste bool          // a bracketed paste came, and nothing has paused since
	flood bool          // too long for a person: dropped to its end
}

// length counts the keys of the run; one that was held down counts once.
func (b *burst) length() int { return b.count - max(0, b.alike-1) }

// add counts a key into its run.
func (b *burst) add(s stroke, at time.Duration) {
	gap := at - b.last
	b.paste = b.paste && gap <= runPause
	if b.count == 0 || gap > runPause || !b.flood && gap > holdKey {
		b.first, b.count, b.alike, b.mixed, b.flood = s, 0, 0, false, false
	}
	b.last = at
	b.count++
	b.mixed = b.mixed || s != b.first
	if !b.mixed {
		b.alike++
	}
	b.flood = b.flood || b.mixed && (b.length() > floodKeys || s.key == "enter" && b.length() > shortRun)
}

// pasted counts a bracketed paste: keys that follow fast are its end, as after a
// closing bracket inside of it (PROMISES.md F9).
func (b *burst) pasted(at time.Duration) { b.last, b.paste = at, true }

// follows reports whether s at this time comes faster than a person presses it after
// the key or paste before. A letter that is pressed at a question may come sooner than
// the enter behind a word.
func (b *burst) follows(s stroke, at time.Duration) bool {
	gap := at - b.last
	return b.count > 0 && gap <= holdKey || (b.paste || b.count > 0 && s.blank()) && gap <= runPause
}

// keep holds a key back.
func (b *burst) keep(s stroke) {
	if len(b.held) < maxHeld {
		b.held = append(b.held, s)
	}
	b.chain++
}

// blank reports whether a paste's blank or line end comes as this key.
func (s stroke) blank() bool { return s.key == "enter" || s.key == "tab" || s.key == "ctrl+j" }

// take returns what was held, and as text when it is a paste.
func (b *burst) take() (run []stroke, pasted string, isPaste bool) {
	run, b.held = b.held, nil
	mixed := b.ahead > 0 || !oneKey(run)
	if len(run)+b.ahead < shortRun || !mixed {
		return run, "", false
	}
	var text strings.Builder
	for _, s := range run {
		if s.blank() {
			text.WriteByte(' ')
		}
		text.WriteString(s.text)
	}
	return run, strings.TrimSpace(text.String()), true
}

// heldMsg says that a wait for the next key of a run is over.
type heldMsg struct{ chain int }

// pressed routes a key press by how fast it came. Text inputs take everything as
// text; elsewhere a key that does more than move waits for the next one.
func (m *Model) pressed(s stroke) tea.Cmd {
	b, at := &m.burst, m.opts.Running()
	fast := b.follows(s, at)
	b.add(s, at)
	if fast && s.key != "ctrl+c" && m.confirms(s) {
		b.held = nil
		b.chain++
		m.say(pressAgain)
		return nil
	}
	if m.takesText() {
		return m.typed(s)
	}
	if m.waits(s) {
		if len(b.held) == 0 {
			b.ahead = b.length() - 1
		}
		return m.hold(s)
	}
	before := m.endRun()
	if b.flood && s.key != "ctrl+c" {
		m.say(looksLikePaste)
		return before
	}
	return tea.Batch(before, m.key(s.key, s.text))
}

// confirms reports whether a key would answer a question, or act at the end of a paste.
func (m *Model) confirms(s stroke) bool {
	if m.burst.paste && (s.blank() || !m.takesText()) {
		return true
	}
	return m.dialog != nil && m.palette == nil && m.dialog.Answers(s.key)
}

// typed hands a key to the text input. A line end that follows fast waits: when more
// follows as fast, it is one of a paste, and text.
func (m *Model) typed(s stroke) tea.Cmd {
	b := &m.burst
	fast := b.count > 1
	var before tea.Cmd
	switch {
	case len(b.held) > 0 && fast:
		b.held = nil
		b.chain++
		before = m.key("", "\n")
	case len(b.held) > 0:
		before = m.endRun()
	}
	if s.key == "enter" && (fast || m.dialog != nil) {
		b.ahead = 0
		return tea.Batch(before, m.hold(s))
	}
	return tea.Batch(before, m.key(s.key, s.text))
}

// takesText reports whether a text input has the focus.
func (m *Model) takesText() bool {
	switch {
	case m.tooSmall():
		return false
	case m.palette != nil:
		return true
	case m.dialog != nil:
		return m.dialog.Typing()
	case m.choosing():
		return false
	default:
		return !m.help && m.typist() != nil && m.typist().Typing()
	}
}

// choosing reports whether keys turn a choice of the form.
func (m *Model) choosing() bool {
	return m.place == intent.FormPlace && !m.help && m.screens.form.Choosing()
}

// waits reports whether a key is held back until it is known to be no part of a paste.
func (m *Model) waits(s stroke) bool {
	b := &m.burst
	switch {
	case len(b.held) > 0:
		return s.text != "" || s.blank()
	case s.text == "" && s.key != "enter":
		return false
	case m.holds():
		return s.text != ""
	case b.flood, !b.mixed && b.count > shortRun: // dropped; or held down, and no paste
		return false
	default:
		return m.copying || !intent.Resolve(s.key, m.facts()).Moves()
	}
}

// holds reports whether every letter waits for its run's end: a question is asked, a
// choice is turned, or an answer is awaited that may come as a paste.
func (m *Model) holds() bool {
	if m.dialog != nil || m.choosing() && !m.tooSmall() {
		return true
	}
	return m.place == intent.AuthorizeStep && m.current.Attempt.Open() && !m.help && !m.copying && !m.tooSmall()
}

func (m *Model) hold(s stroke) tea.Cmd {
	b := &m.burst
	b.keep(s)
	if !b.mixed && len(b.held) >= shortRun {
		return m.endRun() // held down
	}
	wait, chain := runPause, b.chain
	if len(b.held) == 1 && m.dialog == nil {
		wait = holdKey
	}
	return tea.Tick(wait, func(time.Time) tea.Msg { return heldMsg{chain} })
}

// held lets a run go when no further key came in time. What was typed into an input
// and accepted is over then: the next key is no part of it.
func (m *Model) held(msg heldMsg) tea.Cmd {
	if msg.chain != m.burst.chain {
		return nil
	}
	if m.takesText() {
		m.burst.count, m.burst.flood = 0, false
	}
	return m.endRun()
}

// endRun acts on what was held: as keys, or as the paste that it is.
func (m *Model) endRun() tea.Cmd {
	run, pasted, isPaste := m.burst.take()
	switch {
	case m.dialog != nil && len(run) > 1 && !oneKey(run):
		m.say(pressAgain)
		return nil
	case !isPaste:
		return m.strike(run)
	case m.dialog == nil && m.holds():
		return m.paste(pasted)
	default:
		m.say(looksLikePaste)
		return nil
	}
}

// oneKey reports whether a run is one key that was held down.
func oneKey(run []stroke) bool {
	return !slices.ContainsFunc(run, func(s stroke) bool { return s != run[0] })
}

// strike acts on the keys of a run; those behind one that opens a dialog do not
// answer it.
func (m *Model) strike(run []stroke) tea.Cmd {
	var cmds []tea.Cmd
	before := m.dialog
	for _, s := range run {
		if m.dialog != nil && m.dialog != before {
			m.say(pressAgain)
			break
		}
		cmds = append(cmds, m.key(s.key, s.text))
	}
	return tea.Batch(cmds...)
}
