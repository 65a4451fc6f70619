package recognize_test

import (
	"slices"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// The credentials of an app in every file and note that people have them in.
func TestCredentialCases(t *testing.T) {
	var cases []struct {
		ID, Input string
		Right     map[string]string
	}
	readJSON(t, "testdata/credentials.json", &cases)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			set := firstSet(recognize.Read(c.Input))
			for key, want := range c.Right {
				switch key {
				case "type":
				case "refuse_or_note":
					if !strings.Contains(problems(set), map[string]string{"placeholder": "placeholder", "env(": "only names where"}[want]) {
						t.Errorf("no %s in the problems %q", want, problems(set))
					}
				case "secret":
					if v, _ := set.Find(recognize.ClientSecret); v.Secret.Reveal() != want || v.Problem != "" {
						t.Errorf("secret %q (%s), want %q", v.Secret.Reveal(), v.Problem, want)
					}
				default:
					if v, _ := set.Find(recognize.CredentialKey(key)); v.Plain != want || v.Problem != "" {
						t.Errorf("%s %q (%s), want %q", key, v.Plain, v.Problem, want)
					}
				}
			}
		})
	}
}

// firstSet is the set that comes first.
func firstSet(found []recognize.Artefact) recognize.CredentialSet {
	for _, a := range found {
		if len(a.Credentials.Values) > 0 {
			return a.Credentials
		}
	}
	return recognize.CredentialSet{}
}

func problems(set recognize.CredentialSet) string {
	var list []string
	for _, v := range set.Values {
		list = append(list, v.Problem)
	}
	return strings.Join(list, "; ")
}

// A name is read by its parts.
func TestNamesOfCredentials(t *testing.T) {
	for name, want := range map[string]recognize.CredentialKey{
		"ZOOM_CLIENT_ID": recognize.ClientID, "zoomClientId": recognize.ClientID, "VITE_ZOOM_CLIENT_ID": recognize.ClientID, "Zoom-Client-Id": recognize.ClientID, "zoom.oauth.client-id": recognize.ClientID,
		"AUTH_ZOOM_ID": recognize.ClientID, "ZOOM_KEY_ID": recognize.ClientID, "ZOOM_CLIENT_SECRET": recognize.ClientSecret, "AUTH_ZOOM_SECRET": recognize.ClientSecret, "zoomclientsecret": recognize.ClientSecret,
		"ZOOM_ACCOUNT_ID": recognize.AccountID, "ZOOM_REDIRECT_URL": recognize.RedirectURI, "ZOOM_OAUTH_CALLBACK_URL": recognize.RedirectURI,
		"GITHUB_CLIENT_ID": "", "GOOGLE_CLIENT_SECRET": "", "ZOOM_WEBHOOK_SECRET_TOKEN": "", "ZOOM_VERIFICATION_SECRET": "", "SESSION_SECRET": "", "ZOOM_USER_ID": "", "ZOOM_MEETING_ID": "", "NEXTAUTH_SECRET": "", "AUTH_SECRET": "",
	} {
		set := firstSet(recognize.Read(name + "=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_ID=own\nZOOM_CLIENT_SECRET=own\n"))
		var got recognize.CredentialKey
		for _, v := range set.Values {
			if v.Name == name && (v.Plain == "Qr8sTv2xRZk5WmLb9HcNdw" || v.Secret.Reveal() == "Qr8sTv2xRZk5WmLb9HcNdw") {
				got = v.Key
			}
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// Settings are found wherever they stand in a text, and a log above them is not taken for
// a part of them.
func TestSettingsBelowALongLog(t *testing.T) {
	log := strings.Repeat("2026-11-30T09:00:00Z INFO worker-3 request id=71d5918e took 12 ms, state=open\n", 9000)
	found := recognize.Read(log + "ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\n" + `{"reason":"Invalid Token!","error":"invalid_grant"}` + "\nZOOM_CLIENT_SECRET=$SECRET\nSECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n")
	set := firstSet(found)
	id, _ := set.Find(recognize.ClientID)
	secret, _ := set.Find(recognize.ClientSecret)
	if id.Plain != "Qr8sTv2xRZk5WmLb9HcNdw" || id.Line != 9001 || secret.Secret.Reveal() != "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2" {
		t.Errorf("found %v", set.Values)
	}
	if !slices.ContainsFunc(found, func(a recognize.Artefact) bool { return a.Kind == recognize.Response }) {
		t.Error("the response between the settings is not found")
	}
}
