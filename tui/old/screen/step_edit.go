package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
)

// editField asks what is to become of the field under the cursor, for one send.
func (s *Step) editField(c Context) intent.Intent {
	section, f, secret := s.fields.Current()
	shown := c.line(f.Name)
	part := flow.Part(section)
	if part == "Body" {
		return intent.Say{Text: "A body that is no form is not edited; esc and e begin with the form."}
	}
	change := intent.Ask{Question: intent.Question{
		Title: "Change " + shown, Verb: "put it into the preview", Hidden: !secret.IsZero() || flow.IsSecretField(f.Name),
		Text: []string{"The new value, for one send. It can be pasted. Nothing is sent yet."},
		Typed: func(text string) intent.Intent {
			return intent.EditField{Change: flow.Change{Part: part, Name: f.Name, Value: text}}
		},
	}}
	add := intent.Ask{Question: intent.Question{
		Title: "Add to the " + strings.ToLower(section), Verb: "put it into the preview",
		Text: []string{"name=value, for one send; as in scope=user:read:user. Nothing is sent yet."}, Plain: untilSecret,
		Typed: func(text string) intent.Intent {
			name, value, _ := strings.Cut(text, "=")
			return intent.EditField{Change: flow.Change{Part: part, Name: strings.TrimSpace(name), Value: value}}
		},
	}}
	query := add
	query.Question.Title = "Add to the address"
	query.Question.Typed = func(text string) intent.Intent {
		name, value, _ := strings.Cut(text, "=")
		return intent.EditField{Change: flow.Change{Part: flow.InQuery, Name: strings.TrimSpace(name), Value: value}}
	}
	return intent.Ask{Question: intent.Question{
		Title: "Edit the request", Text: []string{"One send only: afterwards the preview is the plain request again."},
		Keys: []intent.Choice{
			{Key: "c", Word: "change " + shown, Then: change},
			{Key: "r", Word: "take it out", Then: intent.EditField{Change: flow.Change{Part: part, Name: f.Name, Remove: true}}},
			{Key: "a", Word: "add here", Then: add},
			{Key: "u", Word: "add to the address", Then: query},
		},
	}}
}

// untilSecret is where the value begins that is to be hidden: behind the name of a
// field of secrets, whose sign may be a header's.
func untilSecret(text string) int {
	sign := strings.IndexAny(text, "=:")
	if sign < 0 || !flow.IsSecretField(strings.TrimSpace(text[:sign])) {
		return len(text)
	}
	return sign + 1
}
