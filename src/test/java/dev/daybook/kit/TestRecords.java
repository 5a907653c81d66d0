package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes records of any kind to a test server over HTTP, at the time of its clock. */
public final class TestRecords {
    private final TestServer server;
    private final RecordKind kind;

    /** Writes records of the initial account of a test server. */
    public TestRecords(TestServer server, RecordKind kind) {
        this.server = server;
        this.kind = kind;
    }

    /** Adds a record with this text. Returns the id or public number by which {@link #change} finds the record. */
    public String add(String text) {
        return switch (kind) {
            case CUSTOMER -> save("\"customer_name\":\"%s\",\"email_id\":\"a@mail.example\"".formatted(text));
            case TICKET ->
                json(server.post(
                                Paths.ADD_TICKET,
                                "[{\"title\":\"%s\",\"webform\":[{\"date\":\"2024-01-01 10:00:00\"}]}]"
                                        .formatted(text)))
                        .path("ticket_id")
                        .asString();
            case ORDER -> saveOrder("\"remarks\":\"%s\"".formatted(text));
        };
    }

    private String saveOrder(String info) {
        return json(server.post(Paths.SAVE_ORDER, """
                        {"customer_info":{"customer_name":"Asha","phone":"9100000041"},"order_info":{%s},\
                        "product_details":[{"sku_id":"A","product_name":"Tea","rate":"10.50","quantity":"2"},\
                        {"sku_id":"B","rate":"0.1","quantity":"3"}]}""".formatted(info)))
                .path("order_id")
                .asString();
    }

    private String save(String info) {
        return json(server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{" + info + "}}"))
                .path("kapture_customer_id")
                .asString();
    }

    /** Changes the record with this id or public number so that it contains this text. */
    public void change(String name, String text) {
        switch (kind) {
            case CUSTOMER -> save("\"customer_id\":%s,\"customer_name\":\"%s\"".formatted(name, text));
            case TICKET ->
                json(server.post(
                        Paths.UPDATE_TICKET,
                        "[{\"ticket_id\":\"%s\",\"sub_status\":\"IN\",\"title\":\"%s\"}]".formatted(name, text)));
            case ORDER -> saveOrder("\"order_id\":%s,\"remarks\":\"%s\"".formatted(name, text));
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonMapper.shared().readTree(answer.body());
    }
}
