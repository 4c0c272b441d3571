#!lua flags=no-writes
-- KEYS: the lists of all queues, then kombu's hash of what is delivered and not acknowledged.
-- ARGV: bytes of one message, bytes of all messages, entries of the hash, bytes of all entries, bytes of an entry's
-- end.
-- Gives {{length, oldest, newest} of each list}, the length of the hash, {the ends of some of its entries}. kombu puts
-- messages in at the head and takes them from the tail.
local one, all = tonumber(ARGV[1]), tonumber(ARGV[2])
local function message(key, index)
  local text = redis.call('LINDEX', key, index)
  if not text or #text > one or #text > all then return '' end
  all = all - #text
  return text
end
local lists = {}
for i = 1, #KEYS - 1 do
  local length = redis.call('LLEN', KEYS[i])
  lists[i] = {length}
  if length > 0 then lists[i] = {length, message(KEYS[i], -1), message(KEYS[i], 0)} end
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
