package diagnose

import (
	"slices"

	"zoauth/flow/find"
	"zoauth/flow/recognize"
)

// symptom is what people say of a failure in their own words, where they quote nothing that a server said: it shows
// what to look at and in which order, and no more.
type symptom struct {
	said   []func() *find.Pattern // all of which the sentence has, in lower case
	tells  string                 // what such a sentence describes
	causes []string               // the likelier first
}

// says is what a symptom's sentence has to have.
func says(all ...string) (said []func() *find.Pattern) {
	for _, one := range all {
		said = append(said, expression(one))
	}
	return said
}

// How people say that something does not work, or no longer.
const (
	fails = `\b(?:errors?|fail\w*|invalid|mismatch\w*|wrong|incorrect|refus\w+|reject\w+|denied|unauthori[sz]ed|unable|broken?|stopp?(?:s|ed|ing)?|not (?:work|match|valid|accept|allow|found|possible|recogni[sz])\w*|no longer|nothing|broke)\b|n't\b|\b(?:cannot|can not|does not|do not|will not|is not)\b|\b4[,.]?70\d\b`
	ends  = `\b(?:expir\w+|invalidat\w+|revok\w+|logs? (?:me|us) out|logged out|disconnect\w*|lost|stopp?(?:s|ed|ing)?|no longer|not work\w*|invalid|fail\w*|dies|reset|unlink\w*)\b|n't (?:work|refresh)`
	again = `\bre-?(?:connect|auth|link)\w*|\b(?:log|sign|connect|authenticate|authori[sz]e|consent) ?(?:in)? again\b|\bevery (?:time|day|week|month|morning|few|\d+)\b|\bafter (?:an?|one|\d+|a few|some) (?:\w+ )?(?:hours?|days?|weeks?|months?)\b`
)

// statusIs is how people speak of a status, and not of something else with its number.
func statusIs(number string) string {
	return `(?:^|[:=(] ?|\b(?:errors?|status|code|http|gets?|getting|got|gives?|gave|returns?|returned|returning|receiv\w+|with|an?|the|is|says|throws) ["'(]?)` + number + `s?\b|\b` + number + `s?[ ,)]+(?:errors?|responses?|from|when|on|unauth\w+|not found|bad)\b`
}

