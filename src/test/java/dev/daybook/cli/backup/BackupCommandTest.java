package dev.daybook.cli.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.cli.Outcome;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Backups that one process makes one after the other. */
class BackupCommandTest {
    private static final Instant START = Instant.parse("2026-11-26T18:00:00Z");

    @TempDir
    private Path folder;

    /**
     * A clock that advances each time it is read. After a year it fails, which ends a command that would make backups
     * for ever.
     */
    private static Clock advancing(Duration step) {
        var now = new AtomicReference<>(START);
        InstantSource steps = () -> {
            if (now.get().isAfter(START.plus(Duration.ofDays(365)))) {
                throw new AssertionError("a year of backups");
            }
            return now.updateAndGet(last -> last.plus(step));
        };
        return steps.withZone(ZoneOffset.UTC);
    }

    /**
     * While a machine is suspended its clock goes on, but the sleep of a thread does not. After a backup, the command
     * looks at the clock twice: to find out when the next one is due, and for how long to wait. Then the machine is
     * suspended for 25 hours.
     */
    @Test
    @Timeout(60)
    void aBackupThatWasDueWhileTheMachineWasAsleepIsMadeAfterwards() {
        var made = new ArrayList<String>();
        var looks = new AtomicInteger();
        InstantSource clock =
                () -> made.isEmpty() || looks.incrementAndGet() <= 2 ? START : START.plus(Duration.ofHours(25));
        var command = new CommandLine(new BackupCommand(clock.withZone(ZoneOffset.UTC)));
        command.setErr(new PrintWriter(Writer.nullWriter()));
        command.setOut(new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(Object file) {
                made.add(file.toString());
                if (made.size() > 1) {
                    setError();
                }
            }
        });
        command.execute("--out", folder.toString(), "--every", "1d", "--database-url", TestDatabase.SQLITE.newUrl());
        assertEquals(
                List.of("daybook-20261126T180000Z.tar", "daybook-20261127T190000Z.tar"),
                made.stream()
                        .map(file -> Path.of(file).getFileName().toString())
                        .toList());
    }

    /**
     * Each backup of a process reads the database file that exists at that moment. A restore may have replaced the
     * file; an open connection would still read the old one.
     */
    @Test
    void eachBackupReadsTheCurrentDatabaseFile() {
        var url = TestDatabase.SQLITE.newUrl();
        var restored = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", restored)
                .expect(0);
        var accounts = new ArrayList<Integer>();
        var command = new CommandLine(new BackupCommand(advancing(Duration.ofDays(1))));
        var err = new StringWriter();
        command.setErr(new PrintWriter(err, true));
        command.setOut(new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(Object made) {
                accounts.add(JsonMapper.shared()
                        .readTree(made.toString())
                        .get("accounts")
                        .asInt());
                if (accounts.size() > 1) {
                    setError();
                } else {
                    replace(url, restored);
                }
            }
        });
        command.execute("--out", folder.toString(), "--every", "1h", "--json", "--database-url", url);
        assertEquals(List.of(0, 1), accounts, err::toString);
    }

    /** Moves an SQLite database and its companion files away, and moves another database into its place. */
    private void replace(String url, String by) {
        var file = TestDatabase.file(DatabaseUrl.parse(url));
        try {
            for (var end : List.of("", "-wal", "-shm")) {
                var part = file.resolveSibling(file.getFileName() + end);
                if (Files.exists(part)) {
                    Files.move(part, folder.resolve("old" + end));
                }
            }
            Files.move(TestDatabase.file(DatabaseUrl.parse(by)), file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
