package profiles

import (
	"encoding/json"

	"zoauth/flow"
)

// recordOne is the token file of schema 1. It knows less than schema 2, and its
// revocation, user and last change have names of their own.
type recordOne struct {
	Gen     int `json:"gen"`
	Binding struct {
		OAuthURL string `json:"oauth_url"`
		Client   string `json:"client"`
	} `json:"binding"`
	Token   *tokenRecord  `json:"token"`
	Revoked *flow.Revoked `json:"revoked"`
	Commits *string       `json:"commits"`
	Pending *struct {
		pendingRecord
		Raw []byte `json:"raw"` // a response that could not be understood
	} `json:"pending"`
	Note   *noteRecord `json:"note"`
	Who    *flow.Who   `json:"who"`
	WhoWas *flow.Who   `json:"who_was"`
	Last   *flow.Last  `json:"last"`
}

// decodeOne reads a file of schema 1. What its pending record kept of a response is
// a candidate now. That is an earlier request's where the record's own was under way:
// the file does not commit it then.
func decodeOne(content []byte) saved {
	var r recordOne
	if json.Unmarshal(content, &r) != nil {
		return damaged("was not written by zoauth")
	}
	commits := ""
	if r.Commits != nil {
		commits = *r.Commits
	}
	s := flow.State{
		Gen: r.Gen, Token: r.Token.token(), Binding: flow.Binding{Client: r.Binding.Client, OAuthURL: r.Binding.OAuthURL},
		Revoked: r.Revoked, Note: (*flow.Note)(r.Note), Who: r.Who, WhoWas: r.WhoWas, Last: r.Last,
	}
	if r.Who != nil {
		s.User = r.Who.UserID
	}
	if p := r.Pending; p != nil {
		s.Pending = p.pending()
		if len(p.Raw) > 0 {
			s.Candidates = []flow.Candidate{{
				At: p.At, Step: p.Op, ID: commits, Digest: p.Digest, Raw: p.Raw,
				Why: "an earlier version of zoauth could not read it",
			}}
			if p.Op == flow.StepRefresh { // it answers a token of this binding
				s.Candidates[0].Binding = s.Binding
			}
		}
	}
	return saved{state: s, old: true, commits: commits}
}
