#!lua flags=no-writes
-- KEYS: for each queue its list, its registry of started jobs, its registry of scheduled ones, and the list of jobs that
-- a worker has taken and not begun.
-- ARGV: what the key of a job begins with, what the key of a job's executions begins with, taken jobs at most, seconds
-- that are soon.
-- Gives {{length, oldest, newest, when the oldest was put in, started, others that wait, since when, due soon, due later}
-- of each queue}. RQ
-- puts jobs in at the end and takes them from the front. The score of a started job is when it counts as lost, and that
-- of a scheduled one when it is due.
local now = redis.call('TIME')[1]
local queues = {}
for i = 1, #KEYS, 4 do
  local length, oldest, newest, since = redis.call('LLEN', KEYS[i]), '', '', ''
  if length > 0 then
    oldest, newest = redis.call('LINDEX', KEYS[i], 0), redis.call('LINDEX', KEYS[i], -1)
    since = redis.call('HGET', ARGV[1] .. oldest, 'enqueued_at') or ''
  end
  -- Lost jobs and due ones wait for a worker, which makes waiting jobs of them.
  local waiting, first = 0, ''
  for j = 1, 2 do
    local late = redis.call('ZRANGE', KEYS[i + j], '-inf', now, 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')
    if #late > 0 then
      waiting = waiting + redis.call('ZCOUNT', KEYS[i + j], '-inf', now)
      if first == '' or tonumber(late[2]) < tonumber(first) then first = late[2] end
    end
  end
  -- A job is among the taken ones until its process begins. Its execution is there a little earlier.
  for _, id in ipairs(redis.call('LRANGE', KEYS[i + 3], 0, ARGV[3] - 1)) do
    waiting = waiting + 1 - redis.call('EXISTS', ARGV[2] .. id)
  end
  queues[#queues + 1] = {length, oldest, newest, since,
    redis.call('ZCOUNT', KEYS[i + 1], '(' .. now, '+inf'), waiting, first,
    redis.call('ZCOUNT', KEYS[i + 2], '(' .. now, now + tonumber(ARGV[4])),
    redis.call('ZCOUNT', KEYS[i + 2], '(' .. now, '+inf')}
end
return queues
