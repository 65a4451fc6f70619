package inspect

import (
	"encoding/base64"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// fields draws a request field by field.
type fields struct {
	*drawing
	r      flow.Request
	edits  []session.Edit
	unsent bool             // it is a draft
	origin *flow.Provenance // of the secrets in a draft, where a person gave them; nil: they are our own
}

// The column of a request's field names: as wide for all requests where there is room,
// so that the values stay in their column from step to step.
const (
	wideNames    = 21 // that of code_challenge_method
	longestName  = 28 // a longer one is cut
	roomForNames = 78 // cells of a pane from which on the names have that room
)

// nameWidth is how many cells the names take.
func (q fields) nameWidth() int {
	width := 0
	if q.Width >= roomForNames {
		width = wideNames
	}
	for _, part := range []flow.Part{flow.InHeader, flow.InQuery, flow.InForm} {
		for _, f := range q.r.Fields(part) {
			width = max(width, q.Clean.Line(f.Name).Width())
		}
	}
	for _, e := range q.edits {
		width = max(width, q.Clean.Line(e.Name).Width())
	}
	return min(width, longestName)
}

// draw lists the request's line and its fields, with how they were changed for this
// send.
func (q fields) draw() {
	if q.r.Method == "" {
		q.prose(safe.Const("The request was not kept."), ui.Plain, ui.Keep)
		return
	}
	q.page.Names = q.nameWidth() + 2
	line := ui.L(ui.S(safe.Format(" %s ", q.Clean.Line(q.r.Method)), ui.Strong))
	q.add(ui.Hang(line, q.Clean.Whole(q.r.URL).Fill(max(8, q.Width-line.Width())), ui.Plain, ui.Keep)...)
	for _, part := range []flow.Part{flow.InHeader, flow.InQuery, flow.InForm} {
		left := slices.DeleteFunc(slices.Clone(q.edits), func(e session.Edit) bool { return e.Part != part || e.Kind != session.Omitted })
		left = q.omittedBehind("", left)
		for _, f := range q.r.Fields(part) {
			q.field(part, f)
			left = q.omittedBehind(f.Name, left)
		}
		for _, e := range left {
			q.omitted(e)
		}
	}
	if len(q.r.Body) > 0 {
		q.add(ui.L(faint(safe.Const("   body, not a form"))))
		q.outside(q.textLines(q.r.Body)...)
	}
}

// field is one field: its name, what was done to it, and its value, a secret masked.
func (q fields) field(part flow.Part, f flow.Field) {
	i := slices.IndexFunc(q.edits, func(e session.Edit) bool {
		return e.Part == part && strings.EqualFold(e.Name, f.Name) && e.Kind != session.Omitted
	})
	secret := f.Secret
	if q.ofAuth(f) {
		secret = q.r.Auth.Secret
	}
	it := Item{Kind: FieldItem, Lead: 1, Name: q.Clean.Line(f.Name), Part: part, Field: f.Name, Value: f.Plain, Secret: secret, Print: secret.Fingerprint()}
	mark := ui.S(safe.Const("  "), ui.Plain)
	if i >= 0 {
		mark = ui.S(safe.Const("* "), ui.Accent)
	}
	value := q.value(part, f)
	if q.origin != nil && !f.Secret.IsZero() && f.Name != "Authorization" {
		value = value.With(faint(safe.Format("   pasted %s", ui.Minute(q.origin.At))))
	}
	q.item(it, q.valueRows(f.Name, mark, value)...)
	if i < 0 {
		return
	}
	before := q.edits[i].Before
	if q.edits[i].Kind == session.Added {
		q.below(safe.Const("profile"), ui.L(faint(safe.Const("does not send it"))))
		return
	}
	q.below(safe.Const("profile"), fields{drawing: q.drawing}.value(part, before).In(ui.Faint))
}

// omittedBehind draws the omitted fields that followed a field, where they were, and
// returns the others: the cursor stays on what it omitted.
func (q fields) omittedBehind(name string, left []session.Edit) []session.Edit {
	for {
		i := slices.IndexFunc(left, func(e session.Edit) bool { return strings.EqualFold(e.Behind, name) })
		if i < 0 {
			return left
		}
		q.omitted(left[i])
		name = left[i].Name
		left = slices.Delete(left, i, i+1)
	}
}

// omitted is a field that the profile would send and this request does not.
func (q fields) omitted(e session.Edit) {
	it := Item{Kind: FieldItem, Lead: 1, Name: q.Clean.Line(e.Name), Part: e.Part, Field: e.Name, Print: e.Before.Secret.Fingerprint()}
	was := fields{drawing: q.drawing, r: flow.Request{Step: q.r.Step}}
	value := ui.L(plain(safe.Const("(omitted)   ")), faint(safe.Const("was "))).With(was.value(e.Part, e.Before).In(ui.Faint).Spans...)
	q.item(it, q.valueRows(e.Name, ui.S(safe.Const("- "), ui.Accent), value)...)
}

// valueRows set a value beside its name. Where it does not fit it goes on below.
func (q fields) valueRows(name string, mark ui.Span, value ui.Line) []ui.Line {
	width := q.nameWidth()
	head := ui.L(plain(safe.Const("   ")), plain(q.Clean.Line(name).Cut(width).Pad(width)), mark)
	room := max(8, q.Width-head.Width())
	if len(value.Spans) == 1 {
		return beside(head, filled(value, room))
	}
	return beside(head, wrapped(value, room))
}

// below is a faint row under a field.
func (q fields) below(name safe.Text, value ui.Line) {
	head := ui.Columns(ui.Cell{Width: 8}, ui.Cell{Width: q.nameWidth() - 3, Text: name, Style: ui.Faint})
	q.add(head.With(value.Spans...).Cut(q.Width))
}

// value is a field's value: a secret is its mask, fingerprint and length, unless it is
// the one that the person asked to see.
func (q fields) value(part flow.Part, f flow.Field) ui.Line {
	if part == flow.InHeader && strings.EqualFold(f.Name, "Authorization") {
		return q.authorization(f)
	}
	switch {
	case !f.Secret.IsZero():
		return q.secret(f.Secret)
	case f.Plain == "" && q.r.Step == flow.StepAuthorize && (f.Name == "state" || f.Name == "code_challenge"):
		return ui.L(faint(safe.Const("(made on enter)")))
	case f.Plain == "":
		return ui.L(faint(safe.Const("(empty)")))
	case f.Name == "account_id" && q.unsent:
		return ui.L(plain(q.Clean.Whole(f.Plain)), faint(safe.Const("   from App Credentials at Zoom")))
	}
	return ui.L(plain(q.Clean.Whole(f.Plain)))
}

// authorization is the Authorization header decoded: a client ID with its secret, or an
// access token. One that was made by hand is judged as what it is.
func (q fields) authorization(f flow.Field) ui.Line {
	if q.ofAuth(f) {
		return q.credentials(string(q.r.Auth.Scheme), q.r.Auth.ClientID, q.r.Auth.Secret)
	}
	h := readHeader(f.Value())
	if h.wrong != (safe.Text{}) {
		line := ui.L(plain(q.Clean.Line(h.scheme)), plain(safe.Const(" ")), faint(q.Theme.Glyph.Mask))
		return line.With(plain(safe.Const("   ")), ui.S(h.wrong, ui.Bad))
	}
	return q.credentials(h.scheme, h.clientID, h.secret)
}

// ofAuth reports whether a field is the header that the request's Auth becomes.
func (q fields) ofAuth(f flow.Field) bool {
	return f.Name == "Authorization" && q.r.Auth.Scheme != flow.NoAuth && f.Value() == q.r.Auth.Header()
}

// credentials are scheme, client ID and secret of the header.
func (q fields) credentials(scheme, clientID string, secret flow.Secret) ui.Line {
	line := ui.L(plain(safe.Format("%s ", q.Clean.Line(scheme))))
	if clientID == "" {
		return line.With(q.secret(secret).Spans...)
	}
	if q.Shown != "" && secret.Fingerprint() == q.Shown {
		return line.With(plain(safe.Format("%s : %s", q.Clean.Line(clientID), q.Clean.Reveal(secret))))
	}
	gap := safe.Const(" ")
	if q.Width >= roomForNames {
		gap = safe.Const("   ")
	}
	return line.With(faint(q.Theme.Glyph.Mask), plain(gap), plain(q.Clean.Line(clientID)), plain(safe.Const(" : ")),
		q.print(secret.Fingerprint()), plain(safe.Format(" (%s)", safe.Int(secret.Len()))))
}

// header is an Authorization header as a server reads it.
type header struct {
	scheme   string
	clientID string
	secret   flow.Secret
	wrong    safe.Text // why no server can read it; empty: it can
}

// basic reads a field that is a whole Basic header; ok is false where it is none.
func basic(f flow.Field) (h header, ok bool) {
	h = readHeader(f.Value())
	return h, strings.EqualFold(f.Name, "Authorization") && h.scheme == "Basic" && h.wrong == (safe.Text{})
}

// readHeader reads the value of an Authorization header (RFC 7617, RFC 6750).
func readHeader(value string) header {
	scheme, rest, spaced := strings.Cut(strings.TrimSpace(value), " ")
	rest = strings.TrimSpace(rest)
	switch {
	case value == "":
		return header{wrong: safe.Const("empty")}
	case !spaced || rest == "":
		return header{wrong: safe.Const("no scheme: it needs Basic or Bearer before the value")}
	case strings.EqualFold(scheme, "Bearer"):
		return header{scheme: "Bearer", secret: flow.NewSecret(flow.KindAccessToken, rest)}
	case !strings.EqualFold(scheme, "Basic"):
		return header{scheme: "", wrong: safe.Const("neither Basic nor Bearer")}
	}
	pair, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		if strings.Contains(rest, ":") {
			return header{scheme: "Basic", wrong: safe.Const("not base64: the pair is sent as it is")}
		}
		return header{scheme: "Basic", wrong: safe.Const("not base64")}
	}
	id, secret, found := strings.Cut(string(pair), ":")
	switch {
	case !found:
		return header{scheme: "Basic", wrong: safe.Const("no colon between client ID and secret")}
	case id == "":
		return header{scheme: "Basic", wrong: safe.Const("no client ID before the colon")}
	case secret == "":
		return header{scheme: "Basic", wrong: safe.Const("no secret after the colon")}
	}
	return header{scheme: "Basic", clientID: id, secret: flow.NewSecret(flow.KindClientSecret, secret)}
}
