package profiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// ErrChanged means that the profile file is not what it was when it was read for
// editing. Nothing was written.
var ErrChanged = errors.New("the profile file was changed meanwhile; nothing was written")

// OpenDocument reads a profile file to edit it; one that is not there is empty.
// The error is [flow.ErrPermission] when others could read or change it.
func OpenDocument(path string) (*Document, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	text, _, err := read(path)
	var problems *Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Document{Path: path}, nil
	case err != nil && !errors.As(err, &problems):
		return nil, err
	}
	return &Document{Path: path, text: text, made: true}, nil
}

// read reads a profile file and parses it. A file with a secret or a command in it
// may be nobody else's to read (S2).
func read(path string) (string, *File, error) {
	file, err := durable.Open(path, durable.Readable, true)
	if err != nil {
		return "", nil, unread(err)
	}
	defer func() { _ = file.Close() }()
	content, err := flow.Promptly(path, func() ([]byte, error) { return io.ReadAll(io.LimitReader(file, maxFile+1)) })
	if err != nil {
		return "", nil, unread(err)
	}
	if len(content) > maxFile {
		return "", nil, unusable{path, fmt.Sprintf("is longer than %d bytes, the most a profile file can have", maxFile)}
	}
	p := parse(path, string(content))
	if p.file.private {
		if err := durable.Check(file, durable.Private); err != nil {
			return "", nil, unread(err)
		}
		if err := durable.CheckParents(path); err != nil {
			return "", nil, unread(err)
		}
	}
	p.missing()
	return string(content), p.file, p.problems.orNil()
}

// Saved says what an edit wrote.
type Saved struct {
	Document   *Document // the file as it is now
	SecretFile string    // the file that the pasted secret of a single profile went into; empty: none
	Unsettled  error     // [durable.ErrNotConfirmed]: written, but a power loss may undo it
}

// Save puts draft in place of the profile old, or adds it when old is empty. A
// pasted secret is on disk before the profile file names it; when something fails
// both are as before. The file is replaced as a whole, mode 0600, and only when it
// still is what d was read from: else [ErrChanged].
func (d *Document) Save(ctx context.Context, old string, draft Draft) (Saved, error) {
	return d.save(ctx, old, []Draft{draft}, func(drafts []Draft) (*Document, error) { return d.With(old, drafts[0]) })
}

// SaveNew adds profiles like [Document.Save], all of them or none.
func (d *Document) SaveNew(ctx context.Context, drafts ...Draft) (Saved, error) {
	return d.save(ctx, "", drafts, func(drafts []Draft) (*Document, error) { return d.WithNew(drafts...) })
}

