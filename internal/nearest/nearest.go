// Package nearest suggests the valid word for a mistyped one.
package nearest

import (
	"fmt"
	"strings"
)

// Word returns the word of the list with the smallest edit distance to text. It returns "" if more than half of the
// letters would change.
func Word(text string, words []string) string {
	best, bestDistance := "", len(text)/2+1
	for _, word := range words {
		if d := Distance(strings.ToLower(text), strings.ToLower(word)); d < bestDistance {
			best, bestDistance = word, d
		}
	}
	return best
}

// Unknown is the error text for an unknown key. It names the nearest valid key, or all of them if none is near.
func Unknown(key string, known []string) string {
	if word := Word(key, known); word != "" {
		return fmt.Sprintf("is unknown; did you mean %s?", word)
	}
	return "is unknown; want one of " + strings.Join(known, ", ")
}

// Distance is the edit distance of two words (Levenshtein): the minimum number of letters to insert, delete or change.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
