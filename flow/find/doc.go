// Package find searches texts for words and for regular expressions. Most lines of most texts
// have nothing that is looked for: [Words] finds that out for many words in one pass, and a
// [Pattern] looks for what all its matches have before it tries to match.
package find
