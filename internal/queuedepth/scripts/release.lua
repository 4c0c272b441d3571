#!lua flags=allow-oom
-- KEYS: the lease. ARGV: who asks. Gives the lease back, if it is the asker's own.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
