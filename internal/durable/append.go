package durable

import (
	"context"
	"errors"
	"os"
)

// AppendLine adds content, which holds no line feed, and a line feed at the end
// of path by one write, and returns the size that the file has then. The file is
// made with mode 0600 when it is not there, and is locked meanwhile, so that a
// [Lock] of the same path can replace it and lose no line; ctx ends the wait.
// Where a killed run left half a line, content still begins a line of its own.
func AppendLine(ctx context.Context, path string, content []byte) (int64, error) {
	lock, err := Lock(ctx, path)
	if err != nil {
		return 0, err
	}
	size, err := appendLine(lock.file, content)
	return size, errors.Join(err, lock.Unlock())
}

func appendLine(f *os.File, content []byte) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	end := info.Size()
	line := make([]byte, 0, len(content)+2)
	last := []byte{'\n'}
	if end > 0 {
		if _, err := f.ReadAt(last, end-1); err != nil {
			return 0, err
		}
	}
	if last[0] != '\n' {
		line = append(line, '\n')
	}
	line = append(append(line, content...), '\n')
	n, err := f.WriteAt(line, end)
	return end + int64(n), err
}
