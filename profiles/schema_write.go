package profiles

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
)

// maxState is the longest token file that is written and read, in bytes.
const maxState = 256 << 10

// errTooMuch means that a state does not fit into a token file. What a server sends
// is limited far below that, so only other users' sessions can be the reason.
var errTooMuch = errors.New("the profile's token file would be longer than 256 KiB")

// roomForAnswer is what the longest pair that is stored needs, with all that is told of
// it and can go no shorter.
const roomForAnswer = 64 << 10

// roomFor refuses a request whose answer would have no room beside the sessions of
// other users: what could not be saved is not asked (R7).
func roomFor(others []json.RawMessage) error {
	length := 0
	for _, other := range others {
		length += len(other)
	}
	if length > maxState-roomForAnswer {
		return errTooMuch
	}
	return nil
}

// encode writes a token file of at most [maxState] bytes. Where it would be longer,
// the bytes of candidates go first, those of the oldest before others, then what
// candidates cannot say any more without them, then the end of scopes, then the oldest
// candidates. The current pair and that of the newest candidate stay.
func encode(profile string, s saved) ([]byte, error) {
	for {
		content, err := marshal(toRecord(profile, s), "  ")
		switch {
		case err != nil:
			return nil, err
		case len(content) < maxState:
			return append(content, '\n'), nil
		case !shrink(&s.state, len(content)+1-maxState):
			return nil, errTooMuch
		}
	}
}

// shrink takes something out of s, at least excess bytes where the end of a text is
// enough; false: there is nothing more to take.
func shrink(s *flow.State, excess int) bool {
	s.Candidates = slices.Clone(s.Candidates)
	if shrinkRaw(s, excess) {
		return true
	}
	for i := range s.Candidates {
		if shorten(&s.Candidates[i].Token.Scope, excess) {
			return true
		}
	}
	if shorten(&s.Token.Scope, excess) {
		return true
	}
	if len(s.Candidates) > 1 {
		s.Candidates = s.Candidates[1:]
		return true
	}
	return false
}

// besideRaw is more than what a candidate without a token has beside its bytes.
const besideRaw = 4 << 10

// shrinkRaw takes the bytes of the oldest candidates, of as many as have to go for excess:
// first of those that have tokens beside them. false: there are none.
func shrinkRaw(s *flow.State, excess int) bool {
	freed := 0
	free := func(c flow.Candidate) { freed += base64.StdEncoding.EncodedLen(len(c.Raw)) + besideRaw }
	for i, c := range s.Candidates {
		if freed < excess && c.Token.HasToken() && len(c.Raw) > 0 {
			s.Candidates[i].Raw = nil
			free(c)
		}
	}
	if freed > 0 {
		return true
	}
	s.Candidates = slices.DeleteFunc(s.Candidates, func(c flow.Candidate) bool {
		gone := freed < excess && !c.Token.HasToken()
		if gone {
			free(c)
		}
		return gone
	})
	return freed > 0
}

// shorten takes at least excess bytes off the end of a list of scopes, and no half
// scope is left.
func shorten(scope *string, excess int) bool {
	if *scope == "" {
		return false
	}
	rest := (*scope)[:max(0, len(*scope)-excess)]
	*scope = rest[:max(0, strings.LastIndexByte(rest, ' '))]
	return true
}

func toRecord(profile string, s saved) record {
	r := record{Schema: schema, Profile: profile, Current: s.state.User, sessionRecord: toSession(s.state), Sessions: s.others}
	if s.commits != "" {
		r.Commits = &s.commits
	}
	r.Follows = s.follows
	if r.Pending != nil {
		r.Pending.Rescue = s.rescue
	}
	return r
}

func toSession(s flow.State) sessionRecord {
	r := sessionRecord{
		Gen: s.Gen, Kind: s.Kind, Binding: bindingRecord(s.Binding), Disposition: s.Disposition,
		Token:   toToken(s.Token),
		Origin:  (*originRecord)(s.Origin),
		Revoked: (*revokedRecord)(s.Revoked),
		Note:    (*noteRecord)(s.Note),
		Who:     (*whoRecord)(s.Who), WhoWas: (*whoRecord)(s.WhoWas),
		Last: (*lastRecord)(s.Last),
	}
	if p := s.Pending; p != nil {
		r.Pending = &pendingRecord{Op: p.Step, ID: p.ID, Digest: p.Digest, At: p.At, Host: p.Host, PID: p.PID, By: p.By}
	}
	for _, c := range s.Candidates {
		r.Candidates = append(r.Candidates, candidateRecord{
			At: c.At, Op: c.Step, ID: c.ID, Digest: c.Digest, Status: c.Status, Why: c.Why,
			Binding: bindingRecord(c.Binding), Token: toToken(c.Token), Raw: c.Raw,
		})
	}
	return r
}

// toToken is nil for the zero token.
func toToken(t flow.Token) *tokenRecord {
	if !t.HasToken() {
		return nil
	}
	return &tokenRecord{
		AccessToken: wire(t.AccessToken.Reveal()), RefreshToken: wire(t.RefreshToken.Reveal()), TokenType: t.TokenType,
		Scope: wire(t.Scope), APIURL: t.APIURL, ObtainedAt: t.ObtainedAt, RefreshedAt: t.RefreshedAt,
		ExpiresIn: int64(t.ExpiresIn / time.Second), ExpiresAt: t.ExpiresAt, ServerDate: t.ServerDate,
	}
}

// pairDigest names a pair without telling it; empty where there is none.
func pairDigest(t flow.Token) string {
	if !t.HasToken() {
		return ""
	}
	sum := sha256.Sum256([]byte(t.AccessToken.Reveal() + "\x00" + t.RefreshToken.Reveal()))
	return hex.EncodeToString(sum[:])
}
