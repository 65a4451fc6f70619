package inspect_test

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// text is what a page says, without blanks at the ends of rows.
func text(p inspect.Page) string {
	rows := strings.Split(ui.Plaintext(p.Lines).String(), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.Join(rows, "\n")
}

// sound checks what holds for every page: no row is wider than its pane, no control
// byte and no secret is on it, and each item stands on a row.
func (d *desk) sound(name string, c inspect.Context, p inspect.Page, secrets ...string) {
	d.t.Helper()
	for i, l := range p.Lines {
		if w := l.Width(); w > c.Width {
			d.t.Errorf("%s, width %d: row %d has %d cells: %q", name, c.Width, i, w, ui.Plaintext(p.Lines[i:i+1]))
		}
	}
	for i, it := range p.Items {
		if it.Row < 0 || it.Row+max(1, it.Rows) > len(p.Lines) {
			d.t.Errorf("%s, width %d: item %d stands on row %d of %d", name, c.Width, i, it.Row, len(p.Lines))
		}
	}
	said := text(p)
	if strings.ContainsFunc(said, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == 0x202e }) {
		d.t.Errorf("%s, width %d: a control character in %q", name, c.Width, said)
	}
	flat := strings.ReplaceAll(said, "\n", "")
	for _, secret := range secrets {
		if secret != "" && (strings.Contains(said, secret) || strings.Contains(flat, secret)) {
			d.t.Errorf("%s, width %d: a secret is shown", name, c.Width)
		}
	}
}

// secrets are those that no page shows unasked.
func (d *desk) secrets() []string {
	secret, _ := d.app.Secret.Secret(d.bench.Ctx)
	list := []string{secret.Reveal(), d.State().Token.AccessToken.Reveal(), d.State().Token.RefreshToken.Reveal()}
	for i := range d.Timeline().Len() {
		r, _ := d.Timeline().Result(i)
		for _, s := range r.Trace.Request.Secrets() {
			list = append(list, s.Reveal())
		}
	}
	return list
}

// all draws every view of the newest row at every width, short and in full.
func (d *desk) all(name string) {
	d.t.Helper()
	secrets := d.secrets()
	for _, width := range []int{34, 60, 76, 80, 116} {
		for _, more := range []bool{false, true} {
			c := d.context(width)
			c.More = more
			for _, v := range d.views(c) {
				page := v.Make(c)
				d.sound(name+" "+v.Name.String(), c, page, secrets...)
				d.sound(name+" "+v.Name.String()+" in 8 rows", c, page.Fit(8), secrets...)
			}
		}
	}
}

// first is the first view of the newest row at 80 columns.
func (d *desk) first() (name, said string, p inspect.Page) {
	d.t.Helper()
	c := d.context(80)
	views := d.views(c)
	if len(views) == 0 {
		d.t.Fatal("no views")
	}
	p = views[0].Make(c)
	return views[0].Name.String(), text(p), p
}

// expect fails where a page lacks one of the texts.
func expect(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("no %q in\n%s", w, page)
		}
	}
}

// Whatever the server does wrong, every view of the row is sound, and a row that did
// not go well begins with why.
func TestPagesOfEveryFaultAreSound(t *testing.T) {
	slow := []string{"token-slow"} // answers after the budget of a minute
	for _, fault := range sandbox.Scenarios() {
		step, fits := stepOf(fault)
		if !fits || slices.Contains(slow, fault.Name) {
			continue
		}
		t.Run(fault.Name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, profileOf(fault), nil)
			if !fault.Fits(appOf(d)) {
				t.Skip("no sample app has this fault")
			}
			if step != flow.StepExchange {
				d.grant()
			}
			if err := d.server.SetScenario(fault.Name, d.app.ClientID, true); err != nil {
				t.Fatal(err)
			}
			if step == flow.StepExchange && d.app.HasConsent() {
				d.coded()
			} else {
				d.draft(step)
			}
			r := d.send()
			d.all(fault.Name)
			name, said, page := d.first()
			if bad := r.Mark == session.Failed || r.Mark == session.Uncertain || r.Mark == session.Unsaved; bad != (name == "Why") {
				t.Errorf("%s begins with %s", r.Mark, name)
			}
			if name == "Why" && !slices.ContainsFunc(page.Items, func(it inspect.Item) bool { return it.Action.Act != session.ActNone }) {
				t.Errorf("nothing can be done about it:\n%s", said)
			}
		})
	}
}

