package bench

import (
	"os"
	"strconv"
	"strings"
)

// A usage is what a process has used so far.
type usage struct {
	peak float64 // largest resident memory, MiB
	cpu  float64 // processor time, seconds
}

// ticks is the unit of processor time in /proc: 100 a second on all of Linux.
const ticks = 100

// usageOf returns what a process ("self": this one) has used, as Linux tells
// it; nothing elsewhere.
func usageOf(process string) (u usage) {
	_, after, _ := strings.Cut(content("/proc/"+process+"/status"), "VmHWM:")
	if fields := strings.Fields(after); len(fields) > 0 {
		kib, _ := strconv.ParseFloat(fields[0], 64) // the kernel writes a number
		u.peak = kib / 1024
	}
	stat := content("/proc/" + process + "/stat")
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:]) // from the third on: the name may hold anything
	for _, i := range []int{14, 15} {                                   // in user mode and in the kernel
		if i-3 < len(fields) {
			n, _ := strconv.ParseFloat(fields[i-3], 64)
			u.cpu += n / ticks
		}
	}
	return u
}

// content returns a file of the system, or "" where there is no such file.
func content(file string) string {
	b, _ := os.ReadFile(file) // other systems have none
	return string(b)
}
