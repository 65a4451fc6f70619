package screen

import (
	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// Do moves in the preview or the result, sends, and goes on.
func (s *Step) Do(c Context, a intent.Action) intent.Intent {
	st := s.state(c)
	if a == intent.Back {
		return intent.GoBack{}
	}
	if a == intent.Why {
		return s.whyStep()
	}
	if st.Showing == session.Result && st.Outcome != nil {
		return s.inResult(c, st, a)
	}
	switch a {
	case intent.Main:
		return s.send(c)
	case intent.Down:
		s.fields.Move(1)
	case intent.Up:
		s.fields.Move(-1)
	case intent.Top:
		s.fields.Top()
	case intent.Bottom:
		s.fields.Bottom()
	case intent.EditRequest:
		return s.editField(c)
	case intent.Reveal:
		return s.reveal(c)
	case intent.Plain:
		if _, f, secret := s.fields.Current(); secret.IsZero() {
			return intent.ShowPlain{Text: f.Plain}
		}
		return intent.Say{Text: "A secret is shown here with v, not on the plain screen."}
	}
	return nil
}

func (s *Step) inResult(c Context, st *session.Step, a intent.Action) intent.Intent {
	if a == intent.Main && c.Current.State.Unsaved {
		return intent.SaveAgain{}
	}
	if a == intent.Folder {
		return askFolder()
	}
	if a == intent.Main {
		return intent.Go{Place: Next(c.Current, s.step), Fresh: true}
	}
	switch {
	case a == intent.Older, a == intent.Newer:
		by := map[intent.Action]int{intent.Older: -1, intent.Newer: 1}[a]
		return intent.ShowTrace{ID: st.Outcome.Trace.ID, By: by}
	case s.compare.open:
		return s.inComparison(a)
	case a == intent.Compare && s.Comparable():
		s.compare.open, s.body = true, true
	case a == intent.NextPane && s.card.Known():
		s.body = !s.body
	case s.carded() && a == intent.Down:
		s.card.Move(1)
	case s.carded() && a == intent.Up:
		s.card.Move(-1)
	default:
		return c.look(&s.viewer, a)
	}
	return nil
}

// send asks before what cannot be undone (SCREENS.md §4.2, §5 numbers 9, 10).
func (s *Step) send(c Context) intent.Intent {
	app, mistake := c.Current.App, s.state(c).Mistake
	switch {
	case mistake != nil && (app.Environment == flow.Production || mistake.Ends && !app.Sandbox):
		return askMistake(app, mistake, intent.Send{})
	case s.step == flow.StepRevoke:
		return intent.Ask{Question: intent.Question{
			Title: "Revoke",
			Text:  []string{revokeText(c), "Type " + app.Name + " to send it."},
			Word:  app.Name,
			Then:  intent.Send{},
		}}
	case s.step == flow.StepExchange && app.Environment == flow.Production && !app.HasConsent():
		return intent.Ask{Question: intent.Question{
			Title: "PRODUCTION " + app.Name,
			Text:  []string{"Zoom documents that tokens of this app work side by side; until 2023 a new one was seen to end the one before."},
			Keys:  []intent.Choice{{Key: "y", Word: "go on", Then: intent.Send{}}},
		}}
	default:
		return intent.Send{}
	}
}

// askMistake asks before a mistake that can end what servers hold.
func askMistake(app flow.App, mistake *flow.Mistake, then intent.Intent) intent.Intent {
	text := "Deliberate mistake: " + mistake.Title + "."
	if mistake.Ends {
		text += " The value was spent before: Zoom may end the living authorization when it sees it again."
	}
	return intent.Ask{Question: intent.Question{
		Title: string(app.Environment) + " " + app.Name, Text: []string{text, "Type " + app.Name + " to send it."},
		Word: app.Name, Then: then,
	}}
}

// reveal shows the secret under the cursor; production asks first.
func (s *Step) reveal(c Context) intent.Intent {
	_, _, secret := s.fields.Current()
	if secret.IsZero() {
		return nil
	}
	if c.Current.App.Environment == flow.Production {
		return intent.Ask{Question: intent.Question{
			Title: "PRODUCTION " + c.Current.App.Name,
			Text:  []string{"This shows " + secret.Fingerprint() + " on the screen until the next key."},
			Keys:  []intent.Choice{{Key: "v", Word: "reveal", Then: intent.RevealHere{}}},
		}}
	}
	return intent.RevealHere{}
}

// SetReveal shows or hides the secret under the cursor.
func (s *Step) SetReveal(on bool) { s.fields.Reveal(on) }

// OnSecret reports whether the cursor of a preview is on a secret.
func (s *Step) OnSecret(cur *session.Session) bool {
	st := cur.Steps[s.step]
	if st.Showing == session.Result || st.Draft.Method == "" {
		return false
	}
	_, _, secret := s.fields.Current()
	return !secret.IsZero()
}

// Next is the step that follows a result: the walk of the Welcome screen.
func Next(s *session.Session, step flow.Step) intent.Place {
	out := s.Steps[step].Outcome
	switch {
	case out == nil:
		return intent.Place(step)
	case out.Answer.Verdict == flow.Uncertain && step == flow.StepRefresh:
		return intent.RefreshStep
	case out.Answer.Verdict == flow.Unsent, out.Answer.Verdict == "" && !out.Adopted:
		return intent.Place(step)
	case out.Answer.Verdict == flow.Refused && step == flow.StepProbe && !s.Spendable().RefreshToken.IsZero():
		return intent.RefreshStep
	case out.Answer.Verdict == flow.Refused, out.Answer.Verdict == flow.Uncertain, step == flow.StepRevoke:
		if s.App.HasConsent() {
			return intent.AuthorizeStep
		}
		return intent.ExchangeStep
	case step == flow.StepProbe && s.Steps[flow.StepRefresh].Outcome == nil && !s.State.Token.RefreshToken.IsZero():
		return intent.RefreshStep
	case step == flow.StepProbe, !s.App.HasUser():
		return intent.RevokeStep
	default:
		return intent.ProbeStep
	}
}
