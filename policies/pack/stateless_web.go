package pack

// StatelessWeb is the ID of the policy that forbids web tasks that keep anything on a disk.
const StatelessWeb = "stateless-web"

// The message of stateless-web about a volume.
const (
	noVolume    = "no persistent volume"
	noVolumeWhy = "a web task must be replaceable at any moment; keep files in S3 and state in the database or the cache"
)

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
