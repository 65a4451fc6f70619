package profiles

import (
	"encoding/json"
	"fmt"
	"time"

	"zoauth/flow"
)

// schema is the version of the token file that is written and the newest that is
// understood.
const schema = 1

// record is the token file (PROMISES.md §2.2). Secrets stand in it as they are;
// its mode is 0600.
type record struct {
	Schema  int            `json:"schema"`
	Profile string         `json:"profile"`
	Gen     int            `json:"gen"`
	Binding bindingRecord  `json:"binding"`
	Token   *tokenRecord   `json:"token"`
	Revoked *flow.Revoked  `json:"revoked,omitempty"`
	Commits *string        `json:"commits"` // id of the pending record that this state settles
	Pending *pendingRecord `json:"pending"`
	Note    *noteRecord    `json:"note"`
	Who     *flow.Who      `json:"who,omitempty"`
	WhoWas  *flow.Who      `json:"who_was,omitempty"`
	Last    *flow.Last     `json:"last,omitempty"`
}

type bindingRecord struct {
	OAuthURL string `json:"oauth_url"`
	Client   string `json:"client"`
}

type tokenRecord struct {
	AccessToken  string    `json:"access_token"`
	RefreshToken string    `json:"refresh_token"`
	TokenType    string    `json:"token_type"`
	Scope        string    `json:"scope"`
	APIURL       string    `json:"api_url"`
	ObtainedAt   time.Time `json:"obtained_at"`
	RefreshedAt  time.Time `json:"refresh_issued_at"`
	ExpiresIn    int64     `json:"expires_in"` // seconds
	ExpiresAt    time.Time `json:"expires_at"`
	ServerDate   time.Time `json:"server_date"`
}

type pendingRecord struct {
	Op     flow.Step `json:"op"`
	ID     string    `json:"id"`
	Digest string    `json:"spends"` // SHA-256 in hex of the credential
	At     time.Time `json:"at"`
	Host   string    `json:"host"`
	PID    int       `json:"pid"`
	By     string    `json:"by"`
	Raw    []byte    `json:"raw"`
}

type noteRecord struct {
	At   time.Time `json:"at"`
	Step flow.Step `json:"op"`
	What string    `json:"what"`
	Text string    `json:"text"`
}

// encode writes a state; commits names the pending record that it settles.
func encode(profile string, s flow.State, commits string) []byte {
	r := record{
		Schema: schema, Profile: profile, Gen: s.Gen,
		Binding: bindingRecord(s.Binding),
		Revoked: s.Revoked, Who: s.Who, WhoWas: s.WhoWas, Last: s.Last,
	}
	if commits != "" {
		r.Commits = &commits
	}
	if t := s.Token; s.HasToken() {
		r.Token = &tokenRecord{
			AccessToken: t.AccessToken.Reveal(), RefreshToken: t.RefreshToken.Reveal(), TokenType: t.TokenType,
			Scope: t.Scope, APIURL: t.APIURL, ObtainedAt: t.ObtainedAt, RefreshedAt: t.RefreshedAt,
			ExpiresIn: int64(t.ExpiresIn / time.Second), ExpiresAt: t.ExpiresAt, ServerDate: t.ServerDate,
		}
	}
	if p := s.Pending; p != nil {
		r.Pending = &pendingRecord{Op: p.Step, ID: p.ID, Digest: p.Digest, At: p.At, Host: p.Host, PID: p.PID, By: p.By, Raw: p.Raw}
	}
	if n := s.Note; n != nil {
		r.Note = &noteRecord{At: n.At, Step: n.Step, What: n.What, Text: n.Text}
	}
	content, _ := json.MarshalIndent(r, "", "  ") // of strings, numbers and times: cannot fail
	return append(content, '\n')
}

// saved is a token file as it was read.
type saved struct {
	state   flow.State // nothing but Damage when the file cannot be used
	commits string     // id of the pending record that the state settles; may be empty
	newer   bool       // a newer zoauth wrote the file: it is not ours to change
}

// decode reads the token file of profile.
func decode(profile string, content []byte) saved {
	var version struct {
		Schema int `json:"schema"`
	}
	var r record
	switch {
	case len(content) == 0:
		return damaged("is empty")
	case json.Unmarshal(content, &version) != nil:
		return damaged("is no JSON that zoauth wrote")
	case version.Schema > schema:
		s := damaged(fmt.Sprintf("is of schema %d, and this zoauth knows %d: use a newer one", version.Schema, schema))
		s.newer = true
		return s
	case version.Schema < 1 || json.Unmarshal(content, &r) != nil || r.Gen < 0:
		return damaged("is not one that zoauth wrote")
	case r.Profile != profile: // two copies of a refresh token end each other (PROMISES.md R13)
		return damaged(fmt.Sprintf("was written for the profile %q, and its tokens may not be used twice", r.Profile))
	}
	s := saved{state: r.decoded()}
	if r.Commits != nil {
		s.commits = *r.Commits
	}
	return s
}

func damaged(what string) saved {
	return saved{state: flow.State{Damage: "the token file " + what}}
}

func (r record) decoded() flow.State {
	s := flow.State{Gen: r.Gen, Binding: flow.Binding(r.Binding), Revoked: r.Revoked, Who: r.Who, WhoWas: r.WhoWas, Last: r.Last}
	if t := r.Token; t != nil {
		s.Token = flow.Token{
			AccessToken:  flow.NewSecret(flow.KindAccessToken, t.AccessToken),
			RefreshToken: flow.NewSecret(flow.KindRefreshToken, t.RefreshToken),
			TokenType:    t.TokenType, Scope: t.Scope, APIURL: t.APIURL, ObtainedAt: t.ObtainedAt, RefreshedAt: t.RefreshedAt,
			ExpiresIn: time.Duration(t.ExpiresIn) * time.Second, ExpiresAt: t.ExpiresAt, ServerDate: t.ServerDate,
		}
	}
	if p := r.Pending; p != nil {
		s.Pending = &flow.Pending{Step: p.Op, ID: p.ID, Digest: p.Digest, At: p.At, Host: p.Host, PID: p.PID, By: p.By, Raw: p.Raw}
	}
	if n := r.Note; n != nil {
		s.Note = &flow.Note{At: n.At, Step: n.Step, What: n.What, Text: n.Text}
	}
	return s
}
