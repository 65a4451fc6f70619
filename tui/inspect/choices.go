package inspect

import (
	"errors"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// choice is a row of What now.
type choice struct {
	action session.Action
	name   safe.Text
	note   safe.Text
}

// choices are what can be done now, what enter does first. An older row has none: there
// enter only zooms.
func (k *card) choices() {
	if !k.newest {
		return
	}
	list := k.choiceList()
	if len(list) == 0 {
		return
	}
	width := 0
	for _, c := range list {
		width = max(width, c.name.Width()+3)
	}
	k.whatNow(list, width)
}

// whatNow lists choices, whose names take width cells.
func (k *card) whatNow(list []choice, width int) {
	k.blank()
	k.section(safe.Const("What now"), ui.L(plain(safe.Number(len(list)))))
	for _, c := range list {
		k.choice(c, width)
	}
}

// choiceList are the choices that do something now, none twice.
func (k *card) choiceList() []choice {
	main := k.s.Main(k.s.Timeline().Len()-1, k.Now)
	wanted := []session.Action{main}
	if errors.Is(k.r.Err, flow.ErrPortInUse) {
		wanted = append(wanted, act(session.ActPasteOnly))
	}
	draft := func(step flow.Step) session.Action { return session.Action{Act: session.ActDraft, Step: step} }
	again, adopt := k.r.Step, session.Action{Act: session.ActAdoptToken, Step: flow.StepRefresh}
	switch {
	case k.r.Mark == session.Unsaved:
		wanted = append(wanted, act(session.ActSaveAgain), act(session.ActSaveIn), act(session.ActShowPair))
	case k.s.Disk().Candidate() != nil:
		wanted = append(wanted, act(session.ActAdopt), act(session.ActDiscard))
	case k.r.Kind == session.KindAttempt || again == flow.StepAuthorize:
		wanted = append(wanted, draft(flow.StepAuthorize), draft(flow.StepDevice), act(session.ActAtZoom), act(session.ActEditProfile))
	case again == flow.StepRefresh && main.Step == flow.StepAuthorize: // this token is refused again
		wanted = append(wanted, adopt, act(session.ActReport))
	case again == flow.StepRefresh && k.r.Mark == session.Uncertain:
		wanted = append(wanted, draft(again), adopt, draft(k.s.Brings()), act(session.ActReport))
	default:
		wanted = append(wanted, act(session.ActAskSecret), draft(again), draft(k.s.Brings()), act(session.ActReport))
	}
	var list []choice
	seen := map[session.Action]bool{}
	for _, a := range wanted {
		key := session.Action{Act: a.Act, Step: a.Step}
		if a.Act == session.ActFix {
			key.Act = session.ActDraft
		}
		if ok, _ := k.s.Can(a); !ok || seen[key] || a.Act == session.ActNone || a.Act == session.ActZoom || k.hollow(a) {
			continue
		}
		seen[key] = true
		list = append(list, k.worded(a))
	}
	return list
}

func act(a session.Act) session.Action { return session.Action{Act: a} }

// hollow reports whether an action would show nothing: values for Zoom's pages of a
// sandbox, the profile that it made up, or a report of what was never sent.
func (k *card) hollow(a session.Action) bool {
	if a.Act == session.ActReport && k.r.Kind == session.KindRequest && !k.left() {
		return true
	}
	return k.s.App().Sandbox && (a.Act == session.ActEditProfile || a.Act == session.ActAtZoom)
}

// worded is an action as a choice says it.
func (k *card) worded(a session.Action) choice {
	c := words[a.Act]
	c.action = a
	if a.Act == session.ActDraft || a.Act == session.ActFix {
		c.name, c.note = k.wordedStep(a)
	}
	c.name = c.name.Or(sentence(k.Clean.Line(string(a.Act))))
	return c
}

// words are what choices say of acts beyond their own words.
var words = map[session.Act]choice{
	session.ActSaveAgain:   {note: safe.Const("after you freed some space")},
	session.ActSaveIn:      {name: safe.Const("Save in another folder…"), note: safe.Const("mode 0600")},
	session.ActShowPair:    {name: safe.Const("Show the new pair…"), note: safe.Const("to copy by hand; asks first")},
	session.ActAdopt:       {name: safe.Const("Adopt the tokens in it…"), note: safe.Const("replaces the pair; asks first")},
	session.ActAdoptToken:  {name: safe.Const("Adopt a newer pair…"), note: safe.Const("if a server has it: paste it")},
	session.ActDiscard:     {name: safe.Const("Discard it…"), note: safe.Const("the pair stays; asks first")},
	session.ActAskSecret:   {note: safe.Const("it can ask for a password")},
	session.ActReport:      {name: safe.Const("Copy a report…"), note: safe.Const("for Zoom support, redacted")},
	session.ActAtZoom:      {name: safe.Const("Values for Zoom"), note: safe.Const("to compare with the app's")},
	session.ActPasteOnly:   {name: safe.Const("Paste the callback instead"), note: safe.Const("a new URL, no listener")},
	session.ActEditProfile: {name: safe.Const("Edit the profile")},
	session.ActUseToken:    {name: safe.Const("Use the token")},
}

// wordedStep is a draft as a choice says it: nothing is sent before its own enter.
func (k *card) wordedStep(a session.Action) (name, note safe.Text) {
	again := a.Step == k.r.Step
	name, note = sentence(k.Clean.Line(string(a.Step))), safe.Const("a draft; nothing is sent")
	switch {
	case a.Step == flow.StepProbe:
		name, note = safe.Format("Probe %s", k.Clean.Line(k.s.State().Token.AccessToken.Fingerprint())), safe.Const("changes nothing")
	case a.Step == flow.StepRefresh && again && k.r.Mark == session.Uncertain:
		name, note = safe.Const("Send the same refresh again"), safe.Const("if the first was lost")
	case a.Step == flow.StepAuthorize && k.s.State().HasToken():
		name, note = safe.Const("Authorize again"), safe.Const("replaces it everywhere")
	case a.Step == flow.StepAuthorize:
		name, note = safe.Const("Authorize again"), safe.Const("a new URL; nothing is sent")
	case a.Step == flow.StepExchange && !k.s.App().HasConsent():
		name = safe.Const("Get a token")
	case a.Step == flow.StepExchange && a.Field != "":
		name, note = safe.Format("Fix %s", k.Clean.Line(a.Field)), safe.Const("opens the exchange with the right value")
	case a.Step == flow.StepExchange:
		name = safe.Const("Exchange the code again")
	case a.Step == flow.StepDevice && again:
		name = safe.Const("Ask for another code")
	case a.Step == flow.StepDevice:
		name, note = safe.Const("Use a device code"), safe.Const("no callback needed")
	}
	return name, note
}
