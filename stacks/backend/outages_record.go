package backend

// recordOutages are about what the file has as a whole, and mostly about what is removed from it.
var recordOutages = []outage{
	{
		component: recordName, input: "workers", key: "tenfold:overrides.workers", only: shrunk, when: "a worker removed",
		effect: "the tasks, alarms and logs of {gone} are deleted; a running task has stopTimeout to finish",
	},
	{
		component: recordName, input: "queues", key: "tenfold:overrides.workers", only: shrunk, when: "a queue renamed or removed",
		effect:  "no worker consumes {gone} any more: its messages and tasks for later stay unread, and on SQS they are deleted",
		instead: "first give one worker the old and the new name, release, and wait until the old queue is empty and has no tasks for later",
	},
	{
		component: recordName, input: "jobs", key: "tenfold:jobs", only: shrunk, when: "a job renamed or removed",
		effect: "{gone} is not started any more, and its logs and failed runs are deleted", undo: "impossible for logs and failed runs",
	},
	{
		component: recordName, input: "beat", key: "tenfold:beat", only: becomesEmpty, when: "removed",
		effect: "the schedule stops, and what would have been due meanwhile is not made up for",
	},
	{
		component: recordName, input: "beat", key: "tenfold:beat", only: replaced, when: "another scheduler",
		effect:  "beat reads its schedule from another place, where the entries and the times of the last runs are missing",
		instead: "enter them there first",
	},
	{
		component: recordName, input: "release", key: "tenfold:release", only: turnedOff, when: "removed",
		effect: "nothing migrates the database any more: new code may meet old tables, and the release command's logs are deleted",
	},
	{
		component: recordName, input: "flower", key: "tenfold:flower", only: turnedOff, when: "false",
		effect: "Flower and its logs are deleted, with its password",
	},
	{
		component: recordName, input: "operator", key: "tenfold:operator", only: turnedOff, when: "false",
		effect: "nobody can start the operator's task; a running one goes on until its timeout, without its logins",
	},
	{
		component: recordName, input: "library", key: "tenfold:library",
		effect:  "the new workers cannot read the messages of {was}, which stay in the queues",
		instead: "stop sending and let the queues drain first",
	},
	{
		component: recordName, input: "own", key: "tenfold:existing", only: shrunk, when: "or `tenfold:base`, on an environment that is up",
		effect: "what the environment made itself ({gone}) is deleted with its data, unless it is protected", undo: "impossible",
		instead: "create a new environment and move the data",
	},
	{
		component: recordName, input: "existing", key: "tenfold:existing", only: shrunk, when: "a part removed",
		effect: "the environment makes that part itself ({gone}), empty; the data stays where it is", instead: "move the data first",
	},
	{
		component: recordName, input: "base", key: "tenfold:base", only: replaced, when: "another base",
		effect: "the environment's network is another one, so that nearly everything is replaced, and its database there is empty",
		undo:   "impossible for the data", instead: "create a new environment",
	},
	{
		component: recordName, input: "logClasses", key: "tenfold:overrides.web.logClass", only: reclassed, when: "or of another part",
		effect: "the log groups of {parts} are replaced, and what they hold is deleted", undo: "impossible",
	},
	{
		component: recordName, input: "region", key: "aws:region", refused: true,
		effect: "an environment that is up cannot move to another region", instead: "set it back to {was}, or create a new environment",
	},
	{
		component: recordName, input: "platform", key: "tenfold:platform", refused: true,
		effect: "an environment that is up cannot move to another platform", instead: "set it back to {was}, or create a new environment",
	},
}
