package profiles

import (
	"reflect"
	"slices"
)

// Losses are the keys of the profile old that saving draft would take out or change
// though nobody did so in the draft: it could not hold their value, or its app type
// has no use for them.
func (d *Document) Losses(old string, draft Draft) []Problem {
	all, err := raw(d.text)
	profile, ok := profilesOf(all)[old].(map[string]any)
	if err != nil || !ok {
		return nil
	}
	read, kept := plain(draftOf(old, profile).values()), plain(draft.values())
	set, removed := changes(profile, draft.ForType().values())
	var lost []Problem
	for _, key := range keys {
		value, written := set[key]
		held := reflect.DeepEqual(read[key], profile[key])
		switch {
		case !written && !slices.Contains(removed, key):
		case !held && (!written || reflect.DeepEqual(read[key], plainValue(value))):
			lost = append(lost, Problem{Profile: old, Key: key, Text: whyNotHeld(key, profile[key])})
		case held && !written && kept[key] != nil:
			lost = append(lost, Problem{Profile: old, Key: key, Text: "a " + string(draft.Type()) + " app does not use it"})
		}
	}
	return lost
}

// whyNotHeld says why a draft does not hold the value of a key.
func whyNotHeld(key string, value any) string {
	_, isText := value.(string)
	isList := key == "scopes" || key == "client_secret_command"
	switch {
	case isList:
		return "it is not a list of strings"
	case !isText:
		return "it is not a string"
	default:
		return "a client secret has one source"
	}
}
