package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pulls to the same place, first with a masking key and then with a key that does not mask, or the reverse: the second
 * one is refused. Ids and times are the same for both keys, so the proof does not show the difference.
 */
@SuppressWarnings("NullAway.Init")
class PullMaskingTest {
    private static final int USAGE = 2;
    private static final int KEY_REFUSED = 4;
    private static final int WAITED_TOO_LONG = 5;

    @TempDir
    Path folder;

    private TestServer server;
    private FaultProxy proxy;
    private Path out;

    @BeforeEach
    void start() {
        server = TestServer.start(TestDatabase.SQLITE);
        proxy = FaultProxy.start(server.uri(""), FaultPlan.none());
        out = folder.resolve("out.ndjson");
        var records = new TestRecords(server, RecordKind.CUSTOMER);
        records.add("Asha");
        server.clock.set(server.clock.instant().plusSeconds(86_400));
        records.add("Bina");
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptedPullContinuesOnlyWithAKeyThatMasksAsItsFirstKeyDid(boolean masking) throws IOException {
        var first = key(masking);
        proxy.plan(FaultPlan.when(
                request -> request.body().contains("2024-05-03")
                        && !request.target().endsWith("/proof"),
                Fault.badRequest()));
        pull(first).expect(Main.FAILED);
        proxy.plan(FaultPlan.none());
        var part = folder.resolve("out.ndjson.part");
        var before = Files.readString(part);
        assertFalse(before.isEmpty());

        assertRefused(masking, pull(key(!masking)));
        assertEquals(before, Files.readString(part));

        pull(first).expect(Main.DONE);
        assertEquals(2, Files.readAllLines(out).size());
        assertEquals(!masking, Files.readString(out).contains("a@mail.example"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatedPullWithAKeyThatMasksDifferentlyIsRefused(boolean masking) throws IOException {
        var first = key(masking);
        pull(first).expect(Main.DONE);
        var before = Files.readString(out);

        assertRefused(masking, pull(key(!masking)));
        assertEquals(before, Files.readString(out));

        assertTrue(pull(first).expect(Main.DONE).err().contains("complete already"));
        pull(key(!masking), "--restart").expect(Main.DONE);
        assertEquals(masking, Files.readString(out).contains("a@mail.example"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void completeDaysOfAFolderAreNotTakenForThoseOfAKeyThatMasksOtherwise(boolean masking) throws IOException {
        pull(key(masking), "--partition", "day").expect(Main.DONE);
        assertRefused(masking, pull(key(!masking), "--partition", "day"));
    }

    /** All days of a folder are masked, or none, because whoever reads the folder cannot tell the days apart. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFolderGetsNoOtherDaysOfAKeyThatMasksOtherwise(boolean masking) throws IOException {
        day("2024-05-02", key(masking)).expect(Main.DONE);
        assertRefused(masking, day("2024-05-03", key(!masking)));
        assertRefused(masking, day("2024-05-04", key(!masking)));
        day("2024-05-03", key(masking)).expect(Main.DONE);

        day("2024-05-03", key(!masking), "--restart").expect(Main.DONE);
        day("2024-05-04", key(!masking)).expect(Main.DONE);
        assertRefused(!masking, day("2024-05-05", key(masking)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changesAreAppendedOnlyWithAKeyThatMasksAsTheFirstKeyDid(boolean masking) throws IOException {
        var first = key(masking);
        changes(first).expect(Main.DONE);
        var before = Files.readString(out);
        new TestRecords(server, RecordKind.CUSTOMER).add("Chitra");

        assertRefused(masking, changes(key(!masking)));
        assertEquals(before, Files.readString(out));

        changes(first).expect(Main.DONE);
        assertEquals(3, Files.readAllLines(out).size());
        changes(key(!masking), "--restart").expect(Main.DONE);
        assertEquals(masking, Files.readString(out).contains("a@mail.example"));
    }

    /**
     * No pull begins before the server has said whether the key masks. Otherwise the file would count as one of a key
     * that does not mask.
     */
    @Test
    void nothingIsBegunWhileADaybookDoesNotSayWhetherTheKeyMasks() throws IOException {
        var key = key(true);
        proxy.plan(FaultPlan.when(request -> request.target().endsWith("/proof"), Fault.serverError(503)));
        changes(key, "--max-wait", "1").expect(WAITED_TOO_LONG);
        pull(key, "--max-wait", "1", "--zone", "Asia/Kolkata").expect(WAITED_TOO_LONG);
        proxy.plan(FaultPlan.always(Fault.unauthorized()));
        pull(key, "--zone", "Asia/Kolkata").expect(KEY_REFUSED);
        proxy.plan(FaultPlan.none());
        pull(key, "--zone", "Asia/Kolkata").expect(Main.DONE);
        changes(key, "--restart").expect(Main.DONE);
        changes(key).expect(Main.DONE);
    }

    /** Earlier builds did not record whether the key masks. */
    @Test
    void changesOfAnEarlierBuildAreNotSaidToBeOfAKeyThatDoesNotMask() throws IOException {
        changes(key(true)).expect(Main.DONE);
        var cursor = folder.resolve("out.ndjson.cursor");
        Files.writeString(cursor, Files.readString(cursor).replace(" masked", ""));
        var refused = changes(key(true)).expect(USAGE);
        assertTrue(refused.err().contains("earlier build or server"), refused::err);
        changes(key(true), "--restart").expect(Main.DONE);
    }

    private static void assertRefused(boolean masking, Outcome outcome) {
        outcome.expect(USAGE);
        var first = masking ? "with a masking key" : "with a key that does not mask";
        assertTrue(outcome.err().contains(first), outcome::err);
        assertTrue(outcome.err().contains("--restart"), outcome::err);
    }

    private Path key(boolean masking) throws IOException {
        var token = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), masking, Instant.MAX);
        return Files.writeString(folder.resolve("key" + masking + ".txt"), token + "\n");
    }

    private Outcome pull(Path key, String... more) {
        return run(key, List.of("--from", "2024-05-02", "--to", "2024-05-03"), more);
    }

    private Outcome day(String day, Path key, String... more) {
        return run(key, List.of("--partition", "day", "--from", day, "--to", day), more);
    }

    private Outcome changes(Path key, String... more) {
        return run(key, List.of("--changes"), more);
    }

    private Outcome run(Path key, List<String> words, String... more) {
        return Outcome.ofAll(
                List.of("pull", "customers", "--out", out.toString()),
                Outcome.caller(proxy.uri(), TestServer.CM_ID, key),
                words,
                List.of(more));
    }
}
