package diagnose

import "zoauth/flow/recognize"

// expression is that of the readers of texts, which looks closer only where it may match.
func expression(text string) func() *recognize.Pattern { return recognize.Expression(text) }
