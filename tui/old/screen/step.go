package screen

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// Step is the screen of Exchange, Refresh, Probe and Revoke: preview, send,
// result (SCREENS.md §2.4–2.6).
type Step struct {
	step    flow.Step
	fields  inspect.Fields
	viewer  inspect.Viewer
	asked   inspect.Fields // the request of the outcome, where there is room
	shown   *flow.Outcome
	card    Card
	body    bool // the response is shown in the card's place
	compare comparison
}

// NewStep returns the screen of one request step.
func NewStep(step flow.Step) *Step { return &Step{step: step} }

func (s *Step) state(c Context) *session.Step { return c.Current.Steps[s.step] }

// Show takes over the session's draft or outcome; call it when either changed.
func (s *Step) Show(cur *session.Session) {
	st := cur.Steps[s.step]
	if st.Draft.Method != "" {
		s.fields.Show(st.Draft, why(s.step, cur))
	}
	if st.Outcome != nil && st.Outcome != s.shown {
		s.shown = st.Outcome
		s.viewer.Show(st.Outcome.Trace)
		s.asked = inspect.Fields{}
		s.asked.Show(st.Outcome.Job.Request, why(s.step, cur))
		s.card.Clear()
		s.body = false
		s.compare = compareWith(cur, st)
	}
	if st.Explained && !s.card.Known() {
		s.card.Show(st.Findings)
	}
}

// Rows returns the preview or the result.
func (s *Step) Rows(c Context) []Row {
	st := s.state(c)
	switch {
	case st.Showing == session.Result && st.Outcome != nil:
		return s.result(c, st)
	case st.Draft.Method == "":
		return []Row{one(blocked(c, s.step, st))}
	default:
		return s.preview(c, st)
	}
}

func (s *Step) preview(c Context, st *session.Step) []Row {
	title := "Request, not sent"
	if c.Current.Phase == session.Sending && c.Current.Op.Step == s.step {
		title = "Request, being sent"
	}
	if st.Edited {
		title = "Request, edited, not sent"
	}
	if st.Mistake != nil {
		title = "Deliberate mistake: " + st.Mistake.Title
	}
	request := widget.Pane{Title: title, Note: s.clock(c), Lines: s.fields.Lines(c.inspect(), c.Width)}
	whyTitle, text := s.fields.Why(c.inspect(), c.Width)
	reason := widget.Pane{Title: whyTitle, Second: true, Lines: widget.Droppable(widget.DropStrip, text...)}
	rows := []Row{one(request), one(reason)}
	if warning := s.warning(c); len(warning) > 0 {
		rows = append(rows, one(widget.Pane{Title: "Before you send", Lines: widget.Lines(warning...)}))
	}
	return rows
}

// clock is the countdown of what the request spends, where its start is known.
func (s *Step) clock(c Context) string {
	code := c.Current.Code()
	if s.step != flow.StepExchange || code == nil {
		return ""
	}
	left := code.CodeEnds().Sub(c.Now)
	switch {
	case left <= 0:
		return c.Theme.Soon.Render("code: its five minutes are over")
	case code.Pasted:
		return "code: at most " + widget.Short(left) + " left"
	default:
		return "code: " + widget.Short(left) + " left"
	}
}

func (s *Step) warning(c Context) []string {
	mistake := s.state(c).Mistake
	switch {
	case mistake != nil:
		return append(c.prose("Expected: "+expected(mistake.Expect)), c.prose(mistake.Why)...)
	case s.step == flow.StepRevoke:
		return append(c.prose(revokeText(c)), c.proofBefore()...)
	case s.step == flow.StepRefresh && c.Current.State.Uncertain():
		return c.prose("The last request got no answer. This sends the same token once more: it works, or Zoom says Invalid Token! and a is left.")
	default:
		return nil
	}
}

// proofBefore offers the probe before a revoke, where this token was not probed: a
// refusal afterwards proves something only of a token that was good.
func (c Context) proofBefore() []string {
	cur := c.Current
	probed := cur.Steps[flow.StepProbe].Outcome
	known := probed != nil && probed.Trace.Request.Auth.Secret == cur.State.Token.AccessToken
	if known || cur.App.Type == flow.Chatbot {
		return nil
	}
	return c.prose("4 probes the token first: what Zoom says of it afterwards proves the revoke only then.")
}

// revokeText says what a revoke ends (SCREENS.md §5 number 10).
func revokeText(c Context) string {
	who := "its user"
	if c.Current.State.Who != nil {
		who = c.line(c.Current.State.Who.Email)
	}
	return fmt.Sprintf("Revoke removes the app %s for %s at Zoom: both tokens end, on every machine, and Zoom tells your app (app_deauthorized).", c.line(c.Current.App.Group), who)
}

// blocked says why there is nothing to send and which key helps.
func blocked(c Context, step flow.Step, st *session.Step) widget.Pane {
	text := st.Blocked
	switch {
	case c.Current.Secret.Reading:
		text = c.Spinner + " Reading the client secret: " + c.Current.App.Secret.Describe()
	case text == "":
		text = "Nothing to send yet."
	}
	p := widget.Pane{Title: titleOf(step)}
	p.Lines = append(p.Lines, widget.Blank)
	p.Lines = append(p.Lines, widget.Lines(c.prose(c.line(text))...)...)
	return p
}

func titleOf(step flow.Step) string {
	return strings.ToUpper(string(step)[:1]) + string(step)[1:]
}

