package profiles_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zoauth/flow/recognize"
	"zoauth/profiles"
)

// namedApp is an app of a generated text, with the words that the text has for it.
type namedApp struct{ name, id, secret string }

// style writes an app in a text.
type style struct {
	name  string
	write func(r *rand.Rand, a namedApp) string
}

// inOrder are the lines of an ID and a secret, in any order.
func inOrder(r *rand.Rand, id, secret, between string) string {
	if r.IntN(3) == 0 {
		id, secret = secret, id
	}
	return id + between + secret + "\n"
}

var styles = []style{
	{".env with a prefix", func(r *rand.Rand, a namedApp) string {
		name := strings.ToUpper(a.name)
		return inOrder(r, "ZOOM_"+name+"_CLIENT_ID="+a.id, "ZOOM_"+name+"_CLIENT_SECRET="+a.secret, "\n")
	}},
	{".env with a name in front", func(r *rand.Rand, a namedApp) string {
		name := strings.ToUpper(a.name)
		return inOrder(r, name+"_ZOOM_CLIENT_ID="+a.id, name+"_ZOOM_CLIENT_SECRET="+a.secret, "\n")
	}},
	{".env below a comment", func(r *rand.Rand, a namedApp) string {
		return "# zoom " + a.name + "\n" + inOrder(r, "ZOOM_CLIENT_ID="+a.id, "ZOOM_CLIENT_SECRET="+a.secret, "\n")
	}},
	{"shell", func(r *rand.Rand, a namedApp) string {
		return inOrder(r, "export ZOOM_CLIENT_ID='"+a.id+"'", "export ZOOM_CLIENT_SECRET='"+a.secret+"'", "\n")
	}},
	{"YAML", func(r *rand.Rand, a namedApp) string {
		return "zoom-" + a.name + ":\n" + inOrder(r, "  client_id: "+a.id, "  client_secret: "+a.secret, "\n")
	}},
	{"nested YAML", func(r *rand.Rand, a namedApp) string {
		return "zoom:\n  " + a.name + ":\n" + inOrder(r, "    clientId: \""+a.id+"\"", "    clientSecret: \""+a.secret+"\"", "\n")
	}},
	{"a list in YAML", func(r *rand.Rand, a namedApp) string {
		return "apps:\n  - name: zoom " + a.name + "\n" + inOrder(r, "    client_id: "+a.id, "    client_secret: "+a.secret, "\n")
	}},
	{"JSON", func(r *rand.Rand, a namedApp) string {
		return "{\"zoom_" + a.name + "\": {" + strings.TrimSuffix(inOrder(r, `"client_id": "`+a.id+`"`, `"client_secret": "`+a.secret+`"`, ", "), "\n") + "}}\n"
	}},
	{"flat JSON", func(r *rand.Rand, a namedApp) string {
		return "{\n" + inOrder(r, `  "zoomClientId": "`+a.id+`"`, `  "zoomClientSecret": "`+a.secret+`"`, ",\n") + "}\n"
	}},
	{"a sentence", func(r *rand.Rand, a namedApp) string {
		return inOrder(r, "The client ID of the zoom "+a.name+" app is "+a.id, "its client secret is "+a.secret, " and ")
	}},
	{"a short sentence", func(r *rand.Rand, a namedApp) string {
		return "zoom " + a.name + ": " + inOrder(r, "client id "+a.id, "secret "+a.secret, ", ")
	}},
	{"labels", func(r *rand.Rand, a namedApp) string {
		return "Zoom " + a.name + "\n" + inOrder(r, "Client ID: "+a.id, "Client Secret: "+a.secret, "\n")
	}},
	{"labels above", func(r *rand.Rand, a namedApp) string {
		return "## Zoom " + a.name + "\n" + inOrder(r, "Client ID\n"+a.id, "Client Secret\n"+a.secret, "\n")
	}},
	{"a table of rows", func(r *rand.Rand, a namedApp) string {
		return "| Zoom app | Client ID | Client secret |\n|---|---|---|\n| " + a.name + " | " + a.id + " | " + a.secret + " |\n"
	}},
	{"a table of names and values", func(r *rand.Rand, a namedApp) string {
		return "| Zoom " + a.name + " | value |\n|---|---|\n" + inOrder(r, "| Client ID | "+a.id+" |", "| Client Secret | "+a.secret+" |", "\n")
	}},
	{"TOML", func(r *rand.Rand, a namedApp) string {
		return "[zoom." + a.name + "]\n" + inOrder(r, `client_id = "`+a.id+`"`, `client_secret = "`+a.secret+`"`, "\n")
	}},
	{"curl", func(_ *rand.Rand, a namedApp) string {
		return "curl -u " + a.id + ":" + a.secret + " https://zoom.us/oauth/token -d grant_type=client_credentials\n"
	}},
	{"a program", func(r *rand.Rand, a namedApp) string {
		return inOrder(r, "const "+a.name+"ZoomClientId = '"+a.id+"';", "const "+a.name+"ZoomClientSecret = '"+a.secret+"';", "\n")
	}},
	{"a call", func(_ *rand.Rand, a namedApp) string {
		return a.name + " = ZoomClient(client_id=\"" + a.id + "\", client_secret=\"" + a.secret + "\")\n"
	}},
	{"a call by position", func(_ *rand.Rand, a namedApp) string {
		return a.name + " = ZoomClient(\"" + a.id + "\", \"" + a.secret + "\")\n"
	}},
	{"a call with the secret first", func(_ *rand.Rand, a namedApp) string {
		return a.name + " = new ZoomOAuth('" + a.secret + "', '" + a.id + "');\n"
	}},
}

