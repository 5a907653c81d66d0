package dev.daybook.cli.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.account.Scope;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code daybook key}: rotation, weak tokens, last use. */
class KeyCommandTest {
    private static final int USAGE = 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aRotatedKeyGetsASuccessorAndAnExpiry(TestDatabase database) throws Exception {
        var address = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            var old = on(address, "create", "--scopes", "customers:read", "--mask", "--label", "till")
                    .expect(Main.DONE);
            var later = on(address, "rotate", id(old)).expect(Main.DONE);
            assertTrue(later.out().matches("\\S{40,}\n"), later.out());
            assertFalse(later.err().contains(later.out().strip()), later.err());
            assertEquals(200, pull(server, old.out()));
            assertEquals(200, pull(server, later.out()));
            var rows = rows(address);
            var first = row(rows, id(old));
            var second = row(rows, id(later));
            assertEquals(List.of("valid", "customers:read"), first.subList(1, 3));
            assertTrue(later.err().endsWith(" works until " + first.get(3) + ".\n"), later.err());
            var end = Duration.between(Instant.now(), Instant.parse(first.get(3)));
            assertTrue(
                    end.compareTo(Duration.ofDays(7)) <= 0 && end.compareTo(Duration.ofDays(6)) > 0, first::toString);
            assertEquals(List.of("valid", "customers:read", "never", "masking"), second.subList(1, 5));
            assertEquals("till", second.get(6));

            var last = on(address, "rotate", id(later), "--overlap", "PT0S").expect(Main.DONE);
            assertTrue(last.err().contains("Key " + id(later) + " is disabled."), last.err());
            assertEquals("disabled", row(rows(address), id(later)).get(1));
            // The server's clock is far behind that of the command.
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            assertEquals(401, pull(server, later.out()));
            assertEquals(200, pull(server, last.out()));
            on(address, "rotate", id(later)).expect(Main.FAILED);
            on(address, "rotate", "1").expect(Main.FAILED);
            on(address, "rotate", id(last), "--overlap", "P31D").expect(USAGE);
            assertEquals(rows.size() + 1, rows(address).size());
        }
    }

    /** A second successor would get the end of the overlap as its expiry. */
    @ParameterizedTest
    @EnumSource
    void aReplacedKeyIsNotReplacedAgain(TestDatabase database) {
        var address = database.newUrl();
        TestServer.start(DatabaseUrl.parse(address)).close();
        for (var expiry : List.of(List.<String>of(), List.of("--expires", "2099-12-31"))) {
            var old = on(address, "create", expiry.toArray(String[]::new)).expect(Main.DONE);
            var later = on(address, "rotate", id(old), "--overlap", "P30D").expect(Main.DONE);
            var rows = rows(address);
            for (var overlap : List.of("P7D", "PT0S")) {
                var again = on(address, "rotate", id(old), "--overlap", overlap).expect(Main.FAILED);
                assertTrue(again.err().contains("key " + id(old) + " was replaced already"), again.err());
                assertTrue(again.err().contains("'daybook key disable --database-url " + address + "'"), again.err());
            }
            assertEquals(rows, rows(address));
            var last = on(address, "rotate", id(later)).expect(Main.DONE);
            assertEquals(
                    row(rows, id(later)).get(3), row(rows(address), id(last)).get(3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastUseIsListedOnceTheServerStopped(TestDatabase database) throws Exception {
        var address = database.newUrl();
        Outcome used;
        Outcome unused;
        Instant now;
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            used = on(address, "create").expect(Main.DONE);
            unused = on(address, "create").expect(Main.DONE);
            for (var time = 0; time < 3; time++) {
                assertEquals(200, pull(server, used.out()));
            }
            assertEquals(401, pull(server, "bm9ib2R5OmF0IGFsbA=="));
            now = server.clock.instant();
        }
        var rows = rows(address);
        var last = Instant.parse(row(rows, id(used)).get(5));
        assertEquals(0, last.getEpochSecond() % 60);
        assertTrue(
                Duration.between(last, now).abs().compareTo(Duration.ofSeconds(60)) < 0, last + " is not about " + now);
        assertEquals("never", row(rows, id(unused)).get(5));
    }

    @Test
    void theHelpNamesExactlyTheScopes() {
        // The help is wrapped to the width of the terminal, even within a scope.
        var help = Outcome.of("key", "create", "--help").expect(Main.DONE).out().replaceAll("\\s+", "");
        var listed = help.replaceAll(".*Whatitmaydo:", "").replaceAll(";.*", "");
        var scopes = Stream.of(Scope.values())
                .filter(scope -> scope != Scope.EVERYTHING)
                .map(Scope::label)
                .toList();
        assertEquals(scopes, List.of(listed.split(",")), help);
    }

    @Test
    void aWeakExistingTokenGivesAWarning() throws IOException {
        Outcome.of(environment(), "account", "create", "--cm-id", "7", "--name", "Example")
                .expect(Main.DONE);
        var weak = Map.of(
                "short",
                "only 5 characters",
                "a".repeat(60),
                "different characters",
                "1234567890".repeat(5),
                "only digits",
                base64("shop:summer2024"),
                "user name and a password",
                base64("shop:" + "correct-horse-battery-1"),
                "user name and a password",
                base64("a-rather-long-user-name-for-a-shop:x"),
                "user name and a password");
        for (var token : weak.entrySet()) {
            var taken = take(token.getKey());
            assertTrue(taken.err().contains("warning") && taken.err().contains(token.getValue()), taken.err());
            assertFalse(taken.err().contains(token.getKey()), taken.err());
            assertFalse(taken.err().contains("summer2024"), taken.err());
        }
        for (var token : List.of(
                base64("10000298:pupoer34meiz6aiPhei2einoh4quai9baeG"),
                "5f0e6f7d8c9ba1b2c3d4e5f60718293a",
                base64("100000003:kq2v8n4b7m1x5c9z3l6h0g8f4d2s7a5p-Zq0"))) {
            assertFalse(take(token).err().contains("warning"), token);
        }
    }

    @Test
    void aKeyThatHasEndedAlreadyGivesAWarning() {
        Outcome.of(environment(), "account", "create", "--cm-id", "7", "--name", "Example")
                .expect(Main.DONE);
        var created = Outcome.of(environment(), "key", "create", "--cm-id", "7", "--expires", "2020-12-31")
                .expect(Main.DONE);
        assertTrue(
                created.err().startsWith("daybook: warning: 2020-12-31 has passed, so that this key is not valid\n"),
                created.err());
    }

    private Outcome take(String token) throws IOException {
        var file = Files.writeString(folder.resolve("token"), token);
        return Outcome.of(environment(), "key", "create", "--cm-id", "7", "--token-file", file.toString())
                .expect(Main.DONE);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, String> environment() {
        return Map.of("DAYBOOK_DATA", folder.resolve("data").toString());
    }

    private static int pull(TestServer server, String token) {
        return server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":" + TestServer.CM_ID
                                + ",\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}",
                        Map.of("Authorization", "Basic " + token.strip()))
                .statusCode();
    }

    private static String id(Outcome outcome) {
        return outcome.err().replaceFirst("(?s)^Key (\\d+).*", "$1");
    }

    private static List<List<String>> rows(String address) {
        return on(address, "list")
                .expect(Main.DONE)
                .out()
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }

    private static List<String> row(List<List<String>> rows, String id) {
        return rows.stream().filter(row -> row.get(0).equals(id)).findFirst().orElseThrow();
    }

    private static Outcome on(String address, String command, String... further) {
        var words = new ArrayList<>(List.of("key", command, "--cm-id", Long.toString(TestServer.CM_ID)));
        words.addAll(List.of("--database-url", address));
        words.addAll(List.of(further));
        return Outcome.of(words.toArray(String[]::new));
    }
}
