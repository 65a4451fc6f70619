package durable

import "golang.org/x/sys/unix"

func kindName(fs *unix.Statfs_t) []byte { return fs.F_fstypename[:] }
