package flow

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// object is the JSON object that a body holds.
type object struct {
	members   map[string][]json.RawMessage // by name, in order; nil when the body holds no object
	whole     bool                         // read to its closing brace
	rest      []byte                       // what stands behind the object, or behind the fault
	broken    string                       // the member in whose value the fault is
	irregular irregularities
}

// memberNames are those of the members that are read. Their names alone are repeated to the person:
// any other may be a secret.
var memberNames = []string{
	"access_token", "refresh_token", "token_type", "expires_in", "scope", "api_url",
	"error", "errors", "error_description", "reason", "code", "message", "errorCode", "errorMessage",
	"status", "statusCode", "success", "ok", "isError",
	"device_code", "user_code", "verification_uri", "verification_uri_complete", "interval",
	"id", "email", "first_name", "last_name", "account_id", "company",
}

// twins is how many members of one name are read.
const twins = 8

// parseObject keeps what it read before a fault, so that a cut or unusually ended answer
// still yields its tokens.
func parseObject(body []byte) object {
	dec := json.NewDecoder(bytes.NewReader(body))
	var o object
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return o
	}
	o.members = map[string][]json.RawMessage{}
	o.whole = o.readMembers(dec)
	o.rest = body[dec.InputOffset():]
	if !o.whole {
		o.salvage()
	} else if len(bytes.TrimSpace(o.rest)) > 0 {
		o.irregular.add("extra data follows the JSON")
	}
	return o
}

// readMembers reads up to the closing brace; false where it broke off.
func (o *object) readMembers(dec *json.Decoder) bool {
	folded := map[string][]json.RawMessage{}
	defer func() { // the exact name counts before one that is written unusually
		for name, values := range folded {
			o.members[name] = append(o.members[name], values...)
		}
	}()
	for dec.More() {
		key, err := dec.Token()
		written, isName := key.(string)
		if err != nil || !isName {
			o.irregular.add("the JSON is cut off")
			return false
		}
		to, name := o.members, memberName(written)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			o.irregular.add("the JSON is cut off" + ofMember(" at ", name))
			o.broken = written
			return false
		}
		if name != written {
			to = folded
			o.irregular.add(name + " is spelled unusually")
		}
		if len(to[name]) > 0 {
			o.irregular.add("a member" + ofMember(" named ", name) + " appears twice: the first usable one counts")
		}
		if len(to[name]) < twins {
			to[name] = append(to[name], value)
		}
	}
	if _, err := dec.Token(); err != nil {
		o.irregular.add("the JSON is cut off")
		return false
	}
	return true
}

// ofMember returns the name of a known member behind lead, and nothing for any other.
func ofMember(lead, name string) string {
	if !slices.Contains(memberNames, name) {
		return ""
	}
	return lead + name
}

// memberName returns the known name that written means: case, and how words are
// joined, carry no meaning.
func memberName(written string) string {
	if slices.Contains(memberNames, written) {
		return written
	}
	plain := bare(written)
	for _, name := range memberNames {
		if bare(name) == plain {
			return name
		}
	}
	return written
}

func bare(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

// brokenMember finds whole members in text that is no longer JSON.
var brokenMember = expression(`"(access_token|refresh_token|expires_in|error|errorCode|code)"\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.]*|true|[{\[])`)

// salvage takes the members that stand behind the fault (R11). Where the
// fault is within another object its tokens are not taken: they may be older ones.
func (o *object) salvage() {
	value := bytes.TrimLeft(o.rest, ": \t\r\n")
	inner := o.broken != "" && !isEnvelope(o.broken) && bytes.HasPrefix(value, []byte("{"))
	for _, found := range brokenMember().FindAllSubmatch(o.rest, -1) {
		name := string(found[1])
		if isToken := strings.HasSuffix(name, "_token"); len(o.members[name]) < twins && !(inner && isToken) {
			o.members[name] = append(o.members[name], found[2])
			o.irregular.add(name + " was recovered from broken JSON")
		}
	}
}

// text returns the first value of name that is a JSON string and not empty, or "".
func (o object) text(name string) string {
	for _, raw := range o.members[name] {
		if s := text(raw); s != "" {
			return s
		}
	}
	return ""
}

// first returns the first value of name that says something.
func (o object) first(name string) json.RawMessage {
	for _, raw := range o.members[name] {
		switch string(raw) {
		case "null", `""`, "false", "0", "{}", "[]":
		default:
			return raw
		}
	}
	return nil
}

// has reports whether name is there and neither null nor empty.
func (o object) has(name string) bool {
	return slices.ContainsFunc(o.members[name], func(raw json.RawMessage) bool {
		return string(raw) != "null" && string(raw) != `""`
	})
}

// text returns a JSON string's value, or "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
