package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// objectAssignments reads a text that begins with a JSON object, or a list of them, and says where what it
// read ends.
func objectAssignments(whole string) (list []assignment, end int) {
	text := strings.TrimLeft(whole, " \t\n")
	if items := strings.TrimPrefix(text, "["); !strings.HasPrefix(strings.TrimLeft(items, " \t\n"), "{") || ticketMark().MatchString(text) {
		return nil, 0
	}
	for at := len(whole) - len(text); ; { // one object, or one on each line
		o, last, ok := readObject(whole, at)
		if !ok || isAnswer(&o) {
			return list, max(end, last)
		}
		list, end = membersOf(&o, "", list), last
		rest := strings.TrimLeft(whole[end:], ", \t\n")
		switch {
		case !strings.HasPrefix(rest, "{"):
			return list, end
		case end > maxMentions: // the rest is more of the same
			return list, len(whole)
		}
		at = len(whole) - len(rest)
	}
}

// ticketMark begins a block of text in a ticket.
var ticketMark = expression(`^\{(?:code|noformat|quote|panel)\b[^{}\n]*\}`)

// membersOf lists the members of an object and of those in it; an exported
// environment's {"key": …, "value": …} is one member.
func membersOf(o *object, section string, list []assignment) []assignment {
	for _, m := range o.members {
		of := scopeIn(m.name, m.text)
		if slices.Contains([]string{"env", "environment", "environment_scope", "stage", "profile", "tier"}, strings.ToLower(m.name)) {
			of = environmentIn(m.text)
		}
		if of != "" {
			section = strings.Trim(section+"."+of, ".")
		}
	}
	if key := o.text("key"); key != "" {
		if v, ok := o.find("value"); ok && v.object == nil {
			off := ""
			if o.text("enabled") == "false" || o.text("disabled") == "true" {
				off = "it is switched off in the exported environment"
			}
			return append(list, assignment{section: section, name: key, value: v.text, off: off, at: v.at})
		}
	}
	if named, ok := namedValue(o, section); ok {
		return append(list, named)
	}
	if slices.ContainsFunc(o.members, isZoomsGrant) {
		section = strings.Trim(section+"."+Zoom, ".")
	}
	if o.array && len(o.members) > 0 {
		list = append(list, inText(argumentsOf(o), section, o.members[0].at)...)
	}
	for _, m := range o.members {
		switch {
		case m.object != nil && m.object.array && roleOf(section, m.name).key == RedirectURI:
			list = append(list, assignment{section: section, name: m.name, value: strings.ReplaceAll(argumentsOf(m.object), " ", ","), at: m.at})
		case m.object != nil && valueIn(m, section).name != "":
			list = append(list, valueIn(m, section))
		case m.object != nil:
			list = membersOf(m.object, strings.Trim(section+"."+m.name, "."), list)
		case m.name != "":
			list = append(list, ofMember(m, section)...)
		}
	}
	return list
}

// ofMember are the values in a member that is no object: several in a text, or the one it is.
func ofMember(m member, section string) []assignment {
	text := m.text
	if !m.quoted && strings.Contains(text, " ") { // members without a sign between them, as Go prints them
		text = m.name + ":" + text
	}
	if inside := inText(text, section, m.at); len(inside) > 1 {
		return inside
	}
	return []assignment{{section: section, name: m.name, value: m.plain(), at: m.at}}
}

// plain is the value of a member; "" where it has the word for none.
func (m member) plain() string {
	if !m.quoted && (m.text == "null" || m.text == "true" || m.text == "false") {
		return ""
	}
	return m.text
}

// isZoomsGrant reports whether a member of Postman's settings for OAuth is an address of Zoom's: the
// values beside it are of an app of Zoom's.
func isZoomsGrant(m member) bool {
	return m.object != nil && slices.Contains([]string{"authUrl", "accessTokenUrl"}, m.object.text("key")) && whose(m.object.text("value")).IsZoom()
}

// namedValue reads an object that names a value and has it beside the name, as the fields
// of a password manager and the variables of a deployment are.
func namedValue(o *object, section string) (assignment, bool) {
	var name, value member
	off := ""
	for _, m := range o.members {
		switch words := nameWords(m.name); {
		case m.name == "valueFrom": // of a task of ECS, or of a pod
			value, off = member{name: m.name, text: cmp.Or(m.text, m.name), at: m.at}, elsewhere
		case len(words) == 0 || m.object != nil:
		case words[len(words)-1] == "value":
			value = m
		case hasAny(words[len(words)-1:], []string{"key", "name", "label", "title"}) && roleOf(section, m.text).key != "":
			name = m
		}
	}
	return assignment{section: section, name: name.text, value: value.text, off: off, at: value.at}, name.name != "" && value.name != ""
}

// valueIn reads a member whose value is in an object of its own, with what else is known of
// it, as Pulumi, Terraform and DynamoDB write it; without a name: it is none.
func valueIn(m member, section string) assignment {
	if roleOf(section, m.name).key == "" {
		return assignment{}
	}
	for _, key := range []string{"value", "Value", "computed", "default", "S", "new", "current", "after", "to"} {
		if v, ok := m.object.find(key); ok && v.object == nil {
			return assignment{section: section, name: m.name, value: v.plain(), at: m.at}
		}
	}
	return assignment{}
}

// inText reads the values in a text that is a member: the arguments of a command, the lines of
// a file.
func inText(text, section string, at int) []assignment {
	l := lineReader{table: section, roles: roles{}, names: names{}}
	var list []assignment
	for line := range strings.SplitSeq(text, "\n") {
		list = append(list, l.given(line, at)...)
	}
	return list
}

// argumentsOf are the strings of a list as one text, as the configuration of an MCP server has
// the arguments of a command.
func argumentsOf(o *object) string {
	var words []string
	for _, m := range o.members {
		words = append(words, m.text)
	}
	return strings.Join(words, " ")
}
