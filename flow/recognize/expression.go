package recognize

import "zoauth/internal/lazy"

// expression is a regular expression, of which the tables of this package are full.
var expression = lazy.Regexp
