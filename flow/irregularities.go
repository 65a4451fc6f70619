package flow

import "slices"

// irregularities are what was unusual about an answer and could be read all the same. They
// are in our words alone and quote nothing of the answer, which may be a secret.
type irregularities []string

// maxIrregularities is how many irregularities of one part of an answer are listed.
const maxIrregularities = 8

func (o *irregularities) add(texts ...string) {
	for _, text := range texts {
		if len(*o) < maxIrregularities && !slices.Contains(*o, text) {
			*o = append(*o, text)
		}
	}
}
