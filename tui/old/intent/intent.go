package intent

import "zoauth/flow"

// Intent is a wish with what it needs. A screen answers an action with one; the
// root model carries it out. nil is no wish.
type Intent interface{ isIntent() }

// The wishes.
type (
	// Go opens a place for the current profile. Fresh asks for a new preview where
	// a step still shows its last result.
	Go struct {
		Place Place
		Fresh bool
	}
	// GoBack leaves the place for the one before.
	GoBack struct{}
	// Select makes a profile the current one and opens a place.
	Select struct {
		Profile string
		Place   Place
	}
	// Send sends the previewed request of the current step. Meant: a credential that
	// is not the profile's is sent on purpose. Apart: what it brings goes into a file
	// of its own.
	Send struct{ Meant, Apart bool }
	// EditField changes, adds or removes a field of the preview, for one send.
	EditField struct{ flow.Change }
	// StartAttempt binds the listener, unless PasteOnly, and shows the URL.
	StartAttempt struct {
		PasteOnly bool
		Again     *Owner // of one that failed; nil: the current profile
	}
	// StopAttempt ends the open attempt.
	StopAttempt struct{}
	// ExtendAttempt gives the open attempt ten minutes more.
	ExtendAttempt struct{}
	// Paste is an answer that the person pasted.
	Paste struct {
		Text        string
		BeganAtZoom bool // the person says so of an answer without state
		StateLost   bool // or that it began here and the state was lost
		Whole       bool // the person says so of a code of an unusual length
	}
	// OpenPasteBox goes back to the wait for the answer, its paste box open.
	OpenPasteBox struct{}
	// PlayBrowser lets the sandbox's browser press Allow or Decline.
	PlayBrowser struct{ Allow bool }
	// Clip sends text to the clipboard. Secret text is copied only while revealed.
	Clip struct{ Text, What string }
	// Keep writes Text into a file of mode 0600. What names it.
	Keep struct {
		What string
		Text func() string
	}
	// ShowPlain leaves the full screen and prints one logical line until a key.
	ShowPlain struct{ Text string }
	// SaveAgain tries again to save tokens that live only in memory.
	SaveAgain struct{}
	// SaveIn saves them in another folder.
	SaveIn struct{ Folder string }
	// Ask opens a dialog.
	Ask struct{ Question Question }
	// ShowTrace opens the history at the trace that is By places newer than the one
	// with the ID.
	ShowTrace struct {
		ID string
		By int
	}
	// Say sets the status line.
	Say struct{ Text string }
	// ToggleSandbox shows the other name space of profiles.
	ToggleSandbox struct{}
	// Inspect decodes a token that the person pasted; nothing is sent or kept.
	Inspect struct{ Token flow.Secret }
	// RevealHere shows the secret under the cursor until the next key.
	RevealHere struct{}
	// MakeMistake makes a deliberate mistake in the preview.
	MakeMistake struct{ Name string }
	// Break makes a deliberate mistake in the preview of its step.
	Break struct{ Name string }
	// SetFault switches something that goes wrong at the sandbox on or off.
	SetFault struct {
		Name string
		On   bool
	}
	// RefreshDue sends the ticked refreshes, one after the other.
	RefreshDue struct{}
	// Import fills a new profile from a text, or from the file at Path.
	Import struct{ Text, Path string }
	// OpenForm fills in a profile: Old is changed; Like is copied into a new one;
	// without either it is blank.
	OpenForm struct {
		Old, Like string
		ToPaste   bool // begin with the answer changed to paste
	}
	// SaveProfile writes what the form holds into the profile file.
	SaveProfile struct{}
	// DeleteProfile takes a profile out of the profile file.
	DeleteProfile struct{ Profile string }
	// Leave ends the program.
	Leave struct{}
)

// Owner names a profile whatever is shown.
type Owner struct {
	Profile string
	Sandbox bool
}

// Question is what a dialog asks. Either its Keys answer it, or the typed Word.
type Question struct {
	Title string
	Text  []string
	Keys  []Choice
	Word  string // when set: to be typed, then enter
	Then  Intent // after Word was typed
	// Typed, when set, makes a wish of any text that was typed, then enter.
	Typed  func(text string) Intent
	Hidden bool // what is typed is a secret
	// Plain, when set, returns how many bytes of what is typed are no secret.
	Plain func(text string) int
	Verb  string // what enter does in a dialog with text; empty: send
}

// Choice is one key of a dialog.
type Choice struct {
	Key  string
	Word string
	Then Intent // nil: the dialog just closes
}

func (Go) isIntent()            {}
func (GoBack) isIntent()        {}
func (Select) isIntent()        {}
func (Send) isIntent()          {}
func (StartAttempt) isIntent()  {}
func (StopAttempt) isIntent()   {}
func (ExtendAttempt) isIntent() {}
func (Paste) isIntent()         {}
func (OpenPasteBox) isIntent()  {}
func (PlayBrowser) isIntent()   {}
func (Clip) isIntent()          {}
func (ShowPlain) isIntent()     {}
func (SaveAgain) isIntent()     {}
func (SaveIn) isIntent()        {}
func (Ask) isIntent()           {}
func (Say) isIntent()           {}
func (ShowTrace) isIntent()     {}
func (Keep) isIntent()          {}
func (ToggleSandbox) isIntent() {}
func (Inspect) isIntent()       {}
func (RevealHere) isIntent()    {}
func (EditField) isIntent()     {}
func (MakeMistake) isIntent()   {}
func (Break) isIntent()         {}
func (SetFault) isIntent()      {}
func (RefreshDue) isIntent()    {}
func (Import) isIntent()        {}
func (OpenForm) isIntent()      {}
func (SaveProfile) isIntent()   {}
func (DeleteProfile) isIntent() {}
func (Leave) isIntent()         {}
