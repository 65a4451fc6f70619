package testkit

import (
	"context"
	"sync/atomic"
	"syscall"

	"zoauth/flow"
)

// FullDisk is a store whose commits fail while Full is set, as on a disk that fills while
// a request is in flight.
type FullDisk struct {
	flow.Store
	Full atomic.Bool
}

// Open is the store's, with commits that can fail.
func (d *FullDisk) Open(ctx context.Context, profile string) (flow.Txn, error) {
	txn, err := d.Store.Open(ctx, profile)
	return &fullTxn{txn, d}, err
}

type fullTxn struct {
	flow.Txn
	disk *FullDisk
}

func (t *fullTxn) Commit(s flow.State) error {
	if t.disk.Full.Load() {
		return syscall.ENOSPC
	}
	return t.Txn.Commit(s)
}
