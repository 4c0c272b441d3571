package cli

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"
)

const erase = "\r\x1b[K"

func step(op apitype.OpType, name string) apitype.StepEventMetadata {
	return apitype.StepEventMetadata{
		Op: op, URN: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::" + name, Type: "aws:ec2/vpc:Vpc", Provider: "p",
	}
}

func starting(m apitype.StepEventMetadata) events.EngineEvent {
	return events.EngineEvent{EngineEvent: apitype.EngineEvent{ResourcePreEvent: &apitype.ResourcePreEvent{Metadata: m}}}
}

func ended(m apitype.StepEventMetadata) events.EngineEvent {
	return events.EngineEvent{EngineEvent: apitype.EngineEvent{ResOutputsEvent: &apitype.ResOutputsEvent{Metadata: m}}}
}

func failed(m apitype.StepEventMetadata) events.EngineEvent {
	return events.EngineEvent{EngineEvent: apitype.EngineEvent{ResOpFailedEvent: &apitype.ResOpFailedEvent{Metadata: m}}}
}

// terminal is a display of a given width, three seconds after its start.
func terminal(width int) (*display, *bytes.Buffer) {
	var screen bytes.Buffer
	d := makeDisplay(newApp(shop, &screen, &screen), "up dev")
	d.size = func() (int, int) { return width, 24 }
	d.now = func() time.Time { return d.began.Add(3 * time.Second) }
	return d, &screen
}

func TestTheLastLineFollowsTheEngine(t *testing.T) {
	component := step(apitype.OpCreate, "component")
	component.Provider = ""
	d, _ := terminal(80)
	for _, test := range []struct {
		event events.EngineEvent
		want  string
	}{
		{starting(component), "0 done"},
		{starting(step(apitype.OpSame, "same")), "0 done"},
		{starting(step(apitype.OpCreate, "a")), "0 done · 1 in flight: ec2/vpc:Vpc a"},
		{starting(step(apitype.OpCreate, "b")), "0 done · 2 in flight: ec2/vpc:Vpc a, ec2/vpc:Vpc b"},
		{ended(step(apitype.OpCreate, "a")), "1 done · 1 in flight: ec2/vpc:Vpc b"},
		{failed(step(apitype.OpCreate, "b")), "1 done"},
		{ended(step(apitype.OpSame, "same")), "2 done"},
		{ended(component), "2 done"},
	} {
		d.event(test.event)
		require.Equal(t, "⠋ up dev 3s · "+test.want, d.line())
	}
}

func TestLinesScrollAboveTheLastLine(t *testing.T) {
	d, screen := terminal(80)
	d.redraw()
	fmt.Fprintln(d, `create aws:ec2/vpc:Vpc "main"`)
	d.redraw()
	d.redraw()
	d.close()
	require.Equal(t, "⠙ up dev 3s · 0 done"+erase+"create  aws:ec2/vpc:Vpc \"main\"\n"+
		"⠹ up dev 3s · 0 done"+erase+"⠸ up dev 3s · 0 done"+erase, screen.String())
}

func TestComponentsAreDrawnInPlace(t *testing.T) {
	d, screen := terminal(50)
	d.inPlace = true
	d.planned(planOfTwo())
	d.event(starting(below(netURN, apitype.OpCreate, "main")))
	d.redraw()
	const drawn = "  network  0/2      0s  waits for Vpc main\n  web      0/2          waits for its turn\n"
	require.Equal(t, drawn+"⠙ up dev 3s · 0 of 4 changes", screen.String())
	screen.Reset()
	d.redraw()
	up := erase + "\x1b[A"
	require.Equal(t, up+up+erase+drawn+"⠹ up dev 3s · 0 of 4 changes", screen.String())
	d.size = func() (int, int) { return 50, 3 }
	screen.Reset()
	d.redraw()
	require.Equal(t, up+up+erase+"  network  0/2      0s  waits for Vpc main\n⠸ up dev 3s · 0 of 4 changes", screen.String())
}

// Without a terminal each finished component is a line, and a minute of silence is one.
func TestComponentsAreLinesWithoutATerminal(t *testing.T) {
	var out bytes.Buffer
	d := makeDisplay(newApp(shop, &out, &out), "up dev")
	d.inPlace = true
	now := d.began
	d.now = func() time.Time { return now }
	d.planned(planOfTwo())
	for _, name := range []string{"main", "other"} {
		d.event(starting(below(netURN, apitype.OpCreate, name)))
		now = now.Add(2 * time.Second)
		d.event(ended(below(netURN, apitype.OpCreate, name)))
	}
	d.redraw()
	d.event(starting(below(webURN, apitype.OpUpdate, "web")))
	now = now.Add(time.Minute)
	d.redraw()
	d.redraw()
	require.Equal(t, "network: 2 changes in 4s\nup dev 1m4s · 2 of 4 changes · 1 in flight: ec2/vpc:Vpc web\n", out.String())
}

func TestTheLastLineIsNeverWiderThanTheTerminal(t *testing.T) {
	d, screen := terminal(11)
	d.redraw()
	require.Equal(t, "⠙ up dev 3", screen.String())
}

func TestWithoutATerminalThereAreOnlyLines(t *testing.T) {
	var out bytes.Buffer
	d := makeDisplay(newApp(shop, &out, &out), "up dev")
	d.redraw()
	fmt.Fprint(d, "create aws:ec2/vpc:Vpc \"main\"\nwarning: mind the gap\n")
	d.close()
	d.close()
	require.Equal(t, "create  aws:ec2/vpc:Vpc \"main\"\nwarning: mind the gap\n", out.String())
}

func TestLinesThatComeAgainAtTheEnd(t *testing.T) {
	var out bytes.Buffer
	d := makeDisplay(newApp(shop, &out, &out), "up dev")
	const lines = "create aws:ec2/vpc:Vpc \"main\"\nfailed: aws:ec2/vpc:Vpc \"main\": no\n" +
		"policy tls (mandatory): aws:lb/listener:Listener \"http\": no\npolicy tls (advisory): (mandatory): no\n"
	fmt.Fprint(d, lines)
	d.brief = true
	fmt.Fprint(d, lines)
	require.Equal(t, "create  aws:ec2/vpc:Vpc \"main\"\npolicy tls (advisory): (mandatory): no\n", out.String())
}

func TestADisplayTakesEventsUntilItIsClosed(t *testing.T) {
	var out bytes.Buffer
	d := newDisplay(newApp(shop, &out, &out), "up dev")
	d.events <- starting(step(apitype.OpCreate, "a"))
	d.events <- starting(step(apitype.OpCreate, "b"))
	d.close()
	require.Len(t, d.flight, 2)
}
