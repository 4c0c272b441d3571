package pack

// IDs of the policies that any task can serve any request.
const (
	// NoStickySessions forbids binding a client to one task.
	NoStickySessions = "no-sticky-sessions"
	// StatelessWeb forbids web tasks that keep anything on a disk.
	StatelessWeb = "stateless-web"
)

// The message of stateless-web about a volume.
const (
	noVolume    = "no persistent volume"
	noVolumeWhy = "a web task must be replaceable at any moment; keep files in S3 and state in the database or the cache"
)

func noStickySessions() policy {
	return policy{
		id:          NoStickySessions,
		description: "Target groups and listeners do not bind a client to one task.",
		fix:         "Remove `stickiness` (or set `enabled: false`); keep sessions in the cache.",
		resource: func(r *resource, c check) {
			switch r.kind {
			case kindTargetGroup:
				// AWS's provider takes a stickiness block without "enabled" for an enabled one.
				checkStickiness(r, r.get("stickiness"), true, c)
			case kindListener:
				checkForwards(r, r.get("defaultActions"), c)
			case kindListenerRule:
				checkForwards(r, r.get("actions"), c)
			}
		},
	}
}

func checkForwards(r *resource, actions value, c check) {
	list, state := actions.list()
	if state == unknown {
		c.unknown(r, actions)
	}
	for _, action := range list {
		checkStickiness(r, action.get("forward", "stickiness"), false, c)
	}
}

func checkStickiness(r *resource, stickiness value, byDefault bool, c check) {
	if stickiness.state() == absent {
		return
	}
	enabled := stickiness.get("enabled")
	on, state := enabled.flag()
	switch {
	case state == unknown:
		c.unknown(r, enabled)
	case on, state == absent && byDefault:
		c.violation(r, enabled, "false",
			"any task must be able to serve any request; keep sessions in the cache, and remove stickiness")
	}
}

func statelessWeb() policy {
	return policy{
		id:          StatelessWeb,
		description: "Web tasks have no persistent volume and a read-only root filesystem.",
		fix: "Remove the volume (scratch space is a volume with only a name); " +
			"set `readonlyRootFilesystem: true` on every container.",
		settings: []setting{{
			name: "writableContainers", what: "Names of containers whose root filesystem may be writable.",
			fallback: []string{},
		}},
		stack: func(s stack, c check) {
			var tasks []*resource
			for _, service := range s.webServices(c) {
				checkManagedVolume(service, c)
				tasks = union(tasks, s.taskDefinitions(service, c))
			}
			for _, task := range tasks {
				checkVolumes(task, c)
				checkContainers(task, c)
			}
		},
	}
}

// taskDefinitions is what the service runs. One that is not part of the stack cannot be checked, in a preview neither.
func (s stack) taskDefinitions(service *resource, c check) []*resource {
	definition := service.get("taskDefinition")
	runs := s.linked(service, definition, kindTaskDefinition)
	switch {
	case len(runs.found) > 0:
	case runs.missing > 0:
		c.unknown(service, definition)
	default:
		c.report(service, "%s is %s and could not be checked: it is not part of this stack; define the task here",
			definition.path, definition)
	}
	return runs.found
}

func checkManagedVolume(service *resource, c check) {
	if volume := service.get("volumeConfiguration"); volume.state() != absent {
		c.violation(service, volume, noVolume, noVolumeWhy)
	}
}

// checkVolumes accepts volumes that have only a name: they are scratch space, gone with the task.
func checkVolumes(task *resource, c check) {
	volumes := task.get("volumes")
	list, state := volumes.list()
	if state == unknown {
		c.unknown(task, volumes)
	}
	for _, volume := range list {
		for _, kind := range []string{
			"efsVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration", "dockerVolumeConfiguration", "hostPath",
		} {
			if v := volume.get(kind); v.state() == known {
				c.violation(task, v, noVolume, noVolumeWhy)
			} else if v.state() == unknown {
				c.unknown(task, v)
			}
		}
		checkLaunchVolume(task, volume.get("configureAtLaunch"), c)
	}
}

// checkLaunchVolume looks for EBS: a service attaches such a volume to a task definition that leaves it open.
func checkLaunchVolume(task *resource, atLaunch value, c check) {
	switch open, state := atLaunch.flag(); {
	case state == unknown:
		c.unknown(task, atLaunch)
	case open:
		c.violation(task, atLaunch, "false", noVolumeWhy)
	}
}

func checkContainers(task *resource, c check) {
	containers := task.get("containerDefinitions").decoded()
	list, state := containers.list()
	if state != known {
		c.unknown(task, containers)
	}
	for _, container := range list {
		name, _ := container.get("name").text()
		if c.has("writableContainers", name) {
			continue
		}
		root := container.get("readonlyRootFilesystem")
		switch readOnly, state := root.flag(); {
		case state == unknown:
			c.unknown(task, root)
		case !readOnly:
			c.violation(task, root, "true",
				"what a task writes is lost with it; write to a scratch volume, or send it to S3, the database or the log")
		}
	}
}
