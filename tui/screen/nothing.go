package screen

import (
	"zoauth/tui/intent"
	"zoauth/tui/widget"
)

// Nothing answers "nothing came back": what the browser's page means
// (SCREENS.md §2.9, ZOOM.md §6). The listener and the paste box stay open.
type Nothing struct{ cursor int }

type page struct {
	seen string
	text []string
}

var pages = []page{
	{"Invalid redirect, 4700 (4,700)", []string{
		"Zoom did not accept the redirect URI, so it never sends the browser back.",
		"Compare it byte by byte with the one registered for this environment: scheme, case, slash at the end.",
		"Registered exactly so? Then it is plain http: reports since mid-2026 say Zoom refuses it; its changelog says PKCE apps may use it. Not settled. An https address of yours works: it need not answer, paste the address bar here.",
	}},
	{`"You cannot authorize", pre-approval, or an admin is required`, []string{
		"The app is unpublished and the user is of another account, or the account's admin has not approved it, or the app is account-level and the user no admin.",
		"Sign in as a user of the developer's own account, or ask the admin to pre-approve the app.",
	}},
	{"Invalid scope", []string{
		"The URL asks for a scope that is not saved on the app. zoauth sends none unless the profile sets scopes: empty the list, or save the scopes on the app.",
	}},
	{"A login page, again and again", []string{
		"The browser is signed in to another Zoom account, or blocks cookies. Open the URL in a private window and sign in once.",
	}},
	{"Cannot connect, connection refused", []string{
		"The browser runs on another computer and the tunnel is not up: the code is in its address bar. Copy the whole address and paste it here within five minutes.",
	}},
	{"Any other page of mine, with code= in the address", []string{
		"Copy the whole address and paste it here: that is the answer. Zoom's code lives five minutes from Allow on.",
	}},
}

// Rows returns the list of pages and the explanation of the chosen one.
func (n *Nothing) Rows(c Context) []Row {
	list := widget.Pane{Title: "Nothing came back? What does the browser show?", Drop: widget.DropTitle}
	if at := c.Current.Attempt; at.Open() {
		list.Note = c.Theme.Muted.Render("attempt open ") + widget.Short(at.Ends.Sub(c.Now)) + c.Theme.Muted.Render(" more")
	}
	for i, p := range pages {
		list.Lines = append(list.Lines, widget.Lines(c.cursorRow(i == n.cursor, p.seen, ""))...)
	}
	list.Lines = append(list.Lines, widget.Blank)
	chosen := pages[n.cursor]
	why := widget.Pane{Title: chosen.seen}
	for _, t := range chosen.text {
		why.Lines = append(why.Lines, widget.Lines(c.prose(t)...)...)
	}
	if n.cursor == 0 {
		why.Lines = append(why.Lines, widget.Lines(c.Theme.Muted.Render(c.Theme.Glyph.Side)+" "+c.line(c.Current.App.RedirectURI))...)
	}
	return []Row{one(list), one(why)}
}

// Do moves the cursor.
func (n *Nothing) Do(_ Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Down:
		n.cursor = min(n.cursor+1, len(pages)-1)
	case intent.Up:
		n.cursor = max(n.cursor-1, 0)
	case intent.Top:
		n.cursor = 0
	case intent.Bottom:
		n.cursor = len(pages) - 1
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note says that nothing was closed.
func (n *Nothing) Note(Context) string { return "The listener and the paste box stay open." }
