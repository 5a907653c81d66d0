package dev.daybook.battery;

import java.util.stream.Stream;

/**
 * The checks of the battery in the order of their numbers. Each has a row in docs/reliability.md. Its title says what
 * the trials test; {@link #untried} says what a reader could also expect from the title, but no trial tests.
 */
public enum Check {
    SERVER_KILLED(1, "Acknowledged writes survive kill -9 of the server"),
    DATABASE_KILLED(2, "The server recovers from kill -9 of PostgreSQL, and no acknowledged write is lost"),
    CALLS_FAIL(
            3,
            "No success without durability when the nth statement or system call fails",
            "malloc and open: the failures of openat, mmap and brk are armed, but a server that has written before makes"
                    + " none of these calls in most writes; system calls of PostgreSQL; statements of the admin API, of"
                    + " the console, and of background work (late tickets, deliveries of webhooks, packs, expired"
                    + " answers)"),
    DISK_FULL(4, "Writes are refused while the disk is full and resume by themselves"),
    FILES_DAMAGED(5, "Torn and flipped backups, cursors and journals of pulls are detected"),
    UPGRADE_AND_RESTORE(
            6,
            "Upgrade, refused downgrade, backup and restore keep every record",
            "upgrades of other schema versions than 10, 35.1 and 47 (SQLite also 20 and 39); none is released"),
    PULL_UNDER_WRITERS(
            7,
            "A pull of customers under load has every customer once, by id and digest",
            "tickets and orders; merges, which Daybook does not have"),
    TIES(8, "Pages of records with one time stamp neither repeat nor skip"),
    LATE_COMMITS(
            9,
            "The feed of changes skips no commit of overlapping transactions",
            "transactions that stay open for seconds: those on PostgreSQL pause for up to 3 ms between statements, those"
                    + " on SQLite wait for each other; the edges of a window of time"),
    ZONES(10, "Each day of each time zone has its records"),
    PULL_KILLED(11, "A killed pull resumes to the same files"),
    PULL_THROUGH_FAULTS(12, "A pull through network faults is complete"),
    VENDOR_SAMPLES(
            13, "The vendor's samples get the documented answer, and a stray text in an example gets an exact error"),
    GOLDEN_ANSWERS(
            14,
            "Answers are byte for byte as in the golden files, and texts of customers round-trip",
            "round trips of tickets and orders"),
    SCHEMA_FUZZ(
            15,
            "Generated requests get documented answers",
            "whether the admin API refuses every body that the OpenAPI file forbids; the paths without a key (health,"
                    + " metrics, the OpenAPI file, its pages)"),
    PARSER_FUZZ(
            16,
            "Parsers neither crash nor hang",
            "an hour of Jazzer for each parser: one minute each, unless FUZZ says more; hangs of less than a second"),
    MODEL(17, "Both databases answer as a plain list in memory does"),
    TENANTS(
            18,
            "No account's key reaches another account's records",
            "the sandbox, which has one account; logs, exports and webhooks, in which masked fields might appear"),
    AUTHENTICATION(
            19,
            "Every wrong key of an account is refused alike",
            "admin keys; rotated keys and the lock-out of addresses, which http.SecurityTest tests without a count"),
    READ_ONLY_FIELDS(
            20,
            "Read-only fields cannot be written by additions and updates of customers, tickets and orders",
            "the admin API"),
    LIMITS(
            21,
            "Slow connections and expensive requests are refused or do not slow others down",
            "imports in the console; unread answers of the admin API; bodies beyond the limit, deep JSON, many keys,"
                    + " compressed bodies and exports; 10,000 idle connections (8,000 are); a smaller effect on others: a trial holds if their p99 is at most"
                    + " three times the quiet p99, or 250 ms if that is more (500 ms beside the largest bodies and"
                    + " imports), in the best of four measurements"),
    INJECTION(
            22,
            "Hostile texts stay texts",
            "sqlmap and Jazzer's sanitizers; the admin API, the console and exported CSV"),
    WEBHOOK_ADDRESSES(23, "Webhooks reach no inner address"),
    IDEMPOTENCY(24, "A repeated write has one effect"),
    SECRETS(25, "Logs, errors and metrics hold no secrets and no personal data"),
    SUPPLY_CHAIN(
            26,
            "Dependencies are listed, builds are reproducible, no endpoint of the API's port is undocumented",
            "the console's and the admin port"),
    GRACEFUL_STOP(
            27,
            "A stop under load cuts no request",
            "a set rate of requests: eight clients send one request after the other"),
    SOAK(
            28,
            "Memory, threads, files and p99 do not grow in ten minutes of load",
            "load for 8 hours, load at 70 % of the maximum rate, PostgreSQL; instead, one client pauses 5 ms after every"
                    + " six requests. The heap may grow by 3 MB in 400 s, 27 MB an hour; the p99 of the last third may be"
                    + " three times that of the second, or 50 ms");

    private final int number;
    private final String title;
    private final String untried;

    Check(int number, String title) {
        this(number, title, "");
    }

    Check(int number, String title, String untried) {
        this.number = number;
        this.title = title;
        this.untried = untried;
    }

    /** The check with this number. */
    static Check of(String number) {
        return Stream.of(values())
                .filter(check -> number.equals(Integer.toString(check.number)))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no check has the number " + number));
    }

    /** The number, from 1 to 28. */
    public int number() {
        return number;
    }

    /** The property that must hold, as a sentence without the full stop. */
    public String title() {
        return title;
    }

    /** The text of the row: the title and, if something is left out, a remark. */
    String text() {
        return untried.isEmpty() ? title : title + "<br>Not tried: " + untried;
    }
}
