package waf

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func regexPatternSet() *model.Type {
	return object(RegexPatternSet, "RegexPatternSet", "regexpatternset",
		model.Rule{ID: "WF4", On: model.Delete, Test: unreferenced})
}
