package screen

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// why returns the reason of each field of a step's request.
func why(step flow.Step, s *session.Session) func(section, name string) []string {
	return func(_, name string) []string {
		if text := deviceReasons[name]; step == flow.StepDevice && text != nil {
			return text
		}
		switch name {
		case "code":
			return []string{codeText(s)}
		case "code_verifier":
			return []string{"The collection leaves code_verifier out; zoauth sent an S256 challenge, so Zoom expects it here (RFC 7636 §4.5)."}
		default:
			return reasons[name]
		}
	}
}

func codeText(s *session.Session) string {
	code := s.Code()
	if code == nil {
		return "The authorization code. It works once."
	}
	from := "from the callback at "
	if code.Pasted {
		from = "pasted at "
	}
	text := "The authorization code " + from + code.At.Local().Format("15:04:05") + ". It works once, for 5 minutes, with this client ID, redirect URI and verifier only."
	if code.BeganAtZoom {
		return text + " It came without state; as you say the flow began at Zoom, so there was no challenge and no code_verifier goes out."
	}
	if code.Pasted && !code.StateChecked {
		text += " Its state was not checked; PKCE still ties it to this attempt."
	}
	return text
}

// deviceReasons are those of the device request (zoom.md §2.6).
var deviceReasons = map[string][]string{
	"client_id":     {"Zoom's page shows it in the query; RFC 8628 has it in the form. It is no secret. Zoom knows the request only from apps with Features, Embed, Meeting SDK, Use App on Device."},
	"Authorization": {"Client ID and secret, joined by a colon, in base64: Zoom authenticates the app here and at each poll."},
}

// reasons are the fields whose reason does not depend on the session.
var reasons = map[string][]string{
	"":              {"One POST on one new connection: nothing is sent again by itself and no redirect is followed."},
	"Authorization": {"Client ID and secret, joined by a colon, in base64. Zoom answers invalid_client when they do not fit together. For the probe: the access token."},
	"Content-Type":  {"The only form Zoom's token endpoint reads; with JSON it says unsupported grant type."},
	"Accept":        {"Zoom answers JSON; a page in HTML comes from something in between."},
	"grant_type":    {"Which of the token endpoint's grants this is (RFC 6749 §4.1.3, §6)."},
	"redirect_uri":  {"The very string of the authorize URL: Zoom compares it (4709 Redirect URI mismatch)."},
	"refresh_token": {"Single use: Zoom answers with a new one and this one dies. The new pair is saved before it is shown. The collection sends it in the query, where reports say that Zoom refuses it; addresses are logged."},
	"token":         {"The access token. Zoom ends the whole pair with it and removes the app for the user. The collection's prose says query, its example the body: the body works."},
	"client_id":     {"A public client has no secret and names itself in the form."},
	"account_id":    {"The account of the server-to-server app, from its page at Zoom."},
}

// Note is row 23 of a step.
func (s *Step) Note(c Context) string {
	st := s.state(c)
	switch {
	case c.Current.Phase == session.Sending && c.Current.Op.Step == s.step:
		return c.flight()
	case st.Showing == session.Result && st.Outcome != nil:
		return s.resultNote(c, st.Outcome)
	case st.Draft.Method == "":
		return ""
	case s.step == flow.StepProbe && !c.Current.App.HasUser():
		return "Expect a refusal: Zoom's user API takes no chatbot's token. It changes nothing."
	case s.step == flow.StepProbe:
		return "One request will be sent. It changes nothing."
	default:
		return "One request will be sent. Its answer is saved before it is shown."
	}
}

func (s *Step) resultNote(c Context, out *flow.Outcome) string {
	switch {
	case out.Answer.Verdict == flow.Granted && out.SaveErr == nil:
		return c.saved(out.Job.App.Name)
	case out.Answer.Verdict == flow.Granted:
		return notSavedNote(c, out)
	case s.step == flow.StepRevoke && c.Current.ProvesRevoke():
		return "4 probe and r refresh prove it, each with a preview, until you leave."
	case c.Current.App.Sandbox && out.Trace.Delivery != flow.NotSent && out.Trace.Delivery != "":
		return "Sandbox: this went to a simulated Zoom in this program, over a real socket."
	default:
		return ""
	}
}

// flight says how far the request is: waiting for another process, or on its way.
func (c Context) flight() string {
	s := c.Current
	elapsed := widget.Short(c.Now.Sub(s.Since))
	if s.Stage != flow.StageLocking || c.Now.Sub(s.Since) < time.Second {
		return fmt.Sprintf("%s sending %s of %s at most; the answer is saved whatever happens here.", c.Spinner, elapsed, widget.Short(flow.DefaultBudget))
	}
	if p := s.State.Pending; p != nil {
		return fmt.Sprintf("%s %s: waiting for %s, process %d; nothing was sent yet.", c.Spinner, elapsed, c.line(p.By), p.PID)
	}
	return fmt.Sprintf("%s %s: waiting for another process that works on this profile; nothing was sent yet.", c.Spinner, elapsed)
}

// saved says where the tokens are and how well they are kept.
func (c Context) saved(name string) string {
	switch sandbox := c.Current.App.Sandbox && name == c.Current.App.Name; {
	case sandbox && c.Width < compact:
		return "Saved, mode 0600; the sandbox's directory goes at the end."
	case sandbox:
		return "Saved, mode 0600, in the sandbox's own directory, which goes at the end."
	}
	return "Saved, mode 0600, plain text: " + c.line(c.home(c.State)) + "/tokens/" + name + ".json"
}

// home writes the home directory as a tilde.
func (c Context) home(path string) string {
	if rest, ok := strings.CutPrefix(path, c.Env.Home+"/"); ok && c.Env.Home != "" {
		return "~/" + rest
	}
	return path
}
