package screen

import (
	"zoauth/flow"
	"zoauth/profiles"
)

// reasonOfField says what a row is for and where its value is at Zoom.
func reasonOfField(f *Form, key string) []string {
	tab := "Development"
	if f.Draft.Get("environment") == string(flow.Production) {
		tab = "Production"
	}
	credentials := "App Credentials, tab " + tab
	if f.Draft.Type() == flow.ServerToServer { // one pair, no tabs
		credentials = "App Credentials"
	}
	switch key {
	case "name":
		return []string{"How verbs and screens call it: a-z, 0-9, dot, dash, underscore. Tokens and history are kept by name: a new name begins without them."}
	case "app":
		return []string{"The Zoom app that a development and a production profile share. It only groups them."}
	case "environment":
		if f.Draft.Type() == flow.ServerToServer {
			return []string{"A mark of your own: a Server-to-Server app has one pair of ID and secret. Production is marked everywhere and asked before a new token."}
		}
		return []string{"Zoom gives every app two pairs of ID and secret. Production is marked everywhere and asked before what can end tokens that servers hold."}
	case "type":
		return []string{typeReason(f.Draft.Type())}
	case "client_id":
		return []string{"From marketplace.zoom.us, your app, " + credentials + ". Usually 22 characters."}
	case "account_id":
		return []string{"From the app's own page, App Credentials. Another account's gets Bad Request without a word about it."}
	case "source":
		return []string{"A pasted secret goes into a file of its own, mode 0600; a command, as of a password manager, keeps it off the disk."}
	case "client_secret":
		return []string{"From " + credentials + ". It goes into " + secretPlaceOf(f.Draft) + " beside the profile file, mode 0600; the profile file only names it. It stays as pasted; x cuts blanks at its ends."}
	case "client_secret_command":
		return []string{"Run without a shell when a step needs the secret: words are split at blanks. Its output is the secret."}
	case "client_secret_file":
		return []string{"One line, mode 0600, absolute or beside the profile file."}
	case "client_secret_env":
		return []string{"The name of a variable that zoauth finds in its environment."}
	default:
		return reasonOfRedirect(f, key)
	}
}

func reasonOfRedirect(f *Form, key string) []string {
	switch key {
	case "answer":
		return []string{answerReason(f.answer())}
	case "redirect_uri":
		return []string{"Byte for byte as in OAuth Redirect URL and OAuth Allow Lists at Zoom; z shows both."}
	case "listen":
		return []string{"What zoauth binds for the answer, on loopback; differs from the redirect URI behind a forwarder. Empty: the redirect's own port, or none."}
	case "scopes":
		return []string{"Empty: those saved on the app apply, as Zoom advises. Else names with blanks between."}
	case "ssh_host":
		return []string{"The name that you type after ssh on your own computer."}
	case "cloud", "oauth_url", "authorize_url", "api_url":
		return []string{"Where Zoom is: commercial or gov, or other addresses. Plain http for 127.0.0.1 only."}
	case "probe_path":
		return []string{"What the probe asks the API for: a path, perhaps with a query. The app needs a scope for it."}
	case "ca_file":
		return []string{"A further authority for these addresses, PEM."}
	case "listen_cert_file", "listen_key_file":
		return []string{"Certificate and key, PEM, of a listener that speaks https."}
	default:
		return []string{"Scopes, cloud, endpoints, CA, TLS: usual values. space opens them."}
	}
}

func secretPlaceOf(d profiles.Draft) string {
	if d.Name == "" {
		return "a file"
	}
	return d.SecretPath()
}

func typeHint(kind flow.AppType) string {
	if kind == flow.General {
		return "public, server-to-server, chatbot"
	}
	return "or general and others"
}

func typeReason(kind flow.AppType) string {
	switch kind {
	case flow.Public:
		return "A client without a secret, as on a phone: PKCE proves it, the ID stands in the form. It has to be the app's Public Client ID."
	case flow.ServerToServer:
		return "No person is asked: account_credentials with the account's ID. No refresh token; a new token is asked for instead."
	case flow.Chatbot:
		return "client_credentials for the scope imchat:bot. No person is asked, and there is no refresh token."
	default:
		return "A person allows it in a browser; tokens are refreshed with the app's secret."
	}
}

func answerHint(way string) string {
	if way == byPaste {
		return "or tunnel, relay, device"
	}
	return "or " + byPaste + " and others"
}

func listenText(way string) string {
	if way == byTunnel {
		return "the redirect URI's own port"
	}
	return "none: you paste the address bar back"
}

func answerReason(way string) string {
	switch way {
	case byTunnel:
		return "The redirect is loopback; ssh -L carries the browser's request to this host. Zoom documents it for PKCE, users report 4700 for plain http since mid-2026."
	case byRelay:
		return "An https address of yours forwards the browser's request to the listen address here."
	case byDevice:
		return "Nothing comes back: Zoom shows a code, you enter it in any browser, and zoauth asks until you did. The app needs Use App on Device at Zoom."
	default:
		return "Any https address of yours; it need not answer. After Allow you paste the browser's address bar back. The way that always works."
	}
}
