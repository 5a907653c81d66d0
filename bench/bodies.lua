-- Posts one of the bodies in a file, a line each, at random. With IN_TURN, posts one after the other from the first: of
-- two threads, one posts the odd lines and the other the even ones.
-- Environment: TOKEN, BODIES (the file), IN_TURN (the number of threads).
local headers = {
    ["Authorization"] = "Basic " .. os.getenv("TOKEN"),
    ["Content-Type"] = "application/json",
}
local step = tonumber(os.getenv("IN_TURN") or "")

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
    sent = seed - 1
end

function request()
    if not step then
        return requests[math.random(#requests)]
    end
    local place = sent % #requests + 1
    sent = sent + step
    return requests[place]
end
