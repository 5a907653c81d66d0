-- Adds customers, each with a code, phone and e-mail of its own. Environment: TOKEN, CM_ID, RUN (a digit by run).
local headers = {
    ["Authorization"] = "Basic " .. os.getenv("TOKEN"),
    ["Content-Type"] = "application/json",
}

local counter = 0
function setup(thread)
    counter = counter + 1
    thread:set("number", counter)
end

local sent = 0
function request()
    sent = sent + 1
    local id = string.format("%s%d%07d", os.getenv("RUN"), number, sent)
    return wrk.format("POST", nil, headers, string.format(
        '{"cm_id":%s,"customer_info":{"customer_name":"Asha Rao","customer_code":"B%s","phone":"8%s",'
        .. '"email_id":"asha%s@mail.example","address":"12 Lake Road","city":"Bengaluru","state":"Karnataka",'
        .. '"country":"India","pincode":"560001","zone":"South","primary_source":"Website"}}',
        os.getenv("CM_ID"), id, id, id))
end
