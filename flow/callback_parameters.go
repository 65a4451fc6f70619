package flow

// CallbackParameters is what a callback carries, wherever it was found: at the
// listener, or in a text that flow/recognize read. It is a claim until
// [Attempt.AcceptCallback] has judged it. All text in it is unsafe.
type CallbackParameters struct {
	Address     string // scheme, host and path of where it came; empty when not known, a path alone when that was all
	Code        Secret
	State       string
	HasState    bool
	Issuer      string // the iss parameter (RFC 9207)
	HasIssuer   bool
	Error       string // the error parameter
	Description string // error_description
	Repeated    bool   // a parameter is there twice with two values
	Bare        bool   // a code alone, without the parameter's name
}
