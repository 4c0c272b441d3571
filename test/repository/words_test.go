package repository

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The bounds of a page's prose, in words a sentence.
const (
	maxAverage  = 15
	maxSentence = 30
)

// banned phrases, each with what an engineer writes instead.
var banned = map[string]string{
	"for ever":   "forever, or say when it ends",
	"upon which": "two sentences",
	"of which":   "two sentences",
	"anew":       "again",
	"by itself":  "automatically, or say who acts",
	"the way to": "access to, or the connection to",
	"is spared":  "is protected",
}

// generated pages quote rules and errors.
var generated = []string{"RULES.md", "aws-rules.md"}

// pages are the Markdown files that people write, by path.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".md" || slices.Contains(generated, d.Name()) {
			return nil
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	})
	require.NoError(t, err)
	require.Greater(t, len(found), 10, "the walk does not see the pages")
	return found
}

var (
	codeBlock   = regexp.MustCompile("(?s)```.*?```")
	comment     = regexp.MustCompile(`(?s)<!--.*?-->`)
	listItem    = regexp.MustCompile(`^(?:[-*+]|\d+\.)\s+`)
	codeSpan    = regexp.MustCompile("`[^`]+`")
	link        = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	sentenceEnd = regexp.MustCompile(`[.!?]["”)*]*\s+`)
	word        = regexp.MustCompile(`\S*\w\S*`)
)

// prose is what a page says in sentences: paragraphs and items of lists, without code, tables, headings and the targets
// of links. A code span counts as one word.
func prose(page string) []string {
	page = comment.ReplaceAllString(codeBlock.ReplaceAllString(page, "\n\n"), "\n\n")
	var paragraphs []string
	open := false
	for _, line := range strings.Split(page, "\n") {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "|") || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "![") {
			open = false
			continue
		}
		if item := listItem.FindString(text); item != "" || !open {
			paragraphs = append(paragraphs, strings.TrimPrefix(text, item))
		} else {
			paragraphs[len(paragraphs)-1] += " " + text
		}
		open = true
	}
	var sentences []string
	for _, p := range paragraphs {
		p = link.ReplaceAllString(codeSpan.ReplaceAllString(p, "code"), "$1")
		sentences = append(sentences, sentenceEnd.Split(p, -1)...)
	}
	return sentences
}

func TestPagesHaveShortSentences(t *testing.T) {
	for path, text := range pages(t) {
		words, sentences := 0, 0
		for _, sentence := range prose(text) {
			n := len(word.FindAllString(sentence, -1))
			require.LessOrEqual(t, n, maxSentence, "%s: split this sentence: %s", path, sentence)
			if n > 0 {
				words, sentences = words+n, sentences+1
			}
		}
		require.LessOrEqual(t, words, maxAverage*sentences, "%s has %d words in %d sentences", path, words, sentences)
	}
}

// Every link to a file of the repository leads to one.
func TestPagesLinkToFiles(t *testing.T) {
	for path, text := range pages(t) {
		for _, match := range regexp.MustCompile(`\]\(([\w./-]+)(?:#[\w-]*)?\)`).FindAllStringSubmatch(text, -1) {
			_, err := os.Stat(filepath.Join(filepath.Dir(path), match[1]))
			require.NoError(t, err, path)
		}
	}
}

func TestPagesAvoidBannedPhrases(t *testing.T) {
	for path, text := range pages(t) {
		requirePlain(t, path, codeSpan.ReplaceAllString(codeBlock.ReplaceAllString(text, ""), ""))
	}
}

func requirePlain(t *testing.T, where, text string) {
	t.Helper()
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for phrase, instead := range banned {
		at := regexp.MustCompile(`\b` + phrase + `\b`).FindStringIndex(text)
		if at != nil {
			require.Fail(t, "banned phrase", "%s: write %s in: %.80s", where, instead, text[max(0, at[0]-30):])
		}
	}
}

func TestExportedDocsAvoidBannedPhrases(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		for name, doc := range s.docs() {
			requirePlain(t, s.path+": "+name, doc)
		}
	}
}

// docs are the comments of exported identifiers and of their exported fields.
func (s source) docs() map[string]string {
	docs := map[string]string{s.file.Name.Name: s.file.Doc.Text()}
	for _, declaration := range s.file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() {
				docs[d.Name.Name] = d.Doc.Text()
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				documentSpec(docs, spec, d.Doc.Text())
			}
		}
	}
	return docs
}

func documentSpec(docs map[string]string, spec ast.Spec, group string) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if !spec.Name.IsExported() {
			return
		}
		docs[spec.Name.Name] = group + spec.Doc.Text()
		if fields, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range fields.Fields.List {
				if len(field.Names) > 0 && field.Names[0].IsExported() {
					docs[spec.Name.Name+"."+field.Names[0].Name] = field.Doc.Text()
				}
			}
		}
	case *ast.ValueSpec:
		if spec.Names[0].IsExported() {
			docs[spec.Names[0].Name] = group + spec.Doc.Text()
		}
	}
}

// What the tests of pages do not look at, and what they do.
func TestProse(t *testing.T) {
	require.Equal(t, []string{"One code is here", "See the page.", "First", "Second is", "two lines"}, prose(
		"# Heading\nOne `a b c d` is here. See [the page](long/target.md).\n\n| a | table |\n```\ncode\n```\n"+
			"<!-- a comment -->\n- First\n- Second is. two lines\n"))
}
