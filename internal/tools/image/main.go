// Command image writes what a container of zoauth needs beside the binary, as a tar
// archive: certificate authorities, a temporary directory, a user with a home. The
// authorities are Mozilla's, as the pinned module has them. The same date gives the same
// bytes.
//
//	go -C internal/tools run ./image -date 2026-11-30T00:00:00Z > root.tar
package main

import (
	"archive/tar"
	"bytes"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// user is who zoauth is in the container.
const user = 65532

func main() {
	date := flag.String("date", "", "the time of the files, as RFC 3339 has it")
	flag.Parse()
	if err := run(*date, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(2)
	}
}

func run(date string, out io.Writer) error {
	when, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return errors.New("usage: image -date 2026-11-30T00:00:00Z > root.tar")
	}
	w := tar.NewWriter(out)
	for _, e := range entries() {
		e.header.ModTime, e.header.Size = when, int64(len(e.content))
		if err := w.WriteHeader(&e.header); err != nil {
			return err
		}
		if _, err := w.Write(e.content); err != nil {
			return err
		}
	}
	return w.Close()
}

type entry struct {
	header  tar.Header
	content []byte
}

// entries are the root of the container.
func entries() []entry {
	return []entry{
		directory("etc/", 0o755, 0),
		file("etc/passwd", fmt.Sprintf("zoauth:x:%d:%d::/home/zoauth:/zoauth\n", user, user)),
		file("etc/group", fmt.Sprintf("zoauth:x:%d:\n", user)),
		directory("etc/ssl/", 0o755, 0),
		directory("etc/ssl/certs/", 0o755, 0),
		file("etc/ssl/certs/ca-certificates.crt", authorities()),
		directory("home/", 0o755, 0),
		directory("home/zoauth/", 0o700, user),
		directory("tmp/", 0o1777, 0),
	}
}

func directory(name string, mode int64, owner int) entry {
	return entry{header: tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: mode, Uid: owner, Gid: owner}}
}

func file(name, content string) entry {
	return entry{tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644}, []byte(content)}
}

// authorities are the certificates in PEM. One that Mozilla trusts only under conditions
// is left out, since a file of certificates cannot say them.
func authorities() string {
	var b bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			b.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}))
		}
	}
	return b.String()
}
