package recognize

import "strings"

// resultInXML is an error of the REST API as XML, which a client gets that does not ask for JSON.
var resultInXML = expression(`^(?:<\?xml[^>]*\?>\s*)?<result>\s*<code>(\d{3,5})</code>\s*<message>([^<]*)(?:</message>)?(?:[^\n]*</result>)?`)

// readXML reads the result that begins at an offset as the object that it is in JSON, and says where
// it ends.
func readXML(text string, at int) (object, int, bool) {
	text = text[at:min(len(text), at+maxAddress)]
	if !holdsPrefix(text, []string{"<?xml", "<result>"}) {
		return object{}, at, false
	}
	m := resultInXML().FindStringSubmatch(text)
	if m == nil {
		return object{}, at, false
	}
	o := object{form: "XML", read: len(m[0])}
	o.members = []member{{name: "code", text: m[1]}, {name: "message", text: strings.TrimSpace(m[2]), quoted: true}}
	return o, at + len(m[0]), true
}
