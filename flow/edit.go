package flow

import (
	"slices"
	"strings"
)

// Part names a place of a request that has fields.
type Part string

// The parts.
const (
	InQuery  Part = "Query"
	InHeader Part = "Header"
	InForm   Part = "Form"
)

// Change is one change of a request by hand.
type Change struct {
	Part        Part
	Name, Value string
	Remove      bool
}

// Changed returns r with the change made. r is not changed.
func (r Request) Changed(c Change) Request {
	if c.Remove {
		return r.WithoutField(c.Part, c.Name)
	}
	return r.WithField(c.Part, c.Name, c.Value)
}

// secretNames are the fields whose values are secrets, with their kinds.
var secretNames = map[string]SecretKind{
	"authorization": KindAccessToken, "code": KindCode, "refresh_token": KindRefreshToken, "code_verifier": KindVerifier,
	"token": KindAccessToken, "access_token": KindAccessToken, "client_secret": KindClientSecret, "device_code": KindDeviceCode,
}

// IsSecretField reports whether the value of a field with this name is a secret.
func IsSecretField(name string) bool {
	_, secret := secretNames[strings.ToLower(name)]
	return secret
}

// WithField returns r with the field name of a part set to value, added at the end
// when there is none; a value in a place of secrets is a Secret. An Authorization
// header set so wins over Auth. r is not changed.
func (r Request) WithField(part Part, name, value string) Request {
	field := Field{Name: name, Plain: value}
	if kind, secret := secretNames[strings.ToLower(name)]; secret && value != "" {
		field = Field{Name: name, Secret: NewSecret(kind, value)}
	}
	return r.changed(part, func(list []Field) []Field {
		for i := range list {
			if sameName(part, list[i].Name, name) {
				list[i] = field
				return list
			}
		}
		return append(list, field)
	})
}

// WithoutField returns r without the fields of that name; Authorization takes Auth
// away too. r is not changed.
func (r Request) WithoutField(part Part, name string) Request {
	if part == InHeader && strings.EqualFold(name, "Authorization") {
		r.Auth = Auth{}
	}
	return r.changed(part, func(list []Field) []Field {
		return slices.DeleteFunc(list, func(f Field) bool { return sameName(part, f.Name, name) })
	})
}

func (r Request) changed(part Part, change func([]Field) []Field) Request {
	switch part {
	case InQuery:
		r.Query = change(slices.Clone(r.Query))
	case InHeader:
		r.Header = change(slices.Clone(r.Header))
	case InForm:
		r.Form = change(slices.Clone(r.Form))
	}
	return r
}

// sameName compares as the part does: headers whatever their case.
func sameName(part Part, a, b string) bool {
	return a == b || part == InHeader && strings.EqualFold(a, b)
}
