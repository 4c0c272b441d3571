package postgres

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	minStorage = 20    // GiB, RDS's for gp3
	maxStorage = 65536 // GiB, RDS's
	// maxStart leaves the tenth that autoscaling must be able to add.
	maxStart = maxStorage * 10 / 11
	// stripedStorage is the size, in GiB, from which RDS makes gp3 of PostgreSQL of four volumes, and can be given more
	// than what comes with it. Below it refuses any value, even that which it would have taken itself.
	stripedStorage = 400

	minIOPS, maxIOPS             = 12000, 64000
	minThroughput, maxThroughput = 500, 4000 // MiB per second
	iopsPerThroughput            = 4
)

func (a Args) validateStorage(p *component.Problems) {
	if a.StorageGiB < minStorage || a.StorageGiB > maxStart {
		p.Between("storageGiB", a.StorageGiB, minStorage, maxStart,
			fmt.Sprintf("autoscaling must be able to add a tenth, and RDS ends at %d", maxStorage))
		return
	}
	minMax := minMaxStorage(a.StorageGiB)
	p.Between("maxStorageGiB", a.MaxStorageGiB, minMax, maxStorage,
		fmt.Sprintf("1.1 × storageGiB %d is %d", a.StorageGiB, minMax))
	if a.StorageGiB < stripedStorage {
		a.validateUnstriped(p, "iops", a.IOPS)
		a.validateUnstriped(p, "throughput", a.Throughput)
		return
	}
	iops, throughput := a.performance()
	if a.IOPS != 0 {
		p.Between("iops", iops, minIOPS, maxIOPS)
	}
	if a.Throughput == 0 {
		return
	}
	p.Between("throughput", throughput, minThroughput, maxThroughput)
	if throughput <= maxThroughput && throughput > iops/iopsPerThroughput && iops >= minIOPS {
		p.Want("throughput", throughput, fmt.Sprintf("at most %d", iops/iopsPerThroughput),
			fmt.Sprintf("gp3 carries a quarter MiB/s per IOPS: %d / %d; %d MiB/s need %d IOPS",
				iops, iopsPerThroughput, throughput, throughput*iopsPerThroughput))
	}
}

// minMaxStorage is 1.1 times the storage, rounded up.
func minMaxStorage(storage int) int { return (storage*11 + 9) / 10 }

func (a Args) validateUnstriped(p *component.Problems, field string, got int) {
	if got != 0 {
		p.Want(field, got, fmt.Sprintf("none below %d GiB", stripedStorage),
			fmt.Sprintf("storageGiB is %d, %d too few", a.StorageGiB, stripedStorage-a.StorageGiB),
			"RDS gives 3000 IOPS and 125 MiB/s there and refuses every other value")
	}
}

// performance is the IOPS and the throughput to ask RDS for, none below 400 GiB, where RDS refuses any. From there on
// they are always sent, even those that come with the storage: when storage grows beyond 400 GiB, the AWS provider
// otherwise sends the IOPS of the small volume, which RDS refuses (terraform-provider-aws#28382).
func (a Args) performance() (iops, throughput int) {
	if a.StorageGiB < stripedStorage {
		return 0, 0
	}
	return cmp.Or(a.IOPS, minIOPS), cmp.Or(a.Throughput, minThroughput)
}

// followStorage gives a replica the storage of its primary, as far as that has grown. As long as the primary's growth
// waits for the maintenance window, RDS refuses a new replica with more IOPS than the primary can have.
func followStorage(args *rds.InstanceArgs, a Args, primary pulumi.IntOutput) {
	args.AllocatedStorage = primary.ApplyT(func(size int) int { return min(size, a.StorageGiB) }).(pulumi.IntOutput)
	iops, throughput := a.performance()
	if iops == 0 {
		return
	}
	striped := func(value int) pulumi.IntPtrOutput {
		return primary.ApplyT(func(size int) *int {
			if size < stripedStorage {
				return nil
			}
			return &value
		}).(pulumi.IntPtrOutput)
	}
	args.Iops, args.StorageThroughput = striped(iops), striped(throughput)
}
