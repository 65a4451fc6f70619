// Package session is one profile of the workbench as a state machine with its
// timeline. It draws nothing and knows no Bubble Tea: screens read it, and the app
// runs its tasks.
//
// # What goes on at once
//
// A session has four lanes. Each is in one state of a closed set, and the sets are
// built so that a pair that cannot be is not a value:
//
//   - The [Consent] asks a person: nobody, an attempt being opened, an open attempt with
//     its listener, a code that was not exchanged yet, or a device authorization with
//     its polling. One of them at a time: opening one ends the one before.
//   - The [Flight] is the one request that was handed to the runner, or none. It ends
//     with its outcome and in no other way: what was written is never called off.
//   - The [Drafts] are requests that were not sent, one for each step. One of them may be
//     next, the last row of the timeline. It becomes the flight when it is sent.
//   - The [Secret] is unread, being read, read, or could not be read.
//
// Beside them stand the [Timeline], the [Disk] with what could not be saved, and
// [Practice] with deliberate mistakes, faults and the sandbox tour.
//
// The lanes are independent: an attempt keeps listening while a probe is sent, and a
// draft is kept while both go on. [Session.Phase] names what matters most of it.
//
// # Acts, tasks, events
//
// An act ([Drafts.Open], [Session.Begin], [Consent.AcceptCallback] …) changes the
// session at once and returns a [Follow]: the tasks to run, and what is worth a line.
// An act that cannot be done changes nothing and says why in the same place, as
// [Session.Can] does beforehand. A [Task] runs off the loop, holds plain values, and
// returns an [Event]; [Session.Apply] takes it, again with a Follow. Acts and Apply
// are called from one goroutine, that of the loop.
//
// Each event carries the [Op] that it belongs to. One whose Op is not the newest of its
// kind changes nothing that is shown and lets go of what it holds; but an outcome was
// committed by the runner before anyone is told, so the state that it brings is taken
// all the same. Events whose profile is gone are let go with [Event.Release].
//
// Listeners and polls belong to the session: no screen that closes loses one.
// [Session.Close] releases them.
//
// # A refresh, from key to timeline
//
//	follow := s.Drafts().Open(flow.StepRefresh) // key r: the preview, below the last row
//	follow = s.Begin(session.Answer{})          // enter: the row runs
//	for _, task := range follow.Tasks {
//		event := task(ctx)   // in a tea.Cmd: lock, intent, one request, commit
//		follow = s.Apply(event) // back on the loop: the row is done
//	}
//	s.Timeline().Last()                         // refresh ✓ 200, with the new fingerprints
//	s.Main(s.Timeline().Len()-1, now)           // what enter does next: draft the probe
//
// What a screen shows is a reading, which changes nothing: [Session.Rail],
// [Session.Pair], [Session.Main], [Session.Can], [Session.Asks], [Session.Health],
// [Consent.Waiting], [Timeline.Result], [Compare].
//
// Where [Session.Asks] has a question for an action, the face asks it and hands the
// [Answer] to Begin; without it Begin sends nothing.
//
// # Texts
//
// Strings that a session returns are for a person and may quote a server, a page or a
// file: whoever shows one cleans it first.
package session
