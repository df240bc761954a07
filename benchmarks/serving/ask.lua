-- Each request of wrk asks another question: FILE has one JSON body a line.
-- `wrk --script ask.lua URL -- FILE`; without a file, the address is fetched as it is.
-- At the end one line of JSON says what was measured.
local requests = {}
local at = 0

function init(args)
  if args[1] == nil then return end
  local headers = { ["Content-Type"] = "application/json" }
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  if #requests == 0 then return wrk.format() end
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "failed": %d,' ..
    ' "p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6,
    e.status + e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3))
end
