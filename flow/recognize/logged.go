package recognize

import "strings"

// logPrefix is what stands before a line that a log has: the names of a job and its step, of a
// container, the time, a host with its process, a level.
var logPrefix = expression(`^(?:[^\t]{1,80}\t[^\t]{1,80}\t|[\w./-]{1,60} +\| |\[[\w./-]+\] )?` +
	`(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)` +
	`(?: [\w.-]+ [\w./-]+(?:\[\d+\])?:)?(?:(?: [|-])? +\[?(?i:trace|debug|info|warn|warning|error|notice|stdout|stderr)(?: F)?\]?:?)?(?: [|-])? ?` +
	`|^[\w.-]{1,60} +\| `)

// unlogged is a line without what a log puts before it, with its own indentation.
func unlogged(line string) string {
	if strings.IndexByte(line, ':') < 0 && strings.IndexByte(line, '|') < 0 {
		return line
	}
	prefix := logPrefix().FindString(line)
	if name, _, row := strings.Cut(prefix, "|"); row && roleOf("", strings.TrimSpace(name)).key != "" { // of a table
		return line
	}
	return line[len(prefix):]
}
