#!lua flags=allow-oom
-- KEYS: the lease. ARGV: who asks, milliseconds. Takes the lease if it is free, renews it if it is the asker's own, and
-- gives 1 then. A broker that is full must still say how much waits in it: hence the flag.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
