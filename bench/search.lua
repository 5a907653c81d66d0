-- Searches the FAQ for one or two words that it has, for beginnings of words and for words with endings of their own.
-- Environment: TOKEN.
local headers = {
    ["Authorization"] = "Basic " .. os.getenv("TOKEN"),
    ["Content-Type"] = "application/json",
}

local words = {
    "order", "refund", "parcel", "deliver", "payment", "invoice", "address", "cancel", "return", "card", "courier",
    "रिफंड", "ऑर्डर", "भुगतान", "பணம்", "ஆர்டர்", "பார்சல்",
}

local counter = 0
function setup(thread)
    counter = counter + 1
    thread:set("seed", counter)
end

local requests = {}
function init()
    math.randomseed(seed)
    for number = 1, 2000 do
        local text = words[math.random(#words)]
        local kind = number % 4
        if kind == 1 then
            text = "topic" .. math.random(400) .. " " .. text
        elseif kind == 2 then
            text = text .. " " .. words[math.random(#words)]
        elseif kind == 3 then
            text = "item" .. math.random(10, 99)
        end
        requests[number] = wrk.format("POST", nil, headers, string.format('[{"search_text":"%s"}]', text))
    end
end

function request()
    return requests[math.random(#requests)]
end
