package profiles_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zoauth/profiles"
)

// written are values of profile files as people write them, or paste them from elsewhere.
const (
	writtenID     = "Hx4cTq9WRzm2YbLs7NkPdA"
	writtenSecret = "mB7xQe2VkL9tRz4WpN1sYc8HdU6jGf3A"
	writtenURI    = "https://acme.example/zoom/callback"
)

// file is a profile file whose profile a, from line 1 on, has the given keys besides those
// that a general app needs; a key without a value leaves one out.
func file(lines ...string) string {
	set := map[string]string{"client_id": quoted(writtenID), "client_secret": quoted(writtenSecret), "redirect_uri": quoted(writtenURI)}
	text := "[profiles.a]\n"
	for _, line := range lines {
		key, value, _ := strings.Cut(line, " = ")
		delete(set, key)
		if value != "" {
			text += line + "\n"
		}
	}
	for _, key := range []string{"client_id", "client_secret", "redirect_uri"} {
		if value, there := set[key]; there {
			text += key + " = " + value + "\n"
		}
	}
	return text
}

func quoted(value string) string { return `"` + value + `"` }

// P5: what people write into a profile file is told once, with its line and the right
// value, whatever follows from it; the profile beside it works, and no message shows a
// secret.
func TestFilesAsPeopleWriteThemP5(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string // one for each problem
	}{
		"a variable's name for the secret":   {file(`client_secret = "process.env.ZOOM_CLIENT_SECRET"`), []string{`line 2: a: client_secret: is a placeholder, which zoauth does not replace; write client_secret_env = "ZOOM_CLIENT_SECRET"`}},
		"a variable of a shell":              {file(`client_secret = "$ZOOM_SECRET"`), []string{`write client_secret_env = "ZOOM_SECRET"`}},
		"a variable with a default":          {file(`client_secret = "${ZOOM_SECRET:-none}"`), []string{`write client_secret_env = "ZOOM_SECRET"`}},
		"a password with a dollar":           {file(`client_secret = "$mB7xQe2VkL9t"`), []string{`is a placeholder`}},
		"a reference of 1Password":           {file(`client_secret = "op://Dev/zoom/secret"`), []string{`write client_secret_command = ["op", "read", "op://Dev/zoom/secret"]`}},
		"a path of Vault":                    {file(`client_secret = "vault:kv/data/zoom#client_secret"`), []string{`write client_secret_command = ["vault", "kv", "get", "-field=client_secret", "kv/zoom"]`}},
		"a command of a shell":               {file(`client_secret = "$(pass show zoom/dev)"`), []string{`write client_secret_command = ["pass", "show", "zoom/dev"]`}},
		"a command that prints the secret":   {file(`client_secret = "$(echo ` + writtenSecret + `)"`), []string{`is a placeholder`}},
		"a template":                         {file(`client_secret = "{{ zoom.secret }}"`), []string{`is a placeholder`}},
		"words for the secret":               {file(`client_secret = "your_client_secret_here"`), []string{`is a placeholder`}},
		"a mask":                             {file(`client_secret = "•••••••••••••••"`), []string{`line 2: a: client_secret: is masked; copy it again`}},
		"a masked end":                       {file(`client_id = "Hx4c****************PdA"`), []string{`client_id: part of it is masked; copy it again`}},
		"words for the ID":                   {file(`client_id = "YOUR_CLIENT_ID"`), []string{`client_id: "YOUR_CLIENT_ID" is a placeholder`}},
		"a call for the ID":                  {file(`client_id = "env(ZOOM_CLIENT_ID)"`), []string{`client_id: "env(ZOOM_CLIENT_ID)" is a placeholder`}},
		"quotes in quotes":                   {file(`client_id = "'` + writtenID + `'"`), []string{`client_id: contains a quote`}},
		"a variable as a variable":           {file("client_secret", `client_secret_env = "${ZOOM_SECRET}"`), []string{`write client_secret_env = "ZOOM_SECRET"`}},
		"a value as a variable":              {file("client_secret", `client_secret_env = "ZOOM_SECRET=`+writtenSecret+`"`), []string{`is not a variable's name`}},
		"a command in one string":            {file("client_secret", `client_secret_command = "pass show zoom/dev"`), []string{`write client_secret_command = ["pass", "show", "zoom/dev"]`}},
		"a pipe in one string":               {file("client_secret", `client_secret_command = "pass show zoom | head -1"`), []string{`write client_secret_command = ["sh", "-c", "pass show zoom | head -1"]`}},
		"a secret as the command":            {file("client_secret", `client_secret_command = "printf `+writtenSecret+`"`), []string{`write client_secret_command = ["pass", "show", "zoom/acme-dev"]`}},
		"lists for all":                      {file(`client_id = ["`+writtenID+`"]`, `client_secret = ["`+writtenSecret+`"]`, `redirect_uri = ["`+writtenURI+`"]`), []string{"client_id: is not a string", "client_secret: is not a string", "redirect_uri: is not a string"}},
		"names of an environment":            {file("client_id", "client_secret", "redirect_uri", `ZOOM_CLIENT_ID = "`+writtenID+`"`, `ZOOM_CLIENT_SECRET = "`+writtenSecret+`"`, `ZOOM_REDIRECT_URL = "`+writtenURI+`"`), []string{"did you mean client_id?", "did you mean client_secret?", "did you mean redirect_uri?"}},
		"a token":                            {file(`refresh_token = "abc"`), []string{"refresh_token: zoauth doesn't know this key; remove it: tokens have files of their own, and zoauth adopt reads them"}},
		"a proxy":                            {file(`https_proxy = "http://proxy.example:3128"`), []string{"remove it: zoauth uses the proxy that HTTPS_PROXY names"}},
		"the default in a profile":           {file(`default = "a"`), []string{"keys of the whole file go above its first [table]"}},
		"the grant of a server":              {file("redirect_uri", `grant_type = "account_credentials"`, `account_id = "kQ3vPs8WRzaY6tLd1NfCbg"`), []string{`grant_type: zoauth doesn't know this key; the type determines it: write type = "server-to-server"`}},
		"an account and no redirect":         {file("redirect_uri", `account_id = "kQ3vPs8WRzaY6tLd1NfCbg"`), []string{`account_id: only server-to-server apps have one; remove it, or set type = "server-to-server"`}},
		"a misnamed type and a fault":        {file(`kind = "general"`, `redirect_uri = "ftp//nonsense#x"`), []string{"kind: zoauth doesn't know this key; did you mean type?", "redirect_uri: is not an absolute URL"}},
		"an acronym before a word":           {file(`OAuthURL = "https://zoom.us"`), []string{"did you mean oauth_url?"}},
		"another acronym":                    {file(`APIUrl = "https://api.zoom.us"`), []string{"did you mean api_url?"}},
		"a type of Zoom's pages":             {file(`type = "User-managed app"`), []string{`; here "general"`}},
		"a type of RFC 6749":                 {file(`type = "authorization_code"`), []string{`; here "general"`}},
		"a type and no redirect":             {file("redirect_uri", `type = "webhook"`), []string{"write one of general, public, server-to-server, chatbot"}},
		"production in short":                {file(`environment = "PROD"`), []string{`; here "production"`}},
		"production in other words":          {file(`environment = "live"`), []string{`; here "production"`}},
		"no environment of Zoom's":           {file(`environment = "staging"`), []string{"write one of development, production"}},
		"the government in other words":      {file(`cloud = "ZoomGov"`), []string{`; here "gov"`}},
		"a redirect from a template":         {file(`redirect_uri = "${BASE_URL}/callback"`), []string{"redirect_uri: is a placeholder"}},
		"a redirect's host to fill in":       {file(`redirect_uri = "https://YOUR_DOMAIN/callback"`), []string{"redirect_uri: is a placeholder"}},
		"a port that is none":                {file(`redirect_uri = "http://127.0.0.1:89760/callback"`), []string{"redirect_uri: has the port 89760, and ports are 1 to 65535"}},
		"a name with a space":                {strings.Replace(file(), "profiles.a", `profiles."Acme Dev"`, 1), []string{"line 1: Acme Dev: the name has characters that don't belong in a file name; write [profiles.acme-dev]"}},
		"a name that another has":            {strings.Replace(file(), "profiles.a", "profiles.Good", 1), []string{`there is a profile "good" already`}},
		"a dot in the name":                  {strings.Replace(file(), "profiles.a", "profiles.acme.dev", 1), []string{`line 1: acme: dev: is a table inside the profile's; write [profiles."acme.dev"]`}},
		"curly quotes":                       {strings.Replace(file(), quoted(writtenID), "“"+writtenID+"”", 1), []string{"line 2: a: the line contains a curly quote: “; write a plain one"}},
		"spaces of a web page":               {strings.Replace(file(), "client_id", "\u00a0\u00a0client_id", 1), []string{"line 2: a: the line contains a space that TOML does not allow (U+00A0)"}},
		"True":                               {file(`pkce = True`), []string{"the value is neither true nor false; write one of them, in lower case and without quotes"}},
		"a number that is an ID":             {file(`account_id = 12345678901234567890`), []string{"line 2: a: the value is not a number; put the value in quotes"}},
		"no quotes":                          {strings.Replace(file(), quoted(writtenSecret), writtenSecret, 1), []string{"line 3: a: the value is not in quotes; put the value in quotes"}},
		"no closing quote":                   {strings.Replace(file(), writtenSecret+`"`, writtenSecret, 1), []string{"line 3: a: the quote that ends the value is missing; close it on the same line"}},
		"a colon":                            {strings.Replace(file(), "client_id =", "client_id:", 1), []string{"line 2: a: there is a colon instead of an equals sign"}},
		"no equals sign":                     {strings.Replace(file(), "client_id =", "client_id", 1), []string{"line 2: a: the equals sign is missing"}},
		"no closing bracket":                 {strings.Replace(file(), "a]", "a", 1), []string{"line 1: a: the bracket that ends the header is missing"}},
		"a comma behind a value":             {strings.Replace(file(), quoted(writtenID), quoted(writtenID)+",", 1), []string{"line 2: a: there is a , after the value; remove it"}},
		"words behind a value":               {strings.Replace(file(), quoted(writtenID), quoted(writtenID)+" dev", 1), []string{"line 2: a: there is something after the value"}},
		"a comment of another language":      {"[profiles.a]\n// the dev app\n" + file()[13:], []string{"line 2: a: this is not a TOML comment; begin it with #"}},
		"a header without brackets":          {strings.Replace(file(), "[profiles.a]", "profiles.a:", 1), []string{"line 1: a: a profile's header is in square brackets"}},
		"the environment under another name": {file(`mode = "production"`), []string{"did you mean environment?"}},
		"a type under another name":          {file("redirect_uri", `auth_type = "server_to_server"`, `account_id = "kQ3vPs8WRzaY6tLd1NfCbg"`), []string{"did you mean type?"}},
		"the ID of a public client":          {file("client_id", "client_secret", `public_client_id = "`+writtenID+`"`), []string{"did you mean client_id?"}},
		"a header of HTTP":                   {file(`authorization = "Basic c2VjcmV0OnNlY3JldA=="`), []string{"write client_id and client_secret instead: zoauth makes it from them"}},
		"a header of HTTP alone":             {file("client_id", "client_secret", `basic_auth = "Basic c2VjcmV0OnNlY3JldA=="`), []string{"basic_auth: zoauth doesn't know this key; write client_id and client_secret instead"}},
		"a type that Zoom no longer has":     {file("redirect_uri", `type = "jwt"`), []string{`type: "jwt" is not one of its values`}},
		"an account of an unknown type":      {file("redirect_uri", `type = "account"`, `account_id = "kQ3vPs8WRzaY6tLd1NfCbg"`), []string{`type: "account" is not one of its values`}},
		"round brackets":                     {strings.Replace(file(), "[profiles.a]", "(profiles.a)", 1), []string{"line 1: a: a profile's header is in square brackets; write [profiles.NAME]"}},
		"curly brackets":                     {strings.Replace(file(), "[profiles.a]", "{profiles.a}", 1), []string{"line 1: a: a profile's header is in square brackets"}},
		"angle brackets":                     {strings.Replace(file(), "[profiles.a]", "<profiles.a>", 1), []string{"line 1: a: a profile's header is in square brackets"}},
		"a port to listen on":                {file(`port = 8976`), []string{"did you mean listen?"}},
		"all addresses to listen on":         {file(`listen = "0.0.0.0:9000"`), []string{`write listen = "127.0.0.1:9000"`}},
		"an address of the web to listen on": {file(`listen = "http://127.0.0.1:9000/"`), []string{`write listen = "127.0.0.1:9000"`}},
		"defaults for all profiles":          {"[defaults]\ncloud = \"gov\"\n", []string{"line 1: defaults: zoauth doesn't know this key here; profiles don't share keys"}},
		"two words for a key":                {strings.Replace(file(), "client_id", "export client_id", 1), []string{"line 2: a: a key is one word"}},
		"an arrow":                           {strings.Replace(file(), "client_id =", "client_id =>", 1), []string{"line 2: a: TOML uses a single ="}},
		"null":                               {file(`account_id = null`), []string{"TOML has no null; remove the key"}},
		"a list without its end":             {file(`scopes = ["user:read:user"`), []string{"a: the list is not closed, or a comma is missing in it"}},
		"a text without its end":             {file() + "app = \"\"\"acme\n\n\n", []string{"line 5: a: the quote that ends the value is missing"}},
		"quotes of double width":             {strings.Replace(file(), quoted(writtenID), "\uff02"+writtenID+"\uff02", 1), []string{"line 2: a: the line contains a full-width character"}},
		"a long dash in a key":               {strings.Replace(file(), "client_id", "client\u2013id", 1), []string{"line 2: a: the line contains a dash that is longer"}},
		"a label in the value":               {file(`client_id = "Client ID: ` + writtenID + `"`), []string{`client_id: contains more than the ID; Zoom would return invalid_client; write client_id = "` + writtenID + `"`}},
		"an encoded redirect":                {file(`redirect_uri = "https%3A%2F%2Facme.example%2Fcb"`), []string{`redirect_uri: is percent-encoded; write redirect_uri = "https://acme.example/cb"`}},
		"a line end in a redirect":           {file(`redirect_uri = "https://acme.example/cb\n"`), []string{"redirect_uri: contains an invisible character, U+000A"}},
		"a word for a port":                  {file(`redirect_uri = "http://127.0.0.1:port/cb"`), []string{"redirect_uri: is not a URL: its host or port is malformed"}},
		"where a browser returns to":         {file("redirect_uri", `return_url = "https://acme.example/cb"`), []string{"did you mean redirect_uri?"}},
		"a redirect out of band":             {file(`redirect_uri = "urn:ietf:wg:oauth:2.0:oob"`), []string{"redirect_uri: is not an address that a browser can open"}},
		"a header in quotes":                 {strings.Replace(file(), "[profiles.a]", `["profiles.a"]`, 1), []string{"line 1: profiles.a: zoauth doesn't know this key here; write [profiles.a], without the quotes"}},
		"the file of the secret":             {file("client_secret", `secret_path = "secrets/a"`), []string{"did you mean client_secret_file?"}},
		"the command of the secret":          {file("client_secret", `secretCommand = ["pass", "show", "zoom"]`), []string{"did you mean client_secret_command?"}},
		"the variable of the secret":         {file("client_secret", `secret_env_var = "ZOOM_SECRET"`), []string{"did you mean client_secret_env?"}},
		"names of RFC 8414":                  {file(`token_endpoint = "https://zoom.us/oauth/token"`, `authorization_endpoint = "https://zoom.us/oauth/authorize"`), []string{"did you mean oauth_url?", "did you mean authorize_url?"}},
		"a base of the API":                  {file(`apiBaseUrl = "https://api.zoom.us/v2"`), []string{"did you mean api_url?"}},
		"switches":                           {file(`use_pkce = true`, `is_production = true`, `gov = true`), []string{"did you mean pkce?", "did you mean environment?", "did you mean cloud?"}},
		"a description":                      {file(`description = "for tests"`), []string{"write it as a comment, after #"}},
		"a webhook":                          {file(`webhook_secret_token = "abc"`), []string{"zoauth doesn't receive webhooks"}},
		"two words in the header":            {strings.Replace(file(), "profiles.a", "profiles.a b", 1), []string{"line 1: a: the header has more than a name in its brackets"}},
		"a fence of Markdown":                {"```toml\n" + file(`pkce = 3`) + "```\n", []string{"line 1: a Markdown code fence is not TOML", "line 3: a: pkce: is not true or false"}},
		"a key twice":                        {file() + `client_id = "` + writtenID + "\"\n", []string{"line 5: a: client_id is written twice; keep one of them"}},
		"a backslash":                        {file(`ca_file = "C:\certs\ca.pem"`), []string{"line 2: a: a backslash in double quotes begins an escape"}},
		"a conflict around the profile":      {"<<<<<<< HEAD\n" + file() + "=======\n" + file(`client_id = "p8VtMz3QS0KcJf6ByXaEgw"`) + ">>>>>>> main\n", []string{"line 1: a: an unresolved merge conflict begins here"}},
		"a conflict in the profile":          {file() + "<<<<<<< HEAD\npkce = true\n=======\npkce = false\n>>>>>>> main\n", []string{"line 5: a: an unresolved merge conflict begins here"}},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := profiles.Parse("p.toml", test.text+"\n"+whole("good"))
			var problems *profiles.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("no problem: %v", err)
			}
			if !slices.Contains(f.Names(), "good") {
				t.Error("the profile beside it is gone")
			}
			if strings.Contains(err.Error(), writtenSecret[4:16]) {
				t.Errorf("S4: %v", err)
			}
			said := err.Error()
			for _, want := range test.want {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q: %v", want, err)
				}
			}
			if len(problems.List) != len(test.want) {
				t.Errorf("want %d problems: %v", len(test.want), err)
			}
		})
	}
}

