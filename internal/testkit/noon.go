package testkit

import "time"

// AtNoon makes it about noon in the local zone, for tests that compare what is shown: whatever happens within
// hours of now is of one day, and its time of day has no date before it.
func AtNoon() {
	ahead := 12 - time.Now().UTC().Hour()
	time.Local = time.FixedZone("noon", ahead*int(time.Hour/time.Second))
}
