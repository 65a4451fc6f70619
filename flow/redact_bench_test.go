package flow_test

import (
	"encoding/base64"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// The load of a desk with many profiles.
const (
	benchSecrets = 1000
	benchLength  = 20_000
	benchText    = 1 << 20
)

// randomToken is a JWT in form, of n bytes, with a start that all of them share.
func randomToken(random *rand.ChaCha8, n int) string {
	b := make([]byte, n)
	_, _ = random.Read(b)
	payload := base64.RawURLEncoding.EncodeToString(append([]byte(`{"ver":9,"auid":"`), b...))
	return ("eyJzdiI6IjAwMDAwMSIsImFsZyI6IkhTNTEyIn0." + payload)[:n-87] + "." + base64.RawURLEncoding.EncodeToString(b[:64])
}

// BenchmarkRedact redacts 1 MiB of different texts with many long secrets.
func BenchmarkRedact(b *testing.B) {
	random := rand.NewChaCha8([32]byte{1})
	var secrets []string
	for range benchSecrets {
		secrets = append(secrets, randomToken(random, benchLength))
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	var r flow.Redactor
	for _, s := range secrets {
		r.Learn(flow.NewSecret(flow.KindAccessToken, s))
	}
	_ = r.Redact("a text, so that all is built")
	learning := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	noise := make([]byte, benchText)
	_, _ = random.Read(noise)
	foreign := ""
	for len(foreign) < benchText {
		foreign += randomToken(random, 600) + "\n"
	}
	fill := func(s string) string { return strings.Repeat(s, benchText/len(s)+1)[:benchText] }
	for _, text := range []struct{ name, text string }{
		{"prose", fill("The authorization code is invalid, expired, or was revoked by the user. ")},
		{"JSON", fill(`{"reason":"Invalid Token!","error":"invalid_request","id":"5f2c9a-1e","scope":"user:read:user \"x\""},`)},
		{"percent", fill("a%2Fb%20c%3D")},
		{"base64", fill(base64.StdEncoding.EncodeToString(noise))},
		{"hex", fill("0123456789abcdef3333333333")},
		{"periodic", fill("YWFh")},
		{"tokens", foreign[:benchText]},
		{"secrets", fill(secrets[0] + " " + secrets[1] + " ")},
	} {
		b.Run(text.name, func(b *testing.B) {
			b.SetBytes(benchText)
			for b.Loop() {
				_ = r.Redact(text.text)
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-learned")
			b.ReportMetric(learning.Seconds(), "s-learning")
		})
	}
	runtime.KeepAlive(secrets)
}

// BenchmarkRedactLine redacts what is drawn as one row.
func BenchmarkRedactLine(b *testing.B) {
	var r flow.Redactor
	r.Learn(oldAccess, oldRefresh, clientSecret)
	for b.Loop() {
		_ = r.Redact(`  "reason": "Invalid Token!", "error": "invalid_request"`)
	}
}
