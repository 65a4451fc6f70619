package diagnose

// verbRules are what a verb says of itself and of what it was given. No trace leads to
// them.
var verbRules = []Rule{
	{
		ID: "command-line", Title: "The command cannot run as it was called.",
		Why:     "An argument or a flag is missing, misspelled, or does not go with the others or with the type of the profile.",
		Confirm: "The line that begins with usage: shows how the verb is called; zoauth VERB --help shows its flags and examples.",
		Fix:     "Call it as the hint says.", Do: Nothing,
		Unlike: "Nothing was sent, and nothing was changed.",
	},
	{
		ID: "no-terminal", Title: "The workbench has no terminal that it can draw on.",
		Why:     "It was started from a script, cron or a pipe, or TERM is dumb or empty.",
		Confirm: "tty prints the terminal's name, and echo $TERM its type.",
		Fix:     "Use ssh -t for a command on another host, set TERM, or use the verbs in scripts.", Do: FixMachine,
	},
	{
		ID: "secret-in-arguments", Title: "A secret was given as an argument.",
		Why:     "Arguments stay in the shell's history, and everybody on the machine sees them in the process list.",
		Confirm: "history shows the command.",
		Fix:     "Regenerate the secret or revoke the token, then pipe the text or name a file.", Do: AtZoom,
		Unlike: "The secret may be right: nothing was sent.",
	},
	{
		ID: "text-not-known", Title: "The text has nothing that the command can use.",
		Why:     "What matters was left out or cut: the status and the body of a response, or the names before the values. Or the text is about something else.",
		Confirm: "zoauth explain reads the same text and says what it recognises.",
		Fix:     "Paste more of it: the whole response, the whole file, or the values with their names.", Do: Nothing,
		Unlike: "The app and its tokens may be right.",
	},
	{
		ID: "text-not-zoom", Title: "The text comes from another provider.",
		Why:     "Its host or its words are another provider's, or its form is not one of Zoom's.",
		Confirm: "Look at the host of the request that it responds to.",
		Fix:     "Ask that provider. If the request was meant for Zoom, correct its host.", Do: Nothing,
		Unlike: "Zoom has refused nothing.",
	},
	{
		ID: "grant-unfit", Title: "The pasted token or code cannot work for this profile.",
		Why:     "As it says itself, it is another app's, of another kind, or expired.",
		Confirm: "zoauth explain shows what a token says of itself; zoauth profiles shows the profile's client ID.",
		Fix:     "Use the profile that it belongs to, or authorize again.", Do: Authorize,
		Unlike: "Zoom was not asked: nothing was sent.",
	},
	{
		ID: "profile-exists", Title: "The profile file has this app already.",
		Why:     "import never changes a profile that exists.",
		Confirm: "zoauth profiles lists the names with their client IDs.",
		Fix:     "Use that profile, edit it, or import under another name with --name.", Do: EditProfile,
	},
	{
		ID: "checks-failed", Title: "A check of this machine or of the profile found a problem.",
		Why:     "It would make a request fail, or let others read a secret. Each line marked BAD is one of these.",
		Confirm: "zoauth doctor NAME shows all checks, each with its fix.",
		Fix:     "Do what the line says, then run the command again.", Do: FixMachine,
		Unlike: "Zoom has refused nothing.",
	},
	{
		ID: "request-not-kept", Title: "The history has no such request.",
		Why:     "The number is larger than the count of requests, the history was deleted, or the entry is an adoption, which sends nothing.",
		Confirm: "zoauth history NAME lists the requests with their numbers.",
		Fix:     "Use a number from that list.", Do: Nothing,
	},
	{
		ID: "lifetime-too-long", Title: "No token of this profile lives that long.",
		Why:     "--min-ttl asks for more time than Zoom gives a new token, so another refresh would not help.",
		Confirm: "zoauth status NAME shows when the token expires.",
		Fix:     "Ask for less with --min-ttl.", Do: Nothing,
		Unlike: "The token is not damaged.",
	},
	{
		ID: "program-not-started", Title: "The command after -- could not be started.",
		Why:     "Its name is misspelled, it is not on the PATH, or it may not be executed.",
		Confirm: "command -v NAME shows which program the shell would start.",
		Fix:     "Correct the name or the permissions of the program.", Do: FixMachine,
		Unlike: "The token was not refused.",
	},
}
