package recognize

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"zoauth/flow"
)

// shaped reports whether a value has the shape that Zoom gives to those of a key.
func shaped(key CredentialKey, value string) bool {
	switch key {
	case ClientID, AccountID, ClientSecret:
		return UsualLength(key, len(value)) && isGiven(value)
	case RedirectURI:
		return strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")
	}
	return false
}

// isGiven reports whether a word may be one that Zoom gave out: letters and digits, and
// no name in capitals.
func isGiven(word string) bool {
	return strings.Trim(word, flow.CodeLetters) == "" && !flow.IsPlaceholder(word) && !isTyped(word)
}

// isTyped reports whether a word is what people type for a value that they make up: letters and
// digits in their order.
func isTyped(word string) bool {
	word = strings.ToLower(word)
	steps := 0
	for i := 1; i < len(word) && isWordByte(word[i]); i++ {
		if d := int(word[i]) - int(word[i-1]); d == 0 || d == 1 || d == '0'-'9' || d == 'a'-'z' {
			steps++
		}
	}
	return 4*steps > 3*(len(word)-1)
}

// isWords reports whether a value is words with signs between them, or a short one:
// "secret_goes_here", "test".
func isWords(value string) bool {
	return (strings.ContainsAny(value, "_-") || len(value) < leastOpaque) && strings.Trim(value, "abcdefghijklmnopqrstuvwxyz_-") == ""
}

// word is a part of a line. Of a name key is what it says, of a value the kind of its shape.
type word struct {
	from, to int
	since    int // where the word before it ends
	key      CredentialKey
	value    bool
	login    bool // a name that may say something else: "login", "password"
	part     bool // it may be a part of a name of several words
}

// kindOf is the key that stands for all whose values have one shape.
func kindOf(key CredentialKey) CredentialKey {
	if key == AccountID {
		return ClientID
	}
	return key
}

// saying is what a name, or a word that may be a part of one, says by itself.
type saying struct {
	words []string
	key   CredentialKey // as [mayKey] has it
	own   CredentialKey // as [roleOf] has it
	login bool          // it is what a login or a password is called
	part  bool          // a name of several words may have it
}

// sayingOf reads a name.
func sayingOf(name string) saying {
	words := nameWords(name)
	s := saying{words: words, login: loginKey(words) != "", part: !hasOther(words, nameParts)}
	if mayName(name) {
		s.own = roleBy("", name, words).key
	}
	s.key = keyBy(name, words, s.own)
	return s
}

// names are what the names of a text say, and their words: a text has the same ones again and
// again.
type names map[string]saying

func (known names) of(name string) saying {
	const most = 1 << 12
	s, found := known[name]
	if !found {
		if len(known) == most {
			clear(known)
		}
		s = sayingOf(name)
		known[name] = s
	}
	return s
}

// key is [mayKey] of a name.
func (known names) key(name string) CredentialKey { return known.of(name).key }

// wordsIn finds the names and the values of a line.
func (known names) wordsIn(line string) []word {
	var list []word
	var waiting []word // words that may be a name together
	add := func(words ...word) {
		for _, w := range words {
			if n := len(list); n > 0 {
				w.since = list[n-1].to
			}
			switch gap := line[w.since:w.from]; {
			case w.value && isFormer(gap):
			case w.value && len(list) > 0 && list[len(list)-1].value && list[len(list)-1].key == w.key && isTurned(gap):
				w.since = list[len(list)-1].since
				list[len(list)-1] = w
			default:
				list = append(list, w)
			}
		}
	}
	settle := func(value word) {
		add(known.namesBefore(line, waiting, value)...)
		waiting = waiting[:0]
	}
	for at := 0; at < len(line) && len(list) < mostOnALine; {
		if end := addressEnd(line, at); end > at {
			settle(word{})
			if !isContinued(line[end:]) && !isTemplate(line[at:end]) {
				add(word{from: at, to: end, key: RedirectURI, value: true})
			}
			at = end
			continue
		}
		end := wordEnd(line, at)
		if end == at {
			if strings.IndexByte("\"'`", line[at]) >= 0 {
				settle(word{})
				if w, found := known.quoted(line, list, at); found {
					add(w)
					at = w.to
				}
			}
			at++
			continue
		}
		w := trimmed(line, word{from: at, to: end})
		if w.key = cmp.Or(givenKind(line, w), known.oddKind(line, waiting, w)); w.key != "" {
			settle(w)
			w.value = true
			add(w)
		} else if w.to > w.from {
			if n := len(waiting); n > 0 && line[waiting[n-1].to:w.from] != " " {
				settle(word{})
			}
			w.part = known.of(line[w.from:w.to]).part
			waiting = append(waiting, w)
		}
		at = end
	}
	settle(word{})
	return list
}

