package recognize

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoauth/flow"
)

// The lengths of what Zoom gives out (docs/zoom.md §3.1).
const (
	IDLength     = 22
	SecretLength = 32
)

// UsualLength reports whether values of a key have so many characters: some IDs have one less.
func UsualLength(key CredentialKey, n int) bool {
	if key == ClientSecret {
		return n == SecretLength
	}
	return n == IDLength || n == IDLength-1
}

// hasUsualLength reports whether a value is as long as Zoom's IDs or secrets.
func hasUsualLength(value string) bool {
	return UsualLength(ClientID, len(value)) || UsualLength(ClientSecret, len(value))
}

// valueOf judges a value.
func valueOf(a assignment, key CredentialKey, s *source) CredentialValue {
	a.value = bareValue(a, key)
	v := CredentialValue{Key: key, Name: a.name, Line: s.lineOf(min(a.at, len(s.text))) + 1, Problem: problemOf(a, key)}
	if v.Problem == placeholder && isConstant(a, s.text[min(a.at, len(s.text)):]) {
		v.Problem = elsewhere
	}
	if key == ClientSecret && v.Problem != elsewhere && !isReference(a.value) && !isName(a.value) && !isWordy(a.value) && !flow.IsPlaceholder(a.value) && foreignLetter(a.value) != placeholder {
		v.Secret = flow.NewSecret(flow.KindClientSecret, a.value)
	} else {
		v.Plain = a.value
	}
	return v
}

// constant is a member of an object or an argument of a call, without quotes around its value.
var constant = expression(`^["'\]]{0,2}\s*(?::|=>?)\s*([A-Za-z_]\w*)\s*[,)}]`)

// isConstant reports whether an assignment's value is the name of a constant in the program that text begins with.
// What is called the reader's is none.
func isConstant(a assignment, text string) bool {
	_, behind, found := strings.Cut(text[:min(len(text), 2*maxName+len(a.name)+len(a.value))], a.name)
	return found && constant().Group(behind) == a.value && !strings.Contains(strings.ToLower(a.value), "your")
}

// bareValue is a value without what a program, a ticket or an encoding puts around it.
func bareValue(a assignment, key CredentialKey) string {
	value := a.value
	if inner := strings.Trim(value, "{}[]()<>.!"); isGivenOut(key) && shaped(key, inner) { // monospaced in a ticket, at the end of a sentence
		value = inner
	}
	if literal := cmp.Or(literalIn(value, key), literalIn(value, otherKind(key))); literal != "" {
		value = literal
	} else if fallback := fallbackForm().Group(value); shaped(key, fallback) {
		value = fallback
	}
	switch {
	case isGivenOut(key):
		value = ofFile(a.name, value)
	case key == RedirectURI:
		if link, marked := strings.CutPrefix(value, "<http"); marked { // of Slack
			value = "http" + link[:max(0, strings.IndexAny(link+">", "|>"))]
		}
		value = html.UnescapeString(strings.ReplaceAll(value, `\:`, ":")) // of XML or a .properties file
	}
	return cmp.Or(unbase64(key, value), value)
}

// problemOf says why a value cannot be used; empty: it can.
func problemOf(a assignment, key CredentialKey) string {
	switch value := a.value; {
	case value == "":
		return "it is empty"
	case a.off != "":
		return a.off
	case holdsPrefix(value, encrypted):
		return "it is encrypted: decrypt the text first"
	case isReference(value), strings.Contains(value, "(") && callOfProgram().MatchString(value), key == RedirectURI && IsVariable(value):
		return elsewhere
	case key == RedirectURI && isAuthorizeURL(value):
		return "it is an authorize URL, not a redirect URI"
	case key == AccountID && strings.Trim(value, "0123456789 -") == "":
		return "it is a number, and Zoom's account IDs are not: copy it again"
	case isGivenOut(key):
		return problemOfGiven(value)
	case flow.IsPlaceholder(value):
		return placeholder
	case isName(value):
		return elsewhere
	}
	return ""
}

// callOfProgram is a call whose result a program has for a value.
var callOfProgram = expression(`^(?:await |new )?[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[\w$]+)*\(`)

// problemOfGiven says why a value is none that Zoom gave out, whatever its length.
func problemOfGiven(value string) string {
	if lacks := cmp.Or(Lack(value), foreignLetter(value)); lacks != "" {
		return lacks
	}
	switch {
	case flow.IsPlaceholder(value), isTyped(value), isWords(value), value[0] == '(' && strings.HasSuffix(value, ")"):
		return placeholder
	case isName(value), isPlace(value):
		return elsewhere
	case isWordy(value), isSpelled(value):
		return placeholder
	case strings.ContainsAny(value, " \t"):
		return "it contains a space"
	}
	return ""
}

// otherKind is the key whose values those of a key are taken for, where the two are swapped.
func otherKind(key CredentialKey) CredentialKey {
	return map[CredentialKey]CredentialKey{ClientID: ClientSecret, ClientSecret: ClientID}[key]
}

// isReference reports whether a value says where the value is: env(NAME), ${NAME},
// $NAME, op://…, {{ … }}.
func isReference(value string) bool {
	return holdsPrefix(value, encrypted) || holdsPrefix(value, []string{"env(", "$", "op://", "vault:", "secret://", "file(", "file:", "ssm:", "arn:", "projects/", "@Microsoft.KeyVault", "%env(", "process.env", "os.environ", "os.getenv", "getenv(", "System.", "Environment.", "Deno.env", "Bun.env", "std::env", "env::", "env!", "Sys.getenv", "ENV[", "ENV.", "<%=", "!", "{{"})
}

