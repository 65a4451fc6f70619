// Package sandbox is the simulated Zoom: Zoom's OAuth endpoints and "who am I"
// over real sockets on loopback, written from the project's notes on how Zoom
// behaves (docs/zoom.md, its rows and sections in brackets such as [T4] and [§2.6])
// and from nothing else. Of zoauth it knows the types of apps and their environments
// and no behaviour, so that client and server cannot share a mistake.
//
// It is for practice and for tests: tokens are signed with a key that is drawn
// at start and forgotten at the end, and nothing is stored.
package sandbox
