-- Asks for a page of 100 customers with their contacts of a random day by GraphQL.
-- Environment: QUERY (the file of the query, in one line), START (the first day at noon UTC, in seconds), DAYS, ENCODING.
local headers = { ["Content-Type"] = "application/json" }
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
    local query = io.open(os.getenv("QUERY")):read("*l")
    for number = 0, tonumber(os.getenv("DAYS")) - 1 do
        local day = os.date("!%Y-%m-%d", tonumber(os.getenv("START")) + number * 86400)
        requests[number + 1] = wrk.format("POST", nil, headers, string.format(
            '{"query":"%s","variables":{"day":"%s"}}', query, day))
    end
end

function request()
    return requests[math.random(#requests)]
end
