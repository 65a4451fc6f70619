package flow

import (
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"syscall"
)

// maxPEM bounds certificate and key files, in bytes.
const maxPEM = 1 << 20

// secure wraps the sockets in TLS where the profile names a certificate.
func (l *Listener) secure(app App) error {
	if app.ListenCert == "" {
		return nil
	}
	pair, err := keyPair(app.ListenCert, app.ListenKey)
	if err != nil {
		return fmt.Errorf("reading listen_cert_file and listen_key_file: %w", err)
	}
	for i, socket := range l.sockets {
		l.sockets[i] = tls.NewListener(socket, &tls.Config{
			Certificates: []tls.Certificate{pair},
			MinVersion:   tls.VersionTLS12,
			NextProtos:   []string{"http/1.1"},
		})
	}
	return nil
}

func keyPair(cert, key string) (tls.Certificate, error) {
	public, err := os.ReadFile(cert)
	if err != nil {
		return tls.Certificate{}, err
	}
	private, err := readKey(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(public, private)
}

// readKey reads a private key after checking the open descriptor: a regular file
// of this user that nobody else can read (PROMISES.md S2, §3.5).
func readKey(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file: %w", path, ErrPermission)
	case ok && int(owner.Uid) != os.Geteuid():
		return nil, fmt.Errorf("%s belongs to another user: chown %d %s: %w", path, os.Geteuid(), path, ErrPermission)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%s has mode %04o: chmod 600 %s: %w", path, info.Mode().Perm(), path, ErrPermission)
	}
	return io.ReadAll(io.LimitReader(f, maxPEM))
}
