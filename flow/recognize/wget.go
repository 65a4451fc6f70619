package recognize

import "strings"

// readWget finds wget commands.
func readWget(r *reader) {
	r.tries("wget ", func(at int) (int, bool) {
		if at > 0 && strings.IndexByte(" \t\n$(`|;&>%#", r.text[at-1]) < 0 {
			return at + len("wget "), true
		}
		c := readCommand(commandText(r.text, at))
		r.looked += c.end
		d := wgetDraft(c)
		end := at + max(c.end, len("wget "))
		if !d.plausible() {
			return at + len("wget "), false
		}
		r.add(d.artefact("wget command", Certain), at, end)
		return end, true
	})
}

// wgetDraft reads the options that make the request; wget writes the value of a long
// one behind "=" or as the next word.
func wgetDraft(c command) draft {
	d := draft{flaws: c.flaws}
	user, password := "", ""
	for i := 1; i < len(c.words); i++ {
		name, value, inline := strings.Cut(c.words[i], "=")
		next := func() string {
			if !inline && i+1 < len(c.words) {
				i++
				return c.words[i]
			}
			return value
		}
		switch name {
		case "--header":
			d.header(next())
		case "--post-data", "--body-data":
			d.data = append(d.data, next())
		case "--method":
			d.method = next()
		case "--user", "--http-user":
			user = next()
		case "--password", "--http-password":
			password = next()
		case "-O", "-o", "--output-document", "-U", "--user-agent":
			_ = next()
		default:
			if !strings.HasPrefix(c.words[i], "-") && d.url == "" {
				d.url = c.words[i]
			}
		}
	}
	if user != "" {
		d.user, d.hasUser = user+":"+password, true
	}
	return d
}
