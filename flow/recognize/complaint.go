package recognize

import (
	"slices"
	"strings"

	"zoauth/flow/find"
)

// Complaint is a sentence in which somebody tells what goes wrong at Zoom, in words of their own.
type Complaint struct {
	Text string // in lower case, and what it says in English where it is in another language
	Line int
}

var (
	// sentence is one of a text, or one of its lines.
	sentence = expression(`(?:[^.?!\n]|[.?!][^\s])+`)
	// tellsOfTrouble are words of somebody for whom something fails, or who asks why.
	tellsOfTrouble = expression(`\b(?:i|i'm|i've|we|we're|we've|my|our|me|us|why|how|anyone|keeps?|suddenly|always|issues?|problems?|errors?|fail\w*|different|broken?|unable|cannot|can not|does not|do not|but|missing|needs?|stop(?:s|ped)?|ends|lost|expired|invalid|mismatch|unauthori[sz]ed|denied|returns|gives|says|possible|nothing|not (?:work|match|found|valid|possible|allowed)\w*|reconnect|please|4\d\d)\b|n't\b`)
	// speaksForItself is somebody who tells of themselves.
	speaksForItself = expression(`(?i)\b(?:i|i'm|i've|we|we're|we've|my|our|me|us|why)\b`)
	// advice is how guides, lists, notes of changes and plans speak, and programs of what they do about it.
	advice = expression(`^(?:[-*•]|\d+[.)]) |[,;:.…-] ?(?:refreshing|renewing)\b|\b(?:generally|typically|usually|often|common|reasons? for|causes? of|such as|indicates?)\b|\bnot (?:yet )?(?:supported|implemented)\b|^\W*(?:fix|add|handle|implement|refactor|update|support|retry|remove|improve|ensure|make sure|check|verify|use|set|store|note|feat|chore|docs|test|todo|if|when|once|unless|in case|as soon as|an? |each |every |all )\w*|\b(?:must|should|will|may|might|would|could|you can|you need|if|whether)\b`)
)

// Complaints are the first sentences of a text about Zoom in which somebody tells what fails. One that names another
// provider is none, nor one beside it that does not name Zoom; and none is what a guide says may come.
func (a *Artefact) Complaints(most int) []Complaint {
	if a.Kind != Prose || a.Provider.Name != Zoom || most <= 0 {
		return nil
	}
	text := strings.ToLower(a.Text[:min(len(a.Text), maxParaphrase)])
	others := namesOthers(text)
	var told []Complaint
	for _, at := range sentence().FindAllStringSubmatchIndex(text, -1) {
		if len(told) == most {
			break
		}
		said := withEnglish(strings.TrimSpace(text[at[0]:at[1]]))
		if tellsOfTrouble().MatchString(said) && (speaksForItself().MatchString(said) || !advice().MatchString(said)) && !(others && (namesOthers(said) || !speaksOfZoom(said))) {
			told = append(told, Complaint{Text: said, Line: a.Span.Line + strings.Count(text[:at[0]], "\n")})
		}
	}
	return told
}

// translations are words of complaints in other languages, in lower case, by the English one.
var translations = []struct {
	english string
	words   func() *find.Words
}{
	{"redirect", wordsOf(redirectWords...)},
	{"invalid", invalidWords},
	{"expired", wordsOf("caduc", "expira", "expiré", "abgelaufen", "läuft ab", "scadut", "verlopen", "期限切れ", "失効", "过期", "過期", "만료", "истек", "süresi dol")},
	{"fails", wordsOf("fallo", "falla", "falha", "échou", "erreur", "fehler", "fehlgeschlagen", "schlägt fehl", "funktioniert nicht", "no funciona", "não funciona", "ne fonctionne pas", "errore", "エラー", "失敗", "失败", "错误", "错誤", "오류", "ошибка", "hata")},
	{"access token", wordsOf("token de acceso", "token de acesso", "token di accesso", "jeton", "zugriffstoken", "アクセストークン", "访问令牌", "存取權杖", "액세스 토큰", "токен")},
	{"refresh token", wordsOf("token de actualización", "token de atualização", "rafraîchi", "aktualisierungstoken", "リフレッシュトークン", "刷新令牌", "새로 고침 토큰")},
}

// withEnglish is a sentence with the English words behind it for those that it has in another language.
func withEnglish(said string) string {
	english := said
	for _, t := range translations {
		if t.words().In(said) {
			english += " " + t.english
		}
	}
	return english
}

// NamesOthers reports whether an artefact has Zoom's name beside another provider's, and nothing that shows whose it is.
func (a *Artefact) NamesOthers() bool {
	return !a.Provider.Sure && namesOthers(a.Text[:min(len(a.Text), maxParaphrase)])
}

// namesOthers reports whether a text has the name, a host or words of another provider.
func namesOthers(text string) bool {
	marks, words := marks()
	found := false
	words.Each(text, func(i, at int) bool {
		m := marks[i]
		found = m.of != Zoom && m.of != "" && !slices.Contains(places, m.word) && m.standsAt(text, at)
		return !found
	})
	return found
}
