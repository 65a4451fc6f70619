package export

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

func pairs(fields [][2]string) []harPair {
	list := []harPair{}
	for _, f := range fields {
		list = append(list, harPair{f[0], f[1]})
	}
	return list
}

// fieldsOf reads a form or query in its own order.
func fieldsOf(encoded string) []harPair {
	list := []harPair{}
	for part := range strings.SplitSeq(encoded, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, harPair{decoded(name), decoded(value)})
	}
	return list
}

// decoded undoes percent-encoding; what is none stays as it is.
func decoded(s string) string {
	plain, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

func sortPairs(list []harPair) {
	slices.SortFunc(list, func(a, b harPair) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
	})
}
