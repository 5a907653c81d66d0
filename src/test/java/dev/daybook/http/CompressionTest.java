package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are compressed on request, and their Vary header tells caches so. */
@Tag("jdk")
class CompressionTest {
    private static final String LARGE =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
    private static final String SMALL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-04\",\"createEndDate\":\"2024-05-04\"}";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        for (var number = 1; number <= 5; number++) {
            var body = "{\"customer_info\":{\"customer_name\":\"Zoë " + number + "\",\"phone\":\"900000000" + number
                    + "\"}}";
            assertEquals(200, server.post(Paths.SAVE_CUSTOMER, body).statusCode());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "deflate, gzip",
                "GZIP",
                "gzip, deflate, br",
                "gzip;q=1.0,deflate;q=0.6,identity;q=0.3",
                "gzip;q=0.5",
                "zstd;q=0, gzip;q=0.5",
                "zstd;q=0.4, gzip;q=0.5",
                "gzip, zstd;q=0",
                "gzip, zstd;q=0.5",
                "gzip, zstd;q=high",
                "gzip, xzstd, zstd2"
            })
    void compressesWithGzipIfTheClientAcceptsIt(String accepted) throws Exception {
        assertPacked("gzip", pull(LARGE, Optional.of(accepted)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zstd",
                "zstd, gzip",
                "gzip,ZSTD",
                "gzip, deflate, br, zstd",
                "zstd ; q = 0.1",
                "gzip;q=0, zstd",
                "zstd; q=1.000, gzip; Q=0.9",
                "br, zstd;q=0.5, gzip;q=0.5"
            })
    void prefersZstdToGzip(String accepted) throws Exception {
        var answer = pull(LARGE, Optional.of(accepted));
        assertPacked("zstd", answer);
        assertEquals(
                Optional.of(Integer.toString(answer.body().length)),
                answer.headers().firstValue("Content-Length"));
    }

    private static void assertPacked(String encoding, HttpResponse<byte[]> packed) throws Exception {
        var plain = pull(LARGE, Optional.empty());
        assertEquals(Optional.of(encoding), packed.headers().firstValue("Content-Encoding"));
        assertArrayEquals(plain.body(), CompressedBody.plain(packed.body(), Optional.of(encoding)));
        assertTrue(packed.body().length < plain.body().length, "smaller");
        assertEquals(List.of("Accept-Encoding"), packed.headers().allValues("Vary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip;q=0",
                "gzip; q=0.0",
                "GZIP;Q=0",
                "identity",
                "br",
                "deflate",
                "*;q=0",
                "gzipped",
                "zstd;q=0",
                "zstdx",
                "gzip;q=\"1",
                "gz\"ip;q=1",
                "gzip;q\t=1",
                ""
            })
    void doesNotCompressIfTheClientAcceptsNoKnownEncoding(String accepted) throws Exception {
        assertPlain(pull(LARGE, Optional.of(accepted)));
    }

    @Test
    void doesNotCompressWithoutAcceptEncoding() throws Exception {
        assertPlain(pull(LARGE, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "zstd, gzip"})
    void doesNotCompressSmallAnswers(String accepted) throws Exception {
        var answer = pull(SMALL, Optional.of(accepted));
        assertPlain(answer);
        assertEquals("{\"message\":[],\"status\":\"success\"}", new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static void assertPlain(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode());
        assertEquals(Optional.empty(), answer.headers().firstValue("Content-Encoding"));
        assertEquals('{', answer.body()[0]);
        assertEquals(List.of("Accept-Encoding"), answer.headers().allValues("Vary"));
    }

    private static HttpResponse<byte[]> pull(String body, Optional<String> accepted) throws Exception {
        var request = HttpRequest.newBuilder(server.uri(Paths.PULL_CUSTOMERS))
                .header("Authorization", "Basic " + server.token)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        accepted.ifPresent(value -> request.header("Accept-Encoding", value));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
