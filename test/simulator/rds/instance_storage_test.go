package rds_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestStorage(t *testing.T) {
	f := newFixture(t)
	const small = combination + "You can't specify IOPS or storage throughput for engine postgres and a storage size " +
		"less than 400."
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"R19 iops":       {props{"iops": 3000}, small},
		"R19 throughput": {props{"allocatedStorage": 399, "storageThroughput": 125}, small},
		"R20 low": {
			props{"allocatedStorage": 400, "iops": 11999},
			combination + "Invalid iops value for engine name postgres and storage type gp3: 11999",
		},
		"R20 high": {props{"allocatedStorage": 400, "iops": 64001}, "and storage type gp3: 64001"},
		"R20 throughput": {
			props{"allocatedStorage": 400, "storageThroughput": 499},
			"Invalid storage throughput for engine name postgres and storage type gp3: 499",
		},
		"R20 ratio": {
			props{"allocatedStorage": 400, "iops": 12000, "storageThroughput": 3001},
			"Invalid storage throughput to iops ratio for engine name postgres and storage type gp3: 0.2501",
		},
		"R20 fits": {props{"allocatedStorage": 400, "iops": 12000, "storageThroughput": 3000}, ""},
		"R21 none": {props{"storageType": "io1"}, combination + "The storage type io1 requires iops."},
		"R21 low": {
			props{"storageType": "io1", "allocatedStorage": 10000, "iops": 3000},
			combination + "Invalid iops to max storage (GB) ratio for engine name postgres and storage type io1: 0.3000",
		},
		"R21 high":    {props{"storageType": "io1", "iops": 5001}, "and storage type io1: 50.0100"},
		"R21 io2":     {props{"storageType": "io2", "iops": 100000}, ""},
		"R21 io2 top": {props{"storageType": "io2", "iops": 100001}, "and storage type io2: 1000.0100"},
		"R22 small": {
			props{"storageType": "gp2", "allocatedStorage": 10},
			combination + "Invalid storage size for engine name postgres and storage type gp2: 10",
		},
		"R22 large": {props{"allocatedStorage": 65537}, "and storage type gp3: 65537"},
		"R22 io1":   {props{"storageType": "io1", "allocatedStorage": 99, "iops": 1000}, "and storage type io1: 99"},
		"R22 fits":  {props{"allocatedStorage": 20}, ""},
		"R23 equal": {
			props{"maxAllocatedStorage": 100}, combination + "Max storage size must be greater than storage size",
		},
		"R23 ten": {
			props{"maxAllocatedStorage": 109},
			combination + "The maximum allocated storage must be increased by at least 10 percent.",
		},
		"R23 fits": {props{"maxAllocatedStorage": 110}, ""},
		"R23 off":  {props{"maxAllocatedStorage": 0}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			id, _, err := f.Create(rds.Instance, "db", simtest.With(f.db(props{"skipFinalSnapshot": true}), c.change))
			wanted(t, err, c.want)
			if err == nil {
				require.NoError(t, f.Delete(rds.Instance, id))
			}
		})
	}
}

func TestStorageGrows(t *testing.T) {
	f := newFixture(t)
	now := props{"applyImmediately": true, "maxAllocatedStorage": 1000}
	id, _ := f.MustCreate(rds.Instance, "db", f.db(now))
	_, err := f.Update(rds.Instance, id, f.db(simtest.With(now, props{"allocatedStorage": 400})))
	require.ErrorContains(t, err, combination+"Invalid iops value for engine name postgres and storage type gp3: 3000",
		"R59: the provider sends the IOPS of the small volume")
	large := simtest.With(now, props{"allocatedStorage": 400, "iops": 12000, "storageThroughput": 500})
	state, err := f.Update(rds.Instance, id, f.db(large))
	require.NoError(t, err, "R59")
	require.Equal(t, []any{400.0, 12000.0, 500.0}, []any{state["allocatedStorage"], state["iops"], state["storageThroughput"]})
	state, err = f.Update(rds.Instance, id, f.db(simtest.With(now, props{"allocatedStorage": 500})))
	require.NoError(t, err, "R59: above the threshold the old IOPS are right")
	require.Equal(t, 12000.0, state["iops"])

	require.NoError(t, f.Change(t.Context(), region, rds.Instance, id, props{"allocatedStorage": 600}))
	f.Read(rds.Instance, id)
	grown := f.db(simtest.With(now, props{"allocatedStorage": 500, "deletionProtection": true}))
	state, err = f.Update(rds.Instance, id, grown)
	require.NoError(t, err)
	require.Equal(t, 600.0, state["allocatedStorage"], "an autoscaled volume does not shrink")
	changed, _, _, err := f.Diff(rds.Instance, id, grown)
	require.NoError(t, err)
	require.Empty(t, changed)

	_, err = f.Update(rds.Instance, id, f.db(props{"applyImmediately": true, "allocatedStorage": 200}))
	require.ErrorContains(t, err, combination+"Requested storage size (200) can't be smaller than current", "R30")
}

func TestQuotas(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.SetQuota(t.Context(), "databaseStorage", 250))
	first, _ := f.MustCreate(rds.Instance, "a", f.db(props{"identifier": "a", "skipFinalSnapshot": true}))
	f.MustCreate(rds.Instance, "b", f.db(props{"identifier": "b"}))
	_, _, err := f.Create(rds.Instance, "c", f.db(nil))
	require.ErrorContains(t, err, "StorageQuotaExceeded: Storage quota exceeded", "R56")
	_, err = f.Update(rds.Instance, first, f.db(props{"identifier": "a", "allocatedStorage": 200}))
	require.ErrorContains(t, err, "StorageQuotaExceeded", "R56")
	require.NoError(t, f.SetQuota(t.Context(), "databaseInstances", 2))
	_, _, err = f.Create(rds.Instance, "c", f.db(nil))
	require.ErrorContains(t, err, "InstanceQuotaExceeded: DB Instance quota exceeded", "R56")
	require.NoError(t, f.Delete(rds.Instance, first))
	f.MustCreate(rds.Instance, "c", f.db(nil))
}
