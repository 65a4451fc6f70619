package testkit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// PasteShape is a text that somebody pasted; CODE33, STATE and the address stand for those
// of the attempt.
type PasteShape struct{ ID, Input, Right string }

// PasteShapes are the callbacks of the tests of flow/recognize, whose directory is given
// relative to that of the test.
func PasteShapes(t testing.TB, recognize string) []PasteShape {
	t.Helper()
	var all []PasteShape
	for _, file := range []string{"callbacks.json", "callbacks_forms.json"} {
		text, err := os.ReadFile(filepath.Join(recognize, "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var shapes []PasteShape
		if err := json.Unmarshal(text, &shapes); err != nil {
			t.Fatal(err)
		}
		all = append(all, shapes...)
	}
	return all
}
