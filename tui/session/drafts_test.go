package session_test

import (
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/tui/session"
)

// marks are a draft's edits in short: part, name, kind, before and after.
func marks(d *session.Draft) []string {
	var out []string
	for _, e := range d.Edits() {
		mark := map[session.EditKind]string{session.Changed: "*", session.Omitted: "-", session.Added: "+"}[e.Kind]
		out = append(out, mark+" "+e.Name+" "+e.Before.Plain+">"+e.After.Plain)
	}
	return out
}

func TestEditsOfADraft(t *testing.T) {
	t.Parallel()
	redirect := func(d *desk) string { return d.App().RedirectURI }
	for _, test := range []struct {
		name string
		do   func(*desk)
		want func(*desk) []string
		says string
	}{
		{"nothing", func(*desk) {}, nil, ""},
		{"changed", func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", "x")) }, func(d *desk) []string { return []string{"* redirect_uri " + redirect(d) + ">x"} }, ""},
		{"changed to what it is", func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", redirect(d))) }, nil, "No change."},
		{"changed and back", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", "x"))
			d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", redirect(d)))
		}, nil, ""},
		{"omitted", func(d *desk) { d.do(d.Drafts().Omit(flow.InForm, "code_verifier")) }, func(*desk) []string { return []string{"- code_verifier >"} }, ""},
		{"omitted twice", func(d *desk) {
			d.do(d.Drafts().Omit(flow.InForm, "redirect_uri"))
			d.do(d.Drafts().Omit(flow.InForm, "redirect_uri"))
		}, func(d *desk) []string { return []string{"- redirect_uri " + redirect(d) + ">"} }, "No change."},
		{"added", func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "extra", "grün")) }, func(*desk) []string { return []string{"+ extra >grün"} }, ""},
		{"added and omitted", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			d.do(d.Drafts().Omit(flow.InForm, "extra"))
		}, nil, ""},
		{"added without a name", func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "", "1")) }, nil, "needs a name"},
		{"undone one of two", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			d.do(d.Drafts().Omit(flow.InForm, "code_verifier"))
			d.do(d.Drafts().Undo(flow.InForm, "code_verifier"))
		}, func(*desk) []string { return []string{"+ extra >1"} }, ""},
		{"undone all", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			d.do(d.Drafts().Omit(flow.InHeader, "accept"))
			d.do(d.Drafts().UndoAll())
		}, nil, ""},
		{"undone what was not edited", func(d *desk) { d.do(d.Drafts().Undo(flow.InForm, "code")) }, nil, "not edited"},
		{"left and come back to", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			d.do(d.Drafts().Open(flow.StepDevice))
			d.do(d.Drafts().Open(flow.StepExchange))
		}, func(*desk) []string { return []string{"+ extra >1"} }, ""},
		{"dropped and made anew", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			d.do(d.Drafts().Drop())
			d.do(d.Drafts().Open(flow.StepExchange))
		}, nil, ""},
		{"the profile's scopes change", func(d *desk) {
			d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
			app := d.App()
			app.Scopes = []string{"a"}
			d.do(d.Reload(app))
			ready(d)
		}, func(*desk) []string { return []string{"+ extra >1"} }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			d.authorize()
			ready(d)
			d.news = nil
			test.do(d)
			var want []string
			if test.want != nil {
				want = test.want(d)
			}
			if got := marks(d.Drafts().Next()); !slices.Equal(got, want) {
				t.Errorf("edits are %q, want %q", got, want)
			}
			if news := strings.Join(d.news, "\n"); !strings.Contains(news, test.says) {
				t.Errorf("the news are %q, want %q", news, test.says)
			}
		})
	}
}

// The Authorization header is a field like any other: an edit starts from its value,
// and undoing brings it back.
func TestTheAuthorizationHeaderIsEdited(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.authorize()
	ready(d)
	draft := d.Drafts().Next()
	was, there := draft.Field(flow.InHeader, "authorization")
	if !there || !strings.HasPrefix(was.Value(), "Basic ") {
		t.Fatal("there is no Basic header to start from")
	}
	d.do(d.Drafts().Edit(flow.InHeader, "Authorization", "Bearer x"))
	if e := draft.Edits(); len(e) != 1 || e[0].Kind != session.Changed || e[0].After.Value() != "Bearer x" {
		t.Fatalf("edits are %v", e)
	}
	d.do(d.Drafts().Undo(flow.InHeader, "Authorization"))
	if e := draft.Edits(); len(e) != 0 {
		t.Fatalf("edits are %v", e)
	}
	d.do(d.Drafts().Omit(flow.InHeader, "Authorization"))
	if e := draft.Edits(); len(e) != 1 || e[0].Kind != session.Omitted || draft.Request().Auth.Scheme != flow.NoAuth {
		t.Fatalf("edits are %v", e)
	}
}