// lineStyles write the name of an app beside each of its values, so that the lines of two may stand in any order.
var lineStyles = []func(name, key, value string) string{
	func(name, key, value string) string {
		return "ZOOM_" + strings.ToUpper(name) + "_CLIENT_" + strings.ToUpper(key) + "=" + value
	},
	func(name, key, value string) string {
		return strings.ToUpper(name) + "_ZOOM_CLIENT_" + strings.ToUpper(key) + ": " + value
	},
	func(name, key, value string) string { return "zoom." + name + ".client-" + key + " = " + value },
	func(name, key, value string) string { return "zoom client " + key + " (" + name + "): " + value },
	func(name, key, value string) string {
		return "The client " + key + " of the zoom " + name + " app is " + value + "."
	},
	func(name, key, value string) string {
		return "const " + name + "ZoomClient" + strings.ToUpper(key[:1]) + key[1:] + " = \"" + value + "\";"
	},
	func(name, key, value string) string {
		return "| " + name + " zoom | client " + key + " | " + value + " |"
	},
	func(name, key, value string) string {
		return "\"zoom_" + name + "_client_" + key + "\": \"" + value + "\","
	},
}

// between are what stands between the apps of a text.
var between = []string{"", "\n", "\n\n", "---\n", "\nand the other one:\n", "\n# next\n"}

// drawn is a value of so many letters and digits, one at least, as Zoom gives out.
func drawn(r *rand.Rand, n int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	b[n/2] = byte('0' + r.IntN(10))
	return string(b)
}

// twoApps is a text with two apps, each in a style of its own or their lines in any order, the secrets of
// their client IDs, and what to call the text.
func twoApps(seed uint64) (text string, secretOf map[string]string, name string) {
	names := []string{"billing", "support", "dev", "prod", "staging", "one", "two", "reports", "bot"}
	r := rand.New(rand.NewPCG(seed, 18))
	mixed, secretOf := r.IntN(3) == 0, map[string]string{}
	var lines, used []string
	for i, n := range r.Perm(len(names))[:2] {
		a := namedApp{names[n], drawn(r, recognize.IDLength), drawn(r, recognize.SecretLength)}
		secretOf[a.id] = a.secret
		if mixed {
			line := r.IntN(len(lineStyles))
			used = append(used, fmt.Sprintf("lines %d of %s", line, a.name))
			lines = append(lines, lineStyles[line](a.name, "id", a.id), lineStyles[line](a.name, "secret", a.secret))
			continue
		}
		if i > 0 {
			text += between[r.IntN(len(between))]
		}
		one := styles[r.IntN(len(styles))]
		used = append(used, one.name+" of "+a.name)
		text += one.write(r, a)
	}
	r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return text + strings.Join(lines, "\n"), secretOf, fmt.Sprintf("text %d, %s", seed, strings.Join(used, ", "))
}

// Two apps in two styles of one text, whatever the two are called and in which order their values
// stand: what is taken is never the ID of one with the secret of the other, and one that is not taken is
// named.
func TestTwoAppsInTwoStylesNeverMix(t *testing.T) {
	const texts = 3000
	taken := 0
	for seed := range uint64(texts) {
		text, secretOf, name := twoApps(seed)
		in := new(profiles.Document).Import(recognize.Read(text), "")
		before := taken
		for _, one := range in.Drafts {
			if one.Doubts != nil {
				continue
			}
			taken++
			if id, secret := one.Draft.Text["client_id"], one.Draft.Secret.Reveal(); secretOf[id] != secret {
				t.Errorf("%s: a client ID is taken with another app's secret:\n%s", name, text)
			}
		}
		if taken < before+2 && len(in.LeftOut) == 0 {
			t.Errorf("%s: an app is neither taken nor named:\n%s", name, text)
		}
	}
	if taken < texts { // 2 a text
		t.Errorf("%d apps of %d texts are taken", taken, texts)
	}
	t.Logf("%d apps of %d texts are taken", taken, texts)
}
