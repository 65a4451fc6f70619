// Package flow is zoauth's OAuth engine: it builds Zoom's OAuth requests as
// data, sends each of them exactly once, keeps what was written and read,
// classifies the answer, and runs the steps that change tokens durably.
//
// It uses the standard library only. It prints nothing, knows no terminal and
// no profile file: a profile reaches it as an [App], storage as a [Store] and a
// [History]. Every string it returns may hold bytes from outside and counts as
// unsafe until internal/terminal has cleaned it.
package flow
