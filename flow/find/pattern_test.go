package find_test

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"zoauth/flow/find"
)

// An expression whose alternatives are all bound to the beginning of a text looks no further.
func TestABoundExpressionLooksAtTheBeginningOnly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`^a`, `^[A-Z]|^[a-z] `, `(^a)|\A(?:b|c$)`, `(?i)^ab|^cd`} {
		tree, err := syntax.Parse(find.Expression(text)().String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		program, err := syntax.Compile(tree.Simplify())
		if err != nil {
			t.Fatal(err)
		}
		if program.StartCond()&syntax.EmptyBeginText == 0 {
			t.Errorf("%s is tried everywhere", text)
		}
	}
}

// An expression first looks for what it needs, and finds what it finds without that.
func TestAnExpressionFindsWhatItWouldWithoutItsNeeds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		expression string
		texts      []string
	}{
		{`token: ?(?:400 )?bad request`, []string{"token: bad request", "token:400 bad request", "token bad request", ""}},
		{`(?i)\b(?:do not|never) use\b|\bno longer valid`, []string{"NEVER use it", "it is no longer valid", "do not touch", "use it"}},
		{`\b(?:invalid_grant|invalid_client|slow_down)\b`, []string{"error invalid_client", "slow_down", "invalid_", "slow"}},
		{`["'](\w{20,24}):(\w{32})["']`, []string{`"` + strings.Repeat("a", 22) + ":" + strings.Repeat("b", 32) + `"`, strings.Repeat("a", 54), `"a:b"`}},
		{`[a-z]{16}`, []string{"abcdefghijklmno1abcdefghijklmnop", "abcdefghijklmno1abcdefghijklmno", "abcdefghijklmnop", "é" + strings.Repeat("z", 16)}},
		{`[é-ü]{16}`, []string{strings.Repeat("é", 16), strings.Repeat("e", 16)}},
		{`(?m)^(?:Étendue|Ámbito)[^:\n]{0,12}$`, []string{"Étendue non valide", "Ámbito", "étendue"}},
		{`(?i)étendue`, []string{"ÉTENDUE", "étendue", "etendue"}},
		{`^(?:a|b) is`, []string{"a is", "b is", "it is"}},
		{`(?i)^(?:skip|k)?(?:\d+|[a-c]|ß)+\b!`, []string{"1!", "SKIP1!", "\u212aa!", "\u017fkipC!", "ẞ!", "ßb!", "d!", ""}},
		{`^\s*(?:x|)$`, []string{"", " ", "x", "y", " x"}},
		{`^[^a]\w`, []string{"éa", "\xffa", "aa", "ba", ""}},
		{`[a-c]d?$`, []string{"xa", "xad", "xd", "ae", ""}},
		{`(?i)(?:s|\d+|ß)(?:k|)$`, []string{"as", "s\u212a", "1", "1K", "ẞ", "a", "\u017f", "\xff"}},
		{`^(?:a.*)?b*$`, []string{"", "axb", "b", "ba", "x"}},
		{`^(?:a|(b))c|^d|^(?i)e$`, []string{"ac", "bcx", "d", "E", "ed", "xd", ""}},
		{`(?m)^a$`, []string{"a", "b\na\nb", "b"}},
		{`x*`, []string{"", "x", "y"}},
		{`(?:a|)b?`, []string{"", "a", "c"}},
		{`[?&#]state=`, []string{"?state=", "state=", "&state"}},
		{`x{5}|…|●|•|(?i)y{3}z`, []string{"axxxxx", "xxxx", "a…", "●", "YyyZ", "yyZ", "é"}},
		{`[éÉ]t`, []string{"été", "É", "e", "ÉT", "Ét"}},
		{`(?i)\b(access|refresh)_?token(?:=(\w+)|\b)`, []string{"ACCESS_TOKEN=a refreshtoken access_token=b", "éaccess_token", "xaccess_token refresh_token", "accesstokens", "accessaccess_token=accesstoken"}},
		{`(?m)^(?:key|name): (a|b)?`, []string{"key: a\nname: b", "a key: a", "key: key: \nname: ", "\nkey: \n"}},
		{`%s|\{[^}]*\}?|\$\w+`, []string{"%s", "{a", "$a", "%d $"}},
	} {
		plain, ours := regexp.MustCompile(test.expression), find.Expression(test.expression)()
		padding := strings.Repeat(" ", 1<<10) // more is asked of a long text
		for _, text := range test.texts {
			test.texts = append(test.texts, padding+text, text+padding)
		}
		for _, text := range test.texts {
			if got, want := ours.MatchString(text), plain.MatchString(text); got != want {
				t.Errorf("%s matches %q: %v, want %v", test.expression, text, got, want)
			}
			if got, want := ours.FindString(text), plain.FindString(text); got != want {
				t.Errorf("%s finds %q in %q, want %q", test.expression, got, text, want)
			}
			if got, want := ours.FindStringIndex(text), plain.FindStringIndex(text); !slices.Equal(got, want) {
				t.Errorf("%s stands at %v in %q, want %v", test.expression, got, text, want)
			}
			if got, want := ours.ReplaceAllString(text, "-"), plain.ReplaceAllString(text, "-"); got != want {
				t.Errorf("%s replaced makes %q of %q, want %q", test.expression, got, text, want)
			}
			if got, want := ours.ReplaceAllStringFunc(text, strings.ToUpper), plain.ReplaceAllStringFunc(text, strings.ToUpper); got != want {
				t.Errorf("%s in capitals makes %q of %q, want %q", test.expression, got, text, want)
			}
			if got, want := ours.FindStringSubmatchIndex(text), plain.FindStringSubmatchIndex(text); !slices.Equal(got, want) {
				t.Errorf("%s stands at %v in %q, want %v", test.expression, got, text, want)
			}
			if got, want := ours.FindAllStringSubmatchIndex(text, -1), plain.FindAllStringSubmatchIndex(text, -1); !slices.EqualFunc(got, want, slices.Equal[[]int]) {
				t.Errorf("%s stands at %v in %q, want %v", test.expression, got, text, want)
			}
		}
	}
}
