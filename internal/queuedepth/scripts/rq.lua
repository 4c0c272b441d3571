#!lua flags=no-writes
-- KEYS: for each queue its list, its registry of started jobs, and its registry of scheduled ones.
-- ARGV: what the key of a job begins with.
-- Gives {{length, oldest, newest, when the oldest was put in, started, scheduled and due} of each queue}. RQ puts jobs
-- in at the end and takes them from the front. The score of a started job is when it counts as lost, and that of a
-- scheduled one when it is due.
local now = redis.call('TIME')[1]
local queues = {}
for i = 1, #KEYS, 3 do
  local length, oldest, newest, since = redis.call('LLEN', KEYS[i]), '', '', ''
  if length > 0 then
    oldest, newest = redis.call('LINDEX', KEYS[i], 0), redis.call('LINDEX', KEYS[i], -1)
    since = redis.call('HGET', ARGV[1] .. oldest, 'enqueued_at') or ''
  end
  queues[#queues + 1] = {length, oldest, newest, since,
    redis.call('ZCOUNT', KEYS[i + 1], now, '+inf'), redis.call('ZCOUNT', KEYS[i + 2], '-inf', now)}
end
return queues