// quoted is what stands in quotes behind a name with nothing but signs between them, whatever
// its shape: the second argument of a call, the value of a member.
func (known names) quoted(line string, before []word, at int) (word, bool) {
	if len(before) == 0 || before[len(before)-1].value {
		return word{}, false
	}
	name := before[len(before)-1]
	value, after, closed := strings.Cut(line[at+1:], line[at:at+1])
	gap, after := line[name.to:at], strings.TrimLeft(after, " ")
	switch {
	case !closed || value == "" || len(value) > maxName || strings.ContainsAny(value, " \t:\\") || strings.HasPrefix(after, ":") || strings.HasPrefix(after, "="),
		!strings.ContainsAny(gap, ",=:(>") && !isOdd(value) || strings.Trim(gap, "\"'`])>,:=({<@& \t") != "",
		known.of(line[name.from:name.to]).own == "" || known.key(value) != "" && !isReference(value) && !flow.IsPlaceholder(value) || hasUsualLength(value):
		return word{}, false
	}
	return word{from: at + 1, to: at + 1 + len(value), key: kindOf(name.key), value: true}, true
}

// wordEnd is where the word at an offset ends.
func wordEnd(line string, at int) int {
	for at < len(line) && (isWordByte(line[at]) || line[at] == '.' || line[at] >= utf8.RuneSelf) {
		at++
	}
	return at
}

// trimmed takes signs off a word's ends, but for one that is as long as an ID, which may begin or
// end with a dash.
func trimmed(line string, w word) word {
	if hasUsualLength(line[w.from:w.to]) {
		return w
	}
	for w.from < w.to && strings.IndexByte("-.$", line[w.from]) >= 0 {
		w.from++
	}
	for w.from < w.to && strings.IndexByte("-.$", line[w.to-1]) >= 0 {
		w.to--
	}
	return w
}

// addressEnd is where the address at an offset ends; at itself where there is none.
func addressEnd(line string, at int) int {
	if line[at] != 'h' || !strings.HasPrefix(line[at:], "https://") && !strings.HasPrefix(line[at:], "http://") {
		return at
	}
	end := at
	for end < len(line) && (strings.IndexByte(" \t\"'`<>|,;)]}\\", line[end]) < 0 || strings.HasSuffix(line[:end], "&amp")) {
		end++
	}
	if _, _, ok := pairIn(line[at:end]); ok || isComment(line) && strings.Contains(line[at:end], "client_secret=") { // before the host, in the query
		return at
	}
	address := strings.TrimRight(line[at:end], ".:!?") // of a sentence
	if strings.HasSuffix(line[at:end], "://") {        // a program or a template goes on
		return at
	}
	return at + len(address)
}

// isTemplate reports whether an address is no redirect URI of anybody: a program puts it
// together, or it is the authorize URL, which may have one in it.
func isTemplate(address string) bool { return IsVariable(address) || isAuthorizeURL(address) }

func isAuthorizeURL(address string) bool {
	return strings.Contains(address, "response_type=") || strings.Contains(address, "/oauth/authorize")
}

// givenKind is the kind of a value that Zoom gave out, by its shape; "" for any other word.
func givenKind(line string, w word) CredentialKey {
	text := line[w.from:w.to]
	for _, kind := range []CredentialKey{ClientID, ClientSecret} {
		if shaped(kind, text) && isDrawn(text) && !isJoined(line[:w.from], line[w.to:]) && !isContinued(line[w.to:]) {
			return kind
		}
	}
	return ""
}

// oddKind is the kind of a word that was drawn by chance, has another length than Zoom's and
// stands directly behind the name of an ID or a secret; "" for any other word.
func (known names) oddKind(line string, waiting []word, w word) CredentialKey {
	if len(waiting) == 0 || !isOdd(line[w.from:w.to]) {
		return ""
	}
	before := known.namesOf(line, waiting)
	if len(before) == 0 {
		return ""
	}
	name := before[len(before)-1]
	key := known.of(line[name.from:name.to]).own
	if key != ClientID && key != ClientSecret || strings.Trim(line[name.to:w.from], " :=>|\"'`") != "" {
		return ""
	}
	return key
}

// leastOdd and mostOdd are how long a value of Zoom's may be that lost a part or has one too many.
const leastOdd, mostOdd = 12, 48

// isOdd reports whether a word may be a value of Zoom's that lost a part or has one too many:
// it has a digit, small letters and capitals.
func isOdd(word string) bool {
	if len(word) < leastOdd || len(word) > mostOdd || hasUsualLength(word) {
		return false
	}
	var has [digit + 1]bool
	for i := range len(word) {
		has[classOf(rune(word[i]))] = true
	}
	return has[digit] && has[small] && has[capital] && isGiven(word)
}

