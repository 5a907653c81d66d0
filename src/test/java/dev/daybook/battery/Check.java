package dev.daybook.battery;

import java.util.stream.Stream;

/** The checks of the battery in the order of their numbers. Each has a row in docs/reliability.md. */
public enum Check {
    SERVER_KILLED(1, "Acknowledged writes survive kill -9 of the server"),
    DATABASE_KILLED(2, "The server recovers from kill -9 of PostgreSQL"),
    CALLS_FAIL(3, "No success without durability when the nth call fails"),
    DISK_FULL(4, "Writes are refused while the disk is full and resume by themselves"),
    FILES_DAMAGED(5, "Torn and flipped files are detected"),
    UPGRADE_AND_RESTORE(6, "Upgrade, refused downgrade, backup and restore keep every record"),
    PULL_UNDER_WRITERS(7, "A pull under load is complete"),
    TIES(8, "Pages of records with one time stamp neither repeat nor skip"),
    LATE_COMMITS(9, "The feed of changes skips no late commit"),
    ZONES(10, "Each day of each time zone has its records"),
    PULL_KILLED(11, "A killed pull resumes to the same files"),
    PULL_THROUGH_FAULTS(12, "A pull through network faults is complete"),
    VENDOR_SAMPLES(13, "The vendor's samples get the documented answer or an exact error"),
    GOLDEN_ANSWERS(14, "Answers are byte for byte as documented, and fields round-trip"),
    SCHEMA_FUZZ(15, "Generated requests get documented answers"),
    PARSER_FUZZ(16, "Parsers neither crash nor hang"),
    MODEL(17, "Both stores answer as a plain list in memory does"),
    TENANTS(18, "No account reaches another's records"),
    AUTHENTICATION(19, "Every wrong key is refused alike"),
    READ_ONLY_FIELDS(20, "Read-only fields cannot be written"),
    LIMITS(21, "Excessive requests are refused and do not slow others down"),
    INJECTION(22, "Hostile texts stay texts"),
    WEBHOOK_ADDRESSES(23, "Webhooks reach no inner address"),
    IDEMPOTENCY(24, "A repeated write has one effect"),
    SECRETS(25, "Logs, errors and metrics hold no secrets and no personal data"),
    SUPPLY_CHAIN(26, "Dependencies are listed and few, builds are reproducible, no endpoint is undocumented"),
    GRACEFUL_STOP(27, "A stop under load cuts no request"),
    SOAK(28, "Memory, threads and files do not grow");

    private final int number;
    private final String title;

    Check(int number, String title) {
        this.number = number;
        this.title = title;
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
}
