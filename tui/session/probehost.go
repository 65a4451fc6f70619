package session

import "zoauth/flow"

// ProbeHosts returns the base URL that the probe goes to, and the other one that it may
// go to: Zoom names a regional host with a token, and documents that the cloud's works
// everywhere (docs/zoom.md §1). other is empty where there is one host alone: Zoom named
// none, the profile has an api_url of its own, or the host is none that may get tokens.
func (ds *Drafts) ProbeHosts() (host, other string) {
	cloud, named := ds.s.app.Endpoints.APIURL, ds.s.app.APIBase(ds.spendable())
	switch {
	case named == cloud:
		return cloud, ""
	case ds.regional:
		return named, cloud
	}
	return cloud, named
}

// SwitchHost makes the probe go to the other of its hosts, until it is switched again.
func (ds *Drafts) SwitchHost() Follow {
	if ok, why := ds.s.Can(Action{Act: ActProbeHost}); !ok {
		return say(why)
	}
	ds.regional = !ds.regional
	host, _ := ds.ProbeHosts()
	return ds.prepare(ds.Next()).and(say("The probe goes to " + host + "."))
}

// probe is the probe's request, to the host that was chosen.
func (ds *Drafts) probe() flow.Request {
	app := ds.s.app
	app.Endpoints.APIURL, _ = ds.ProbeHosts()
	return flow.ProbeRequest(app, ds.spendable().AccessToken)
}

func (o obstacle) cannotSwitchHost() string {
	if d := o.s.drafts.Next(); d == nil || d.step != flow.StepProbe {
		return "No probe is open. Press its digit."
	}
	if _, other := o.s.drafts.ProbeHosts(); other == "" {
		return "Zoom named no other API host with this token."
	}
	return ""
}
