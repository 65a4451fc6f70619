package profiles

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// History keeps redacted traces, one JSON line each, in a file per profile. It
// implements [flow.History].
type History struct {
	dir      string
	redactor *flow.Redactor

	mu  sync.Mutex
	key *flow.SealKey // nil: not read yet
}

// NewHistory returns the history below the state directory dir.
func NewHistory(dir string, redactor *flow.Redactor) *History {
	return &History{dir: filepath.Join(dir, "history"), redactor: redactor}
}

// Sizes of a history file, in bytes and lines.
const (
	maxHistory  = 4 << 20 // trimmed above this …
	keptHistory = 2 << 20 // … to this
	maxTraces   = 2000    // and above as many lines …
	keptTraces  = 1000    // … to as many
	leastLine   = 300     // bytes that a line has at least: its names alone take more
	maxBody     = 64 << 10
	maxCallback = 1 << 10 // of a callback's request line
	tailBlock   = 64 << 10
	maxTail     = 2 * maxHistory // a file is longer only where something else wrote to it
)

func (h *History) path(profile string) string { return filepath.Join(h.dir, profile+".jsonl") }

// historyWait is how long an append waits for another process that is at the file.
const historyWait = time.Second

// Append adds one trace by one write at the end of the file.
func (h *History) Append(t flow.Trace) error {
	if err := h.append(t); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	return nil
}

func (h *History) append(t flow.Trace) error {
	if err := checkName(t.Profile); err != nil {
		return err
	}
	if err := durable.MakeDir(h.dir); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), historyWait)
	defer cancel()
	content, err := json.Marshal(h.line(t, h.sealKey(ctx, true)))
	if err != nil {
		return err
	}
	size, err := durable.AppendLine(ctx, h.path(t.Profile), content)
	if err == nil && over(h.path(t.Profile), size) {
		err = h.trim(ctx, t.Profile)
	}
	return err
}

// over reports whether a file of that size has to be trimmed. Lines are counted only
// where there can be too many.
func over(path string, size int64) bool {
	if size > maxHistory || size <= maxTraces*leastLine {
		return size > maxHistory
	}
	content, err := durable.Read(path, durable.Private, false, maxHistory)
	return err == nil && bytes.Count(content, []byte("\n")) > maxTraces
}

// Tail returns the newest n traces of a profile, oldest first. A damaged line
// costs that line.
func (h *History) Tail(profile string, n int) ([]flow.Trace, error) {
	lines, err := h.tailLines(profile, n)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var traces []flow.Trace
	key := h.sealKey(context.Background(), false)
	for _, raw := range lines {
		var l line
		if json.Unmarshal(raw, &l) != nil || l.Schema < 1 || l.Schema > historySchema {
			continue
		}
		if l.Schema == 1 {
			l.fromSchemaOne()
		}
		traces = append(traces, l.trace(key))
	}
	return traces, err
}

// tailLines reads the last n lines from the file's end, block by block, within maxTail.
func (h *History) tailLines(profile string, n int) ([][]byte, error) {
	if err := checkName(profile); err != nil {
		return nil, err
	}
	f, err := durable.Open(h.path(profile), durable.Private, false)
	if err != nil {
		return nil, refused(err)
	}
	defer func() { _ = f.Close() }()
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	var blocks [][]byte
	for at, ends := end, 0; at > 0 && ends <= n && end-at < maxTail; {
		size := min(at, tailBlock)
		at -= size
		block := make([]byte, size)
		if _, err := f.ReadAt(block, at); err != nil {
			return nil, err
		}
		blocks, ends = append(blocks, block), ends+bytes.Count(block, []byte("\n"))
	}
	slices.Reverse(blocks)
	tail := slices.Concat(blocks...)
	lines := bytes.Split(bytes.TrimRight(tail, "\n"), []byte("\n"))
	return lines[max(0, len(lines)-n):], nil
}

// trim keeps the newest lines of an over-long file, and removes what a killed
// trim left.
func (h *History) trim(ctx context.Context, profile string) error {
	lock, err := durable.Lock(ctx, h.path(profile))
	if err != nil {
		return err
	}
	defer func() { _ = lock.Unlock() }()
	left, _ := durable.Leftovers(h.path(profile))
	for _, path := range left {
		_ = os.Remove(path)
	}
	info, err := os.Lstat(h.path(profile))
	if err != nil || !over(h.path(profile), info.Size()) { // another process was faster
		return err
	}
	lines, err := h.tailLines(profile, keptTraces)
	if err != nil {
		return err
	}
	from, size := len(lines), 0
	for from > 0 && (size == 0 || size+len(lines[from-1]) < keptHistory) {
		from--
		size += len(lines[from]) + 1
	}
	return durable.Replace(h.path(profile), append(bytes.Join(lines[from:], []byte("\n")), '\n'), nil)
}
