package diagnose

import "zoauth/flow"

// machineRules are about what kept a step from being sent or its tokens from being saved
// on this machine. They rest on the kind of the error and claim nothing of Zoom.
var machineRules = []Rule{
	{
		ID: "profile-locked", Title: "Another zoauth process is working on this profile.", Reads: ownSends,
		Why:     "One process at a time sends for a profile, so that no refresh token is sent twice. A process that could not save new tokens keeps the lock until it has.",
		Confirm: "zoauth status NAME says whether a request is in flight; ps shows the other process.",
		Fix:     "Wait for the other process, or go to its terminal and finish there. Then run this again.", Do: SendAgain,
		Unlike: "Nothing was sent, and Zoom knows nothing of it.",
		Weigh:  ofKind(flow.ErrorLocked),
	},
	{
		ID: "file-permissions", Title: "Others can read or change a file that zoauth must trust.", Reads: ownSends,
		Why:     "Profiles, secrets, tokens and certificates count only where nobody else can change them, nor the directories above them; secrets and tokens only where nobody else can read them.",
		Confirm: "zoauth doctor lists the files with the commands that fix them.",
		Fix:     "Run the chmod or chown that the error names.", Do: FixMachine,
		Unlike: "The secret and the tokens themselves may be right.",
		Weigh:  ofKind(flow.ErrorPermission),
	},
	{
		ID: "tokens-unsaved", Title: "New tokens arrived and are not in the profile's token file.", Reads: ownSends,
		Why:     "The disk was full or failed, the directory went away, or another process saved tokens meanwhile. The new tokens are in a rescue file that zoauth names, or in the program that still runs.",
		Confirm: "zoauth status NAME and zoauth doctor NAME show what is saved and which other files hold tokens.",
		Fix:     "Free some space or fix the directory. Where zoauth names a rescue file, follow its hint; where the program still runs, save again there.", Do: FixMachine,
		Unlike: "Zoom granted the request: sending the old refresh token again may end the authorization.",
		Weigh:  ofKind(flow.ErrorUnsaved),
	},
	{
		ID: "disk-refused", Title: "This machine's disk or limits refused what zoauth has to write.", Reads: ownSends,
		Why:     "zoauth sends nothing that changes tokens before the space for the response is reserved. A full disk, a quota, a read-only file system, or a limit on file sizes or open files prevents that.",
		Confirm: "df -h and df -i on the directory that zoauth paths names; ulimit -a.",
		Fix:     "Free some space, raise the limit, or set XDG_STATE_HOME to a directory that can be written.", Do: FixMachine,
		Unlike: "Zoom refused nothing: the credentials may be right.",
		Weigh:  ofKind(flow.ErrorDisk),
	},
}

// ofKind matches what ended with an error of a kind, which is its proof.
func ofKind(kind flow.ErrorKind) func(*reading) (Likelihood, []string) {
	return func(l *reading) (Likelihood, []string) {
		if l.failure != kind {
			return No, nil
		}
		return Certain, nil
	}
}
