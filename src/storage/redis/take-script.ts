/**
 * Takes all claims or none. `KEYS`: one per claim. `ARGV`, four per claim: its kind, what is added or who holds the place, the most, and
 * the time it lasts in milliseconds. Gives 0, or the number of the first claim that does not fit, from 1. The clock is Redis's own:
 * places must not depend on whose node has which time.
 */
export const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i, key in ipairs(KEYS) do
  local kind, what, most = ARGV[4 * i - 3], ARGV[4 * i - 2], tonumber(ARGV[4 * i - 1])
  if kind == 'amount' then
    if tonumber(redis.call('GET', key) or '0') + tonumber(what) > most then return i end
  else
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    if redis.call('ZCARD', key) >= most then return i end
  end
end
for i, key in ipairs(KEYS) do
  local kind, what, ttl = ARGV[4 * i - 3], ARGV[4 * i - 2], ARGV[4 * i]
  if kind == 'amount' then
    redis.call('SET', key, '0', 'PX', ttl, 'NX')
    redis.call('INCRBY', key, what)
  else
    redis.call('ZADD', key, now + ttl, what)
    redis.call('PEXPIRE', key, ttl)
  end
end
return 0
`;

/** Puts off the end of places that are still held. `KEYS`: one per place. `ARGV`: the time, then who holds each. */
export const RENEW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i, key in ipairs(KEYS) do
  local until_ = redis.call('ZSCORE', key, ARGV[i + 1])
  if until_ and tonumber(until_) > now then
    redis.call('ZADD', key, now + ARGV[1], ARGV[i + 1])
    redis.call('PEXPIRE', key, ARGV[1])
  end
end
`;

/** How many places are held. */
export const HELD = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')
`;
