// Package socks asks SOCKS5 proxies for connections (RFC 1928, with the passwords of
// RFC 1929). It is the handshake that a [flow.Client] is given: flow speaks HTTP alone.
package socks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/proxy"

	"zoauth/flow"
)

// Handshake is a [flow.Handshake]. The proxy looks the host up, with socks5 as with
// socks5h: a machine that needs a proxy often cannot.
func Handshake(ctx context.Context, conn net.Conn, at *url.URL, address string) error {
	var auth *proxy.Auth
	if at.User != nil {
		password, _ := at.User.Password()
		auth = &proxy.Auth{User: at.User.Username(), Password: password}
	}
	dialer, err := proxy.SOCKS5("tcp", at.Host, auth, connected{conn})
	if err != nil {
		return fmt.Errorf("SOCKS: %w", err)
	}
	_, err = dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", address)
	return told(err)
}

// connected is a dialer that hands out the connection that there is.
type connected struct{ net.Conn }

func (c connected) Dial(string, string) (net.Conn, error) { return c.Conn, nil }

func (c connected) DialContext(context.Context, string, string) (net.Conn, error) {
	return c.Conn, nil
}

// told tells a proxy that said no from one that was lost. The library gives replies no
// type; everything that is no fault of the connection is one.
func told(err error) error {
	if err == nil {
		return nil
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	var lost net.Error
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF): // as ssh -D does where its host cannot go on
		return fmt.Errorf("SOCKS: the proxy closed the connection: %w", err)
	case errors.As(err, &lost):
		return fmt.Errorf("SOCKS: %w", err)
	}
	return fmt.Errorf("%w: %s", flow.ErrProxyRefused, strings.TrimPrefix(err.Error(), "unknown error "))
}
