package profiles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zoauth/flow"
)

// schema is the version of the token file that is written and the newest that is
// understood. Schema 1 is read for ever (schema_one.go).
const schema = 2

// record is the token file (schema 2, R13). Secrets stand in it as they are;
// its mode is 0600. What is left out is not known.
type record struct {
	Schema  int    `json:"schema"`
	Profile string `json:"profile"`
	Current string `json:"current,omitempty"` // the Zoom user ID of the session that stands here
	sessionRecord
	// Sessions are those of other users. Each has the members of sessionRecord and
	// "user"; they are written again as they were read.
	Sessions []json.RawMessage `json:"sessions,omitempty"`
}

// sessionRecord is the grant of one user, or of the app itself.
type sessionRecord struct {
	Gen         int               `json:"gen"`
	Kind        flow.GrantKind    `json:"kind,omitempty"`
	Binding     bindingRecord     `json:"binding"`
	Token       *tokenRecord      `json:"token"`
	Origin      *originRecord     `json:"origin,omitempty"`
	Disposition flow.Disposition  `json:"disposition,omitempty"`
	Revoked     *revokedRecord    `json:"revoked,omitempty"`
	Commits     *string           `json:"commits"`           // id of the pending record that this state settles
	Follows     string            `json:"follows,omitempty"` // digest of the pair that this state was made from
	Pending     *pendingRecord    `json:"pending"`
	Candidates  []candidateRecord `json:"candidates,omitempty"`
	Note        *noteRecord       `json:"note"`
	Who         *whoRecord        `json:"who,omitempty"`
	WhoWas      *whoRecord        `json:"who_was,omitempty"`
	Last        *lastRecord       `json:"last,omitempty"`
}

type bindingRecord struct {
	Client    string       `json:"client,omitempty"`
	OAuthURL  string       `json:"oauth_url,omitempty"`
	AccountID string       `json:"account_id,omitempty"`
	Type      flow.AppType `json:"type,omitempty"`
	APIURL    string       `json:"api_url,omitempty"`
}

type tokenRecord struct {
	AccessToken  wire      `json:"access_token"`
	RefreshToken wire      `json:"refresh_token"`
	TokenType    string    `json:"token_type"`
	Scope        wire      `json:"scope"`
	APIURL       string    `json:"api_url"`
	ObtainedAt   time.Time `json:"obtained_at"`
	RefreshedAt  time.Time `json:"refresh_issued_at"`
	ExpiresIn    int64     `json:"expires_in"` // seconds
	ExpiresAt    time.Time `json:"expires_at"`
	ServerDate   time.Time `json:"server_date"`
}

type originRecord struct {
	Kind flow.OriginKind `json:"kind"`
	At   time.Time       `json:"at"`
	By   string          `json:"by"`
}

type revokedRecord struct {
	At           time.Time `json:"at"`
	AccessToken  string    `json:"access_token"` // fingerprints
	RefreshToken string    `json:"refresh_token"`
}

type pendingRecord struct {
	Op     flow.Step `json:"op"`
	ID     string    `json:"id"`
	Digest string    `json:"spends"` // SHA-256 in hex of the credential
	At     time.Time `json:"at"`
	Host   string    `json:"host"`
	PID    int       `json:"pid"`
	By     string    `json:"by"`
	Rescue []string  `json:"rescue,omitempty"` // directories where its process looks for a place outside
}

type candidateRecord struct {
	At      time.Time     `json:"at"`
	Op      flow.Step     `json:"op"`
	ID      string        `json:"id"`
	Digest  string        `json:"spends"`
	Status  int           `json:"status,omitempty"`
	Why     string        `json:"why"`
	Binding bindingRecord `json:"binding"`
	Token   *tokenRecord  `json:"token,omitempty"`
	Raw     []byte        `json:"raw,omitempty"`
}

type noteRecord struct {
	At   time.Time `json:"at"`
	Step flow.Step `json:"op"`
	What string    `json:"what"`
	Text string    `json:"text"`
}

type whoRecord struct {
	At          time.Time `json:"at"`
	Email       string    `json:"email"`
	Name        string    `json:"name"`
	UserID      string    `json:"user_id"`
	AccountID   string    `json:"account_id"`
	AccountName string    `json:"account_name"`
}

type lastRecord struct {
	At   time.Time `json:"at"`
	Step flow.Step `json:"op"`
	By   string    `json:"by"`
	Host string    `json:"host"`
	PID  int       `json:"pid"`
}

// saved is a token file as it was read, or as it is to be written.
type saved struct {
	state   flow.State // nothing but Damage when the file cannot be used
	others  []json.RawMessage
	commits string   // id of the pending record that the state settles; may be empty
	follows string   // digest of the pair that the state was made from; empty: not known, or none
	old     bool     // of schema 1, which does not tell follows
	rescue  []string // where the process of the pending record puts rescue files
}

