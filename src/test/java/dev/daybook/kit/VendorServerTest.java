package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.wire.Paths;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in answers as the vendor's page says. */
class VendorServerTest {
    private static final LocalDateTime DAY = LocalDate.parse("2024-05-02").atStartOfDay();
    private static final String NOTHING = "{\"message\":\"No data found\",\"status\":\"success\"}";
    private static final String BAD_REQUEST =
            "{\"message\":\"Bad Request - Invalid parameters or missing data\",\"status\":\"failed\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private VendorServer server;

    @BeforeEach
    void start() {
        server = VendorServer.start(LongStream.rangeClosed(1, 250)
                .mapToObj(number -> VendorCustomer.of(191_121_684 + number, DAY.plusMinutes(number)))
                .toList());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pagesByOffset() throws Exception {
        assertEquals(100, ids(pull("")).size());
        assertEquals(100, ids(pull("\"limit\":\"\",\"offset\":\"\"")).size());
        var all = new ArrayList<Long>();
        for (var offset = 0; offset < 250; offset += 100) {
            all.addAll(ids(pull("\"limit\":\"100\",\"offset\":" + offset)));
        }
        assertEquals(250, new HashSet<>(all).size());
        assertEquals(250, all.size());
        assertNotEquals(all.stream().sorted(Comparator.naturalOrder()).toList(), all, "in no order");
        assertEquals(all, ids(pull("\"limit\":1000")), "always the same");
        assertEquals(NOTHING, pull("\"offset\":250").body());
    }

    @Test
    void aCustomerHasTheShapeOfTheVendorsSample() throws Exception {
        server.put(new VendorCustomer(
                191_121_684,
                LocalDateTime.parse("2020-01-02T16:15:42.249"),
                LocalDateTime.parse("2020-02-03T04:05:06"),
                "Zoë \"Z\"",
                "9000000001",
                "zoe@example.com"));
        var customer = message(pull("2020-01-02", "2020-01-02", "")).get(0);
        var golden = JsonMapper.shared()
                .readTree(Scenario.resource("/golden/pull/page-sample.json"))
                .get("message")
                .get(0);
        assertEquals(List.copyOf(golden.propertyNames()), List.copyOf(customer.propertyNames()));
        assertEquals(
                List.copyOf(golden.get("contacts").get(0).propertyNames()),
                List.copyOf(customer.get("contacts").get(0).propertyNames()));
        assertEquals(191_121_684, customer.get("id").asLong());
        assertEquals("Zoë \"Z\"", customer.get("name").stringValue());
        assertEquals("Jan 2, 2020 4:15:42 PM", customer.get("generationDate").stringValue());
        assertEquals(
                "CUS_2020-01-02 16:15:42.249", customer.get("imageReferenceId").stringValue());
        assertEquals(
                "{\"year\":2020,\"month\":1,\"dayOfMonth\":3,\"hourOfDay\":4,\"minute\":5,\"second\":6}",
                customer.get("lastModificationTime").toString());
        assertEquals(209_432_475, customer.get("contacts").get(0).get("id").asLong());
    }

    @Test
    void findsOnlyTheDaysAskedFor() throws Exception {
        assertEquals(NOTHING, pull("2024-05-03", "2024-05-04", "").body());
        assertEquals(
                250, ids(pull("2024-05-01", "2024-05-02", "\"limit\":1000")).size());
        server.nothingIs("[]");
        assertEquals(
                "{\"message\":[],\"status\":\"success\"}",
                pull("2024-05-03", "2024-05-03", "").body());
    }

    @Test
    void theVendorServerRefusesInvalidPulls() throws Exception {
        var wide = pull("2024-05-01", "2024-05-03", "");
        assertEquals(400, wide.statusCode());
        assertEquals(BAD_REQUEST, wide.body());
        assertEquals(400, pull("2024-05-02", "2024-05-01", "").statusCode());
        assertEquals(400, pull("02-05-2024", "2024-05-02", "").statusCode());
        assertEquals(400, pull("\"limit\":\"x\"").statusCode());
        assertEquals(
                400,
                send(Paths.PULL_CUSTOMERS, "Basic " + VendorServer.TOKEN, "nonsense")
                        .statusCode());
        server.failWith200();
        assertEquals(200, pull("2024-05-01", "2024-05-03", "").statusCode());
    }

    @Test
    void comparesTheWholeToken() throws Exception {
        var body = body("2024-05-02", "2024-05-02", "");
        for (var authorization : List.of("Basic x", VendorServer.TOKEN, "Bearer " + VendorServer.TOKEN)) {
            var answer = send(Paths.PULL_CUSTOMERS, authorization, body);
            assertEquals(401, answer.statusCode());
            assertEquals("{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}", answer.body());
        }
        server.expireKey();
        assertEquals(401, pull("").statusCode());
    }

    @Test
    void theVendorServerHasNoFeaturesOfDaybook() throws Exception {
        var answer = pull("\"cursor\":\"x\",\"other\":{}");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().map().keySet().stream().noneMatch(name -> name.startsWith("x-")));
        for (var path : List.of("/", "/daybook/v1/any", Paths.PULL_CUSTOMERS_OLD, Paths.PULL_CUSTOMERS + "/x")) {
            var lost = send(path, "Basic " + VendorServer.TOKEN, body("2024-05-02", "2024-05-02", ""));
            assertEquals(404, lost.statusCode());
            assertEquals("text/html", lost.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(lost.body().startsWith("<html>"));
        }
    }

    @Test
    void recordsCanChangeWhileTheServerRuns() throws Exception {
        var before = ids(pull("\"limit\":1000"));
        var late = VendorCustomer.of(1, DAY);
        server.put(late);
        var after = new ArrayList<>(ids(pull("\"limit\":1000")));
        assertTrue(after.remove(1L));
        assertEquals(before, after, "the rest keeps its order");
        server.put(late.renamed("Other", DAY.plusDays(3)));
        assertTrue(pull("\"limit\":1000").body().contains("\"name\":\"Other\""));
        server.remove(1);
        assertEquals(before, ids(pull("\"limit\":1000")));
    }

    @Test
    void capsPagesSilently() throws Exception {
        server.misbehave(Misbehaviours.capsPages(50));
        assertEquals(50, ids(pull("\"limit\":1000")).size());
    }

    @Test
    void theVendorServerCompressesIfTheClientAcceptsGzip() throws Exception {
        var plain = pull("").body();
        var request = HttpRequest.newBuilder(server.uri().resolve(Paths.PULL_CUSTOMERS))
                .header("Authorization", "Basic " + VendorServer.TOKEN)
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(body("2024-05-02", "2024-05-02", "")))
                .build();
        var packed = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElseThrow());
        try (var input = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertEquals(plain, new String(input.readAllBytes(), StandardCharsets.UTF_8));
        }
        server.compress(false);
        assertFalse(http.send(request, HttpResponse.BodyHandlers.ofByteArray())
                .headers()
                .map()
                .containsKey("Content-Encoding"));
    }

    private HttpResponse<String> pull(String more) throws Exception {
        return pull("2024-05-02", "2024-05-02", more);
    }

    private HttpResponse<String> pull(String first, String last, String more) throws Exception {
        return send(Paths.PULL_CUSTOMERS, "Basic " + VendorServer.TOKEN, body(first, last, more));
    }

    private HttpResponse<String> send(String path, String authorization, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String body(String first, String last, String more) {
        return "{\"cm_id\":1000298,\"createStartDate\":\"" + first + "\",\"createEndDate\":\"" + last + "\""
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static JsonNode message(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).get("message");
    }

    private static List<Long> ids(HttpResponse<String> answer) {
        return message(answer)
                .valueStream()
                .map(customer -> customer.get("id").asLong())
                .toList();
    }
}