// P5: a file that is something else as a whole is told once.
func TestFilesOfAnotherFormatP5(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"YAML":           {"profiles:\n  a:\n    client_id: " + writtenID + "\n    client_secret: " + writtenSecret + "\n", "line 1: this is YAML, and a profile file is TOML"},
		"JSON":           {"{\n  \"client_id\": \"" + writtenID + "\"\n}\n", "line 1: this is JSON"},
		"a list of JSON": {"[\n  {\"client_id\": \"" + writtenID + "\"}\n]\n", "line 1: this is JSON"},
		"a .env file":    {"# zoom\nexport ZOOM_CLIENT_ID=" + writtenID + "\nZOOM_CLIENT_SECRET=" + writtenSecret + "\n", "line 1: this is a .env file"},
		"INI":            {"; zoom\n[acme]\nclient_id = " + writtenID + "\nclient_secret = " + writtenSecret + "\n", "line 1: this is an INI file"},
		"a web page":     {"<!DOCTYPE html>\n<html>\n</html>\n", "line 1: this is HTML or XML"},
		"a message":      {"-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n-----END PGP MESSAGE-----\n", "line 1: this is a key or an encrypted text"},
		"no text":        {"\x00GITCRYPT\x00\x01\x02\n\x0b\n", "line 1: the file is not text"},
		"prose":          {"the profiles are in the vault\nask jane\n", "line 1: a key is one word"},
		"UTF-16":         {"\xff\xfe[\x00p\x00r\x00o\x00f\x00i\x00l\x00e\x00s\x00.\x00a\x00]\x00", "line 1: the file is UTF-16 text; save it as UTF-8"},
		"no table":       {"client_id = \"" + writtenID + "\"\nclient_secret = \"" + writtenSecret + "\"\n", "line 1: client_id, client_secret: zoauth doesn't know this key here; put it below [profiles.NAME]"},
		"one table":      {"[profiles]\nclient_id = \"" + writtenID + "\"\nclient_secret = \"" + writtenSecret + "\"\n", "line 1: profiles: keys of a profile are directly below it; write [profiles.NAME]"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := profiles.Parse("p.toml", test.text)
			var problems *profiles.Problems
			if !errors.As(err, &problems) || len(problems.List) != 1 || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want one problem with %q: %v", test.want, err)
			}
			if len(f.Apps) != 0 || strings.Contains(err.Error(), writtenSecret[4:16]) {
				t.Errorf("%v: %v", f.Names(), err)
			}
		})
	}
	for name, text := range map[string]string{
		"a profile without quotes": "[profiles.a]\nclient_id = " + writtenID + "\n",
		"a colon in a profile":     "[profiles.a]\nclient_id: \"" + writtenID + "\"\n",
		"settings of another kind": "colour = blue\nsize = big\n",
	} {
		if _, err := profiles.Parse("p.toml", text); err == nil || strings.Contains(err.Error(), "this is ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
