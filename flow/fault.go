package flow

// Fault is something that goes wrong on purpose at a simulated Zoom, for one app.
// It is how faces speak of it: what goes wrong is the simulation's.
type Fault struct {
	Name, Title, Why string
	Steps            []Step // the requests that it spoils; the first one shows it best
	Cause            string // ID of the cause that the diagnosis should name; empty: nothing fails
	Shows            string // where nothing fails: what is seen instead
	Once             bool   // it spoils one answer and is then off by itself
	Twice            bool   // the second send shows the cause
	Lasts            bool   // what it did to an authorization stays when it is off
	On               bool
}
