package diagnose_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"zoauth/flow"
)

// What a profile's files, the command line or the callback kept from being sent, as the
// engine says it.
var (
	noTokens     = failed("", fmt.Errorf("refreshing acme-dev: %w", flow.ErrNoRefreshToken))
	noAccess     = failed("", fmt.Errorf("probing acme-dev: %w", flow.ErrNoAccessToken))
	damaged      = failed("", fmt.Errorf("unexpected end of JSON input: %w", flow.ErrDamaged))
	rescueBroken = failed("", fmt.Errorf("acme-dev.rescue: %w", flow.ErrSpoiled))
	newerFile    = failed("", fmt.Errorf("schema 7: %w", flow.ErrNewer))
	undecided    = failed("", fmt.Errorf("refreshing acme-dev: %w", flow.ErrCandidate))
	keptNothing  = failed("", flow.ErrUnreadable)
	hasTokens    = failed("", flow.ErrHasTokens)
	notCurrent   = failed("", flow.ErrNotCurrent)
	nothingKept  = failed("", flow.ErrNoCandidate)
	otherApp     = failed("", &flow.BindingError{Profile: "acme-dev", Differs: []string{"client_id"}})
	badFile      = failed("", fmt.Errorf("profiles.toml: %w", flow.ErrProfileFile))
	badURL       = failed("", fmt.Errorf("oauth_url: %w", flow.ErrBadURL))
	notLoopback  = failed("", fmt.Errorf("listening on 0.0.0.0: %w", flow.ErrNotLoopback))
	noSecret     = failed("", errors.Join(flow.ErrSecretUntouched, syscall.ENOENT))
	portTaken    = failed("", fmt.Errorf("listening on 127.0.0.1:8976: %w", flow.ErrPortInUse))
	otherState   = failed("", flow.ErrStateMismatch)
	otherIssuer  = failed("", flow.ErrIssuerMismatch)
	otherAddress = failed("", flow.ErrOtherRedirect)
	cutCallback  = failed("", flow.ErrMayBeCut)
	pageText     = failed("", flow.ErrNotAnAnswer)
	attemptOver  = failed("", flow.ErrAttemptOver)
	longHeader   = failed("", flow.ErrHeaderTooLong)
	stopped      = failed("", context.Canceled)
	noFile       = failed("", &fs.PathError{Op: "open", Path: "/state/acme-dev.json", Err: syscall.ENOTDIR})
	panicked     = failed("", errors.Join(flow.ErrPanic))
)

var savedSituations = []situation{
	{rule: "tokens-missing", when: "no refresh token", rank: 1, hit: noTokens, misses: map[string]given{"damaged": damaged, "a kept response": undecided, "no DNS": noName}},
	{rule: "tokens-missing", when: "no access token", rank: 1, hit: noAccess},
	{rule: "tokens-missing", when: "from the history", rank: 1, hit: fromHistory(noTokens)},
	{rule: "token-file-damaged", when: "the token file", rank: 1, hit: damaged, misses: map[string]given{"missing": noTokens, "a newer one": newerFile, "a full disk": fullDisk}},
	{rule: "token-file-damaged", when: "the rescue file", rank: 1, hit: rescueBroken},
	{rule: "token-file-newer", when: "another schema", rank: 1, hit: newerFile, misses: map[string]given{"damaged": damaged, "other settings": otherApp}},
	{rule: "response-kept", when: "undecided", rank: 1, hit: undecided, misses: map[string]given{"nothing is kept": nothingKept, "unsaved": inMemory, "missing": noTokens}},
	{rule: "response-kept", when: "without a token", rank: 1, hit: keptNothing},
	{rule: "tokens-changed", when: "tokens already", rank: 1, hit: hasTokens, misses: map[string]given{"a kept response": undecided, "missing": noTokens, "the lock is held": locked}},
	{rule: "tokens-changed", when: "replaced meanwhile", rank: 1, hit: notCurrent},
	{rule: "tokens-changed", when: "nothing is kept", rank: 1, hit: nothingKept},
	{rule: "profile-changed", when: "another client ID", rank: 1, hit: otherApp, misses: map[string]given{"damaged": damaged, "a bad address": badURL}},
}

var commandSituations = []situation{
	{rule: "profile-file-invalid", when: "a mistake", rank: 1, hit: badFile, misses: map[string]given{"other settings": otherApp, "no secret": noSecret}},
	{rule: "profile-address", when: "not a URL", rank: 1, hit: badURL, misses: map[string]given{"no DNS": noName, "the port is taken": portTaken}},
	{rule: "profile-address", when: "not loopback", rank: 1, hit: notLoopback},
	{rule: "secret-unreadable", when: "no file", rank: 1, hit: noSecret, misses: map[string]given{"permissions": tooOpen, "another file": noFile}},
	{rule: "port-in-use", when: "another program", rank: 1, hit: portTaken, misses: map[string]given{"not loopback": notLoopback, "the lock is held": locked}},
	{rule: "callback-of-other", when: "another state", rank: 1, hit: otherState, misses: map[string]given{"cut": cutCallback, "over": attemptOver}},
	{rule: "callback-of-other", when: "another issuer", rank: 1, hit: otherIssuer},
	{rule: "callback-of-other", when: "another redirect URI", rank: 1, hit: otherAddress},
	{rule: "paste-incomplete", when: "cut", rank: 1, hit: cutCallback, misses: map[string]given{"another state": otherState, "over": attemptOver}},
	{rule: "paste-incomplete", when: "text of a page", rank: 1, hit: pageText},
	{rule: "attempt-over", when: "over", rank: 1, hit: attemptOver, misses: map[string]given{"stopped": stopped, "cut": cutCallback}},
	{rule: "header-too-long", when: "too long", rank: 1, hit: longHeader, misses: map[string]given{"no DNS": noName, "a bad address": badURL}},
	{rule: "command-stopped", when: "by a signal", rank: 1, hit: stopped, misses: map[string]given{"over": attemptOver, "the lock is held": locked}},
	{rule: "file-unusable", when: "not a directory", rank: 1, hit: noFile, misses: map[string]given{"permissions": tooOpen, "a full disk": fullDisk}},
	{rule: "zoauth-bug", when: "a panic", rank: 1, hit: panicked, misses: map[string]given{"stopped": stopped, "damaged": damaged}},
}

func TestSavedSituations(t *testing.T)   { check(t, savedSituations) }
func TestCommandSituations(t *testing.T) { check(t, commandSituations) }
