package profiles

import "zoauth/flow/find"

// expression is a regular expression that looks closer only where it may match.
func expression(text string) func() *find.Pattern { return find.Expression(text) }
