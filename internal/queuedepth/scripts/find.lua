#!lua flags=no-writes
-- KEYS: a list. ARGV: a message, 1 when the oldest messages are at the front and -1 when they are at the end, how many
-- of them to look at, bytes of one message, bytes of all messages, the least distance.
-- Gives the message's distance from the old end, 1 being the oldest, and messages nearer to it: at a half, a quarter,
-- an eighth of the distance and so on, each {distance, message}. Gives false when the message is not found.
local rank, least = tonumber(ARGV[2]), tonumber(ARGV[6])
local index = redis.call('LPOS', KEYS[1], ARGV[1], 'RANK', rank, 'MAXLEN', ARGV[3])
if not index then return false end
local distance = index + 1
if rank < 0 then distance = redis.call('LLEN', KEYS[1]) - index end
local nearer, one, all = {}, tonumber(ARGV[4]), tonumber(ARGV[5])
local d = math.floor(distance / 2)
while d >= least do
  local at = d - 1
  if rank < 0 then at = -d end
  local text = redis.call('LINDEX', KEYS[1], at)
  if #text <= one and #text <= all then
    all = all - #text
    nearer[#nearer + 1] = {d, text}
  end
  d = math.floor(d / 2)
end
return {distance, nearer}
