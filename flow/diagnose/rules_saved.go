package diagnose

import "zoauth/flow"

// savedRules are about what zoauth has saved of a profile, and what a command expects of
// it. They rest on the kind of the error and claim nothing of Zoom.
var savedRules = []Rule{
	{
		ID: "tokens-missing", Title: "The profile has no token for this command.", Reads: ownSends,
		Why:     "The profile was never authorized, its tokens were revoked or given back, or its token file was moved. Server-to-Server apps and chatbots have no refresh token.",
		Confirm: "zoauth status NAME shows what is saved; zoauth doctor NAME names other files with tokens.",
		Fix:     "Authorize the profile, or save tokens that you have with zoauth adopt NAME.", Do: Authorize,
		Unlike: "Nothing was sent, and Zoom refused nothing.",
		Weigh:  ofKind(flow.ErrorNoTokens),
	},
	{
		ID: "token-file-damaged", Title: "A file with the profile's tokens cannot be read.", Reads: ownSends,
		Why:     "Another program changed it, or a disk or a copy cut it off. The same goes for the rescue file of the last request. zoauth does not guess what was in it.",
		Confirm: "zoauth doctor NAME names the file and what is wrong with it.",
		Fix:     "Restore the file from a backup that is newer than the last refresh, or get new tokens.", Do: Authorize,
		Unlike: "Nothing was sent: the tokens at Zoom may still work.",
		Weigh:  ofKind(flow.ErrorDamaged),
	},
	{
		ID: "token-file-newer", Title: "A newer zoauth wrote the token file.", Reads: ownSends,
		Why:     "Its format has parts that this zoauth does not know and would lose.",
		Confirm: "zoauth version, on each machine or PATH that uses the file.",
		Fix:     "Use the newer zoauth, or move the file away to start over.", Do: FixMachine,
		Unlike: "The file is not damaged.",
		Weigh:  ofKind(flow.ErrorNewer),
	},
	{
		ID: "response-kept", Title: "A response that may hold newer tokens waits for your decision.", Reads: ownSends,
		Why:     "A request that changes tokens got a response that is not a plain success. zoauth keeps such a response beside the saved tokens, because those may be replaced already.",
		Confirm: "zoauth adopt NAME --candidate --dry-run shows the response, and which tokens can be read in it.",
		Fix:     "Adopt the tokens of the response, or drop it with --discard. If it holds no complete token, authorize again.", Do: Nothing,
		Unlike: "This is not a refusal: Zoom may have granted the request.",
		Weigh:  ofKind(flow.ErrorKeptResponse),
	},
	{
		ID: "tokens-changed", Title: "What is saved is not what this command expects.", Reads: ownSends,
		Why:     "Another command saved, replaced or dropped tokens meanwhile, the profile has tokens already, or there is no kept response to decide about.",
		Confirm: "zoauth status NAME shows what is saved now; zoauth history NAME shows which command changed it.",
		Fix:     "Look at what is saved, then run the command that fits it.", Do: Nothing,
		Unlike: "Nothing was lost, and nothing was sent.",
		Weigh:  ofKind(flow.ErrorOtherTokens),
	},
	{
		ID: "profile-changed", Title: "The saved tokens were issued for other settings than the profile has now.", Reads: ownSends,
		Why:     "The client ID, the server or the account of the profile was changed after its tokens were issued. A token only goes to the server and app that it was issued for.",
		Confirm: "The error lists the settings that differ; zoauth profiles shows what they are now.",
		Fix:     "Change the profile back, or authorize it as it is now.", Do: Authorize,
		Unlike: "The tokens are not damaged, and Zoom refused nothing.",
		Weigh:  ofKind(flow.ErrorOtherSettings),
	},
}

