package console

import (
	"encoding/json"
	"strings"
	"testing"

	"zoauth/flow"
)

// The names in our own JSON stay, whatever was taken for a secret; its strings are
// redacted before they are escaped (S4).
func TestJSONIsRedactedByValueS4(t *testing.T) {
	var r flow.Redactor
	r.Learn(flow.NewSecret(flow.KindClientSecret, "profile"), flow.NewSecret(flow.KindClientSecret, `q"uo\te<d>`))
	content, err := json.Marshal(map[string]any{
		"profile": "profile", "a \"b\"": []any{`x q"uo\te<d> y`, 12, nil, true}, "nested": map[string]string{"profile": "", "é\\": `\`},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := string(redactLeaves(content, r.Redact))
	var back map[string]any
	if err := json.Unmarshal([]byte(got), &back); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	for _, want := range []string{`"profile":"•••• cs:`, `"a \"b\"":["x •••• cs:`, `,12,null,true]`, `"profile":""`, `"é\\":"\\"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if strings.Contains(got, "uo") {
		t.Errorf("a secret survives: %s", got)
	}
}
