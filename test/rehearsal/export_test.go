package rehearsal

// BinDir is where TestMain has installed the simulated provider and the policy packs.
func BinDir() string { return binDir }