// commandRules are about the command line, the profile file and the callback.
var commandRules = []Rule{
	{
		ID: "profile-file-invalid", Title: "The profile file has mistakes, or does not have this profile.", Reads: ownSends,
		Why:     "A key is misspelled, missing or has a value that cannot be used, or the command names a profile that the file does not have. Profiles without mistakes still work.",
		Confirm: "zoauth doctor --offline lists every mistake with its line; zoauth profiles lists the names.",
		Fix:     "Correct the lines, or use a name that the file has. profiles.example.toml shows every key.", Do: EditProfile,
		Unlike: "Nothing was sent.",
		Weigh:  ofKind(flow.ErrorProfileFile),
	},
	{
		ID: "profile-address", Title: "The profile has an address that zoauth cannot use.", Reads: ownSends,
		Why:     "zoauth sends to https, and to http on this machine only. It listens for callbacks on loopback addresses only.",
		Confirm: "zoauth profiles NAME shows the addresses; zoauth doctor NAME --offline says what is wrong with them.",
		Fix:     "Correct the address in the profile.", Do: EditProfile,
		Unlike: "The network is not involved: nothing was sent.",
		Weigh:  ofKind(flow.ErrorBadAddress),
	},
	{
		ID: "secret-unreadable", Title: "The client secret could not be read.", Reads: ownSends,
		Why:     "The profile names a command, a file or a variable. The command failed or took too long, the file is not there, or the variable is not set.",
		Confirm: "Run the secret's command yourself, or look at the file or variable that the profile names.",
		Fix:     "Fix that source, or choose another one in the profile.", Do: EditProfile,
		Unlike: "The secret itself may be right: Zoom has not seen it.",
		Weigh:  ofKind(flow.ErrorSecret),
	},
	{
		ID: "port-in-use", Title: "Another program uses the callback's port.", Reads: ownSends,
		Why:     "Zoom only accepts the registered redirect URI, so zoauth can't listen on another port.",
		Confirm: "ss -ltnp on Linux, or lsof -iTCP -sTCP:LISTEN, names the program.",
		Fix:     "Stop the program that uses the port, or paste the callback's address instead.", Do: FixMachine,
		Unlike: "The redirect URI may be right.",
		Weigh:  ofKind(flow.ErrorPortInUse),
	},
	{
		ID: "callback-of-other", Title: "The callback belongs to another attempt, redirect URI or server.", Reads: ownSends,
		Why:     "An older link or another tab was used, the redirect URI is not the profile's, or the callback names another issuer (RFC 9207). A forged callback looks the same, so its code is not used.",
		Confirm: "Compare the callback's address and state with the authorize URL that zoauth shows.",
		Fix:     "Open the newest authorize URL only, and finish in the same browser.", Do: Authorize,
		Unlike: "Zoom did not refuse anything.",
		Weigh:  ofKind(flow.ErrorOtherCallback),
	},
	{
		ID: "paste-incomplete", Title: "What was pasted is not a whole callback.", Reads: ownSends,
		Why:     "A narrow terminal, a chat or a mail program cut the address, or something else was copied: the page's text, or the authorize URL.",
		Confirm: "The address bar of the browser shows the whole callback, which has code= and state=.",
		Fix:     "Copy the whole address from the browser and paste it again.", Do: Nothing,
		Unlike: "The code may still work: nothing was sent.",
		Weigh:  ofKind(flow.ErrorPaste),
	},
	{
		ID: "attempt-over", Title: "The authorization attempt has ended.", Reads: ownSends,
		Why:     "No callback came in time, the attempt was stopped, or its one callback was used already.",
		Confirm: "zoauth history NAME shows the attempt and how it ended.",
		Fix:     "Start a new authorization and open its URL.", Do: Authorize,
		Unlike: "The app and the redirect URI may be right.",
		Weigh:  ofKind(flow.ErrorAttemptOver),
	},
	{
		ID: "header-too-long", Title: "The response's header is longer than any of Zoom's.", Reads: ownSends,
		Why:     "Another server responded: the profile has the wrong host, or a proxy adds headers without end.",
		Confirm: "curl -sI on the host shows its headers.",
		Fix:     "Check the host in the profile and the proxy variables.", Do: EditProfile,
		Unlike: "It is not an OAuth error.",
		Weigh:  ofKind(flow.ErrorHeaderTooLarge),
	},
	{
		ID: "command-stopped", Title: "The command was stopped or not confirmed.", Reads: ownSends,
		Why:     "A signal such as ctrl+c came before the request was sent, or the question about a risky step was not answered with yes.",
		Confirm: "zoauth history NAME has no request of this moment.",
		Fix:     "Run it again. In scripts, --yes answers the question.", Do: Nothing,
		Unlike: "Nothing was sent, and nothing was changed.",
		Weigh:  ofKind(flow.ErrorCanceled),
	},
	{
		ID: "file-unusable", Title: "A file or folder that zoauth needs cannot be used.", Reads: ownSends,
		Why:     "It is not there, something else has its name, or the disk gives errors.",
		Confirm: "The error names the file; zoauth paths lists the files of zoauth.",
		Fix:     "Look at that file and the folders above it.", Do: FixMachine,
		Unlike: "Zoom refused nothing.",
		Weigh:  ofKind(flow.ErrorFile),
	},
	{
		ID: "zoauth-bug", Title: "zoauth has a bug.", Reads: ownSends,
		Why:     "A part of the program failed in a way that nobody expected. What was received is saved before anything else is done.",
		Confirm: "The text above the error has a line that begins with panic.",
		Fix:     "zoauth status NAME shows what is saved. Report the bug with that text.", Do: Report,
		Unlike: "The credentials and tokens may be right.",
		Weigh:  ofKind(flow.ErrorBug),
	},
}