// encrypted is how the values begin that sops, dotenvx, Ansible and Jasypt encrypt where they stand.
var encrypted = []string{"ENC[", "ENC(", "encrypted:", "!vault", "$ANSIBLE_VAULT", "{cipher}"}

// unbase64 is the value behind Base64, as Kubernetes keeps it, where it has the shape of
// Zoom's; else "". A line end is no part of it: echo adds one to what it encodes.
func unbase64(key CredentialKey, value string) string {
	decoded, err := base64.StdEncoding.DecodeString(value)
	plain := strings.TrimSuffix(string(decoded), "\n")
	padded := strings.HasSuffix(value, "=") || len(plain) < len(decoded)
	if err != nil || !padded && key != RedirectURI || !shaped(key, plain) {
		return ""
	}
	return plain
}

// What is said of a value that is none.
const (
	elsewhere   = "it only names where the value is kept"
	placeholder = "it is a placeholder"
)

// isGivenOut reports whether the values of a key are ones that Zoom gives out.
func isGivenOut(key CredentialKey) bool { return key != RedirectURI && key != Scopes }

// foreignLetter says what a letter or a digit beyond ASCII makes of a value: it is words that
// say what to fill in, in any language, or a damaged value where it has the length of Zoom's
// and other digits; "" where it has none.
func foreignLetter(value string) string {
	i := strings.IndexFunc(value, func(c rune) bool { return c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsNumber(c)) })
	if i < 0 {
		return ""
	}
	n := utf8.RuneCountInString(value)
	if (UsualLength(ClientID, n) || UsualLength(ClientSecret, n)) && strings.ContainsAny(value, "0123456789") {
		letter, _ := utf8.DecodeRuneInString(value[i:])
		return fmt.Sprintf("it contains %U, a letter that Zoom never uses: copy it again", letter)
	}
	return placeholder
}

// Lack says what a page, a log or a chat left of a value: a mask, or its beginning; empty: all
// of it is there.
func Lack(value string) string {
	const marks = "*•●█…"
	switch {
	case shaped(ClientID, value) || shaped(ClientSecret, value) || strings.Trim(value, "xX") == "":
		return ""
	case len(value) > 1 && strings.Trim(value, marks+".") == "":
		return "it is masked: copy the value itself"
	case strings.HasSuffix(value, "…") || strings.HasSuffix(value, "..."):
		return "it is cut off: copy the whole value"
	case !flow.IsMasked(value) || strings.Contains(value, "://") && !strings.ContainsAny(value, marks):
		return ""
	case strings.ContainsAny(value, marks) || strings.Contains(value, "..."):
		return "part of it is masked: copy the value itself"
	}
	return "it is masked: copy the value itself"
}

// isWordy reports whether a value is words that somebody chose, with signs between them or short
// and alone: "secret", "client_secret_2024!". It is none of Zoom's.
func isWordy(value string) bool {
	words := strings.FieldsFunc(strings.ToLower(value), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if len(words) == 1 {
		letters := len(value) < leastOpaque && strings.Trim(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz") == ""
		return letters && (value == words[0] || hasAny(nameWords(value), placeWords))
	}
	return hasAny(words, placeWords) && !slices.ContainsFunc(words, func(w string) bool {
		return len(strings.TrimLeft(w, "abcdefghijklmnopqrstuvwxyz")) > mostDigits
	})
}

// isSpelled reports whether a value is words that are run together, in any language: it calls what
// belongs there by its name, or it consists of words that can be spoken, and a number at most.
// What Zoom gave out has about as many capitals as small letters, and digits between them.
func isSpelled(value string) bool {
	if calledByName().In(value) {
		return true
	}
	letters, least := strings.TrimRight(value, "0123456789"), leastSpelled
	if ofRequests().In(value) {
		least = leastSpelled / 2
	}
	words := runOfLetters().FindAllString(letters, -1)
	unspoken := func(word string) bool { return !strings.ContainsAny(word, "aeiouyAEIOUY") }
	return len(value)-len(letters) <= mostDigits && len(letters) >= least*len(words) && len(strings.Join(words, "")) == len(letters) && !slices.ContainsFunc(words, unspoken)
}

// leastSpelled is how many letters words that are run together have on average; half as many are
// enough beside one that asks for something to be filled in.
const leastSpelled = 5

var (
	runOfLetters = expression(`[A-Z]?[a-z]+|[A-Z]+`)
	// ofRequests are words of what asks for a value: whose it is, and where it goes. calledByName are
	// what IDs and secrets are called, by the beginnings that languages share.
	ofRequests   = wordsOf("zoom", "app", "here", "your", "hier", "dein", "mein", "ici", "votre", "aqui", "qui", "tuo", "seu", "jouw", "tutaj", "twoj")
	calledByName = wordsOf("client", "klient", "klant", "secret", "segret", "segred", "geheim", "sekret", "ident", "placeholder", "credential")
)

// isPlace reports whether such words say where a secret is kept: a path, its name in a vault. It
// is no secret: those words are in our own sentences too.
func isPlace(value string) bool {
	return strings.ContainsAny(value, "/\\:#@.") && !strings.ContainsAny(value, " \t\"'`") && isWordy(value)
}

// placeWords are in the names of places where secrets are kept.
var placeWords = []string{"zoom", "client", "secret", "secrets", "vault", "run", "etc", "credentials"}

// mostDigits is how many digits a word has at its end in a name that somebody chose.
const mostDigits = 4

// ofFile is the value of a name that says that a file has it: ZOOM_CLIENT_SECRET_FILE.
func ofFile(name, value string) string {
	words := nameWords(name)
	if len(words) > 1 && words[len(words)-1] == "file" && strings.HasPrefix(value, "/") {
		return "file:" + value
	}
	return value
}
