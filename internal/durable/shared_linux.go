package durable

import "golang.org/x/sys/unix"

// sharedKinds are the file systems that other hosts may reach, by the magic number
// that statfs(2) gives.
var sharedKinds = map[int64]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.FUSE_SUPER_MAGIC: "FUSE",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.V9FS_MAGIC:       "9P",
	0x47504653:            "GPFS",
	0x0bd00bd0:            "Lustre",
}

func sharedKind(path string) string {
	var fs unix.Statfs_t
	if unix.Statfs(path, &fs) != nil {
		return ""
	}
	return sharedKinds[int64(uint32(fs.Type))] // its width differs between architectures
}
