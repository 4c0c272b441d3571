//go:build unix

package rehearsal

import (
	"os/exec"
	"syscall"
)

func ownProcessGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func alive(pid int) bool {
	return syscall.Kill(pid, 0) != syscall.ESRCH
}