// stepOf is the step that shows a fault best, where it is one that is sent. A fault that
// keeps the browser from coming back is shown by a later step.
func stepOf(fault sandbox.Scenario) (flow.Step, bool) {
	if slices.Contains(fault.Steps, "authorize") && !slices.Contains(fault.Steps, "refresh") {
		return "", false // no code comes back that could be exchanged
	}
	for _, name := range fault.Steps {
		switch step := flow.Step(name); step {
		case flow.StepExchange:
			if !slices.Contains(fault.Steps, "authorize") {
				return step, true
			}
		case flow.StepRefresh, flow.StepProbe, flow.StepRevoke:
			return step, true
		}
	}
	return "", false
}

func profileOf(fault sandbox.Scenario) string {
	if fault.Types != nil && !slices.Contains(fault.Types, flow.General) && slices.Contains(fault.Types, flow.ServerToServer) {
		return "batch-dev"
	}
	return "acme-dev"
}

func appOf(d *desk) sandbox.App {
	for _, a := range d.server.Apps() {
		if a.Name == d.app.Name {
			return a
		}
	}
	return sandbox.App{}
}

func TestAnEditIsTheFirstEvidence(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.coded()
	d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", d.app.RedirectURI+"/"))
	drafted := text(inspect.Draft(d.context(80), d.Session, d.Drafts().Next())[0].Make(d.context(80)))
	expect(t, drafted, "redirect_uri         * "+d.app.RedirectURI+"/", "profile           "+d.app.RedirectURI, "expect 400 Redirect URI mismatch")
	d.send()
	d.all("edited")
	_, said, page := d.first()
	expect(t, said, "authorized   "+d.app.RedirectURI, "sent         "+d.app.RedirectURI+"/", `one extra "/"`, "^", "Fix", "Causes", "What now")
	if it := page.Items[0]; it.Kind != inspect.CauseItem || it.Action.Act != session.ActFix || it.Action.Field != "redirect_uri" {
		t.Errorf("the first item does not fix the field: %+v", it.Action)
	}
	if strings.Count(said, d.app.RedirectURI) != 2 {
		t.Errorf("evidence repeats what is compared:\n%s", said)
	}
	if i := strings.Index(said, "authorized"); i > strings.Index(said, "Zoom said") && strings.Contains(said, "Zoom said") {
		t.Errorf("the edit is not the first evidence:\n%s", said)
	}
	reversed := 0
	for _, l := range page.Lines {
		for _, s := range l.Spans {
			if s.Style&ui.Reverse != 0 && s.Text.String() == "/" {
				reversed++
			}
		}
	}
	if reversed != 1 {
		t.Errorf("%d differing bytes are reversed", reversed)
	}
}

func TestTheWalkHasItsFacts(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	granted := d.grant()
	name, said, _ := d.first()
	if name != "Result" {
		t.Errorf("a grant begins with %s", name)
	}
	expect(t, said, "access", granted.Access, "refresh", granted.Refresh, "works once", "scope", "tracking", `│   "token_type": "bearer"`)
	d.all("grant")
	d.draft(flow.StepProbe)
	d.send()
	_, said, _ = d.first()
	expect(t, said, "user", "jane@acme.example", "account", "sent", granted.Access, `│   "email": "jane@acme.example"`)
	views := d.views(d.context(80))
	expect(t, text(views[1].Make(d.context(80))), "GET ", "Authorization", "Bearer ••••", granted.Access)
	d.all("probe")
	d.draft(flow.StepRefresh)
	refreshed := d.send()
	_, said, _ = d.first()
	expect(t, said, "replaces "+granted.Refresh, refreshed.Refresh)
	compared := inspect.Compared(d.context(80), d.Session, granted.ID, refreshed.ID)
	expect(t, text(compared[0].Make(d.context(80))), "access token", granted.Access, refreshed.Access, "The same")
	d.draft(flow.StepRevoke)
	d.send()
	_, said, _ = d.first()
	expect(t, said, refreshed.Access, "revoked with it")
	d.all("revoke")
}