func (d *Document) save(ctx context.Context, old string, drafts []Draft, with func([]Draft) (*Document, error)) (Saved, error) {
	var saved Saved
	err := d.locked(ctx, func() error {
		var vaults []vault
		var named []Draft
		for _, draft := range drafts {
			v, err := d.vault(old, draft, vaults)
			if err != nil {
				return err
			}
			draft = draft.Clone()
			if v.name != "" {
				draft.From, draft.Text["client_secret_file"] = SecretFile, v.name
				vaults = append(vaults, v)
			}
			named = append(named, draft)
		}
		next, err := with(named)
		if err != nil {
			return err
		}
		saved.Document = next
		if len(vaults) > 0 {
			saved.SecretFile = vaults[0].path
		}
		saved.Unsettled, err = d.replace(next, vaults)
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	return saved, nil
}

// Delete takes a profile out of the file. Its tokens, history and secret file stay.
func (d *Document) Delete(ctx context.Context, name string) (Saved, error) {
	var saved Saved
	err := d.locked(ctx, func() error {
		next, err := d.Without(name)
		if err != nil {
			return err
		}
		saved.Document = next
		saved.Unsettled, err = d.replace(next, nil)
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	return saved, nil
}

// lockPatience bounds the wait for another zoauth that writes the same file.
const lockPatience = 5 * time.Second

// locked runs write while no other zoauth writes files in the directory, when the
// file still is what was read.
func (d *Document) locked(ctx context.Context, write func() error) error {
	return alone(ctx, d.Path, func() error {
		now, err := OpenDocument(d.Path)
		if err != nil {
			return err
		}
		if now.text != d.text || now.made != d.made {
			return ErrChanged
		}
		if err := durable.CheckParents(d.Path); err != nil {
			return refused(err)
		}
		return write()
	})
}

// alone runs write while no other zoauth writes files in the directory of path. The
// lock is on the directory: it leaves no file behind.
func alone(ctx context.Context, path string, write func() error) error {
	dir, err := directory(path)
	if err != nil {
		return refused(err)
	}
	defer func() { _ = dir.Close() }()
	ctx, stop := context.WithTimeout(ctx, lockPatience)
	defer stop()
	if err := flock(ctx, dir); err != nil {
		return fmt.Errorf("waiting for another zoauth to write the profile file: %w", err)
	}
	return write()
}

// WriteFile replaces the profile file at path, or makes it, whatever it held. The file
// has mode 0600.
func WriteFile(ctx context.Context, path, text string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return alone(ctx, path, func() error { return durable.Replace(path, []byte(text), nil) })
}

// directory opens the profile file's directory, making it where there is none.
func directory(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := durable.MakeDir(dir); err != nil {
			return nil, err
		}
	}
	return os.Open(dir)
}

func flock(ctx context.Context, dir *os.File) error {
	for {
		err := unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil || !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

const lockPoll = 20 * time.Millisecond

// replace writes the secrets, then the file, from prepared room. The target of a
// link is what is replaced (S3). unsettled is [durable.ErrNotConfirmed].
func (d *Document) replace(next *Document, vaults []vault) (unsettled, err error) {
	next.made = true
	target, err := filepath.EvalSymlinks(d.Path)
	if errors.Is(err, fs.ErrNotExist) && !d.made {
		target, err = d.Path, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding the profile file: %w", err)
	}
	replacement, err := durable.Prepare(target, nil)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", target, err)
	}
	defer replacement.Abort()
	for i, v := range vaults {
		if err := v.write(); err != nil {
			return nil, errors.Join(fmt.Errorf("saving the client secret: %w", refused(err)), undo(vaults[:i+1]))
		}
	}
	err = replacement.Commit([]byte(next.text))
	if errors.Is(err, durable.ErrNotConfirmed) {
		return err, nil
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("writing %s: %w", target, err), undo(vaults))
	}
	return nil, nil
}

// vault is the file of a pasted secret. The zero value is none.
type vault struct {
	path   string // absolute
	name   string // as the profile file names it
	value  flow.Secret
	before []byte // what the file held; nil: there was none
}

// vault chooses the file of a pasted secret: that of the profile itself where it
// has one below secrets/ for itself, else a free name. It never takes a file that
// holds another secret, or that another profile gets in the same step.
func (d *Document) vault(old string, draft Draft, taken []vault) (vault, error) {
	if draft.From != Paste || draft.Type() == flow.Public {
		return vault{}, nil
	}
	if draft.Secret.IsZero() {
		return vault{}, errors.New("there is no client secret to save")
	}
	for n := 1; n < 100; n++ {
		v := vault{name: draft.secretPath(), value: draft.Secret}
		if n > 1 {
			v.name = fmt.Sprintf("%s-%d", v.name, n)
		}
		v.path = filepath.Join(filepath.Dir(d.Path), v.name)
		if slices.ContainsFunc(taken, func(other vault) bool { return other.path == v.path }) {
			continue
		}
		content, err := durable.Read(v.path, durable.Private, false, maxSecret)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return vault{}, refused(err)
		}
		v.before = content
		if err != nil || bytes.Equal(content, []byte(v.value.Reveal())) || d.only(old, v.path) {
			return v, nil
		}
	}
	return vault{}, fmt.Errorf("%s has no free name left below %s", draft.Name, secretDir)
}

// refers counts the profiles whose secret is in the file path.
func (d *Document) refers(path string) int {
	all, _ := raw(d.text)
	n := 0
	for name := range profilesOf(all) {
		if d.secretFile(name) == path {
			n++
		}
	}
	return n
}

// only reports whether path holds the secret of that profile and no other.
func (d *Document) only(name, path string) bool {
	return d.secretFile(name) == path && d.refers(path) == 1
}

// secretFile is where a profile keeps its secret, or "".
func (d *Document) secretFile(name string) string {
	all, _ := raw(d.text)
	profile, _ := profilesOf(all)[name].(map[string]any)
	file, _ := profile["client_secret_file"].(string)
	path, err := expand(filepath.Dir(d.Path), file)
	if err != nil {
		return ""
	}
	return path
}

func (v vault) write() error {
	if _, err := os.Stat(filepath.Dir(v.path)); errors.Is(err, fs.ErrNotExist) {
		if err := durable.MakeDir(filepath.Dir(v.path)); err != nil {
			return err
		}
	}
	if err := durable.CheckParents(v.path); err != nil {
		return err
	}
	return durable.Replace(v.path, []byte(v.value.Reveal()), nil)
}

// undo puts back what was there before the secrets were written.
func undo(vaults []vault) error {
	var failed []error
	for _, v := range vaults {
		var err error
		if v.before == nil {
			err = remove(v.path)
		} else {
			err = durable.Replace(v.path, v.before, nil)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}
