package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// maxValue is how many characters of a value a screen shows.
const maxValue = 48

// change reads "1.0.0 → 1.0.1". A part that both values begin with, such as the repository of an image, is left out.
func change(d rehearsal.Difference) string {
	if d.Unknown {
		return "known after the update"
	}
	before, after := valueText(d.Old), valueText(d.New)
	if d.Old == rehearsal.Hidden && d.New == rehearsal.Hidden {
		return "a secret that changes"
	}
	common := commonStart(before, after)
	before, after = apart(before[common:], after[common:])
	return shorten(before) + " → " + shorten(after)
}

// apart leaves out what two long texts have in common besides, at their beginning and at their end, word by word.
func apart(before, after string) (string, string) {
	if len(before) <= maxValue && len(after) <= maxValue {
		return before, after
	}
	a, b := strings.Split(before, " "), strings.Split(after, " ")
	start, end := 0, 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	start = max(start-2, 0) // such as "pool_size =" before its value
	return cut(a, start, end), cut(b, start, end)
}

func cut(words []string, start, end int) string {
	text := strings.Join(words[start:len(words)-end], " ")
	if start > 0 {
		text = "…" + text
	}
	if end > 0 {
		text += "…"
	}
	return text
}

func valueText(value any) string {
	switch value := value.(type) {
	case nil:
		return "none"
	case string:
		if value == "" {
			return `""`
		}
		return strings.Join(strings.Fields(value), " ")
	case float64:
		return fmt.Sprint(value)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// commonStart is the length of what two long texts begin with, up to a separator and its colon or slash.
func commonStart(a, b string) int {
	if len(a) <= maxValue/2 && len(b) <= maxValue/2 {
		return 0
	}
	end := 0
	for i := 0; i < min(len(a), len(b))-1 && a[i] == b[i]; i++ {
		if a[i] == '/' || a[i] == ':' {
			end = i + 1
		}
	}
	return end
}

// shorten leaves out the middle of a long text.
func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= maxValue {
		return text
	}
	half := maxValue / 2
	return string(runes[:half]) + "…" + string(runes[len(runes)-half+1:])
}
