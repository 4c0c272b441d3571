package config

import "slices"

// The parts of the application, as `parts` of a key names them. Workers and jobs have one each.
const (
	ReleasePart = "release"
	WebPart     = "web"
	BeatPart    = "beat"
	FlowerPart  = "flower"
)

// WorkerPart is the part of a worker.
func WorkerPart(name string) string { return "worker-" + name }

// JobPart is the part of a job.
func JobPart(name string) string { return "job-" + name }

// Parts are the parts of the application: everything that runs its image.
func (c Config) Parts() []string {
	list := []string{WebPart}
	for _, name := range c.Sizes.WorkerNames() {
		list = append(list, WorkerPart(name))
	}
	for _, job := range c.Jobs {
		list = append(list, JobPart(job.Name))
	}
	for part, runs := range map[string]bool{
		ReleasePart: len(c.Release.Command) > 0, BeatPart: c.Beat != "", FlowerPart: c.Flower,
	} {
		if runs {
			list = append(list, part)
		}
	}
	slices.Sort(list)
	return list
}

// in says whether a list of parts has one. Without a list, all have it.
func in(parts []string, part string) bool { return len(parts) == 0 || slices.Contains(parts, part) }
