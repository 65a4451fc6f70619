package recognize_test

import (
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// S4: a secret at the limit of what is read is left out whole, since its start alone is
// not recognised.
func TestTheLimitCutsNoSecretS4(t *testing.T) {
	const secret = "eyJzdiI6IjAwMDAwMiJ9.cGF5bG9hZA.c2lnbmF0dXJl"
	for _, before := range []string{"refresh_token=", `{"refresh_token":"`, "refresh_token: '", "Bearer "} {
		for in := 1; in < len(secret); in++ {
			text := strings.Repeat("a\n", (recognize.MaxText-len(before)-in)/2) + before
			text += strings.Repeat(" ", recognize.MaxText-in-len(text)) + secret + "\n"
			if got := recognize.Within(text); strings.Contains(got, secret[:1]+secret[1:2]) || len(got) < recognize.MaxText-in-len(before)-1 {
				t.Fatalf("%q, %d bytes of the secret: it ends with %q", before, in, got[len(got)-20:])
			}
		}
	}
	if short := "refresh_token=" + secret; recognize.Within(short) != short {
		t.Error("a short text is not whole")
	}
}
