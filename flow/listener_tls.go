package flow

import (
	"crypto/tls"
	"fmt"
)

// secure wraps the sockets in TLS where the profile names a certificate.
func (l *Listener) secure(app App) error {
	if app.ListenCert == "" {
		return nil
	}
	pair, err := keyPair(app.ListenCert, app.ListenKey)
	if err != nil {
		return err
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
	public, err := readTrusted(cert, readable)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("reading listen_cert_file: %w", err)
	}
	secret, err := readTrusted(key, private)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("reading listen_key_file: %w", err)
	}
	pair, err := tls.X509KeyPair(public, secret)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("reading listen_cert_file and listen_key_file: %w", err)
	}
	return pair, nil
}
