-- Pulls a page of 100 customers, or LIMIT, of a random day, or always the same page if BODY is given.
-- Environment: TOKEN, CM_ID, START (the first day at noon UTC, in seconds), DAYS, LIMIT, ENCODING, BODY.
local headers = {
    ["Authorization"] = "Basic " .. os.getenv("TOKEN"),
    ["Content-Type"] = "application/json",
}
local encoding = os.getenv("ENCODING")
if encoding and encoding ~= "" then
    headers["Accept-Encoding"] = encoding
end

local counter = 0
function setup(thread)
    counter = counter + 1
    thread:set("seed", counter)
end

local requests = {}
function init()
    math.randomseed(seed)
    local body = os.getenv("BODY")
    if body and body ~= "" then
        requests[1] = wrk.format("POST", nil, headers, body)
        return
    end
    for number = 0, tonumber(os.getenv("DAYS")) - 1 do
        local day = os.date("!%Y-%m-%d", tonumber(os.getenv("START")) + number * 86400)
        requests[number + 1] = wrk.format("POST", nil, headers, string.format(
            '{"cm_id":%s,"createStartDate":"%s","createEndDate":"%s","limit":"%s"}', os.getenv("CM_ID"), day, day,
            os.getenv("LIMIT") or "100"))
    end
end

function request()
    return requests[math.random(#requests)]
end
