package profiles

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"zoauth/flow"
)

// Imported is what a text from elsewhere tells of a Zoom app.
type Imported struct {
	Draft Draft
	From  string   // what the text was: a .env file, a Postman environment, a page
	Notes []string // what was left out or looks odd, in our words
}

// spellings are the names under which others keep the keys of a profile, in lower
// case without blanks, dashes and underscores.
var spellings = map[string][]string{
	"client_id":     {"zoomclientid", "clientid", "zoomid", "zoomoauthclientid", "oauthclientid", "zoomappclientid"},
	"client_secret": {"zoomclientsecret", "clientsecret", "zoomsecret", "zoomoauthclientsecret", "oauthclientsecret", "zoomappclientsecret"},
	"account_id":    {"zoomaccountid", "accountid", "zoomoauthaccountid"},
	"redirect_uri": {
		"zoomredirecturi", "redirecturi", "zoomredirecturl", "redirecturl", "callbackurl", "zoomcallbackurl", "oauthredirecturl",
		"zoomoauthredirecturi", "redirecturlforoauth",
	},
}

// maxImport is how much of a text is read, in bytes.
const maxImport = 256 << 10

// Import reads a .env file, a Postman environment, or the text of the credentials
// tab at the Marketplace. The secret goes into the draft to be kept in a file of its
// own. It writes nothing. The error says what was looked for.
func Import(text string) (Imported, error) {
	text = strings.TrimPrefix(text[:min(len(text), maxImport)], byteOrderMark)
	values, from := postman(text)
	if from == "" {
		values, from = assignments(text)
	}
	if from == "" {
		values, from = credentialsTab(text)
	}
	in := Imported{Draft: NewDraft(), From: from}
	in.fill(values)
	if in.Draft.Text["client_id"] == "" && in.Draft.Secret.IsZero() {
		return Imported{}, fmt.Errorf("no client ID or secret was found: a .env file has ZOOM_CLIENT_ID=…, a Postman environment is JSON with values, the credentials tab has Client ID and Client Secret")
	}
	return in, nil
}

func (in *Imported) fill(values []assignment) {
	for _, v := range values {
		key := keyOf(v.name)
		switch {
		case key == "":
		case v.value == "":
			in.Notes = append(in.Notes, v.name+" is empty")
		case key == "client_secret" && in.Draft.Secret.IsZero():
			in.Draft.Secret = flow.NewSecret(flow.KindClientSecret, v.value)
		case key != "client_secret" && in.Draft.Text[key] == "":
			in.Draft.Text[key] = v.value
		default:
			in.Notes = append(in.Notes, v.name+" stands there once more and was left out")
		}
	}
	if in.Draft.Text["account_id"] != "" {
		in.Draft.Text["type"] = string(flow.ServerToServer)
	}
	if in.Draft.Secret.IsZero() {
		in.Notes = append(in.Notes, "there is no client secret in it")
	}
}

// assignment is a name with its value, as the text has them.
type assignment struct{ name, value string }

// keyOf is the profile's key that a name stands for, or "".
func keyOf(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' || r == '.' {
			return -1
		}
		return r
	}, strings.ToLower(name))
	for key, names := range spellings {
		for _, known := range names {
			if plain == known || strings.HasSuffix(plain, known) && strings.HasPrefix(plain, "next") {
				return key
			}
		}
	}
	return ""
}

// postman reads an exported environment: {"values":[{"key":…,"value":…}]}.
func postman(text string) ([]assignment, string) {
	var file struct {
		Values []struct {
			Key   string `json:"key"`
			Value any    `json:"value"`
		} `json:"values"`
	}
	if json.Unmarshal([]byte(text), &file) != nil || len(file.Values) == 0 {
		return nil, ""
	}
	var list []assignment
	for _, v := range file.Values {
		if s, ok := v.Value.(string); ok {
			list = append(list, assignment{v.Key, s})
		}
	}
	return list, "a Postman environment"
}

var envLine = regexp.MustCompile(`^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=(.*)$`)

// assignments reads the lines of a .env file: export, quotes and comments as shells
// and dotenv have them.
func assignments(text string) ([]assignment, string) {
	var list []assignment
	for line := range strings.SplitSeq(text, "\n") {
		if m := envLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			list = append(list, assignment{m[1], envValue(m[2])})
		}
	}
	for _, a := range list {
		if keyOf(a.name) != "" {
			return list, "a .env file"
		}
	}
	return nil, ""
}

// envValue takes quotes away, or a comment behind a value without them. value is all
// that follows the "=".
func envValue(value string) string {
	if text := strings.TrimSpace(value); len(text) > 1 && (text[0] == '"' || text[0] == '\'') {
		if end := strings.IndexByte(text[1:], text[0]); end >= 0 {
			return text[1 : end+1]
		}
	}
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimSpace(value)
}

// credentialsTab reads the copied text of the Marketplace: a label, and its value
// behind it or on the next line that is not empty.
func credentialsTab(text string) ([]assignment, string) {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	var list []assignment
	for i, line := range lines {
		label, value, joined := strings.Cut(line, ":")
		if keyOf(label) == "" {
			label, joined = line, false
		}
		switch {
		case keyOf(label) == "":
		case joined && strings.TrimSpace(value) != "":
			list = append(list, assignment{label, strings.TrimSpace(value)})
		case i+1 < len(lines) && keyOf(lines[i+1]) == "":
			list = append(list, assignment{label, lines[i+1]})
		}
	}
	if len(list) == 0 {
		return nil, ""
	}
	return list, "the text of a credentials tab"
}
