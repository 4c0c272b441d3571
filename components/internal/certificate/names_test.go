package certificate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestNamesAreOnlyThoseOfADomain(t *testing.T) {
	require.Equal(t, []string{"a.io", "b.io"}, Names("a.io", []string{"b.io"}))
	require.Empty(t, Names("", []string{"b.io"}))
}

// problemsOf is what is wrong with names, "" when nothing is.
func problemsOf(domain string, alternatives ...string) string {
	var p component.Problems
	ValidateNames(&p, domain, alternatives)
	if err := p.Err("alb", "web"); err != nil {
		return err.Error()
	}
	return ""
}

func TestNamesThatAreAllowed(t *testing.T) {
	require.Empty(t, problemsOf("app.example.com"))
	require.Empty(t, problemsOf(strings.Repeat("a", 60)+".com",
		"*.a.io", "b.io", "c.io", "d.io", "e.io", "f.io", "g.io", "h.io", "i.xn--p1ai"))
}

func TestDomainProblems(t *testing.T) {
	for _, domain := range []string{"App.example.com", "*.example.com", "localhost", strings.Repeat("a", 61) + ".com"} {
		require.Equal(t, `alb "web": domain is "`+domain+
			`"; want a host name in lower case of at most 64 characters, such as app.example.com`, problemsOf(domain))
	}
}

func TestAlternativeNameProblems(t *testing.T) {
	const hint = "; want a host name in lower case, such as www.example.com or *.example.com"
	long := strings.Repeat(strings.Repeat("a", 60)+".", 4) + "a.example.com"
	for want, alternatives := range map[string][]string{
		`alternativeNames[1] is "a_b.io"` + hint:                         {"*.b.io", "a_b.io"},
		`alternativeNames[0] is "` + long + `"` + hint:                   {long},
		`alternativeNames[1] is "b.io"; want every name once`:            {"b.io", "b.io"},
		`alternativeNames[0] is "app.example.com"; want every name once`: {"app.example.com"},
		"the number of alternativeNames is 10; want 0 to 9": strings.Split(
			"a.io b.io c.io d.io e.io f.io g.io h.io i.io j.io", " "),
	} {
		require.Equal(t, `alb "web": `+want, problemsOf("app.example.com", alternatives...))
	}
}
