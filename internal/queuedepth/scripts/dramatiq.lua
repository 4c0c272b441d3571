#!lua flags=no-writes
-- KEYS: the sorted set of heartbeats, then the lists.
-- ARGV: what the key of acknowledgements begins with, workers at most, bytes of one message, bytes of all messages,
-- then the name of each list.
-- Gives {{length, oldest, newest, the oldest's message, delivered} of each list}, whether there are more workers.
-- Dramatiq puts ids in at the end and takes them from the front; a worker holds a set of ids for each list.
local most, one, all = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local workers = redis.call('ZREVRANGE', KEYS[1], 0, most - 1)
local lists = {}
for i = 2, #KEYS do
  local length, oldest, newest, text = redis.call('LLEN', KEYS[i]), '', '', ''
  if length > 0 then
    oldest, newest = redis.call('LINDEX', KEYS[i], 0), redis.call('LINDEX', KEYS[i], -1)
    local size = redis.call('HSTRLEN', KEYS[i] .. '.msgs', oldest)
    if size > 0 and size <= one and size <= all then
      text, all = redis.call('HGET', KEYS[i] .. '.msgs', oldest), all - size
    end
  end
  local delivered = 0
  for _, worker in ipairs(workers) do
    delivered = delivered + redis.call('SCARD', ARGV[1] .. worker .. '.' .. ARGV[i + 3])
  end
  lists[#lists + 1] = {length, oldest, newest, text, delivered}
end
local more = 0
if redis.call('ZCARD', KEYS[1]) > most then more = 1 end
return {lists, more}
