package task

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// fargateSize is the memory, in MiB, that Fargate offers for a number of CPU units.
type fargateSize struct {
	cpu      int
	memories []int
	want     string
}

// fargateSizes is AWS's table of task sizes, smallest first, as of 2026-10 (ECS developer guide, "Task CPU and memory").
var fargateSizes = []fargateSize{
	{256, []int{512, 1024, 2048}, "512, 1024 or 2048"},
	stepped(512, 1024, 4096, 1024),
	stepped(1024, 2048, 8192, 1024),
	stepped(2048, 4096, 16384, 1024),
	stepped(4096, 8192, 30720, 1024),
	stepped(8192, 16384, 61440, 4096),
	stepped(16384, 32768, 122880, 8192),
	{32768, []int{61440, 122880, 249856}, "61440, 122880 or 249856"},
}

func stepped(cpu, low, high, step int) fargateSize {
	size := fargateSize{cpu: cpu, want: fmt.Sprintf("%d to %d in steps of %d", low, high, step)}
	for memory := low; memory <= high; memory += step {
		size.memories = append(size.memories, memory)
	}
	return size
}

// ValidateSize records what keeps Fargate from running a task of this size, and the size that was most likely meant.
func ValidateSize(p *component.Problems, cpu, memory int) {
	var cpus []int
	for _, size := range fargateSizes {
		cpus = append(cpus, size.cpu)
	}
	i := slices.Index(cpus, cpu)
	if i < 0 {
		p.Want("cpu", cpu, "256, 512, 1024, 2048, 4096, 8192, 16384 or 32768", cpuHint(cpu, cpus))
		return
	}
	if size := fargateSizes[i]; !slices.Contains(size.memories, memory) {
		p.Want("memory", memory, fmt.Sprintf("%s with cpu %d", size.want, cpu), memoryHint(memory, size.memories))
	}
}

const unitsPerCPU, mibPerGiB = 1024, 1024

// cpuHint takes a number that is too small to be units for whole processors.
func cpuHint(cpu int, valid []int) string {
	if units := cpu * unitsPerCPU; slices.Contains(valid, units) {
		return fmt.Sprintf("%d vCPU are %d", cpu, units)
	}
	return fmt.Sprintf("the nearest valid cpu is %d", component.Nearest(cpu, valid))
}

// memoryHint takes a number that is too small to be MiB for GiB.
func memoryHint(memory int, valid []int) string {
	if mib := memory * mibPerGiB; slices.Contains(valid, mib) {
		return fmt.Sprintf("%d GiB are %d", memory, mib)
	}
	return fmt.Sprintf("the nearest valid memory is %d", component.Nearest(memory, valid))
}
