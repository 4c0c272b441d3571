#!lua flags=no-writes
-- KEYS: the lists of all queues, the set of each list in which its tasks for later wait, then kombu's hash of what is
-- delivered and not acknowledged.
-- ARGV: bytes of one message, bytes of all messages, entries of the hash, bytes of all entries, bytes of an entry's
-- end, seconds that are soon.
-- Gives {{length, oldest, newest, due, since when, due soon, due later} of each list}, the length of the hash, {the ends
-- of some of its entries}. kombu puts messages in at the head and takes them from the tail.
local one, all = tonumber(ARGV[1]), tonumber(ARGV[2])
local function message(key, index)
  local text = redis.call('LINDEX', key, index)
  if not text or #text > one or #text > all then return '' end
  all = all - #text
  return text
end
local lists, count, now = {}, (#KEYS - 1) / 2, redis.call('TIME')[1]
for i = 1, count do
  local length, oldest, newest = redis.call('LLEN', KEYS[i]), '', ''
  if length > 0 then oldest, newest = message(KEYS[i], -1), message(KEYS[i], 0) end
  local set = KEYS[count + i]
  local due, since = redis.call('ZCOUNT', set, '-inf', now), ''
  if due > 0 then since = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')[2] end
  local soon = redis.call('ZCOUNT', set, '-inf', now + tonumber(ARGV[6])) - due
  lists[i] = {length, oldest, newest, due, since, soon, redis.call('ZCARD', set) - due}
end
local unacked, budget, ends = KEYS[#KEYS], tonumber(ARGV[4]), {}
-- At random, so that a part stands for the whole.
for _, tag in ipairs(redis.call('HRANDFIELD', unacked, ARGV[3])) do
  local size = redis.call('HSTRLEN', unacked, tag)
  if size <= budget then
    budget = budget - size
    ends[#ends + 1] = string.sub(redis.call('HGET', unacked, tag), -tonumber(ARGV[5]))
  end
end
return {lists, redis.call('HLEN', unacked), ends}
