package flow

// UserID returns the Zoom user whom the profile's tokens are of: as the probe told it,
// else as the access token says of itself; empty when neither does.
func (s State) UserID() string {
	if s.Who != nil && s.Who.UserID != "" {
		return s.Who.UserID
	}
	claims, err := DecodeToken(s.Token.AccessToken)
	if err != nil {
		return ""
	}
	for _, claim := range claims.List {
		if claim.Name == "uid" || claim.Name == "userId" {
			return claim.Value
		}
	}
	return ""
}

// Tenant is a profile with its saved tokens.
type Tenant struct {
	App   App
	State State
}

// SharingUser returns the names of the others whose tokens are of the same client ID
// and the same user as t's: Zoom keeps one pair for both, and whoever is authorized
// later ends the other's (docs/zoom.md §4, row T4:same-user).
func (t Tenant) SharingUser(others []Tenant) []string {
	user := t.State.UserID()
	if user == "" {
		return nil
	}
	var names []string
	for _, o := range t.SharingClient(others) {
		if o.State.UserID() == user {
			names = append(names, o.App.Name)
		}
	}
	return names
}

// SharingClient returns the others that hold tokens of the same client ID at the same
// server. Apps without a user do not count: their tokens live side by side.
func (t Tenant) SharingClient(others []Tenant) []Tenant {
	var same []Tenant
	for _, o := range others {
		if o.App.Name != t.App.Name && o.App.HasConsent() && o.App.sameClient(t.App) && o.State.HasToken() {
			same = append(same, o)
		}
	}
	return same
}
