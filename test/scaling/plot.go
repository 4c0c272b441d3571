package scaling

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Sizes of a plot, in pixels.
const (
	plotWidth, panelHeight          = 860, 150
	marginLeft, marginRight         = 74, 16
	marginTop, marginBottom, panels = 46, 40, 3
	panelGap                        = 34
	maxPoints                       = 360 // of a line
)

// The colours of lines read on white and on black; all else follows the reader's scheme.
const plotHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
<style>
text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-size:14px;font-weight:600}
.bg{fill:#fff}.grid{stroke:#d0d7de}.line{fill:none;stroke-width:1.5}.a{stroke:#0969da}.b{stroke:#bc4c00}
.c{stroke:#1a7f37}.d{stroke:#8250df;stroke-dasharray:4 3}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bg{fill:#0d1117}.grid{stroke:#30363d}.a{stroke:#58a6ff}
.b{stroke:#f0883e}.c{stroke:#3fb950}.d{stroke:#bc8cff}}
</style>
<rect class="bg" width="100%%" height="100%%"/>
<text class="title" x="%d" y="22">%s</text>
`

type line struct {
	class, label string
	values       []float64 // one per point
}

type panel struct {
	label string
	step  float64 // the smallest distance of grid lines
	lines []line
}

// Plot draws arrivals, backlog and tasks over the time, as SVG. Each point of a line is the mean of the arrivals, and
// the peak backlog and number of tasks, of as many seconds as it stands for.
func (r Result) Plot(title string) string {
	each := max(minute/4, (len(r.Arrivals)+maxPoints-1)/maxPoints)
	drawn := []panel{
		{"messages per second", 0, []line{{"a", "arrive", buckets(r.Arrivals, each, mean)}}},
		{"messages", 1, []line{{"b", "wait", buckets(r.Waiting, each, peak)}}},
		{"tasks", 1, []line{
			{"c", "run", buckets(r.Running, each, peak)},
			{"d", "wanted", buckets(r.Desired, each, peak)},
		}},
	}
	height := marginTop + panels*panelHeight + (panels-1)*panelGap + marginBottom
	var svg strings.Builder
	fmt.Fprintf(&svg, plotHead, plotWidth, height, title, marginLeft, title)
	for i, p := range drawn {
		p.draw(&svg, marginTop+i*(panelHeight+panelGap))
	}
	drawHours(&svg, len(r.Arrivals), height)
	svg.WriteString("</svg>\n")
	return svg.String()
}

func (p panel) draw(svg *strings.Builder, top int) {
	peak := 0.0
	for _, l := range p.lines {
		for _, v := range l.values {
			peak = math.Max(peak, v)
		}
	}
	step, end := scale(peak, p.step)
	y := func(v float64) float64 { return float64(top) + panelHeight*(1-v/end) }
	for v := 0.0; v <= end+step/2; v += step {
		fmt.Fprintf(svg, `<path class="grid" d="M%d %.1fH%d"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n",
			marginLeft, y(v), plotWidth-marginRight, marginLeft-6, y(v)+4, math.Round(v*1000)/1000)
	}
	fmt.Fprintf(svg, `<text x="14" y="%d" text-anchor="middle" transform="rotate(-90 14 %d)">%s</text>`+"\n",
		top+panelHeight/2, top+panelHeight/2, p.label)
	for i, l := range p.lines {
		x := plotWidth - marginRight - 80*(len(p.lines)-i)
		fmt.Fprintf(svg, `<path class="line %s" d="M%d %dh20"/><text x="%d" y="%d">%s</text>`+"\n",
			l.class, x, top-10, x+25, top-6, l.label)
		fmt.Fprintf(svg, `<path class="line %s" d="`, l.class)
		for j, v := range l.values {
			fmt.Fprintf(svg, "%c%.1f %.1f", "ML"[min(j, 1)], across(j, len(l.values)), y(v))
		}
		svg.WriteString("\"/>\n")
	}
}

func drawHours(svg *strings.Builder, seconds, height int) {
	hours := float64(seconds) / 3600
	step, _ := scale(hours, 0)
	for h := 0.0; h <= hours+1e-9; h += step {
		x := marginLeft + (plotWidth-marginLeft-marginRight)*h/hours
		fmt.Fprintf(svg, `<text x="%.1f" y="%d" text-anchor="middle">%g</text>`+"\n", x, height-marginBottom+18, h)
	}
	fmt.Fprintf(svg, `<text x="%d" y="%d" text-anchor="middle">hours</text>`+"\n",
		(marginLeft+plotWidth-marginRight)/2, height-6)
}

func across(i, n int) float64 {
	return marginLeft + float64(plotWidth-marginLeft-marginRight)*float64(i)/float64(n-1)
}

// scale is the distance of grid lines that gives three to ten of them, but not less than low, and where the axis
// ends.
func scale(peak, low float64) (step, end float64) {
	if peak <= 0 {
		peak = 1
	}
	power := math.Pow(10, math.Floor(math.Log10(peak)))
	step = power
	for _, part := range []float64{2, 5} {
		if peak/step < 3 {
			step = power / part
		}
	}
	step = math.Max(step, low)
	return step, step * math.Ceil(peak/step)
}

func mean(values []int) float64 {
	sum := 0
	for _, v := range values {
		sum += v
	}
	return float64(sum) / float64(len(values))
}

func peak(values []int) float64 { return float64(slices.Max(append([]int{0}, values...))) }

func buckets(values []int, each int, of func([]int) float64) []float64 {
	var points []float64
	for from := 0; from < len(values); from += each {
		points = append(points, of(values[from:min(from+each, len(values))]))
	}
	return points
}
