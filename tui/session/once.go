package session

import "zoauth/flow"

// SendOnce drafts a refresh with a pasted token, of an app that is no profile. It is sent
// by the runner like any other, on a token file of the app's own name; the pasted token
// stays in memory.
func (ds *Drafts) SendOnce(token flow.Token) Follow {
	ds.s.with.Redactor.LearnToken(token)
	ds.s.once = token
	return ds.Open(flow.StepRefresh)
}

// OnceName is the name of the token file for the pair that a pasted refresh token brings.
func OnceName(spent flow.Secret) string { return looseName("rt", spent) }
