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

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// display shows the progress of one run. Lines come through Write and scroll by. On a terminal, the last lines show the
// components in work, or with --verbose one line the in-flight operations. Elsewhere each finished component is a line.
type display struct {
	app   *app
	title string
	// brief says that the end of the run has the changes and the warnings, which then do not scroll by.
	brief bool
	// inPlace says that components are drawn in place, or without a terminal are a line each once they are finished.
	inPlace bool
	// size is the terminal's width and height, 0 when there is none.
	size func() (width, height int)
	now  func() time.Time

	events chan events.EngineEvent
	quit   chan struct{}
	once   sync.Once
	done   sync.WaitGroup

	mu     sync.Mutex
	began  time.Time
	frame  int
	drawn  int      // lines
	flight []string // URNs, in order of their start
	over   int
	rows   progress
	said   time.Time // when the last line was printed
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
		app: a, title: title, size: sizeOf(a.err), now: time.Now,
		events: make(chan events.EngineEvent), quit: make(chan struct{}),
	}
	d.began = d.now()
	d.said = d.began
	return d
}

// sizeOf tells the size of the terminal that w is.
func sizeOf(w io.Writer) func() (int, int) {
	return func() (int, int) {
		file, ok := w.(*os.File)
		if !ok {
			return 0, 0
		}
		width, height, err := term.GetSize(int(file.Fd()))
		if err != nil || os.Getenv("TERM") == "dumb" {
			return 0, 0
		}
		return width, height
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
	if finished := d.rows.event(e, d.now()); finished != nil && finished.finished() {
		d.say("%s: %s in %s", finished.name, plural(finished.done, "change"), seconds(finished.took(d.now())))
	}
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

// planned takes the plan of an up.
func (d *display) planned(r rehearsal.Result) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows.plan(r)
}

// say prints a line where components cannot be drawn in place.
func (d *display) say(format string, args ...any) {
	if d.inPlace && !d.terminal() {
		d.said = d.now()
		d.app.say(format, args...)
	}
}

// silence is after how long a run that prints nothing says that it goes on. CI systems end a job that seems to hang.
const silence = time.Minute

func (d *display) redraw() {
	d.mu.Lock()
	defer d.mu.Unlock()
	width, height := d.size()
	if width == 0 {
		if d.now().Sub(d.said) >= silence {
			d.say("%s", d.line()[len("⠋ "):])
		}
		return
	}
	d.clear()
	d.frame++
	list := []string{d.line()}
	if d.inPlace {
		list = append(fit(d.rows.lines(d.now()), height-2), list...)
	}
	short := lipgloss.NewStyle().MaxWidth(width - 1)
	for i, line := range list {
		list[i] = short.Render(line)
	}
	fmt.Fprint(d.app.err, strings.Join(list, "\n"))
	d.drawn = len(list)
}

// clear removes the lines that were drawn.
func (d *display) clear() {
	for ; d.drawn > 0; d.drawn-- {
		fmt.Fprint(d.app.err, "\r\x1b[K")
		if d.drawn > 1 {
			fmt.Fprint(d.app.err, "\x1b[A")
		}
	}
}

var spinner = []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

// line reads "⠋ up dev 3s · 12 done · 2 in flight: ec2/vpc:Vpc main, ec2/subnet:Subnet main-a".
func (d *display) line() string {
	text := fmt.Sprintf("%c %s %s · %d done", spinner[d.frame%len(spinner)], d.title,
		d.now().Sub(d.began).Truncate(time.Second), d.over)
	if done, total := d.rows.changes(); d.inPlace && total > 0 {
		text = fmt.Sprintf("%c %s %s · %d of %s", spinner[d.frame%len(spinner)], d.title,
			d.now().Sub(d.began).Truncate(time.Second), done, plural(total, "change"))
	}
	if len(d.flight) == 0 || d.inPlace && len(d.rows.rows) > 0 && d.terminal() {
		return text
	}
	var names []string
	for _, urn := range d.flight {
		u := resource.URN(urn)
		names = append(names, strings.TrimPrefix(string(u.Type()), "aws:")+" "+u.Name())
	}
	return fmt.Sprintf("%s · %d in flight: %s", text, len(d.flight), strings.Join(names, ", "))
}

func (d *display) terminal() bool {
	width, _ := d.size()
	return width > 0
}
