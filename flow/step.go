package flow

// Step is one step of the OAuth flow, as the workbench, the verbs and the
// records name it.
type Step string

// The steps. Exchange also stands for the direct grants ("Get token") of
// server-to-server and chatbot apps.
const (
	StepAuthorize Step = "authorize"
	StepExchange  Step = "exchange"
	StepRefresh   Step = "refresh"
	StepProbe     Step = "probe"
	StepRevoke    Step = "revoke"
	StepDevice    Step = "device" // asks for the codes of a device authorization (RFC 8628 §3.1)
	StepAdopt     Step = "adopt"  // takes a pair that no request of this moment brought; sends nothing
	StepPoll      Step = "poll"   // asks whether the person has answered; brings the tokens (RFC 8628 §3.4)
)

// ChangesTokens reports whether sending the step can change what is valid at
// Zoom, so that it has to run through the [Runner] under the profile's lock.
func (s Step) ChangesTokens() bool {
	return s == StepExchange || s == StepRefresh || s == StepRevoke || s == StepPoll
}
