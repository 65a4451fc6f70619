package diagnose

import "zoauth/flow/recognize"

// requestRules are about requests that somebody else wrote, as their text shows them.
// Most mistakes in one have a rule of their own among the others.
var requestRules = []Rule{
	{
		ID: "request-placeholder", Title: "A placeholder was left in the request.", Reads: givenTexts,
		Why:     "Examples use <CLIENT_ID>, YOUR_REDIRECT_URI or {{variable}} instead of values, and programs write undefined or null for a variable that was never set. Zoom does not know them.",
		Confirm: "Look for angle brackets, double braces, YOUR_ and undefined in the request; zoauth's preview of the same step shows what it should look like.",
		Fix:     "Replace it with your app's value.", Do: SendAgain, OfRequest: true,
	},
	{
		ID: "request-wrong-path", Title: "The request goes to a URL that Zoom does not serve.", Reads: givenTexts,
		Why:     "Tokens come from https://zoom.us/oauth/token, and the API is at https://api.zoom.us/v2. Other hosts and paths return their own page or error.",
		Confirm: "Compare the host and path, letter by letter, with zoauth's preview of the same step.",
		Fix:     "Send it to the host and path in zoauth's preview of the same step.", Do: SendAgain, OfRequest: true,
		Unlike: "Your credentials were not refused: nothing there read them.",
	},
	{
		ID: "request-wrong-method", Title: "The token endpoint takes POST requests only.", Reads: givenTexts,
		Why:     "A request for a token is a POST with a form as its body (RFC 6749 §3.2). With another method, the server sends a page or an error, and does not read the grant.",
		Confirm: "Check the method: curl sends GET with -G, or without -d and -X; Postman shows it left of the URL.",
		Fix:     "Send it as POST, with the parameters in the form.", Do: SendAgain, OfRequest: true,
		Unlike: "Your credentials were not refused: nothing read them.",
	},
	{
		ID: "request-incomplete", Title: "Part of the request is missing: its code or token, or what a shell cut off.", Reads: givenTexts,
		Why:     "An exchange sends code, a refresh refresh_token, a revoke token, a device's poll device_code. Other names, such as authorization_code or refreshToken, are not read. An & outside quotes ends the command for a shell, and cmd.exe only knows double quotes.",
		Confirm: "Compare the names of the form's fields with zoauth's preview of the same step.",
		Fix:     "Add the parameter under that name; put double quotes around an address or a form that has an &.", Do: SendAgain, OfRequest: true,
	},
	{
		ID: "request-from-browser", Title: "A browser page may not call the token endpoint.", Reads: givenTexts,
		Why:     "The browser needs permission (CORS), and the token endpoint gives none. A client secret does not belong in a page either.",
		Confirm: "The browser's console mentions CORS, and the same request works with curl.",
		Fix:     "Call the token endpoint from your server.", Do: SendAgain,
		Unlike: "Zoom refused neither the code nor the app.",
		When:   When{Text: recognize.CORSWords},
	},
	{
		ID: "authorize-at-token-endpoint", Title: "An authorization request was sent to the token endpoint.", Reads: givenTexts,
		Why:     "Zoom's Postman collection sends GET /oauth/token?response_type=code. Those parameters are for the consent page: a browser must open /oauth/authorize, and Zoom sends the code to the redirect URI.",
		Confirm: "The request is a GET, or has response_type. An exchange is a POST with grant_type.",
		Fix:     "Open https://zoom.us/oauth/authorize with the same parameters in a browser.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "authorize-incomplete", Title: "The authorize URL lacks a parameter.", Reads: givenTexts,
		Why:     "The consent page needs response_type=code, client_id and redirect_uri (RFC 6749 §4.1.1).",
		Confirm: "zoauth's authorize preview explains every parameter (key 1, then w).",
		Fix:     "Add what is missing, or let zoauth build the URL.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "authorize-response-type", Title: "The authorize URL requests something other than a code.", Reads: givenTexts,
		Why:     "Zoom apps get a code and exchange it. Zoom compares response_type letter by letter.",
		Confirm: "Check response_type in the URL: it must be code, in lower case.",
		Fix:     "Set response_type=code.", Do: Authorize, OfRequest: true,
	},
	{
		ID: "secret-in-url", Title: "A secret is in a URL.", Reads: givenTexts,
		Why:     "Browsers, proxies and logs keep URLs. Anyone who reads one of them has the secret.",
		Confirm: "Search the URL for code=, access_token=, refresh_token= and client_secret=.",
		Fix:     "Remove it from the URL, and regenerate the secret or revoke the token.", Do: AtZoom, OfRequest: true,
		Unlike: "Zoom may still have accepted it: this is about who can read the secret now.",
	},
	{
		ID: "token-damaged", Title: "More than the token is sent as the token.", Reads: givenTexts,
		Why:     "A program converted a tuple, bytes, an object or a null value to text, or added the scheme twice. Zoom then says that the access token is invalid.",
		Confirm: "Print the header as it is sent: Bearer once, one space, then the token without quotes or brackets.",
		Fix:     "Send Authorization: Bearer, one space, and the token, nothing else.", Do: SendAgain, OfRequest: true,
		Unlike: "The token itself may work: zoauth probe checks it.",
	},
}
