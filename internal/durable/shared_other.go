//go:build !linux

package durable

import "golang.org/x/sys/unix"

// sharedKinds are the file systems that other hosts may reach, by the name that
// statfs(2) gives.
var sharedKinds = map[string]string{
	"nfs": "NFS", "smbfs": "SMB", "afpfs": "AFP", "webdav": "WebDAV", "osxfuse": "FUSE", "macfuse": "FUSE", "fusefs": "FUSE",
}

func sharedKind(path string) string {
	var fs unix.Statfs_t
	if unix.Statfs(path, &fs) != nil {
		return ""
	}
	return sharedKinds[unix.ByteSliceToString(kindName(&fs))]
}
