package inspect

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

// Difference is one thing before and after. Its texts are from outside: unsafe.
type Difference struct {
	Name, Before, After string
	Note                string // what became of it, in our words
	Odd                 bool   // not what such a step usually does
}

// Grants compares what a grant replaced with what it brought.
func Grants(before, after flow.State) []Difference {
	list := []Difference{
		replaced("access token", before.Token.AccessToken, after.Token.AccessToken, "new", "the same token again"),
		replaced("refresh token", before.Token.RefreshToken, after.Token.RefreshToken, "rotated", "not rotated"),
	}
	was, _ := flow.DecodeToken(before.Token.AccessToken)
	is, _ := flow.DecodeToken(after.Token.AccessToken)
	list = append(list, moved("exp", was.Expires, is.Expires), moved("iat", was.Issued, is.Issued), tolerance(was, is), scopes(before.Token.Scope, after.Token.Scope))
	if after.Who != nil || before.Who != nil {
		list = append(list, people(before.Who, after.Who))
	}
	return slices.DeleteFunc(list, func(d Difference) bool { return d.Before == "" && d.After == "" })
}

func replaced(name string, before, after flow.Secret, changed, kept string) Difference {
	d := Difference{Name: name, Before: before.Fingerprint(), After: after.Fingerprint(), Note: changed}
	if d.Before == d.After {
		d.Note, d.Odd = kept, true
	}
	return d
}

func moved(name string, before, after time.Time) Difference {
	d := Difference{Name: name}
	if before.IsZero() || after.IsZero() {
		return d
	}
	d.Before, d.After = before.Local().Format(time.TimeOnly), after.Local().Format(time.TimeOnly)
	switch by := after.Sub(before); {
	case by > 0:
		d.Note = "+" + widget.Ago(by)
	case by == 0:
		d.Note = "same"
	default:
		d.Note, d.Odd = "-"+widget.Ago(-by), true
	}
	return d
}

// tolerance is the counter of refreshes in the token, by its names in version 6 and
// 7 (zoom.md §4.1).
func tolerance(before, after flow.Claims) Difference {
	d := Difference{Name: "toleranceId"}
	for _, name := range []string{"toleranceId", "tid"} {
		if v := claim(after, name); v != "" {
			d.Name, d.Before, d.After = name, claim(before, name), v
		}
	}
	var was, is int
	if n, _ := fmt.Sscan(d.Before+" "+d.After, &was, &is); n == 2 {
		d.Note = fmt.Sprintf("%+d", is-was)
	}
	return d
}

func claim(c flow.Claims, name string) string {
	i := slices.IndexFunc(c.List, func(one flow.Claim) bool { return one.Name == name })
	if i < 0 {
		return ""
	}
	return c.List[i].Value
}

// scopes tells which scopes came and went.
func scopes(before, after string) Difference {
	was, is := strings.Fields(before), strings.Fields(after)
	d := Difference{Name: "scope", Before: fmt.Sprint(len(was)), After: fmt.Sprint(len(is)), Note: "same"}
	lost, won := missing(was, is), missing(is, was)
	switch {
	case len(lost) > 0 && len(won) > 0:
		d.Note = "gone: " + strings.Join(lost, " ") + "; new: " + strings.Join(won, " ")
	case len(lost) > 0:
		d.Note = "narrower, gone: " + strings.Join(lost, " ")
	case len(won) > 0:
		d.Note = "wider, new: " + strings.Join(won, " ")
	}
	d.Odd = d.Note != "same"
	return d
}

// missing lists what of list is not in other.
func missing(list, other []string) []string {
	var gone []string
	for _, s := range list {
		if !slices.Contains(other, s) {
			gone = append(gone, s)
		}
	}
	return gone
}

func people(before, after *flow.Who) Difference {
	d := Difference{Name: "user", Note: "same"}
	if before != nil {
		d.Before = before.Email
	}
	if after == nil {
		d.After, d.Note = "not asked", "4 probe asks"
		return d
	}
	d.After = after.Email
	if after.Other(before) {
		d.Note, d.Odd = "another user or account", true
	}
	return d
}

// Traces compares two requests and what came of them: what differs, and the fields
// that tell which they are.
func Traces(before, after flow.Trace) []Difference {
	list := []Difference{
		{Name: "step", Before: string(before.Step), After: string(after.Step)},
		{Name: "sent", Before: before.Started.Local().Format("15:04:05 2 Jan"), After: after.Started.Local().Format("15:04:05 2 Jan"), Note: between(before.Started, after.Started)},
		{Name: "status", Before: status(before), After: status(after)},
		{Name: "total", Before: exact(before.Times.Total), After: exact(after.Times.Total)},
		{Name: "peer", Before: before.Peer.Address, After: after.Peer.Address},
		{Name: "tracking", Before: before.Response.TrackingID(), After: after.Response.TrackingID()},
	}
	list = append(list, paired(requested(before), requested(after))...)
	list = append(list, paired(answered(before), answered(after))...)
	for i := range list {
		if d := &list[i]; d.Note == "" && d.Before == d.After {
			d.Note = "same"
		}
	}
	return list
}

func between(a, b time.Time) string {
	if b.Before(a) {
		a, b = b, a
	}
	return widget.Ago(b.Sub(a)) + " apart"
}

func status(t flow.Trace) string {
	if t.Response == nil {
		return string(t.Delivery)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", t.Response.Status, t.Response.Reason))
}

// member is one field of a request or an answer.
type member struct{ name, value string }

// requested reads the request as it was sent: its first line, header and form.
func requested(t flow.Trace) []member {
	head, body, _ := strings.Cut(string(t.Sent), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	list := []member{{"request", lines[0]}}
	for _, l := range lines[1:] {
		name, value, _ := strings.Cut(l, ": ")
		list = append(list, member{name, value})
	}
	if strings.HasPrefix(strings.TrimSpace(body), "{") {
		return append(list, member{"body", body})
	}
	for field := range strings.SplitSeq(body, "&") {
		if name, value, found := strings.Cut(field, "="); found {
			list = append(list, member{decoded(name), decoded(value)})
		}
	}
	return list
}

// answered reads the members of a JSON answer, in their order.
func answered(t flow.Trace) []member {
	if t.Response == nil {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(string(t.Response.Body)))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return []member{{"body", fmt.Sprintf("%d bytes", len(t.Response.Body))}}
	}
	var list []member
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		var value json.RawMessage
		if err != nil || !ok || d.Decode(&value) != nil {
			return list
		}
		list = append(list, member{name, strings.Trim(string(value), `"`)})
	}
	return list
}

// paired puts the members of both side by side, by their names.
func paired(before, after []member) []Difference {
	var list []Difference
	used := make([]bool, len(after))
	for _, b := range before {
		d := Difference{Name: b.name, Before: b.value, Note: "gone"}
		for i, a := range after {
			if !used[i] && strings.EqualFold(a.name, b.name) {
				used[i], d.After, d.Note = true, a.value, ""
				break
			}
		}
		list = append(list, d)
	}
	for i, a := range after {
		if !used[i] {
			list = append(list, Difference{Name: a.name, After: a.value, Note: "new"})
		}
	}
	return list
}
