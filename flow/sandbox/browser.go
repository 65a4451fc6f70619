package sandbox

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
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
	formAction = expression(`<form method="post" action="([^"]*)"`)
	anyTag     = expression(`<style>.*?</style>|<title>.*?</title>|<header>.*?</header>|<[^>]*>`)
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

// fetch makes one request without following redirects.
func fetch(ctx context.Context, method, address, form string) (fetched, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form))
	if err != nil {
		return fetched{}, errors.New("the URL cannot be opened")
	}
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req)
	if err != nil {
		var inner *url.Error
		if errors.As(err, &inner) {
			err = inner.Err // the URL in it holds state and code
		}
		return fetched{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxForm))
	return fetched{req.URL, res.StatusCode, res.Header.Get("Location"), string(body)}, err
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
