package diagnose

import "zoauth/flow/recognize"

// requestRules are about requests that somebody else wrote, as their text shows them.
// Most mistakes in one have a rule of their own among the others.
var requestRules = []Rule{
	{
		ID: "request-placeholder", Title: "A placeholder was left in the request.", Reads: givenTexts,
		Why:     "Examples have <CLIENT_ID>, YOUR_REDIRECT_URI or {{variable}} in the place of values. Sent as they are, they are unknown to Zoom.",
		Confirm: "Look for angle brackets, double braces and YOUR_ in the request; zoauth's preview of the same step shows what a filled one looks like.",
		Fix:     "Replace it with the value of your app.", Do: SendAgain, OfRequest: true,
	},
	{
		ID: "request-wrong-path", Title: "The request goes to an address that Zoom does not have.", Reads: givenTexts,
		Why:     "Tokens come from https://zoom.us/oauth/token, the API is on https://api.zoom.us/v2. Other hosts and paths answer with a page or an error of their own.",
		Confirm: "Compare host and path, letter by letter, with zoauth's preview of the same step.",
		Fix:     "Compare host and path with the preview of the same step in zoauth.", Do: SendAgain, OfRequest: true,
		Unlike: "It is no refusal of your credentials: nothing there read them.",
	},
	{
		ID: "request-from-browser", Title: "A page in a browser may not call the token endpoint.", Reads: givenTexts,
		Why:     "The browser asks for permission (CORS), and the token endpoint gives none. A client secret does not belong in a page either.",
		Confirm: "The browser's console says CORS. The same request from curl gets an answer.",
		Fix:     "Send the code to a server of yours and exchange it there.", Do: SendAgain,
		Unlike: "Zoom refused neither the code nor the app.",
		When:   When{Text: recognize.CORSWords},
	},
	{
		ID: "authorize-at-token-endpoint", Title: "An authorization request was sent to the token endpoint.", Reads: givenTexts,
		Why:     "The API collection asks GET /oauth/token?response_type=code. That URL is for the consent page: a browser has to open /oauth/authorize, and the code comes to the redirect URI.",
		Confirm: "The request is a GET, or has response_type. An exchange is a POST with grant_type.",
		Fix:     "Open https://zoom.us/oauth/authorize with the same parameters in a browser.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "authorize-incomplete", Title: "The authorize URL lacks a parameter.", Reads: givenTexts,
		Why:     "The consent page needs response_type=code, client_id and redirect_uri (RFC 6749 §4.1.1).",
		Confirm: "zoauth's preview of authorize lists every parameter with its reason (key 1, then w).",
		Fix:     "Add what is missing, or let zoauth build the URL.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "authorize-response-type", Title: "The authorize URL asks for something other than a code.", Reads: givenTexts,
		Why:     "Apps get a code and exchange it. response_type is compared letter by letter.",
		Confirm: "Read response_type in the URL: it has to be code, in small letters.",
		Fix:     "Set response_type=code.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "secret-in-url", Title: "A secret is in a URL.", Reads: givenTexts,
		Why:     "Browsers, proxies and logs keep URLs. Whoever reads one of them has the secret.",
		Confirm: "Search the URL for code=, access_token=, refresh_token= and client_secret=.",
		Fix:     "Take it out of the URL, and regenerate the secret or revoke the token.", Do: AtZoom, OfRequest: true,
		Unlike: "Zoom may have answered it all the same: this is about who can read it now.",
	},
	{
		ID: "token-damaged", Title: "What is sent as the token is not the token alone.", Reads: givenTexts,
		Why:     "A program turned a tuple, bytes, an object or nothing into text, or added the scheme twice. Zoom then says that the access token is invalid.",
		Confirm: "Print the header as it is sent: one Bearer, one space, then characters without quotes or brackets.",
		Fix:     "Send Authorization: Bearer, one space, and the token, nothing else.", Do: SendAgain, OfRequest: true,
		Unlike: "The token itself may be good: zoauth probe tells.",
	},
}
