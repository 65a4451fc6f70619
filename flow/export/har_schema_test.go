package export_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// harObjects is HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) as far as a
// log without pages goes: for each object its members with their types. A member whose
// name ends in ? may be left out; []x is an array of the object x.
var harObjects = map[string]map[string]string{
	"har":       {"log": "log"},
	"log":       {"version": "string", "creator": "creator", "browser?": "creator", "entries": "[]entry", "comment?": "string"},
	"creator":   {"name": "string", "version": "string", "comment?": "string"},
	"entry":     {"startedDateTime": "date", "time": "number", "request": "request", "response": "response", "cache": "cache", "timings": "timings", "serverIPAddress?": "string", "connection?": "string", "comment?": "string"},
	"request":   {"method": "string", "url": "string", "httpVersion": "string", "cookies": "[]cookie", "headers": "[]pair", "queryString": "[]pair", "postData?": "post", "headersSize": "number", "bodySize": "number", "comment?": "string"},
	"response":  {"status": "number", "statusText": "string", "httpVersion": "string", "cookies": "[]cookie", "headers": "[]pair", "content": "content", "redirectURL": "string", "headersSize": "number", "bodySize": "number", "comment?": "string"},
	"cookie":    {"name": "string", "value": "string", "path?": "string", "domain?": "string", "expires?": "date", "comment?": "string"},
	"pair":      {"name": "string", "value": "string", "comment?": "string"},
	"post":      {"mimeType": "string", "params": "[]parameter", "text": "string", "comment?": "string"},
	"parameter": {"name": "string", "value?": "string", "fileName?": "string", "contentType?": "string", "comment?": "string"},
	"content":   {"size": "number", "compression?": "number", "mimeType": "string", "text?": "string", "encoding?": "string", "comment?": "string"},
	"cache":     {"comment?": "string"},
	"timings":   {"blocked?": "number", "dns?": "number", "connect?": "number", "send": "number", "wait": "number", "receive": "number", "ssl?": "number", "comment?": "string"},
}

// harFaults says where a document is no HAR 1.2.
func harFaults(document []byte) []string {
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		return []string{err.Error()}
	}
	return faultsOf("har", value, "har")
}

// faultsOf compares a value at a place with the type that it should have.
func faultsOf(place string, value any, kind string) []string {
	if element, is := strings.CutPrefix(kind, "[]"); is {
		list, is := value.([]any)
		if !is {
			return []string{place + " is no array"}
		}
		var faults []string
		for i, v := range list {
			faults = append(faults, faultsOf(fmt.Sprintf("%s[%d]", place, i), v, element)...)
		}
		return faults
	}
	if members, is := harObjects[kind]; is {
		return memberFaults(place, value, members)
	}
	if !hasType(value, kind) {
		return []string{place + " is no " + kind}
	}
	return nil
}

func memberFaults(place string, value any, members map[string]string) []string {
	object, is := value.(map[string]any)
	if !is {
		return []string{place + " is no object"}
	}
	var faults []string
	left := maps.Clone(object)
	for _, member := range slices.Sorted(maps.Keys(members)) {
		name, optional := strings.CutSuffix(member, "?")
		v, has := object[name]
		delete(left, name)
		switch {
		case has:
			faults = append(faults, faultsOf(place+"."+name, v, members[member])...)
		case !optional:
			faults = append(faults, place+"."+name+" is missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		faults = append(faults, place+"."+name+" is not in HAR 1.2")
	}
	return faults
}

func hasType(value any, kind string) bool {
	switch v := value.(type) {
	case string:
		_, err := time.Parse(time.RFC3339, v)
		return kind == "string" || kind == "date" && err == nil
	case float64:
		return kind == "number"
	default:
		return false
	}
}

// The check itself finds each kind of fault.
func TestHARSchemaFindsFaults(t *testing.T) {
	const whole = `{"log":{"version":"1.2","creator":{"name":"n","version":"v"},"entries":[{"startedDateTime":"2026-01-02T03:04:05.678Z","time":1,` +
		`"request":{"method":"GET","url":"u","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"n","value":"v"}],"queryString":[],"headersSize":1,"bodySize":0},` +
		`"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":1,"bodySize":0},` +
		`"cache":{},"timings":{"send":1,"wait":1,"receive":1}}]}}`
	if faults := harFaults([]byte(whole)); faults != nil {
		t.Fatalf("a whole log has faults: %q", faults)
	}
	for _, test := range []struct{ old, new, fault string }{
		{`"time":1,`, ``, "har.log.entries[0].time is missing"},
		{`"time":1,`, `"time":"1",`, "har.log.entries[0].time is no number"},
		{`"2026-01-02T03:04:05.678Z"`, `"2 January"`, "har.log.entries[0].startedDateTime is no date"},
		{`"cookies":[],"headers":[{`, `"cookies":{},"headers":[{`, "har.log.entries[0].request.cookies is no array"},
		{`{"name":"n","value":"v"}`, `{"name":"n"}`, "har.log.entries[0].request.headers[0].value is missing"},
		{`"cache":{}`, `"cache":null`, "har.log.entries[0].cache is no object"},
		{`"cache":{}`, `"cache":{"hit":1}`, "har.log.entries[0].cache.hit is not in HAR 1.2"},
		{`"entries"`, `"entries":`, "invalid character ':' looking for beginning of value"},
	} {
		faults := harFaults([]byte(strings.Replace(whole, test.old, test.new, 1)))
		if !slices.Equal(faults, []string{test.fault}) {
			t.Errorf("%s instead of %s: %q, want %q", test.new, test.old, faults, test.fault)
		}
	}
}
