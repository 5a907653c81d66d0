-- Posts one of the bodies in a file, a line each, at random, or the next one in turn if IN_TURN is given.
-- Environment: TOKEN, BODIES (the file), IN_TURN.
local headers = {
    ["Authorization"] = "Basic " .. os.getenv("TOKEN"),
    ["Content-Type"] = "application/json",
}
local inTurn = (os.getenv("IN_TURN") or "") ~= ""

local counter = 0
function setup(thread)
    counter = counter + 1
    thread:set("seed", counter)
end

local requests = {}
local sent = 0
function init()
    math.randomseed(seed)
    for body in io.lines(os.getenv("BODIES")) do
        requests[#requests + 1] = wrk.format("POST", nil, headers, body)
    end
    sent = math.random(#requests)
end

function request()
    sent = sent + 1
    return requests[inTurn and sent % #requests + 1 or math.random(#requests)]
end
