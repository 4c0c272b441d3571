package rds

import (
	"strconv"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// gp3Striped is the size in GiB from which RDS stripes a gp3 volume and allows more than the baseline.
const gp3Striped = 400

// disk is the volume of a call, with AWS's defaults.
type disk struct {
	kind                   string
	size, iops, throughput int
}

// diskOf returns the disk of a call's inputs. A copy has its source's size.
func diskOf(c *model.Call) disk {
	p := c.State
	if origin := originOf(c); origin != nil {
		p = c.New.Clone()
		p["allocatedStorage"] = origin.Properties["allocatedStorage"]
		p.Default("storageType", origin.Properties["storageType"])
	}
	d := disk{kind: p.String("storageType"), size: p.Int("allocatedStorage")}
	d.iops, d.throughput = c.New.Int("iops"), c.New.Int("storageThroughput")
	if sendsOldIOPS(c, d) {
		d.iops = c.Old.Int("iops")
	}
	if d.kind == "" {
		d.kind = "gp2"
		if d.iops > 0 {
			d.kind = "io1"
		}
	}
	return d
}

// sendsOldIOPS reports whether the provider sends the IOPS of the old size: with a new size, unless that is below the
// threshold of gp3. IOPS that the program does not set are computed, and so those of the state. Source:
// terraform-provider-aws, dbInstancePopulateModify in internal/service/rds/instance.go, and its issue #28382.
func sendsOldIOPS(c *model.Call, d disk) bool {
	return c.Op == model.Update && c.Changed("allocatedStorage") && !grownBeyond(c) && !c.New.Has("iops") &&
		d.kind == "gp3" && d.size >= gp3Striped
}

// resized reports whether a call changes the disk.
func resized(c *model.Call) bool {
	for _, property := range []string{"allocatedStorage", "storageType", "iops", "storageThroughput"} {
		if c.Changed(property) {
			return true
		}
	}
	return c.Op == model.Create
}

// storageSize skips copies, whose own size is ignored.
func storageSize(c *model.Call) error {
	d := diskOf(c)
	low, high := 20, 65536
	switch d.kind {
	case "io1", "io2":
		low = 100
	case "standard":
		low, high = 5, 3072
	}
	if originOf(c) == nil && (d.size < low || d.size > high) {
		return model.Errorf(combination, "Invalid storage size for engine name %s and storage type %s: %d", postgres,
			d.kind, d.size)
	}
	return nil
}

func noShrink(c *model.Call) error {
	size := c.New.Int("allocatedStorage")
	if c.New.Has("allocatedStorage") && size < c.Old.Int("allocatedStorage") && !grownBeyond(c) {
		return model.Errorf(combination, "Requested storage size (%d) can't be smaller than current", size)
	}
	return nil
}

func smallGP3(c *model.Call) error {
	d := diskOf(c)
	if resized(c) && d.kind == "gp3" && d.size < gp3Striped && (d.iops > 0 || d.throughput > 0) {
		return model.Errorf(combination, "You can't specify IOPS or storage throughput for engine %s and a storage size "+
			"less than %d.", postgres, gp3Striped)
	}
	return nil
}

// Bounds of a striped gp3 volume.
const (
	minIOPS, maxIOPS             = 12000, 64000
	minThroughput, maxThroughput = 500, 4000
	maxIOPSPerGiB                = 500
	maxThroughputPerIOPS         = 0.25
)

func largeGP3(c *model.Call) error {
	d := diskOf(c)
	if d.kind != "gp3" || d.size < gp3Striped {
		return nil
	}
	ratio := float64(d.iops) / float64(d.size)
	switch {
	case d.iops > 0 && (d.iops < minIOPS || d.iops > maxIOPS):
		return model.Errorf(combination, "Invalid iops value for engine name %s and storage type gp3: %d", postgres, d.iops)
	case ratio > maxIOPSPerGiB:
		return badRatio("iops to storage (GB) ratio", d.kind, ratio)
	case d.throughput > 0 && (d.throughput < minThroughput || d.throughput > maxThroughput):
		return model.Errorf(combination, "Invalid storage throughput for engine name %s and storage type gp3: %d", postgres,
			d.throughput)
	case float64(d.throughput) > maxThroughputPerIOPS*float64(max(d.iops, minIOPS)):
		return badRatio("storage throughput to iops ratio", d.kind, float64(d.throughput)/float64(max(d.iops, minIOPS)))
	default:
		return nil
	}
}

// provisioned requires the settings of an io1 or io2 volume.
func provisioned(c *model.Call) error {
	d := diskOf(c)
	if d.kind != "io1" && d.kind != "io2" {
		return nil
	}
	minimum, maximum := 0.5, 50.0
	if d.kind == "io2" {
		maximum = 1000
	}
	if d.iops == 0 && originOf(c) == nil {
		return model.Errorf(combination, "The storage type %s requires iops.", d.kind)
	}
	if ratio := float64(d.iops) / float64(d.size); d.iops > 0 && (ratio < minimum || ratio > maximum) {
		return badRatio("iops to max storage (GB) ratio", d.kind, ratio)
	}
	return nil
}

func badRatio(what, kind string, ratio float64) error {
	return model.Errorf(combination, "Invalid %s for engine name %s and storage type %s: %s", what, postgres, kind,
		strconv.FormatFloat(ratio, 'f', 4, 64))
}

func storageCeiling(c *model.Call) error {
	maximum, size := c.New.Int("maxAllocatedStorage"), diskOf(c).size
	const percent, growth = 100, 110
	switch {
	case maximum == 0:
		return nil
	case maximum <= size:
		return model.Errorf(combination, "Max storage size must be greater than storage size")
	case maximum*percent < size*growth:
		return model.Errorf(combination, "The maximum allocated storage must be increased by at least 10 percent.")
	default:
		return nil
	}
}

// maxStorage is the maximum storage of all instances in a region, in GiB.
const maxStorage = 100_000

func storageQuota(c *model.Call) error {
	sum := diskOf(c).size
	for _, r := range c.List(Instance) {
		if r.ID != c.ID {
			sum += r.Properties.Int("allocatedStorage")
		}
	}
	if resized(c) && sum > c.Quota("databaseStorage", maxStorage) {
		return model.Errorf("StorageQuotaExceeded", "Storage quota exceeded")
	}
	return nil
}

// fillStorage completes the volume: a new size or type has its own baseline.
func fillStorage(c *model.Call) {
	if c.Old != nil && c.Old.Int("allocatedStorage") > c.State.Int("allocatedStorage") {
		c.State["allocatedStorage"] = c.Old["allocatedStorage"]
	}
	kind := "gp2"
	if c.State.Int("iops") > 0 {
		kind = "io1"
	}
	c.State.Default("storageType", kind)
	iops, throughput := baseline(c.State.String("storageType"), c.State.Int("allocatedStorage"))
	same := c.Old != nil && c.Old.String("storageType") == c.State.String("storageType") &&
		c.Old.Int("allocatedStorage") == c.State.Int("allocatedStorage")
	if !c.New.Has("iops") && !same {
		c.State["iops"] = iops
	}
	if !c.New.Has("storageThroughput") && !same {
		c.State["storageThroughput"] = throughput
	}
}

// baseline returns the included performance of a volume.
func baseline(kind string, size int) (iops, throughput float64) {
	const smallIOPS, smallThroughput = 3000, 125
	switch {
	case kind != "gp3":
		return 0, 0
	case size < gp3Striped:
		return smallIOPS, smallThroughput
	default:
		return minIOPS, minThroughput
	}
}