// An edit applies to one send, stays marked in its row, and the fix is the right value.
func TestAnEditIsForOneSend(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.authorize()
	ready(d)
	d.do(d.Drafts().Edit(flow.InForm, "redirect_uri", d.App().RedirectURI+"/"))
	row := d.begin(session.Answer{})
	if row.Mark != session.Failed || !row.Edited || d.Consent().Code() == nil {
		t.Fatalf("the row is %+v", row)
	}
	r, ok := d.Timeline().Result(d.Timeline().Index(row.ID))
	if !ok || len(r.Edits) != 1 || r.Edits[0].Before.Plain != d.App().RedirectURI {
		t.Fatalf("the row's edits are %+v", r.Edits)
	}
	m := d.Main(d.Timeline().Len()-1, d.now())
	if m.Act != session.ActFix || m.Field != "redirect_uri" {
		t.Fatalf("enter does %+v", m)
	}
	d.do(d.Drafts().Fix(m))
	ready(d)
	if edits := d.Drafts().Next().Edits(); len(edits) != 0 {
		t.Fatalf("the draft still has %v", edits)
	}
	if row := d.begin(session.Answer{}); row.Mark != session.Done || row.Edited {
		t.Fatalf("the row is %+v", row)
	}
}

// An authorization is drafted like any request: its URL asks what the draft does, and a
// secret never gets into it.
func TestTheAuthorizeURLIsADraft(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.do(d.Drafts().Open(flow.StepAuthorize))
	d.do(d.Drafts().Edit(flow.InQuery, "client_secret", "x"))
	if !strings.Contains(d.news[len(d.news)-1], "doesn't belong in a URL") {
		t.Errorf("the news are %q", d.news)
	}
	d.do(d.Drafts().Edit(flow.InQuery, "prompt", "login"))
	d.do(d.Drafts().Omit(flow.InQuery, "state"))
	d.do(d.Begin(session.Answer{}))
	d.until("the attempt", func() bool { _, open := d.Consent().Waiting(); return open })
	w, _ := d.Consent().Waiting()
	if !strings.Contains(w.URL, "prompt=login") || strings.Contains(w.URL, "state=") {
		t.Errorf("the URL is %s", w.URL)
	}
	row := d.Timeline().Last()
	if !row.Edited || row.Mark != session.Running || row.Kind != session.KindAttempt {
		t.Errorf("the row is %+v", row)
	}
	d.do(d.Consent().Play(true))
	d.until("the callback without state", func() bool { w, _ := d.Consent().Waiting(); return w.Ignored == 1 && !w.Playing })
	w, _ = d.Consent().Waiting()
	if _, err := d.Consent().AcceptCallback(w.Visit.Address, flow.NotAsked); err == nil {
		t.Error("a callback without state was taken without a question")
	}
	follow, err := d.Consent().AcceptCallback(w.Visit.Address, flow.BeganHere)
	if err != nil {
		t.Fatalf("%v: %s", err, w.Visit.Address)
	}
	d.do(follow)
	ready(d)
	if row := d.begin(session.Answer{}); row.Mark != session.Done {
		t.Errorf("the exchange is %+v", row)
	}
}

// Without PKCE neither a challenge nor a verifier goes out.
func TestWithoutPKCENothingOfItIsSent(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	app := d.App()
	app.NoPKCE = true
	d.do(d.Reload(app))
	d.authorize()
	ready(d)
	r, _ := d.Timeline().Result(0)
	if url := r.Trace.Request.Target(); strings.Contains(url, "code_challenge") {
		t.Errorf("the URL is %s", url)
	}
	if _, there := d.Drafts().Next().Field(flow.InForm, "code_verifier"); there {
		t.Error("the exchange has a verifier")
	}
	if row := d.begin(session.Answer{}); row.Mark != session.Done {
		t.Errorf("the exchange is %+v", row)
	}
}
