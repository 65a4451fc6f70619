package tui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/recognize"
	"zoauth/profiles"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
)

// importedMsg brings what a text or file tells of an app, and the file it goes into.
type importedMsg struct {
	seq      int // of the wish; an older one is not what the screen waits for
	imported profiles.Imported
	left     []profiles.LeftOut
	document *profiles.Document
	err      error
}

// maxImportFile is the longest file that is read, in bytes.
const maxImportFile = 256 << 10

// importApp reads a text, or a file off the loop.
func (m *Model) importApp(w intent.Import) tea.Cmd {
	config, home := m.opts.ConfigPath, m.opts.Env.Home
	m.seq++
	m.importing = m.seq
	seq := m.seq
	return func() tea.Msg {
		text := w.Text
		if w.Path != "" {
			content, err := readSmall(w.Path, home)
			if err != nil {
				return importedMsg{seq: seq, err: err}
			}
			text = content
		}
		document, err := profiles.OpenDocument(config)
		if err != nil {
			return importedMsg{seq: seq, err: err}
		}
		in := document.Import(recognize.Read(text), "")
		if len(in.Drafts) == 0 {
			return importedMsg{seq: seq, err: errors.New("no client ID or secret was found: a .env file has ZOOM_CLIENT_ID=…, a Postman environment is JSON with values, the credentials tab has Client ID and Client Secret")}
		}
		return importedMsg{seq, in.Drafts[0], in.LeftOut, document, nil}
	}
}

func readSmall(path, home string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		path = filepath.Join(home, rest)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", unnamed(err)
	case !info.Mode().IsRegular():
		return "", errors.New("this is no file")
	case info.Size() > maxImportFile:
		return "", fmt.Errorf("the file is longer than %d bytes: no such file is", maxImportFile)
	}
	content, err := os.ReadFile(path)
	return string(content), unnamed(err)
}

// unnamed is a file's error without its path: what was typed may be no path, but a
// line of credentials.
func unnamed(err error) error {
	if named := (*fs.PathError)(nil); errors.As(err, &named) {
		return named.Err
	}
	return err
}

// imported opens the form with what was found.
func (m *Model) imported(msg importedMsg) tea.Cmd {
	m.opts.Redactor.Learn(msg.imported.Draft.Secret)
	if m.place != intent.ImportPlace || msg.seq != m.importing {
		return nil // the person went on
	}
	if msg.err != nil {
		m.screens.importing.Failed(msg.err.Error())
		return nil
	}
	m.screens.form = screen.NewForm(msg.document, "", msg.imported.Draft)
	said := []string{fmt.Sprintf("Read from line %d; s writes it", msg.imported.Line)}
	for _, left := range msg.left {
		said = append(said, left.Why)
	}
	m.say(strings.Join(said, "; ") + ".")
	m.place = intent.FormPlace
	return nil
}
