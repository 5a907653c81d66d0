package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls to the same place before and after the account gets another zone. */
@SuppressWarnings("NullAway.Init")
class PullZoneTest {
    private static final int USAGE = 2;

    @TempDir
    Path folder;

    private TestServer server;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
        new TestRecords(server, RecordKind.CUSTOMER).add("Asha");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void changesAreNotAppendedAfterAChangeOfTheZone() throws IOException {
        var out = folder.resolve("changes.ndjson");
        run(out, "--changes").expect(Main.DONE);
        var before = Files.readString(out);
        moveTo("Asia/Dubai");
        var refused = run(out, "--changes", "--quiet").expect(USAGE);
        assertTrue(refused.err().contains("times of Asia/Kolkata, but the account is in Asia/Dubai now"), refused::err);
        assertEquals(before, Files.readString(out));
        run(out, "--changes", "--restart").expect(Main.DONE);
        run(out, "--changes").expect(Main.DONE);
    }

    /** Gives the account another zone, and makes a new key, because the server caches a key with its account. */
    private void moveTo(String zone) throws IOException {
        var account = new Account(TestServer.CM_ID, "Test", ZoneId.of(zone), "{}");
        server.stores.database().write(transaction -> AccountStore.set(transaction, account));
        server.stores.rerender(account, true);
        Files.writeString(key, server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX) + "\n");
    }

    private Outcome run(Path out, String... words) {
        return Outcome.ofAll(
                List.of("pull", "customers", "--out", out.toString()),
                Outcome.caller(server.uri(""), TestServer.CM_ID, key),
                List.of(words));
    }
}
