package dev.daybook.cli.operate;

import dev.daybook.backup.BackupFolder;
import dev.daybook.cli.option.Counted;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.backup.Health;
import dev.daybook.store.backup.OtherTables;
import dev.daybook.store.erasure.PersonalPart;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.ProblemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Checks for problems that operators would otherwise notice too late.
 *
 * @param called the command that was called. Commands that a finding suggests repeat its options that say where the
 *     data is
 */
record Doctor(Clock clock, CommandSpec called) {
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);
    private static final long MEGA = 1 << 20;
    private static final long FREE = 512 * MEGA;

    /**
     * Finds problems of an open database. Its schema is current, because opening a database migrates it. If a check
     * ends with an exception, for example because the database is damaged, the exception becomes a finding.
     */
    List<Diagnosis> database(Stores stores, DatabaseUrl url) {
        var findings = new ArrayList<Diagnosis>();
        var health = new Health(stores.database());
        findings.addAll(asked("database", () -> List.of(Diagnosis.ok("database", url + ", " + health.version()))));
        findings.addAll(asked("database", () -> List.of(damage(health, url))));
        findings.addAll(asked("database", () -> riskySettings(health)));
        findings.addAll(asked("tables", () -> otherTables(stores)));
        findings.addAll(asked("tables", () -> addedColumns(stores)));
        if (url instanceof DatabaseUrl.Sqlite sqlite) {
            findings.addAll(files(sqlite.file()));
        }
        findings.addAll(asked("clock", () -> clocks(health)));
        findings.addAll(asked("accounts", () -> accounts(stores)));
        return findings;
    }

    /** Makes one check. An exception becomes a finding, because the other findings may show its cause. */
    private static List<Diagnosis> asked(String place, Supplier<List<Diagnosis>> question) {
        try {
            return question.get();
        } catch (RuntimeException failure) {
            return List.of(Diagnosis.problem(place, "could not be asked: " + reason(failure), ""));
        }
    }

    private static String reason(RuntimeException failure) {
        if (Health.isDamage(failure)) {
            return "the database is damaged";
        }
        return failure instanceof ProblemException problem ? ProblemText.of(problem) : failure.toString();
    }

    private static Diagnosis damage(Health health, DatabaseUrl url) {
        return health.damage()
                .map(damage -> Diagnosis.problem(
                        "database", "the file is damaged: " + damage, "restore the last backup: daybook restore"))
                .orElseGet(() -> Diagnosis.ok(
                        "schema",
                        // On PostgreSQL nothing looks for damage.
                        url instanceof DatabaseUrl.Sqlite ? "current, and no damage was found" : "current"));
    }

    private static List<Diagnosis> riskySettings(Health health) {
        return health.riskySettings().stream()
                .map(setting -> Diagnosis.problem(
                        "database",
                        setting + " is off: acknowledged writes can be lost",
                        "set " + setting + " = on in postgresql.conf"))
                .toList();
    }

    private static List<Diagnosis> otherTables(Stores stores) {
        return foreign(
                "not Daybook's: ",
                stores.database().read(OtherTables::all),
                "Daybook neither backs them up nor erases anything in them; if one has data of Daybook, back it up and"
                        + " erase in it with a tool of the database");
    }

    private static List<Diagnosis> addedColumns(Stores stores) {
        return foreign(
                "columns that are not Daybook's: ",
                stores.database().read(PersonalPart::addedColumns),
                "erasing a person does not change them; if they have personal data, empty them with a tool of the"
                        + " database");
    }

    private static List<Diagnosis> foreign(String what, List<String> names, String advice) {
        return names.isEmpty() ? List.of() : List.of(Diagnosis.note("tables", what + String.join(", ", names), advice));
    }

    private static List<Diagnosis> files(Path file) {
        var findings = new ArrayList<Diagnosis>();
        try {
            var size = Files.size(file);
            var free = Files.getFileStore(file).getUsableSpace();
            var told = free / MEGA + " MB free, the database has " + size / MEGA + " MB";
            findings.add(
                    free < FREE || free < size
                            ? Diagnosis.warning(
                                    "disk",
                                    told,
                                    "make room: a backup needs as much as the database has, an erasure its size twice")
                            : Diagnosis.ok("disk", told));
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!rights.endsWith("------")) {
                    findings.add(Diagnosis.warning(
                            "rights", "others can read the database file (" + rights + ")", "chmod 600 " + file));
                }
            }
        } catch (IOException failure) {
            findings.add(Diagnosis.problem("disk", "cannot look at " + file + ": " + FileReason.of(file, failure), ""));
        }
        return findings;
    }

    private List<Diagnosis> clocks(Health health) {
        var findings = new ArrayList<Diagnosis>();
        var now = clock.instant();
        health.clockAhead(now)
                .filter(ahead -> ahead.abs().compareTo(CLOCKS_APART) > 0)
                .ifPresent(ahead -> findings.add(Diagnosis.warning(
                        "clock",
                        "the clock of PostgreSQL and this one differ by "
                                + Counted.of(ahead.abs().toSeconds(), "second"),
                        "set both by NTP")));
        var writes = health.writes(now);
        findings.add(WrongClock.of(now, writes)
                .map(wrong -> wrong.isProblem()
                        ? Diagnosis.problem("clock", wrong.what(), wrong.remedy())
                        : Diagnosis.warning("clock", wrong.what(), wrong.remedy()))
                .orElseGet(() -> Diagnosis.ok(
                        "clock",
                        now + "; "
                                + writes.latest()
                                        .map(at -> "last write " + at)
                                        .orElse("no change and no use of a key yet"))));
        return findings;
    }

    private List<Diagnosis> accounts(Stores stores) {
        var findings = new ArrayList<Diagnosis>();
        var accounts = stores.database().read(AccountStore::list);
        if (accounts.isEmpty()) {
            findings.add(Diagnosis.problem(
                    "accounts",
                    "there is none, so nobody can call",
                    next("account", "create", "--cm-id", "N", "--name", "TEXT")));
        }
        for (var account : accounts) {
            findings.addAll(asked("keys", () -> keys(stores, account.cmId())));
            findings.addAll(asked("webhook", () -> webhooks(stores, account.cmId())));
            findings.addAll(asked("imports", () -> imports(stores, account.cmId())));
        }
        if (findings.isEmpty()) {
            findings.add(Diagnosis.ok("accounts", accounts.size() + " with valid keys; no webhook waits"));
        }
        return findings;
    }

    private List<Diagnosis> keys(Stores stores, long cmId) {
        var keys = stores.database().read(transaction -> ApiKeyStore.list(transaction, cmId));
        return keys.stream().anyMatch(key -> key.validAt(clock.instant()))
                ? List.of()
                : List.of(Diagnosis.warning(
                        "keys",
                        "account " + cmId + " has no valid key",
                        next("key", "create", "--cm-id", Long.toString(cmId))));
    }

    private List<Diagnosis> webhooks(Stores stores, long cmId) {
        return stores.database().read(transaction -> {
            var findings = new ArrayList<Diagnosis>();
            // If a webhook is set again without --allow-private, it may no longer call private addresses.
            var set = new ArrayList<>(List.of("webhook", "set", "--cm-id", Long.toString(cmId), "--url", "URL"));
            WebhookStore.find(transaction, cmId)
                    .filter(Webhook::allowPrivate)
                    .ifPresent(webhook -> set.add("--allow-private"));
            WebhookStore.goneSince(transaction, cmId)
                    .map(since -> Diagnosis.warning(
                            "webhook",
                            "account " + cmId + ": stopped since " + since + ", because the receiver answered 410;"
                                    + " no status changes are collected",
                            "to start it again: " + next(set.toArray(String[]::new))))
                    .ifPresent(findings::add);
            var calls = OutboxView.count(transaction, cmId);
            if (calls.waiting() + calls.givenUp() > 0) {
                findings.add(Diagnosis.warning(
                        "webhook",
                        "account " + cmId + ": " + calls.waiting() + " wait, " + calls.givenUp() + " given up",
                        "to see why: " + next("webhook", "list", "--cm-id", Long.toString(cmId))));
            }
            return findings;
        });
    }

    private List<Diagnosis> imports(Stores stores, long cmId) {
        return stores.database().read(transaction -> ImportRuns.all(transaction, cmId)).stream()
                .map(run -> Diagnosis.note(
                        "imports",
                        "import " + run.id() + " of account " + cmId + " did not end (" + run.file() + ")",
                        "run the same import again, or: "
                                + next("import", "remove", Long.toString(run.id()), "--cm-id", Long.toString(cmId))))
                .toList();
    }

    /** Checks the age of the newest backup in a folder. */
    Diagnosis backups(Path folder, Duration mostAge) {
        try {
            var backups = BackupFolder.backups(folder);
            if (backups.isEmpty()) {
                return Diagnosis.problem(
                        "backup",
                        "there is no backup in " + folder,
                        next("backup", "--out", folder.toString(), "--every", "6h"));
            }
            var age = Duration.between(BackupFolder.madeAt(backups.get(0)), clock.instant());
            if (age.toHours() < 0) {
                return Diagnosis.problem(
                        "backup",
                        backups.get(0).getFileName() + " has a time of the future, which hides the age of the others",
                        "correct the clock, or move this file out of the folder");
            }
            var told = backups.get(0).getFileName() + " is " + Counted.of(age.toHours(), "hour") + " old";
            return age.compareTo(mostAge) > 0
                    ? Diagnosis.problem("backup", told, "see why 'daybook backup' did not run")
                    : Diagnosis.ok("backup", told);
        } catch (IOException failure) {
            return Diagnosis.problem(
                    "backup",
                    "cannot read the folder " + folder + ": " + FileReason.of(folder, failure),
                    "name the folder of the backups with --backups");
        }
    }

    /** A command to run next, on the same database. */
    private String next(String... words) {
        return ShellCommand.inSamePlace(
                called, Stream.concat(Stream.of("daybook"), Stream.of(words)).toArray(String[]::new));
    }
}
