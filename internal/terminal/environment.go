package terminal

import (
	"net"
	"strings"
)

// Environment is what the variables tell of the terminal. The zero value is a
// local terminal that can do everything.
type Environment struct {
	SSH    bool
	Tmux   bool
	Screen bool
	Dumb   bool // TERM=dumb or none: no full screen
	ASCII  bool // other glyphs would be missing or two cells wide
	Host   string
	Home   string // the home directory, for writing paths short
}

// Detect reads the variables. getenv is os.Getenv outside tests.
func Detect(getenv func(string) string, hostname string) Environment {
	term := getenv("TERM")
	return Environment{
		SSH:    getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "",
		Tmux:   getenv("TMUX") != "",
		Screen: getenv("STY") != "" || getenv("TMUX") == "" && strings.HasPrefix(term, "screen"),
		Dumb:   term == "dumb" || term == "",
		ASCII:  ascii(getenv),
		Host:   hostname,
		Home:   getenv("HOME"),
	}
}

// ascii decides for plain glyphs: by wish, without UTF-8, and in East Asian
// locales, where the others are of ambiguous width (SCREENS.md §1).
func ascii(getenv func(string) string) bool {
	if wish := getenv("ZOAUTH_ASCII"); wish != "" && wish != "0" {
		return true
	}
	locale := firstOf(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"))
	charset := strings.ToLower(strings.ReplaceAll(locale, "-", ""))
	if !strings.Contains(charset, "utf8") {
		return true
	}
	for _, language := range []string{"ja", "ko", "zh"} {
		if strings.HasPrefix(charset, language+"_") {
			return true
		}
	}
	return false
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// Forward is one port that a tunnel brings to the browser's computer.
type Forward struct {
	Local string // the port that the browser uses; empty: that of To
	To    string // HOST:PORT on this machine
}

func (f Forward) flag() string {
	host, port, err := net.SplitHostPort(f.To)
	if err != nil {
		return ""
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return "-L " + ShellQuote("127.0.0.1:"+firstOf(f.Local, port)+":"+host+":"+port)
}

// TunnelLine is the ssh command that brings the browser's requests here
// (PROMISES.md §3.6): literals on both sides, since a bare localhost may resolve
// to somebody else's socket. sshHost is what the person types after ssh; "" gives
// HOST, which they replace.
func TunnelLine(sshHost string, forwards ...Forward) string {
	line := "ssh -N"
	for _, f := range forwards {
		line += " " + f.flag()
	}
	return line + " " + ShellQuote(firstOf(sshHost, "HOST"))
}

// ShellQuote quotes s as one word of a POSIX shell; plain words stay as they are.
func ShellQuote(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
