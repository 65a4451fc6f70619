package main

import (
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// term is a line of a help topic with a name and, after two spaces or more, what it is;
// further lines of that are indented deeper.
var term = regexp.MustCompile(`^ {2}(\S.*?)(?: {2,}(.*))?$`)

// roff turns a help topic into a section of a manual page: the title goes, names with
// their texts become a list.
func roff(topic string) string {
	_, body, _ := strings.Cut(topic, "\n")
	var b strings.Builder
	paragraph := true // the next line of prose begins one
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\n")
		m := term.FindStringSubmatch(line)
		switch {
		case line == "":
			paragraph = true
		case m != nil:
			b.WriteString(".TP\n.B " + escape(m[1]) + "\n" + text(m[2]))
		case strings.HasPrefix(line, " "):
			b.WriteString(text(strings.TrimSpace(line)))
		default:
			if paragraph {
				b.WriteString(".PP\n")
			}
			paragraph = false
			b.WriteString(text(line))
		}
	}
	return b.String()
}

var (
	option  = regexp.MustCompile(`(?m)(?:^\.PP\n)?^(\\fB-.*)\n\t(.*)\n`)
	noValue = regexp.MustCompile(`(?m)^(\\fB-.*)\[=false\]$`)
	blanks  = regexp.MustCompile(`\n{2,}`)
)

// tidy gives a page of cobra's the day and the list of options that manual pages have,
// and no blank lines.
func tidy(page string, when time.Time) string {
	page = strings.Replace(page, when.Format(`"Jan 2006"`), when.Format(`"2006-01-02"`), 1)
	page = option.ReplaceAllString(page, ".TP\n$1\n$2\n")
	page = noValue.ReplaceAllString(page, "$1")
	return blanks.ReplaceAllString(page, "\n")
}

// nameValues writes an option that takes a value as help does, with the name of the value
// in place of its default, and says in the page of zoauth that verbs follow.
func nameValues(cmd *cobra.Command, page string) string {
	if !cmd.HasParent() {
		page = strings.Replace(page, `\fBzoauth [flags]\fP`, "\\fBzoauth [flags]\\fP\n.br\n\\fBzoauth VERB [flags]\\fP", 1)
	}
	name := func(f *pflag.Flag) {
		value, _ := pflag.UnquoteUsage(f)
		if value == "" {
			return
		}
		if f.DefValue != "" && f.DefValue != "[]" {
			value += " (default " + f.DefValue + ")"
		}
		option := regexp.MustCompile(`(?m)^(.*\\fB--` + regexp.QuoteMeta(f.Name) + `\\fP)=.*$`)
		page = option.ReplaceAllString(page, "$1 "+escape(value))
	}
	cmd.LocalFlags().VisitAll(name)
	cmd.InheritedFlags().VisitAll(name)
	return page
}

// text is a line of text, or nothing.
func text(line string) string {
	if line == "" {
		return ""
	}
	return escape(line) + "\n"
}

// escape writes text so that roff prints it as it is.
func escape(line string) string {
	line = strings.NewReplacer(`\`, `\e`, "-", `\-`, "~", `\(ti`, "^", `\(ha`).Replace(line)
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		return `\&` + line
	}
	return line
}
