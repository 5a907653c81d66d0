package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.daybook.client.check.json.ProfileJson;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The profile of a check follows its schema, contains nothing personal, and can be read by a pull. */
class ProfileSchemaTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        CheckedAccount.fill(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theProfileMatchesItsSchemaAndHasNoPersonalData() throws IOException, InterruptedException {
        var profile = text(CheckTest.run(server.uri(""), server, true));
        assertEquals(List.of(), violations(profile));
        assertNothingPersonal(profile);
        assertFalse(profile.contains(Integer.toString(server.uri("").getPort())), "the server is not named");
        assertFalse(profile.contains(Long.toString(TestServer.CM_ID)), "the account is not named");
    }

    @Test
    void holdsNothingPersonalEvenFromAServerThatLeaksRecords() throws IOException, InterruptedException {
        var marker = CheckedAccount.MARKER;
        var leaking = Twist.answers(
                "records in messages, keys and headers",
                "failures.no-key",
                (asked, given) -> (given.status() >= 400
                                ? given.text(text -> text.replace("\"message\":\"", "\"message\":\"" + marker + " "))
                                : given.rows(row -> row.put(marker + "@mail.example", marker)
                                        .put(
                                                CheckedAccount.PHONE_MARKER
                                                        + row.path("id").asString(),
                                                true)
                                        .put("generationDate", marker)
                                        .putObject("zone")
                                        .put(marker, marker)))
                        .with("RateLimit-Limit", marker)
                        .with("Set-Cookie", marker + "=" + marker)
                        .with("content-type", "application/json; charset=utf-8; of=" + marker));
        try (var standIn = new TwistedServer(server.uri(""), leaking)) {
            var result = CheckTest.run(standIn.uri(), server, false);
            assertFalse(result.noticed().isEmpty(), "it is different");
            var profile = text(result);
            assertEquals(List.of(), violations(profile));
            assertNothingPersonal(profile);
        }
    }

    @Test
    void theProfileContainsTheWindowEndForPulls() throws IOException, InterruptedException {
        var exclusive = DayTwists.all().get(0);
        try (var standIn = new TwistedServer(server.uri(""), exclusive)) {
            var profile = text(CheckTest.run(standIn.uri(), server, false)).getBytes(StandardCharsets.UTF_8);
            assertTrue(ProfileJson.endIsExclusive(profile, "customers"));
            assertFalse(ProfileJson.endIsExclusive(profile, "orders"));
        }
    }

    @Test
    void aPullReadsNothingElseOfAProfile() {
        assertTrue(ProfileJson.endIsExclusive(
                profile("{\"customers\":{\"windowEnd\":\"exclusive\",\"paging\":\"token\",\"largestPage\":\"-1\"}}"),
                "customers"));
        assertFalse(ProfileJson.endIsExclusive(profile("{\"orders\":{\"windowEnd\":\"exclusive\"}}"), "customers"));
    }

    @Test
    void aFileThatIsNotAProfileIsRefused() {
        assertRefused("{}", "not a profile");
        assertRefused("{\"format\":\"daybook-server-profile\",\"version\":2}", "version 2");
        assertRefused("{\"format\":", "not valid JSON");
        assertRefused(profile("{\"customers\":{\"windowEnd\":\"sometimes\"}}"), "windowEnd");
        assertRefused(profile("{\"customers\":{\"windowEnd\":null}}"), "windowEnd");
    }

    private static byte[] profile(String pull) {
        return ("{\"format\":\"daybook-server-profile\",\"version\":1,\"pull\":" + pull + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(String text, String why) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), why);
    }

    private static void assertRefused(byte[] file, String why) {
        var refused = assertThrows(IllegalArgumentException.class, () -> ProfileJson.endIsExclusive(file, "customers"));
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
    }

    private static void assertNothingPersonal(String profile) {
        assertFalse(profile.contains(CheckedAccount.MARKER), "no name, address or text");
        assertFalse(profile.contains(CheckedAccount.PHONE_MARKER), "no phone");
        assertFalse(profile.contains("mail.example"), "no e-mail");
    }

    private static String text(CheckResult result) {
        return new String(
                Profiles.of(result, "0.1.0", LocalDate.parse("2024-05-03")).write(), StandardCharsets.UTF_8);
    }

    private static List<String> violations(String profile) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs", "server-profile.schema.json")))
                .validate(profile, InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }
}
