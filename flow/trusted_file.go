package flow

import (
	"crypto/x509"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxPEM is the longest file that says whom to trust, or who the listener is, in bytes.
const maxPEM = 1 << 20

// access says who else may read a file.
type access fs.FileMode

const (
	readable access = 0o022 // others may read it
	private  access = 0o077 // nobody else may
)

// readTrusted reads a PEM file that others cannot change (S2, S3). What
// others could change is [ErrPermission].
func readTrusted(path string, closed access) ([]byte, error) {
	return Promptly(path, func() ([]byte, error) { return readChecked(path, closed) })
}

func readChecked(path string, closed access) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	if err := closedTo(path, info, closed); err != nil {
		return nil, err
	}
	if err := closedAbove(path); err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(f, maxPEM+1))
	if err == nil && len(content) > maxPEM {
		return nil, fmt.Errorf("%s is longer than %d bytes", path, maxPEM)
	}
	return content, err
}

// closedTo refuses a file of another user, or one that others can change or, where it
// is private, read.
func closedTo(path string, info fs.FileInfo, closed access) error {
	owner, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case ok && int(owner.Uid) != os.Geteuid() && (owner.Uid != 0 || closed == private):
		return fmt.Errorf("%s belongs to another user: chown %d %s: %w", path, os.Geteuid(), path, ErrPermission)
	case mode&fs.FileMode(closed) != 0 && closed == private:
		return fmt.Errorf("%s has mode %04o: chmod 600 %s: %w", path, mode, path, ErrPermission)
	case mode&fs.FileMode(closed) != 0:
		return fmt.Errorf("%s has mode %04o: chmod go-w %s: %w", path, mode, path, ErrPermission)
	}
	return nil
}

// closedAbove refuses a file that others can replace: every directory above it, as it
// is written and as links lead, is ours or root's and changed by nobody else, unless
// it is sticky and root's like /tmp.
func closedAbove(path string) error {
	written, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	linked, err := filepath.EvalSymlinks(written)
	if err != nil {
		return err
	}
	for _, at := range []string{written, linked} {
		for dir := filepath.Dir(at); ; dir = filepath.Dir(dir) {
			if err := closedDirectory(dir); err != nil {
				return err
			}
			if home, _ := os.UserHomeDir(); dir == home || dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return nil
}

func closedDirectory(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if ok && owner.Uid == 0 && info.Mode()&fs.ModeSticky != 0 {
		return nil
	}
	return closedTo(dir, info, readable)
}

// authorities returns the system's roots and those of file; nil means the system's
// alone.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := readTrusted(file, readable)
	if err != nil {
		return nil, fmt.Errorf("reading ca_file: %w", err)
	}
	roots, err := systemRoots()
	if err != nil {
		return nil, err
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("reading ca_file %s: it contains no PEM certificate", file)
	}
	return roots, nil
}

// systemRoots reads the system's authorities, or those of SSL_CERT_FILE and
// SSL_CERT_DIR. The standard library does it once, and without a limit of time.
func systemRoots() (*x509.CertPool, error) {
	return Promptly("the system's certificates (SSL_CERT_FILE, SSL_CERT_DIR)", func() (*x509.CertPool, error) {
		roots, err := x509.SystemCertPool()
		if err != nil {
			roots = x509.NewCertPool()
		}
		return roots, nil
	})
}

// CheckAuthorities reads the authorities of the app's servers as a send does, so that
// what is wrong with them is known before anything is asked.
func CheckAuthorities(app App) error {
	_, err := (&Client{}).trusting(Request{URL: app.Endpoints.OAuthURL, CAFile: app.CAFile})
	return err
}

// trusting is the client with the authorities of the request's server read.
func (c *Client) trusting(r Request) (*Client, error) {
	roots, err := authorities(r.CAFile)
	if err == nil && roots == nil && strings.HasPrefix(r.URL, "https:") {
		roots, err = systemRoots()
	}
	if err != nil {
		return nil, err
	}
	ready := *c
	ready.roots = roots
	return &ready, nil
}
