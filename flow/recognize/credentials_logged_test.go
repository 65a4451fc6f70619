package recognize

import "testing"

// What a log puts before a line is taken off, and nothing of any other line.
func TestPrefixesOfLogsAreTakenOff(t *testing.T) {
	const rest = "  ZOOM_CLIENT_SECRET: ***"
	for _, prefix := range []string{
		"2026-11-30T14:02:10.8843361Z ", "2026-11-30 14:02:10,112 INFO ", "2026-11-30T14:02:10Z stdout F ", "[2026-11-30 14:02:10] ",
		"[14:02:10] ", "14:02:10.112 ", "Nov 30 14:02:10 web-1 app[412]: ", "web-1  | ", "web-1  | 2026-11-30T14:02:10Z ", "sync\tRun python sync.py\t2026-11-30T14:02:10.88Z ",
		"[pod/zoom-sync-7f/app] 2026-11-30T14:02:10Z ", "2026/11/30 14:02:10 [info] ", "2026-11-30 14:02:10 +0000 ",
	} {
		if got := unlogged(prefix + rest); got != rest && got != rest[1:] {
			t.Errorf("%q leaves %q", prefix, got)
		}
	}
	for _, line := range []string{
		"ZOOM_CLIENT_ID=Kq7Lw2Rt9XbVn4Zc8KdMs1", "| Client ID | Kq7Lw2Rt9XbVn4Zc8KdMs1 |", "Client ID | Kq7Lw2Rt9XbVn4Zc8KdMs1", "client_id: Kq7Lw2Rt9XbVn4Zc8KdMs1",
		"redirect_uri  | https://acme.example/cb", "zoom_client_id|Kq7Lw2Rt9XbVn4Zc8KdMs1", "[zoom] client_id=Kq7Lw2Rt9XbVn4Zc8KdMs1", "10:30 standup",
	} {
		if got := unlogged(line); got != line {
			t.Errorf("%q became %q", line, got)
		}
	}
}