// Sample tokens show UTC and the year, and what a token says of the grant is masked
// until it is asked for.
func TestClaims(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.grant()
	c := d.context(80)
	i := slices.IndexFunc(d.views(c), func(v inspect.View) bool { return v.Name.String() == "Token" })
	page := d.views(c)[i].Make(c)
	claims, err := flow.DecodeToken(d.State().Token.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, text(page), "exp               "+claims.Expires.UTC().Format("2006-01-02 15:04:05Z"), "not verified: HS512, only Zoom has the key", "authenticationId  ••••")
	hidden := slices.IndexFunc(page.Items, func(it inspect.Item) bool { return it.Name.String() == "authenticationId" })
	c.Shown = page.Items[hidden].Print
	expect(t, text(d.views(c)[i].Make(c)), page.Items[hidden].Secret.Reveal())
}

func TestAnOpenAttempt(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	w := d.opened()
	for _, width := range []int{60, 80, 116} {
		c := d.context(width)
		page := d.views(c)[0].Make(c)
		url := ""
		for _, l := range page.Lines {
			if len(l.Spans) != 1 || l.Spans[0].Link.IsEmpty() {
				break
			}
			if l.Spans[0].Link.String() != w.URL {
				t.Fatalf("a row links to %q", l.Spans[0].Link)
			}
			url += l.Spans[0].Text.String()
		}
		if url != w.URL {
			t.Errorf("width %d: the rows join to %q", width, url)
		}
	}
	_, said, _ := d.first()
	expect(t, said, "Click Allow.", "ssh -N -L", "zoauth listens on "+w.Address)
	d.all("waiting")
	d.do(d.Consent().Play(false))
	d.until("the end", func() bool { _, open := d.Consent().Waiting(); return !open })
	_, said, _ = d.first()
	expect(t, said, "clicked Decline", "access_denied", "What now", "Authorize again")
	d.all("declined")
}

func TestAttemptsThatFail(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.opened()
	d.do(d.Consent().Stop())
	_, said, _ := d.first()
	expect(t, said, "No callback arrived", "stopped at")
	d.all("stopped")

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	address := taken.Addr().String()
	d = newDesk(t, "acme-dev", func(a *flow.App) { a.Listen = address })
	d.opened()
	_, said, _ = d.first()
	expect(t, said, address+" is in use", "Fix", "What now")
	d.all("port in use")
}

func TestADeviceAuthorization(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.draft(flow.StepDevice)
	d.do(d.Begin(session.Answer{Confirmed: true}))
	d.until("the code", func() bool { w, open := d.Consent().Waiting(); return open && w.UserCode != "" })
	w, _ := d.Consent().Waiting()
	_, said, _ := d.first()
	expect(t, said, "code  "+w.UserCode, w.URL, "▀", "Polls")
	d.all("device")
	c := d.context(42)
	c.Scan = true
	if short := text(d.views(c)[0].Make(c).Fit(6)); strings.Contains(short, "▀") || !strings.Contains(short, w.UserCode) || !strings.Contains(short, "scan: the code is in the link") {
		t.Errorf("beside a QR code, in six rows:\n%s", short)
	}
}

func TestAnUncertainRefresh(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	granted := d.grant()
	if err := d.server.SetScenario("token-dropped", d.app.ClientID, true); err != nil {
		t.Fatal(err)
	}
	d.draft(flow.StepRefresh)
	d.send()
	_, said, page := d.first()
	expect(t, said, "zoauth sent the refresh, but no usable response came back.", "received     0 bytes", granted.Access, "replaced, or still good", "Probe "+granted.Access, "Send the same refresh again")
	if page.Note.Width() == 0 || page.Items[0].Kind != inspect.ChoiceItem || page.Items[0].Action.Step != flow.StepProbe {
		t.Errorf("the first choice is %+v", page.Items[0])
	}
}

// An entry that is not the newest one offers nothing: enter only shows it in full.
func TestOlderRowsOfferNothing(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.coded()
	d.do(d.Drafts().Edit(flow.InForm, "grant_type", "password"))
	failed := d.send()
	d.draft(flow.StepExchange)
	d.send()
	c := d.context(80)
	for _, v := range inspect.Views(c, d.Session, d.Timeline().Index(failed.ID)) {
		for _, it := range v.Make(c).Items {
			if it.Action.Act != session.ActNone {
				t.Errorf("%s offers %q", v.Name, it.Action.Act)
			}
		}
	}
}