// isJoined reports whether a word is a part of what stands before and behind it: of a path, a
// domain, Base64. ID and secret may stand before the host of an address.
func isJoined(before, after string) bool {
	const signs = "/@%+~"
	if scheme, address := strings.CutSuffix(before, "://"); address && strings.HasPrefix(after, ":") || strings.HasSuffix(before, ":") && strings.HasPrefix(after, "@") {
		return otherScheme().MatchString(scheme)
	}
	return before != "" && strings.IndexByte(signs, before[len(before)-1]) >= 0 ||
		after != "" && strings.IndexByte(signs+"=(", after[0]) >= 0 || len(after) > 1 && after[0] == '.' && after[1] > ' '
}

// otherScheme is that of a server which is no web server.
var otherScheme = expression(`(?i)(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|oracle|amqps?|rediss?|mongodb(?:\+srv)?|smtps?|s?ftp|ssh|ldaps?|kafka|nats|mqtts?|clickhouse)$`)

// isContinued reports whether a program goes on to build a text behind one in quotes: with
// "+", or with the dot of PHP.
func isContinued(after string) bool {
	if after == "" || strings.IndexByte("\"'`", after[0]) < 0 {
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(after[1:], " "), "+") || strings.HasPrefix(after[1:], " .")
}

// isDrawn reports whether a word was drawn by chance and is no name: it has a digit, or
// changes between small letters and capitals more than names do.
func isDrawn(word string) bool {
	if name := strings.ToLower(word); strings.Contains(name, "client") || strings.Contains(name, "secret") {
		return false
	}
	changes := 0
	for i := range len(word) {
		if isDigit(word[i]) {
			return true
		}
		if i > 0 && isLetter(word[i]) && isLetter(word[i-1]) && word[i]&0x20 != word[i-1]&0x20 {
			changes++
		}
	}
	return changes > 7
}

// mostWords is how many words with blanks between them one name may have.
const mostWords = 4

// articles are words that may stand before a name that says nothing but "ID" or "secret".
var articles = []string{"const", "var", "let", "val", "static", "final", "string", "private", "public", "the", "a", "an", "and", "its", "his", "our", "my", "your", "with", "is", "are", "as", "use", "zoom", "client", "app"}

// nameParts are all words of names that are written with blanks between their words: a word beside
// them makes a sentence.
var nameParts = slices.Concat(nameNoise, labels, loginWords, passwordWords, []string{"secret", "id", "key", "account", "redirect", "callback", "uri", "url", "scopes", "scope"})

// namesOf finds the names among words with single blanks between them, the longest ones.
func (known names) namesOf(line string, words []word) []word {
	var list []word
	for i := 0; i < len(words); i++ {
		most := 0
		for most < min(mostWords, len(words)-i) && words[i+most].part {
			most++
		}
		for n := max(most, 1); n > 0; n-- {
			w := word{from: words[i].from, to: words[i+n-1].to}
			s := known.of(line[w.from:w.to])
			if s.key == "" {
				continue
			}
			if w.key, w.login = s.key, s.login; !known.isOf(line, words[:i], words[i+n:], s.own) && !(w.login && scopeBehind().MatchString(line[w.to:])) {
				list = append(list, w)
			}
			i += n - 1
			break
		}
	}
	return list
}

// scopeBehind goes on with a scope behind its first word, which is no name: "user:read".
var scopeBehind = expression(`^:(?:read|write|update|delete|list|master)\b`)

// otherAddresses are words before "callback URL" with which it is not the redirect URI.
var otherAddresses = []string{"deauthorization", "deauth", "deauthorize", "webhook", "event", "events", "logout", "notification", "status", "success", "error"}

// behindNames are words that may stand behind a name that says nothing but "ID" or "secret".
var behindNames = slices.Concat(articles, between, []string{"id", "key", "secret", "account", "for", "in", "on", "at", "here", "below", "we", "i", "you", "to"})

// isOf reports whether a name stands beside a word with which it is another's: that of a value
// which does not count, or where it says nothing but "ID" or "secret", a word that says of what.
func (known names) isOf(line string, before, after []word, own CredentialKey) bool {
	bare := own == ""
	if n := len(before); n > 0 {
		word := line[before[n-1].from:before[n-1].to]
		words := known.of(word).words
		if hasAny(words, former) || own == RedirectURI && hasAny(words, otherAddresses) || bare && !strings.Contains(word, ".") && hasOther(words, articles) {
			return true
		}
	}
	return bare && len(after) > 0 && hasOther(known.of(line[after[0].from:after[0].to]).words, behindNames)
}
