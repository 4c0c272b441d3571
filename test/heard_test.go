package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inThePreview says that the preview knows an error.
const inThePreview = "in the preview"

// heard are the tests of this package that hear an error of AWS or of the engine, and why its preview could not have known it.
// What plain programs hear is in refusals.
var heard = map[string]string{
	"TestAPreviewInAnotherAccountIsRefused":              inThePreview,
	"TestABaseIsCheckedInThePreview":                     inThePreview,
	"TestAZoneInAnotherAccount":                          inThePreview,
	"TestAZoneThatTheRoleDoesNotReach":                   inThePreview,
	"TestAPreviewRefusesARecordThatExists":               inThePreview,
	"TestNothingIsCreatedBesideACNAME":                   inThePreview,
	"TestWhatExistsIsCheckedInThePreview":                inThePreview,
	"TestABucketOfOthersInAnEnvironment":                 inThePreview,
	"TestACreatedDatabaseIsNotReplacedByAnImport":        inThePreview,
	"TestAnEnvironmentImportsADatabase":                  inThePreview,
	"TestGivenCertificatesAreCheckedInThePreview":        inThePreview,
	"TestADomainMovesByAlternativeNames":                 inThePreview,
	"TestALongerNameIsRefused":                           inThePreview,
	"TestAShareOfTheClientsMovesFirst":                   inThePreview,
	"TestThePreviewNamesWhatIsRemoved":                   inThePreview,
	"TestTheNameMovesOnceWebServes":                      "the image does not start",
	"TestAnImportedDatabaseIsKept":                       "a destroy has no preview, and the engine asks for protection first",
	"TestThePreviewRejectsAnotherRange":                  inThePreview,
	"TestThePreviewRejectsASkippedPassword":              inThePreview,
	"TestThePreviewRejectsOtherZones":                    inThePreview,
	"TestThePreviewRejectsVersionsThatAWSWouldRefuse":    inThePreview,
	"TestThePreviewKnowsWhatAWSRefuses":                  inThePreview,
	"TestImpossibleSizes":                                inThePreview,
	"TestNothingIsMadeOfImpossibleSizes":                 inThePreview,
	"TestAMajorVersionNeedsBothKeys":                     "a hook, which TestThePreviewRejectsVersionsThatAWSWouldRefuse has in the preview",
	"TestReplicasAreUpgradedBeforeTheirPrimary":          "the version that replicas run is RDS's: it upgrades them by itself",
	"TestFlowerWithSQSIsRefused":                         inThePreview,
	"TestMistakesLeaveNothingBehind":                     inThePreview,
	"TestARolledBackDeploymentFailsTheUpdate":            "the image does not start",
	"TestAReleaseThatIsRolledBackOnTheWay":               "the image does not start",
	"TestTheErrorOfAnotherPortIsTheGates":                "the image does not listen",
	"TestARolledBackPortStillServes":                     "the image does not listen",
	"TestAReleaseCommandThatFails":                       "the command fails",
	"TestAnEarlierRevisionGivenByHand":                   "somebody changes the service by hand",
	"TestAFailedImportIsContinued":                       "a fault of AWS",
	"TestAnImportedBucketBecomesSomebodyElses":           "a destroy has no preview, and the engine asks for protection first",
	"TestProductionIsProtected":                          "a destroy has no preview, and the engine asks for protection first",
	"TestTheEngineRefusesToDeleteAProtectedLoadBalancer": "a destroy has no preview, and AWS knows the protection",
	"TestTheEngineRefusesWhatAWSRefuses":                 "see refusals",
	"TestTheSchemaRejectsMistakes":                       "the editor knows it",
}

// hearers are the test functions of a file that expect an error.
func hearers(t *testing.T, path string) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	require.NoError(t, err)
	found := map[string]string{}
	for _, declared := range file.Decls {
		function, ok := declared.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(function.Name.Name, "Test") {
			continue
		}
		called := map[string]bool{}
		ast.Inspect(function, func(n ast.Node) bool {
			if of, ok := n.(*ast.SelectorExpr); ok {
				called[of.Sel.Name] = true
			}
			return true
		})
		if called["ErrorContains"] || called["EqualError"] || called["Error"] {
			found[function.Name.Name] = strings.Join(slices.Sorted(maps.Keys(called)), " ")
		}
	}
	return found
}

// Whoever hears an error in a rehearsal says whether the preview could have known it.
func TestEveryErrorIsKnownInThePreviewOrSaysWhyNot(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	listed := maps.Clone(heard)
	for _, path := range files {
		for name, calls := range hearers(t, path) {
			require.NotEmpty(t, heard[name], "%s expects an error: list it", name)
			if heard[name] == inThePreview {
				require.Regexp(t, `\bPreview\b|\bRunErr\b|\bUp\b`, calls, name)
			}
			delete(listed, name)
		}
	}
	require.Empty(t, listed, "these expect no error")
}