// decode reads the token file of profile.
func decode(profile string, content []byte) saved {
	var version struct {
		Schema  int    `json:"schema"`
		Profile string `json:"profile"`
		Gen     int    `json:"gen"`
	}
	switch {
	case len(content) == 0:
		return damaged("is empty")
	case !json.Valid(content) || !bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")):
		return damaged("is not JSON that zoauth wrote")
	case json.Unmarshal(content, &version) != nil && version.Schema <= schema:
		return damaged("was not written by zoauth")
	case version.Schema > schema:
		s := damaged(fmt.Sprintf("has schema %d, and this zoauth reads up to %d: use a newer zoauth", version.Schema, schema))
		s.state.Newer = true
		return s
	case version.Schema < 1 || version.Gen < 0:
		return damaged("was not written by zoauth")
	case version.Profile != profile: // two copies of a refresh token end each other (R13)
		return damaged(fmt.Sprintf("belongs to profile %q; two profiles must not share one token pair", version.Profile))
	case version.Schema == 1:
		return decodeOne(content)
	}
	var r record
	if json.Unmarshal(content, &r) != nil {
		return damaged("was not written by zoauth")
	}
	s := saved{state: r.state(), others: r.Sessions, follows: r.Follows}
	s.state.User = r.Current
	if r.Commits != nil {
		s.commits = *r.Commits
	}
	if r.Pending != nil {
		s.rescue = r.Pending.Rescue
	}
	return s
}

// settles reports whether file is what a commit made of state: it names state's
// pending record, and the pair that state has. No generation alone tells this: it
// begins anew with a new file (R9).
func (file saved) settles(state flow.State) bool {
	next := file.state.Gen == state.Gen || file.state.Gen == state.Gen+1
	return file.commits != "" && file.commits == pendingID(state) && !answered(state) && next && file.state.Damage == "" &&
		(file.old || file.follows == pairDigest(state.Token))
}

// answered reports whether the response to state's pending request is in state as a
// candidate: what a commit makes of it then is a person's decision, and is made anew
// where it did not reach the disk.
func answered(state flow.State) bool {
	return slices.ContainsFunc(state.Candidates, func(c flow.Candidate) bool { return c.ID == pendingID(state) })
}

// settled reports whether file tells nothing that current, which is in its place,
// does not tell: the same pair, be it a candidate's, or what became of the same
// request.
func (file saved) settled(current saved) bool {
	pair := file.state.Token
	if file.state.Damage != "" {
		return false
	}
	return pair.HasToken() && samePair(file.state, current.state) ||
		file.commits != "" && file.commits == current.commits && pendingID(current.state) == "" ||
		slices.ContainsFunc(current.state.Candidates, func(c flow.Candidate) bool {
			offered := c.Pair()
			return offered.HasToken() && offered.AccessToken == pair.AccessToken && (offered.RefreshToken.IsZero() || offered.RefreshToken == pair.RefreshToken)
		})
}

func samePair(a, b flow.State) bool {
	return a.Token.AccessToken == b.Token.AccessToken && a.Token.RefreshToken == b.Token.RefreshToken
}

func pendingID(s flow.State) string {
	if s.Pending == nil {
		return ""
	}
	return s.Pending.ID
}

func damaged(what string) saved {
	return saved{state: flow.State{Damage: "the token file " + what}}
}

func (r sessionRecord) state() flow.State {
	s := flow.State{
		Kind: r.Kind, Gen: r.Gen, Token: r.Token.token(), Disposition: r.Disposition, Binding: flow.Binding(r.Binding),
		Origin:  (*flow.Provenance)(r.Origin),
		Revoked: (*flow.Revoked)(r.Revoked),
		Pending: r.Pending.pending(),
		Note:    (*flow.Note)(r.Note),
		Who:     (*flow.Who)(r.Who), WhoWas: (*flow.Who)(r.WhoWas),
		Last: (*flow.Last)(r.Last),
	}
	for _, c := range r.Candidates {
		s.Candidates = append(s.Candidates, flow.Candidate{
			At: c.At, Step: c.Op, ID: c.ID, Digest: c.Digest, Status: c.Status, Why: c.Why,
			Binding: flow.Binding(c.Binding), Token: c.Token.token(), Raw: c.Raw,
		})
	}
	return s
}

func (t *tokenRecord) token() flow.Token {
	if t == nil {
		return flow.Token{}
	}
	return flow.Token{
		AccessToken:  flow.NewSecret(flow.KindAccessToken, string(t.AccessToken)),
		RefreshToken: flow.NewSecret(flow.KindRefreshToken, string(t.RefreshToken)),
		TokenType:    t.TokenType, Scope: string(t.Scope), APIURL: t.APIURL, ObtainedAt: t.ObtainedAt, RefreshedAt: t.RefreshedAt,
		ExpiresIn: time.Duration(t.ExpiresIn) * time.Second, ExpiresAt: t.ExpiresAt, ServerDate: t.ServerDate,
	}
}

func (p *pendingRecord) pending() *flow.Pending {
	if p == nil {
		return nil
	}
	return &flow.Pending{Step: p.Op, ID: p.ID, Digest: p.Digest, At: p.At, Host: p.Host, PID: p.PID, By: p.By}
}
