package flow

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// portHolder names the process that listens on address, as in "zoauth, process
// 4121"; for processes that only their user may look at, that user; "" when /proc
// tells neither.
func portHolder(address string) string {
	want, err := netip.ParseAddrPort(address)
	if err != nil {
		return ""
	}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		if row := listening(table, want); row != nil {
			return socketOwner(row[9], row[7])
		}
	}
	return ""
}

// listening returns the row of a table that keeps others from address, or nil. It reads
// no further: those that listen come first, and there may be thousands of others.
func listening(table string, address netip.AddrPort) []string {
	file, err := os.Open(table)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	for rows := bufio.NewScanner(file); rows.Scan(); {
		if row := strings.Fields(rows.Text()); listens(row, address) {
			return row
		}
	}
	return nil
}

// listens reports whether a row of /proc/net/tcp keeps others from address
// (proc_net_tcp(5): field 2 is the local address in hex, 4 the state, 8 the user,
// 10 the inode).
func listens(row []string, address netip.AddrPort) bool {
	if len(row) < 10 || row[3] != "0A" {
		return false
	}
	at, ok := localAddress(row[1])
	if !ok || at.Port() != address.Port() {
		return false
	}
	all := at.Addr().IsUnspecified() && (at.Addr().Is6() || address.Addr().Is4())
	return all || at.Addr() == address.Addr()
}

// localAddress reads "0100007F:1F90": words in the machine's byte order, the port.
func localAddress(text string) (netip.AddrPort, bool) {
	hexAddress, hexPort, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(hexAddress)
	port, portErr := strconv.ParseUint(hexPort, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(ip.Unmap(), uint16(port)), ok
}

// socketOwner names the process that has the socket of inode, else the user uid.
func socketOwner(inode, uid string) string {
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, fd := range fds {
		if target, err := os.Readlink(fd); err != nil || target != "socket:["+inode+"]" {
			continue
		}
		process := filepath.Dir(filepath.Dir(fd))
		name, _ := os.ReadFile(filepath.Join(process, "comm"))
		return strings.TrimSpace(string(name)) + ", process " + filepath.Base(process)
	}
	if owner, err := user.LookupId(uid); err == nil {
		return "a process of user " + owner.Username
	}
	return "a process of user " + uid
}
