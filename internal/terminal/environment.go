// Package terminal finds out what the terminal can do, and owns the signals and the
// state of the terminal. Nothing else of zoauth writes control sequences, except
// Bubble Tea itself.
package terminal

import (
	"cmp"
	"net"
	"strings"
)

// Environment is what the environment variables say about the terminal. The zero value is
// a local terminal that can do everything.
//
// What they can't say: mosh sets no variable of its own, and inside tmux and screen the
// SSH variables may be those of an old login. NO_COLOR is not here, since Bubble Tea's
// renderer obeys it by itself.
type Environment struct {
	SSH      bool
	Tmux     bool
	Screen   bool
	Mosh     bool // see [UnderMosh]; Detect leaves it false
	Dumb     bool // TERM=dumb or none: no full screen
	ASCII    bool // other glyphs would be missing or two cells wide
	EightBit bool // the locale is not UTF-8: see safe.Cleaner
	Progress bool // the terminal shows OSC 9;4 as progress; others may pop it up as a message
	Host     string
	Home     string // the home directory, for writing paths short
}

// Detect reads the variables. getenv is os.Getenv outside tests.
func Detect(getenv func(string) string, hostname string) Environment {
	term := getenv("TERM")
	locale := strings.ToLower(cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")))
	eightBit := !strings.Contains(strings.ReplaceAll(locale, "-", ""), "utf8")
	ascii := getenv("ZOAUTH_ASCII")
	return Environment{
		SSH:      getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "",
		Tmux:     getenv("TMUX") != "",
		Screen:   getenv("STY") != "" || getenv("TMUX") == "" && strings.HasPrefix(term, "screen"),
		Dumb:     term == "dumb" || term == "",
		ASCII:    ascii != "" && ascii != "0" || eightBit || eastAsian(locale),
		EightBit: eightBit,
		Progress: getenv("TMUX") == "" && getenv("STY") == "" && showsProgress(term, getenv("TERM_PROGRAM"), getenv("WT_SESSION")),
		Host:     hostname,
		Home:     getenv("HOME"),
	}
}

// showsProgress reports terminals that are known to draw OSC 9;4 as progress: by
// TERM, which SSH carries, or by what they set for their own programs.
func showsProgress(term, program, windows string) bool {
	return term == "xterm-ghostty" || term == "xterm-kitty" || program == "ghostty" || program == "WezTerm" || windows != ""
}

// eastAsian reports locales in which terminals draw the workbench's glyphs,
// whose width is ambiguous, two cells wide.
func eastAsian(locale string) bool {
	language, _, _ := strings.Cut(locale, ".")
	language, _, _ = strings.Cut(language, "_")
	return language == "ja" || language == "ko" || language == "zh"
}

// Forward is one port that a tunnel brings to the browser's computer.
type Forward struct {
	Local string // the port that the browser uses; empty: that of To
	To    string // HOST:PORT on this machine
}

// flag is the option of ssh with a blank before it, or "".
func (f Forward) flag() string {
	host, port, err := net.SplitHostPort(f.To)
	if err != nil {
		return ""
	}
	if host == "localhost" || host == "" {
		host = "127.0.0.1"
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return " -L " + ShellQuote("127.0.0.1:"+cmp.Or(f.Local, port)+":"+host+":"+port)
}

// TunnelLine is the ssh command that brings the browser's requests here. It has
// literals on both sides, since a bare localhost may resolve to somebody else's
// socket. sshHost is what the person types after ssh; "", and
// what ssh would take for an option, give HOST, which they replace. A Forward
// whose To is no HOST:PORT is left out.
func TunnelLine(sshHost string, forwards ...Forward) string {
	line := "ssh -N"
	for _, f := range forwards {
		line += f.flag()
	}
	if sshHost == "" || sshHost[0] == '-' {
		sshHost = "HOST"
	}
	return line + " " + ShellQuote(sshHost)
}

// plainWord holds what needs no quotes anywhere in a word, also not at its start
// in zsh, which expands =name.
const plainWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-"

// ShellQuote quotes s as one word of a POSIX shell; plain words stay as they are.
func ShellQuote(s string) string {
	if s != "" && strings.Trim(s, plainWord) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