func TestPagesFitTheirRows(t *testing.T) {
	page := inspect.Page{}
	for i := range 10 {
		line := ui.Blank()
		if i%2 == 0 {
			line = ui.L(ui.S(ui.Count(i, ui.Size(1)), ui.Plain))
			page.Items = append(page.Items, inspect.Item{Row: i, Rows: 1})
		}
		page.Lines = append(page.Lines, line)
	}
	for height, want := range map[int]int{20: 10, 10: 10, 7: 7, 5: 5, 1: 5} {
		got := page.Fit(height)
		if len(got.Lines) != want {
			t.Errorf("height %d: %d lines, want %d", height, len(got.Lines), want)
		}
		for i, it := range got.Items {
			if ui.Plaintext(got.Lines[it.Row:it.Row+1]).String() != ui.Plaintext(page.Lines[2*i:2*i+1]).String() {
				t.Errorf("height %d: item %d stands elsewhere", height, i)
			}
		}
	}
}

func TestFindMarksWhatItFinds(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.grant()
	_, _, page := d.first()
	found := inspect.Find(page, "TOKEN_type")
	if len(found) != 1 {
		t.Fatalf("found in lines %v", found)
	}
	line := inspect.Highlight(page.Lines[found[0]], "TOKEN_type")
	marked := ""
	for _, s := range line.Spans {
		if s.Style == ui.Match {
			marked += s.Text.String()
		}
	}
	if marked != "token_type" || ui.Plaintext([]ui.Line{line}).String() != ui.Plaintext(page.Lines[found[0]:found[0]+1]).String() {
		t.Errorf("marked %q in %q", marked, ui.Plaintext([]ui.Line{line}))
	}
}

func TestCopiesHoldNoSecret(t *testing.T) {
	d := newDesk(t, "acme-dev", nil)
	d.grant()
	d.draft(flow.StepRefresh)
	r := d.send()
	secrets := d.secrets()
	keys := ""
	for _, one := range inspect.Copies(d.context(80), d.Session, r) {
		keys += string(one.Key)
		said := one.Text()
		if one.Secret {
			continue
		}
		for _, secret := range secrets {
			if secret != "" && strings.Contains(said, secret) {
				t.Errorf("%s holds a secret", one.Name)
			}
		}
		if one.Key == 'c' && !strings.Contains(said, "# Running it uses up") {
			t.Errorf("the command does not say that it uses up a token:\n%s", said)
		}
	}
	if keys != "bckrh" {
		t.Errorf("what can be copied: %s", keys)
	}
}

// hostile are bodies that try to get more on the screen than text.
var hostile = map[string]string{
	"escapes":   "{\"a\":\"\x1b[2J\x1b]0;owned\a\",\"b\":\"\u202edlrow\"}",
	"no UTF-8":  "\xff\xfe\x00{}",
	"deep":      strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
	"too deep":  strings.Repeat("[", 20000),
	"long line": strings.Repeat("x", 300_000),
	"wide":      strings.Repeat("漢字", 300),
	"marks":     "a" + strings.Repeat("\u0301", 500),
	"returns":   "one\rtwo\r\nthree\vfour",
	"many":      "[" + strings.Repeat("{},", 120_000) + "{}]",
	"a name":    `{"` + strings.Repeat("n", 500) + `": {"x": [1,2,{"y":"z"}]}}`,
	"form":      "error=invalid_grant&error_description=%1b%5b2J+no&%zz=%",
	"empty":     "",
}

func FuzzHostileBodies(f *testing.F) {
	for _, body := range hostile {
		f.Add(body, 60)
	}
	f.Fuzz(func(t *testing.T, body string, width int) {
		d := &desk{t: t, clean: cleaner()}
		c := d.context(20 + max(0, width)%150)
		response := &flow.Response{Status: 200, Proto: "HTTP/1.1", Reason: body[:min(len(body), 40)], Body: []byte(body), Header: map[string][]string{"Content-Type": {"application/json"}, "X-Odd": {body[:min(len(body), 200)]}}}
		for _, folds := range []map[string]bool{nil, {"line 1": true, "line 2": true}} {
			c.Folds = folds
			for name, page := range inspect.PagesOf(c, flow.Trace{Response: response, Received: []byte(body), Sent: []byte(body), Started: time.Unix(1, 0)}) {
				d.sound(fmt.Sprintf("%s of %.40q", name, body), c, page)
			}
		}
	})
}
