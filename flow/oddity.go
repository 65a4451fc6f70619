package flow

import "slices"

// oddities are what was odd about an answer and could be read all the same. They
// are in our words alone and quote nothing of the answer, which may be a secret.
type oddities []string

// maxOddities is how many oddities of one part of an answer are listed.
const maxOddities = 8

func (o *oddities) add(texts ...string) {
	for _, text := range texts {
		if len(*o) < maxOddities && !slices.Contains(*o, text) {
			*o = append(*o, text)
		}
	}
}
