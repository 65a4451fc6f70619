package tui

import (
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/intent"
)

func init() {
	frames["refresh-granted"] = refreshGranted
	frames["refresh-compare"] = func(m *Model) *Model { refreshGranted(m).key("c", "c"); return m }
	frames["result-timing"] = func(m *Model) *Model { refreshGranted(m).key("[", "["); return m }
	frames["probe-other"] = probedOther
	frames["history-list"] = withHistory
	frames["history-open"] = func(m *Model) *Model { withHistory(m).key("enter", ""); return m }
	frames["history-compare"] = func(m *Model) *Model { withHistory(m).key("c", "c"); return m }
}

func refreshGranted(m *Model) *Model {
	m.at("acme-prod", intent.RefreshStep)
	pair := token(3598*time.Second, "new")
	pair.Scope = "meeting:read:meeting"
	m.opts.Redactor.LearnToken(pair)
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","refresh_token":%q,"expires_in":3599,"scope":%q,"api_url":"https://api.zoom.us"}`,
		pair.AccessToken.Reveal(), pair.RefreshToken.Reveal(), pair.Scope)
	return m.ended(flow.StepRefresh, flow.Answer{Verdict: flow.Granted, Token: pair}, flow.State{Gen: 5, Token: pair, Who: m.current.State.Who}, response(200, body), nil)
}

func probedOther(m *Model) *Model {
	m.at("acme-prod", intent.ProbeStep)
	m.current.State.Who.UserID, m.current.State.Who.AccountID = "Rw81nTqYQ0iB7sXcJ4mLzA", "hV2oKpW9SxaT6yGd0RfCbQ"
	who := &flow.Who{At: noon, Email: "sam@other.example", UserID: "Zz", AccountID: "Yy"}
	after := m.current.State
	after.Who = who
	return m.ended(flow.StepProbe, flow.Answer{Verdict: flow.Done, Who: who}, after, response(200, `{"id":"Zz","email":"sam@other.example","account_id":"Yy"}`), nil)
}

// sentTrace is one line of the history.
func sentTrace(id string, step flow.Step, ago time.Duration, status int, summary, body string) flow.Trace {
	return flow.Trace{
		Profile: "acme-prod", ID: id, Step: step, Delivery: flow.Answered, Started: noon.Add(-ago), Summary: summary,
		Sent:     []byte("POST /oauth/token HTTP/1.1\r\nHost: zoom.us\r\nUser-Agent: zoauth\r\n\r\ngrant_type=refresh_token&refresh_token=%E2%80%A2%E2%80%A2+rt%3A" + id),
		Received: []byte("HTTP/1.1 200 OK\r\n\r\n" + body), Response: response(status, body),
		Times: flow.Times{DNS: 12 * time.Millisecond, Connect: 21 * time.Millisecond, TLS: 43 * time.Millisecond, FirstByte: 96 * time.Millisecond, Total: 182 * time.Millisecond},
		Peer:  flow.Peer{Address: "203.0.113.7:443", TLSVersion: "TLS 1.3", Subject: "zoom.us", Issuer: "DigiCert"},
	}
}

func withHistory(m *Model) *Model {
	m.at("acme-prod", intent.HistoryPlace)
	m.historyRead(historyReadMsg{profile: "acme-prod", traces: []flow.Trace{
		sentTrace("1", flow.StepExchange, 2*time.Hour, 200, "new pair at:9f3c1a rt:3fa9c1", `{"token_type":"bearer","expires_in":3599,"scope":"user:read:user"}`),
		sentTrace("2", flow.StepProbe, 119*time.Minute, 200, "jane@acme.example", `{"email":"jane@acme.example","nested":{"a":1,"b":[1,2]}}`),
		sentTrace("3", flow.StepRefresh, 57*time.Minute, 200, "new pair at:c07e55 rt:a81d02", `{"token_type":"bearer","expires_in":3599,"scope":"user:read:user"}`),
		sentTrace("4", flow.StepRefresh, time.Minute, 400, "invalid_grant: Invalid Token!", `{"reason":"Invalid Token!","error":"invalid_grant"}`),
	}})
	return m
}
