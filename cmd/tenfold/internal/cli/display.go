package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/term"
)

// display shows the progress of one run. Lines come through Write and scroll by. On a terminal, a last line shows the
// in-flight operations.
type display struct {
	app   *app
	title string
	// brief says that the end of the run has the changes and the warnings, which then do not scroll by.
	brief bool
	// width is the terminal's, 0 when there is none.
	width func() int
	now   func() time.Time

	events chan events.EngineEvent
	quit   chan struct{}
	once   sync.Once
	done   sync.WaitGroup

	mu     sync.Mutex
	began  time.Time
	frame  int
	drawn  bool
	flight []string // URNs, in order of their start
	over   int
}

const tick = 100 * time.Millisecond

// newDisplay starts a display. close ends it.
func newDisplay(a *app, title string) *display {
	d := makeDisplay(a, title)
	d.done.Add(1)
	go d.follow(time.NewTicker(tick))
	return d
}

func makeDisplay(a *app, title string) *display {
	d := &display{
		app: a, title: title, width: widthOf(a.err), now: time.Now,
		events: make(chan events.EngineEvent), quit: make(chan struct{}),
	}
	d.began = d.now()
	return d
}

// widthOf tells the width of the terminal that w is.
func widthOf(w io.Writer) func() int {
	return func() int {
		file, ok := w.(*os.File)
		if !ok {
			return 0
		}
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil || os.Getenv("TERM") == "dumb" {
			return 0
		}
		return width
	}
}

func (d *display) follow(ticker *time.Ticker) {
	defer d.done.Done()
	defer ticker.Stop()
	for {
		select {
		case e := <-d.events:
			d.event(e)
		case <-ticker.C:
			d.redraw()
		case <-d.quit:
			return
		}
	}
}

// close ends the display and removes its last line.
func (d *display) close() {
	d.once.Do(func() {
		close(d.quit)
		d.done.Wait()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.clear()
	})
}

// Write prints whole lines of progress, above the last line.
func (d *display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear()
	for line := range strings.Lines(string(p)) {
		if d.comesAgain(line) {
			continue
		}
		if _, err := fmt.Fprintln(d.app.err, paint(d.app, strings.TrimRight(line, "\n"))); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// comesAgain tells that the end of the run prints what the line says: changes in a table, the causes of a failure in
// the error.
func (d *display) comesAgain(line string) bool {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "create", "update", "replace", "delete", "import":
		return d.brief
	case "policy":
		return d.brief || strings.Contains(strings.SplitN(rest, ": ", 2)[0], "(mandatory)")
	case "warning:":
		return d.brief
	}
	return word == "failed:"
}

// paint colors a line of progress by its first word.
func paint(a *app, line string) string {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "create", "update", "replace", "delete", "import":
		return a.good.Render(fmt.Sprintf("%-7s", word)) + " " + rest
	case "policy", "warning:":
		return a.bad.Render(word) + " " + rest
	default:
		return a.dim.Render(line)
	}
}

func (d *display) event(e events.EngineEvent) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case e.ResourcePreEvent != nil:
		d.starts(e.ResourcePreEvent.Metadata)
	case e.ResOutputsEvent != nil:
		d.ends(e.ResOutputsEvent.Metadata, true)
	case e.ResOpFailedEvent != nil:
		d.ends(e.ResOpFailedEvent.Metadata, false)
	}
}

// starts notes what a provider works on, which excludes components and unchanged resources.
func (d *display) starts(m apitype.StepEventMetadata) {
	if m.Op != apitype.OpSame && m.Provider != "" && !slices.Contains(d.flight, m.URN) {
		d.flight = append(d.flight, m.URN)
	}
}

func (d *display) ends(m apitype.StepEventMetadata, succeeded bool) {
	d.flight = slices.DeleteFunc(d.flight, func(urn string) bool { return urn == m.URN })
	if succeeded && m.Provider != "" {
		d.over++
	}
}

func (d *display) redraw() {
	d.mu.Lock()
	defer d.mu.Unlock()
	width := d.width()
	if width == 0 {
		return
	}
	d.clear()
	d.frame++
	fmt.Fprint(d.app.err, lipgloss.NewStyle().MaxWidth(width-1).Render(d.line()))
	d.drawn = true
}

func (d *display) clear() {
	if d.drawn {
		fmt.Fprint(d.app.err, "\r\x1b[K")
		d.drawn = false
	}
}

var spinner = []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

// line reads "⠋ up dev 3s · 12 done · 2 in flight: ec2/vpc:Vpc main, ec2/subnet:Subnet main-a".
func (d *display) line() string {
	text := fmt.Sprintf("%c %s %s · %d done", spinner[d.frame%len(spinner)], d.title,
		d.now().Sub(d.began).Truncate(time.Second), d.over)
	if len(d.flight) == 0 {
		return text
	}
	var names []string
	for _, urn := range d.flight {
		u := resource.URN(urn)
		names = append(names, strings.TrimPrefix(string(u.Type()), "aws:")+" "+u.Name())
	}
	return fmt.Sprintf("%s · %d in flight: %s", text, len(d.flight), strings.Join(names, ", "))
}
