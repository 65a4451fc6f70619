package recognize

import (
	"strings"

	"zoauth/flow/find"
)

var (
	// logJobs are what may stand before the time on a line of a log: the names of a job and its step,
	// of a container.
	logJobs = [...]func() *find.Pattern{
		expression(`^[^\t]{1,80}\t[^\t]{1,80}\t`),
		expression(`^[\w./-]{1,60} +\| `),
		expression(`^\[[\w./-]+\] `),
		expression(`^`),
	}
	// logTime is the time, and what may stand behind it: a host with its process, a level.
	logTime = expression(`^(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z\b|UTC\b|[+-]\d\d:?\d\d))?\]?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)` +
		`(?: [\w.-]+ [\w./-]+(?:\[\d+\])?:)?(?:(?: [|-])? +\[?(?i:trace|debug|info|warn|warning|error|notice|stdout|stderr)\b(?: F)?\]?:?)?(?: [|-])? ?(?:##\[\w+\])?`)
	// logName is the name of a container alone.
	logName = expression(`^[\w.-]{1,60} +\| `)
	// saidAt is what stands before a line that somebody says in a chat, the day and the time, or that
	// the step of a build prints.
	saidAt = expression(`^(?:\[(?:[\d./-]{6,10},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?\] |[\d./-]{6,10},? \d{1,2}:\d\d(?: ?[AaPp]\.?[Mm]\.?)? - |#\d+ \d+\.\d+ )`)
)

// logPrefix is what stands before a line that a log has.
func logPrefix(line string) string {
	for _, job := range logJobs {
		loc := job().FindStringIndex(line)
		if loc == nil {
			continue
		}
		if time := logTime().FindString(line[loc[1]:]); time != "" {
			return line[:loc[1]+len(time)]
		}
	}
	return logName().FindString(line)
}

// unlogged is a line without what a log puts before it, with its own indentation.
func unlogged(line string) string {
	if number, comment, numbered := strings.Cut(line, "\t#"); numbered && isNumber(strings.TrimLeft(number, " ")) {
		return "#" + comment
	}
	if line != "" && (line[0] == '[' || line[0] == '#' || isDigit(line[0])) {
		if said := saidAt().FindString(line); said != "" {
			return line[len(said):]
		}
	}
	if strings.Count(line, ":") < 2 && !strings.Contains(line, "| ") {
		return line
	}
	prefix := logPrefix(line)
	if name, _, row := strings.Cut(prefix, "|"); row && roleOf("", strings.TrimSpace(name)).key != "" { // of a table
		return line
	}
	return line[len(prefix):]
}