func (s *Step) result(c Context, st *session.Step) []Row {
	head := widget.Pane{Title: Headline(c, st.Outcome.Trace), Note: measures(c, st.Outcome), Lines: s.verdict(c, st)}
	if s.carded() && !c.Boxed {
		return s.withCard(c, st, head)
	}
	if s.compare.open {
		return []Row{one(head), one(s.compare.whole(c))}
	}
	if !st.Received() {
		rows := []Row{one(head)}
		if s.card.Known() {
			rows = append(rows, one(s.cause(c)))
		}
		return append(rows, one(s.requestPane(c, st.Outcome)))
	}
	response := widget.Pane{
		Title: "Response", Note: s.viewer.Tabs(c.responseContext()), Min: 4,
		Grow: func(w, h int) []string { return s.viewer.Lines(c.responseContext(), w, h) },
	}
	tracking := widget.Pane{Lines: c.tracking(st.Outcome.Trace)}
	if c.Boxed {
		head.Lines = append(head.Lines, tracking.Lines...)
		if s.card.Known() {
			return s.cardBeside(c, st, head, response)
		}
		return s.wide(c, st, head, response)
	}
	return []Row{one(head), one(response), one(tracking)}
}

// wide is a result in boxes: request beside response, what changed, and the strip,
// as far as there is room.
func (s *Step) wide(c Context, st *session.Step, head, response widget.Pane) []Row {
	if c.Width < besideWidth {
		return append([]Row{one(head), one(response)}, c.strip(c.Current.Traces, st.Outcome.Trace.ID)...)
	}
	rows := []Row{one(head), {s.requestPane(c, st.Outcome), response}}
	if c.Height >= compareHeight && s.compare.grants && st.Outcome.SaveErr == nil {
		rows[0][0].Lines = rows[0][0].Lines[:1] // the comparison tells the rest
		rows = append(rows, one(s.compare.short(c)))
	}
	return append(rows, c.strip(c.Current.Traces, st.Outcome.Trace.ID)...)
}

// againKeys show a request once more. A code is not offered again: Zoom may have
// spent it.
var againKeys = map[flow.Step]string{flow.StepRefresh: "3", flow.StepProbe: "4", flow.StepRevoke: "5"}

// cause is the card, with the key that sends again.
func (s *Step) cause(c Context) widget.Pane {
	s.card.again = againKeys[s.step]
	if s.step == flow.StepExchange && !c.Current.App.HasConsent() {
		s.card.again = "2"
	}
	return s.card.Pane(c, onResult)
}

// carded reports whether the card stands where the response would.
func (s *Step) carded() bool { return s.card.Known() && !s.body }

// withCard is a failed result: the verdict, why, and what support asks for.
func (s *Step) withCard(c Context, st *session.Step, head widget.Pane) []Row {
	return []Row{one(head), one(s.cause(c)), one(widget.Pane{Lines: c.tracking(st.Outcome.Trace)})}
}

// cardBeside is a failed result where there is room for both.
func (s *Step) cardBeside(c Context, st *session.Step, head, response widget.Pane) []Row {
	if c.Width >= besideWidth {
		return []Row{one(head), one(s.cause(c)), {s.requestPane(c, st.Outcome), response}}
	}
	if s.body {
		return []Row{one(head), one(response)}
	}
	return []Row{one(head), one(s.cause(c))}
}

// ShowCard brings the card to the front; false: this result has none.
func (s *Step) ShowCard(c Context) bool {
	st := s.state(c)
	if st.Showing != session.Result || !s.card.Known() {
		return false
	}
	s.body, s.compare.open = false, false
	return true
}

// HasCard reports whether the result is explained by a card that is in front.
func (s *Step) HasCard() bool { return s.carded() }

// responseContext tells the viewer whether it stands beside the request.
func (c Context) responseContext() inspect.Context {
	ic := c.inspect()
	ic.Narrow = c.Boxed && c.Width >= besideWidth
	return ic
}

// besideWidth is the inner width from which the request stands beside the
// response: that of a terminal of 120 columns.
const besideWidth = 82

func (s *Step) requestPane(c Context, out *flow.Outcome) widget.Pane {
	note := "as sent"
	if d := out.Trace.Delivery; d == flow.NotSent || d == "" {
		note = "not sent"
	}
	return widget.Pane{
		Title: "Request", Note: c.Theme.Muted.Render(note), Min: 4,
		Grow: func(w, h int) []string {
			var rows []string
			for _, l := range s.asked.Lines(c.inspect(), w) {
				rows = append(rows, l.Text)
			}
			return rows[:min(len(rows), h)]
		},
	}
}

// Headline is the status line of the answer, or how far the request got.
func Headline(c Context, t flow.Trace) string {
	if r := t.Response; r != nil {
		return strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, c.line(r.Reason)))
	}
	if t.Delivery == flow.Sent {
		return "Sent, no answer"
	}
	return "Nothing was sent"
}

func measures(c Context, out *flow.Outcome) string {
	if out.Trace.Response == nil {
		return ""
	}
	parts := []string{milliseconds(out.Trace.Times.Total), size(len(out.Trace.Received))}
	switch {
	case out.SaveErr != nil:
		parts = append(parts, c.Theme.Alarm.Render("not saved"))
	case out.Answer.Verdict == flow.Granted:
		parts = append(parts, "saved "+c.clock(out.State.Token.ObtainedAt))
	case out.Answer.Verdict == flow.Refused:
		parts = append(parts, "nothing was deleted")
	}
	return strings.Join(parts, " "+c.Theme.Glyph.Dot+" ")
}

func milliseconds(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

func size(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f kB", float64(n)/1000)
}

// tracking is what Zoom support asks for first, without its label where the two do
// not fit.
func (c Context) tracking(t flow.Trace) []widget.Line {
	id := t.Response.TrackingID()
	if id == "" {
		return nil
	}
	row := " " + c.Theme.Muted.Render("tracking") + "  " + c.line(id)
	if widget.Width(row) > c.Width {
		row = " " + c.line(id)
	}
	return widget.Droppable(widget.DropExtra, row)
}
