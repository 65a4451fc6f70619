//go:build darwin || freebsd

package durable

import "golang.org/x/sys/unix"

func kindName(fs *unix.Statfs_t) []byte { return fs.Fstypename[:] }
