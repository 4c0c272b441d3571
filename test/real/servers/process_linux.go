package servers

import (
	"os/exec"
	"syscall"
)

// attributes puts a process into the folder, under its user, in a group of its own, and binds its life to the test's:
// the kernel kills it when the test ends, and with it, as the first of a namespace, all that it has started. In a
// container there is no right to make a namespace, and no need: the container ends with the test.
func attributes(p *Parts) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{
		Setpgid: true, Pdeathsig: syscall.SIGKILL,
		Credential: &syscall.Credential{Uid: uint32(p.uid), Gid: uint32(p.gid)},
	}
	if p.root != "/" {
		a.Chroot, a.Cloneflags = p.root, syscall.CLONE_NEWPID
	}
	return a
}

// isolated puts a process into namespaces of its own, still as root, so that it can mount what a container sees. In a
// container, this needs --privileged.
func isolated() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Setpgid: true, Pdeathsig: syscall.SIGKILL, Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS,
	}
}

// kill signals the process, or the whole group when it is to die at once: a server may have children.
func kill(cmd *exec.Cmd, signal syscall.Signal) {
	pid := cmd.Process.Pid
	if signal == syscall.SIGKILL {
		pid = -pid
	}
	_ = syscall.Kill(pid, signal) // it may have ended meanwhile
}
