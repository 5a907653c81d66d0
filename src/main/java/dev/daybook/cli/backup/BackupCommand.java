package dev.daybook.cli.backup;

import dev.daybook.backup.Backup;
import dev.daybook.backup.BackupFolder;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.OptionFile;
import dev.daybook.domain.ProblemException;
import dev.daybook.server.BuildVersion;
import dev.daybook.wire.ProblemText;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook backup}: writes a backup of everything into one file, while the server runs. */
@Command(
        name = "backup",
        description = "Back up the database, SQLite or PostgreSQL, into one file while the server runs: every account"
                + " with its keys, records and settings, as of one moment. The file is read again and verified before"
                + " it gets its name, and only its owner can read it.",
        footer = {
            "",
            "On SQLite the folder needs free space for a copy of the database, and for the",
            "new file.",
            "",
            "Examples:",
            "  daybook backup --out /backup/",
            "  daybook backup --out /backup/before-upgrade.tar",
            "  daybook backup --out /backup/ --every 6h --keep 14",
            "",
            "Exit codes: 0 made and verified, 1 failed, 2 wrong usage. If the exit code is 1",
            "and the name of a file is printed, the backup was made, but an older backup",
            "could not be deleted; otherwise no backup was made."
        })
public final class BackupCommand extends JsonCommand {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = {"--out", "--backup-out"},
            required = true,
            paramLabel = "PATH",
            description = "A new file; or an existing folder, in which the file is named after the time of the backup,"
                    + " such as daybook-20261126T180000Z.tar.")
    private String out = "";

    @Option(
            names = {"--every", "--backup-every"},
            paramLabel = "INTERVAL",
            description = "Make a backup immediately, and then one after each interval, such as 30m, 6h or 1d, until"
                    + " the command is stopped. Requires a folder in --out.")
    private @Nullable String every;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "After a backup, delete all but the newest N in the folder. Files of other names stay.")
    private @Nullable Integer keep;

    private final Clock clock;

    /** The command, with the clock of this machine. */
    public BackupCommand() {
        this(Clock.systemUTC());
    }

    BackupCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        checked();
        var interval = every == null ? null : Interval.parse("--every", every);
        if (interval == null) {
            return once() ? DONE : FAILED;
        }
        // If the database cannot be opened now, or this process can make no backup at all, the command fails instead of
        // trying for ever.
        Backup.checkZstd();
        database.open().close();
        return forEver(interval);
    }

    private Path checked() {
        var place = OptionFile.target("--out", out);
        if ((every != null || keep != null) && !Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    "--every and --keep need an existing folder in --out, and " + out + " is none");
        }
        if (keep != null && keep < 1) {
            throw new IllegalArgumentException("--keep: at least 1, found " + keep);
        }
        return place;
    }

    /**
     * Makes a backup and, with {@code --keep}, deletes older ones. Returns false if one of these could not be deleted.
     */
    private boolean once() {
        // The folder is checked before each backup. If it was removed, its path would become the name of a new file.
        var place = checked();
        var written = write(place);
        var cleared =
                keep == null ? new BackupFolder.Cleared(0, List.of()) : BackupFolder.keep(place, keep, written.file());
        BackupReport.written(spec, isJson(), written, cleared.deleted());
        cleared.failures().forEach(failure -> err().println("daybook: the backup was made, but " + failure));
        return cleared.failures().isEmpty();
    }

    /**
     * Makes a backup. Opens the database for each backup: if a restore replaces the SQLite file, a database that is
     * already open still reads the old file.
     */
    private Backup.Written write(Path place) {
        try (var stores = database.open()) {
            return new Backup(stores.database(), BuildVersion.read().version(), clock).write(place);
        }
    }

    /**
     * Makes a backup per interval. Reports a failure and continues, because the next backup may succeed. Of several
     * missed backups, makes at most one later: all of them would be almost equal, and {@code --keep} would delete
     * older, different backups.
     */
    private int forEver(Duration interval) throws InterruptedException {
        for (var next = clock.instant(); ; next = Interval.next(next, interval, clock.instant())) {
            sleepUntil(next);
            try {
                once();
            } catch (ProblemException failure) {
                failed(ProblemText.of(failure));
            } catch (UncheckedIOException | IllegalArgumentException failure) {
                failed(failure.getMessage());
            } catch (RuntimeException defect) {
                failed(defect.toString());
                defect.printStackTrace(err());
            }
            if (out().checkError()) {
                return FAILED;
            }
        }
    }

    private void failed(@Nullable String reason) {
        err().println("daybook: " + clock.instant() + " no backup: " + reason);
    }

    /**
     * Waits until this moment. Looks at the clock every second: while the machine is suspended, the clock goes on, but
     * on Linux the sleep of a thread does not. If the clock is set back meanwhile, the wait does not become longer.
     */
    private void sleepUntil(Instant next) throws InterruptedException {
        var end = System.nanoTime() + Duration.between(clock.instant(), next).toNanos();
        for (var left = end - System.nanoTime();
                left > 0 && clock.instant().isBefore(next);
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
        }
    }
}
