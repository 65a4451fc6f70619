package sandbox

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"zoauth/flow/find"
)

// Visit is where a played browser ended.
type Visit struct {
	URL    string // the last address: the callback with its code, or the page that stopped it
	Status int    // 0 when that address was not requested
	Page   string // the page's text without its tags
}

// Browser plays the person with a browser by real HTTP requests. The zero value
// is ready.
type Browser struct{}

var (
	formAction = find.Expression(`<form method="post" action="([^"]*)"`)
	anyTag     = find.Expression(`<style>.*?</style>|<title>.*?</title>|<header>.*?</header>|<[^>]*>`)
)

// Answer opens an authorize URL, presses Allow or Decline on the consent page,
// and follows the redirect when it leads to this machine. A callback elsewhere
// is not requested, only told, so that a person can paste it.
func (Browser) Answer(ctx context.Context, authorizeURL string, allow bool) (Visit, error) {
	page, err := fetch(ctx, http.MethodGet, authorizeURL, "")
	if err != nil {
		return Visit{}, err
	}
	action := formAction().FindStringSubmatch(page.body)
	if action == nil {
		return page.visit(), nil
	}
	target, err := page.url.Parse(html.UnescapeString(action[1]))
	if err != nil {
		return Visit{}, errors.New("the consent page has no usable form")
	}
	decision := "decline"
	if allow {
		decision = "allow"
	}
	answer, err := fetch(ctx, http.MethodPost, target.String(), url.Values{"decision": {decision}}.Encode())
	if err != nil {
		return Visit{}, err
	}
	if answer.location == "" {
		return answer.visit(), nil
	}
	back, err := url.Parse(answer.location)
	if err != nil || !isLoopback(back.Hostname()) {
		return Visit{URL: answer.location}, nil
	}
	callback, err := fetch(ctx, http.MethodGet, answer.location, "")
	if err != nil {
		return Visit{URL: answer.location}, fmt.Errorf("the callback got no response: %w", err)
	}
	return callback.visit(), nil
}

type fetched struct {
	url      *url.URL
	status   int
	location string
	body     string
}

func (f fetched) visit() Visit {
	text := strings.Join(strings.Fields(html.UnescapeString(anyTag().ReplaceAllString(f.body, " "))), " ")
	return Visit{URL: f.url.String(), Status: f.status, Page: text}
}

// fetch makes one request on a connection of its own, and follows no redirect.
func fetch(ctx context.Context, method, address, form string) (fetched, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form))
	if err != nil {
		return fetched{}, errors.New("the URL cannot be opened")
	}
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	conn, err := dial(ctx, req.URL)
	if err != nil {
		return fetched{}, err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	got, err := exchange(conn, req)
	if err != nil {
		return fetched{}, cmp.Or(ctx.Err(), err)
	}
	return got, nil
}

// exchange writes a request and reads its response.
func exchange(conn net.Conn, req *http.Request) (fetched, error) {
	req.Close = true
	if err := req.Write(conn); err != nil {
		return fetched{}, err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return fetched{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxForm))
	return fetched{req.URL, res.StatusCode, res.Header.Get("Location"), string(body)}, err
}

// dial connects to the server of a URL.
func dial(ctx context.Context, u *url.URL) (net.Conn, error) {
	port := u.Port()
	if u.Scheme == "https" {
		return (&tls.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(port, "443")))
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(port, "80")))
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