// symptoms are those that zoauth knows, the closer one first: a sentence has one.
var symptoms = []symptom{
	{says(`\bredirect`, `\blocalhost\b|\b127\.0\.0\.1\b|\bplain http\b|\bhttp:`, fails+`|\bpossible\b`), "a loopback or http redirect that is refused", []string{"redirect-plain-http", "redirect-not-registered", "redirect-bytes"}},
	{says(`\bredirect(?:s|[ _-]?ur[il])?\b`, `\binvalid\b|\bmismatch\w*|\bmatch\w*|\bwrong\b|\bincorrect\b|\bnot (?:valid|accepted|allowed|registered|whitelisted)\b|\breject\w+|\brefus\w+|\b4[,.]?700\b|\bunable to redirect|(?:\bnot|n't) redirect`), "a redirect that is refused", []string{"redirect-not-registered", "redirect-bytes", "redirect-plain-http", "code-redirect-mismatch"}},
	{says(`\b(?:oauth|auth\w*|login|sign[ -]?in|redirect|app|integration|token)\b`, `\blocal(?:ly|host)?\b|\b(?:dev|development|staging|sandbox)\b`, `\b(?:prod|production|live|deploy\w*|server|vercel|heroku|netlify)\b`, `\bwork\w*|\bfine\b|\bonly\b`), "an app that works in one environment alone", []string{"redirect-not-registered", "client-other-environment", "redirect-bytes", "page-cannot-authorize"}},
	{says(`\boauth\b|\bauth\w*|\blogin\b|\bsign[ -]?in\b|\bintegration\b`, `\b(?:new|changed|different|another|own) (?:\w+ )?(?:domain|host|server|url|address)\b|\bmoved\b|\bmigrat\w+`, fails), "an app that has moved", []string{"redirect-not-registered", "redirect-bytes"}},
	{says(`\b(?:other|another|different|external|outside|anyone else|any other|our (?:customers?|clients?)|only) ?(?:zoom )?(?:users?|accounts?|people|customers?|organi[sz]ations?|i|me|the owner)?\b`, `\b(?:authori[sz]\w+|install\w*|add(?:ed)?|connect\w*|log ?in|sign ?in|consent)\b`, `\b(?:app|oauth|integration)\b`, fails+`|\bonly\b`), "an app that other users cannot add", []string{"page-cannot-authorize", "page-preapproval", "page-admin-required"}},
	{says(`\b(?:app|application) (?:is |was )?(?:not found|does ?n[o']t exist|unavailable|not available)\b|\b(?:app|application)\b.*\b(?:unpublished|not published|not approved)\b`), "an app that Zoom does not show", []string{"page-cannot-authorize", "page-client-unknown"}},
	{says(`\bsecret\b`, `\b(?:regenerat\w+|rotat\w+|reset|changed|new)\b`, fails), "a client secret that was changed", []string{"client-secret-wrong", "client-secret-overlap"}},
	{says(`\binvalid[ _-]client(?:$|[^ \w]| (?:errors?|response|when|while|if|on|in|at|for|from|after|with|even|and|or|but|id|secret|credentials?)\b)|\bclient[ _-]?(?:id|secret|credentials?)\b`, `\binvalid\b|\bwrong\b|\bincorrect\b|\bnot (?:valid|recogni[sz]ed|accepted|found)\b|\brefus\w+|\breject\w+`), "client credentials that are refused", []string{"client-secret-wrong", "client-secret-blanks", "client-app-type", "client-other-environment"}},
	{says(`\binvalid[ _-]grants?\b`), "a grant that is refused", []string{"reason-left-out"}},
	{says(`\brefresh`, `\b(?:same time|simultaneous\w*|concurrent\w*|parallel|race|(?:two|multiple|several|many) (?:servers?|process\w*|workers?|instances?|pods?|requests?|threads?|devices?))\b|\b(?:different|new|changes)\b.*\b(?:each|every)\b`), "several refreshes of one token", []string{"refresh-token-replaced", "tolerance"}},
	{says(`\brefresh(?:ing|ed)?[ _-]?(?:(?:the|my|our|their|an?|zoom|oauth|access)[ _-])*tokens?\b|\btokens?[ _-]refresh|\brefresh(?:ing)? (?:failed|fails)`, ends+`|`+fails), "a refresh that fails", []string{"refresh-token-replaced", "refresh-token-ended", "app-removed", "client-secret-wrong"}},
	{says(`\b(?:access|oauth|zoom(?:'s)?|my|our)[ -]?tokens?\b|\baccess_tokens?\b|\btoken (?:de|do|du|von|di) zoom\b`, ends+`|`+again+`|`+statusIs(`401`)+`|\bunauthori[sz]ed\b`), "an access token that stops working", []string{"api-token-expired", "api-token-superseded", "api-token-broken"}},
	{says(`\b(?:connect|connection|integration|authori[sz]ation|authentication|oauth)\b|\b(?:deauthor|reauthor)|\breconnect\w* (?:\w+ )?(?:zoom )?accounts?\b`, `\bexpired\b|\brevoked\b|\bdisconnect\w*|\blost\b|\bdeauthori[sz]\w+|`+again, again+`|\bexpired\b|\bdeauthori[sz]\w+|\bby itself\b`), "a connection that ends", []string{"refresh-token-replaced", "refresh-token-ended", "app-removed"}},
	{says(`\b4711\b`, `\bscopes?\b`), "error 4711 and scopes", []string{"api-scope-missing", "refresh-scopes-changed"}},
	{says(`\b(?:scopes?|permissions?)\b`, `\bmissing\b|\black\w*|\binsufficient\b|\binvalid\b|\bneed\w*|\bnot (?:granted|included|enough|contain\w*)\b|\bdoes(?: not|n't) contain\b`, `\bscope|\btoken|\bapi\b|\boauth\b`), "a scope that is missing", []string{"api-scope-missing", "page-scope-invalid"}},
	{says(`\b(?:users?|they|customers?|some(?:body|one)|i|we|click\w*|press\w*)\b (?:\w+ ){0,2}['"]?(?:declin\w+|deny|cancel)`, `\bauthori|\baccess|\boauth\b|\bconsent\b|\bapp\b`), "an authorization that is denied", []string{"declined", "page-cannot-authorize"}},
	{says(`\b(?:zoom|auth\w*|oauth) codes?\b`, `\bexpired\b`), "a code that has expired", []string{"code-expired", "code-used-twice"}},
	{says(`\bstate\b`, `\b(?:different|missing|changed|mismatch\w*)\b|\bnot match`, `\boauth\b|\bauthori[sz]|\bcallback\b`), "a state that differs", []string{"state-mismatch"}},
	{says(`\bcode\b`, `\balready (?:been )?used\b|\bused (?:already|twice|once|before)\b|\bsecond time\b`, `\b(?:oauth|auth\w*|callback|token|zoom)\b`), "a code that was used before", []string{"code-used-twice"}},
	{says(`\bpkce\b|\bcode[ _]?verifier\b|\bcode[ _]?challenge\b`, fails), "a PKCE check that fails", []string{"code-verifier-wrong", "code-verifier-missing"}},
	{says(`\bcors\b|\bcross[ -]origin\b`, `\b(?:oauth|token|auth\w*|api)\b`), "a request from a page that the browser blocks", []string{"request-from-browser"}},
	{says(`\bjwt\b`, `\bapps?\b|\btokens?\b|\bapi\b`, fails+`|\bdeprecat\w+|\bsunset\b|\bretired\b`), "a JWT app", []string{"api-jwt-invalid", "client-app-type"}},
	{says(`\badmin\w*\b`, `\b(?:permission|approv\w+|allow\w*|consent)\b`, `\bapps? (?:needs?|requires?)\b|\binstall|\badd(?:ed|ing)?\b|\bmarketplace\b|\boauth\b|\bauthori[sz]|\bapprov\w+.*\bapps?\b|\bapps?\b.*\bapprov`), "an admin who has to approve", []string{"page-preapproval", "page-admin-required"}},
	{says(statusIs(`404`)+`|\b(?:url|endpoint|page|path)\b.*\bnot found\b`, `\b(?:oauth|token url|authori[sz]e|endpoint|api)\b`), "an address that is not found", []string{"request-wrong-path", "api-request-refused"}},
	{says(statusIs(`401`)+`|\bunauthori[sz]ed\b`, `\bzoom(?:'s)? (?:\w+ ){0,2}(?:api|endpoint|oauth|integration|app|returns?|returned|gives|says)\b|\b(?:from|with|to|by|of) (?:the )?zoom\b|\busers/me\b|\bzoom\.us/oauth`), "requests that are unauthorized", []string{"body-left-out", "api-token-superseded", "api-token-expired", "app-not-activated"}},
	{says(statusIs(`400`)+`|\bbad request\b`, `\b(?:oauth|token|server[ -]to[ -]server|s2s|auth\w*)\b`), "a bad request without the response's body", []string{"body-left-out", "account-id-wrong", "parameters-in-query"}},
	{says(`\busers?\b`, `\bdoes(?: not|n't) exist\b|\bnot (?:found|exist)\b`, `\bapi\b|\bcreat\w+|\b1001\b|\buser ?id\b|\bmeeting\b`), "a user that the account does not have", []string{"api-user-unknown"}},
}

// isIn reports whether a sentence tells of the symptom.
func (s symptom) isIn(sentence string) bool {
	return !slices.ContainsFunc(s.said, func(one func() *find.Pattern) bool { return !one().MatchString(sentence) })
}

// maxComplaints is how many sentences of a text are looked at: somebody who asks writes few.
const maxComplaints = 32

// symptoms explains a text in which nothing else was found by what somebody tells in it.
func (x *explainer) symptoms(found []recognize.Artefact) {
	left := maxComplaints
	for i := range found {
		for _, told := range found[i].Complaints(left) {
			left--
			at := slices.IndexFunc(symptoms, func(s symptom) bool { return s.isIn(told.Text) })
			if at < 0 {
				continue
			}
			x.ours = append(x.ours, found[i])
			for _, id := range symptoms[at].causes {
				if f, ok := findingOf(id, &found[i], "line "+itoa(told.Line)+": describes "+symptoms[at].tells); ok {
					f.Likelihood, f.proof = Possible, byWords
					x.add(f)
				}
			}
		}
	}
}
