package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remarks of {@code daybook pull} about the server and about days that are not over. */
@SuppressWarnings("NullAway.Init")
class PullRemarksTest {
    private static final int INCOMPLETE = 3;

    @TempDir
    Path folder;

    private VendorServer server;

    @BeforeEach
    void start() {
        server = VendorServer.start(List.of(
                VendorCustomer.of(1, LocalDateTime.parse("2024-05-01T12:00:00")),
                VendorCustomer.of(2, LocalDateTime.parse("2024-05-02T12:00:00"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "a byte order mark"})
    void answersThatAreNotJsonAreReadAndCountedUnlessStrict(String name) throws IOException {
        server.misbehave(Misbehaviours.named(name));
        var lenient = pull("lenient", "--from", "2024-05-01", "--to", "2024-05-02");
        assertEquals(Main.DONE, lenient.code(), lenient::err);
        assertTrue(
                lenient.err().contains("answers deviated from JSON or from their headers and were read leniently ("),
                lenient::err);
        assertTrue(lenient.err().contains("--strict refuses them"), lenient::err);
        assertEquals(2, Files.readAllLines(folder.resolve("lenient.ndjson")).size());

        var strict = pull("strict", "--from", "2024-05-01", "--to", "2024-05-02", "--strict");
        assertEquals(INCOMPLETE, strict.code(), strict::err);
        assertTrue(strict.err().contains("2024-05-01"), strict::err);
        assertFalse(Files.exists(folder.resolve("strict.ndjson")));
    }

    @Test
    void explainPrintsTheLearnedFactsAboutTheServer() {
        server.misbehave(Misbehaviours.named("end date exclusive"));
        var quiet = pull("plain", "--from", "2024-05-01", "--to", "2024-05-02");
        assertEquals(Main.DONE, quiet.code(), quiet::err);
        assertFalse(quiet.err().contains("server: "), quiet::err);
        assertTrue(quiet.err().contains("the server does not count the end date of a window"), quiet::err);
        var explained = pull("explained", "--from", "2024-05-01", "--to", "2024-05-02", "--explain");
        assertEquals(Main.DONE, explained.code(), explained::err);
        var told = explained
                .err()
                .lines()
                .filter(line -> line.startsWith("server: "))
                .toList();
        assertTrue(told.stream().anyMatch(line -> line.contains("exclusive")), explained::err);
        assertTrue(explained.err().contains("\nlearned: "), explained::err);
    }

    @Test
    void quietPrintsNothingAlsoWithExplain() {
        var pulled = pull("quiet", "--from", "2024-05-01", "--to", "2024-05-02", "--explain", "--quiet");
        assertEquals("", pulled.expect(Main.DONE).err());
    }

    @Test
    void theCurrentDayIsReportedAsUnfinishedAndPulledAgain() throws IOException {
        var now = LocalDateTime.now(ZoneOffset.UTC);
        assumeTrue(now.toLocalTime().isBefore(LocalTime.of(23, 55)), "the day may be over before the second pull");
        var today = now.toLocalDate();
        server.put(VendorCustomer.of(3, today.atStartOfDay()));
        var first = pull("today", "--from", today.toString(), "--to", today.toString());
        assertEquals(Main.DONE, first.code(), first::err);
        assertTrue(
                first.err()
                        .contains(today + " may get more customers until 10 minutes after its end; after that, the same"
                                + " command pulls it again"),
                first::err);
        server.put(VendorCustomer.of(4, today.atStartOfDay().plusMinutes(1)));
        var again = pull("today", "--from", today.toString(), "--to", today.toString());
        assertEquals(Main.DONE, again.code(), again::err);
        assertEquals(2, Files.readAllLines(folder.resolve("today.ndjson")).size(), again::err);
    }

    /**
     * A record of the last second of a day may be stored after the end of the day. So the day is over some minutes
     * later, by the server's clock.
     */
    @Test
    void aDayIsOverSomeMinutesAfterItsEndByTheServersDate() throws IOException {
        var now = LocalDateTime.now(ZoneOffset.UTC);
        assumeTrue(now.toLocalTime().isBefore(LocalTime.of(23, 45)), "the Date may be more than a day old");
        assumeTrue(
                now.toLocalTime().isAfter(LocalTime.of(0, 15)), "the day may not be over by the clock of this machine");
        var day = now.toLocalDate().minusDays(1);
        var here = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var there = new AtomicReference<>(here.minusSeconds(600));
        server.put(VendorCustomer.of(3, day.atStartOfDay()));
        var words = new String[] {"--from", day.toString(), "--to", day.toString()};
        try (var proxy = FaultProxy.start(server.uri(), FaultPlan.always(Fault.dated(there::get)))) {
            var early = pull(proxy.uri(), "behind", words);
            assertEquals(Main.DONE, early.code(), early::err);
            assertTrue(early.err().contains(day + " may get more"), early::err);
            there.set(here.plusSeconds(5 * 60));
            var justOver = pull(proxy.uri(), "behind", words);
            assertEquals(Main.DONE, justOver.code(), justOver::err);
            assertTrue(justOver.err().contains(day + " may get more"), justOver::err);
            server.put(VendorCustomer.of(4, day.atTime(23, 59, 59)));
            there.set(here.plusSeconds(10 * 60));
            var again = pull(proxy.uri(), "behind", words);
            assertEquals(Main.DONE, again.code(), again::err);
            assertFalse(again.err().contains("may get more"), again::err);
            assertEquals(2, Files.readAllLines(folder.resolve("behind.ndjson")).size(), again::err);
        }
    }

    /**
     * A date of the server that is long ago is ignored. If it counted, no day would be over, and a pull could succeed
     * without ever getting a record.
     */
    @Test
    void aDateOfLongAgoDoesNotLetAPullWithoutRecordsSucceed() {
        try (var empty = VendorServer.start(List.of());
                var proxy = FaultProxy.start(empty.uri(), FaultPlan.always(Fault.dated(() -> Instant.EPOCH)))) {
            var result = pull(proxy.uri(), "empty", "--from", "2024-05-01", "--to", "2024-05-02");
            assertEquals(INCOMPLETE, result.code(), result::err);
            assertTrue(result.err().contains("check --cm-id and the key"), result::err);
        }
    }

    @Test
    void onlyTheFirstRecordsWithoutATimeAreNamed() {
        server.misbehave(Misbehaviours.named("times that nobody can read"));
        var range = new String[] {"--from", "2024-05-01", "--to", "2024-05-02", "--page-size", "2000"};
        var few = pull("few", range);
        assertEquals(Main.DONE, few.code(), few::err);
        assertTrue(few.err().contains("\n2 customers do not say when they were created, "), few::err);
        for (var id = 3; id <= 1_001; id++) {
            server.put(VendorCustomer.of(id, LocalDateTime.parse("2024-05-02T12:00:00")));
        }
        var many = pull("many", range);
        assertEquals(Main.DONE, many.code(), many::err);
        assertTrue(many.err().contains("\nat least 1000 customers do not say when they were created, "), many::err);
        assertTrue(many.err().contains(" and others\n"), many::err);
        var json = pull("json", "--from", "2024-05-01", "--to", "2024-05-02", "--page-size", "2000", "--json");
        assertEquals(Main.DONE, json.code(), json::err);
        assertTrue(json.out().matches("(?s).*\"untimed\":\\[\\d+(,\\d+){999}].*"), json::out);
    }

    private Outcome pull(String name, String... further) {
        return pull(server.uri(), name, further);
    }

    private Outcome pull(URI url, String name, String... further) {
        try {
            var key = Files.writeString(folder.resolve("key.txt"), VendorServer.TOKEN);
            var out = folder.resolve(name + ".ndjson").toString();
            return Outcome.ofAll(
                    List.of("pull", "customers", "--zone", "UTC", "--out", out),
                    Outcome.caller(url, VendorServer.CM_ID, key),
                    List.of(further));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
