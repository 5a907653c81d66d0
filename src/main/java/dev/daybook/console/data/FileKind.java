package dev.daybook.console.data;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.person.AuditAction;
import java.util.Arrays;
import java.util.Locale;

/** What a file that is imported consists of. */
public enum FileKind {
    CUSTOMERS,
    TICKETS,
    ORDERS,
    FAQ;

    /** The kind with this word; customers if there is none. */
    public static FileKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(CUSTOMERS);
    }

    /** The kind of these records. */
    public static FileKind of(RecordKind kind) {
        return of(kind.plural());
    }

    /** Its word in addresses and names of files, such as {@code customers}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the audit calls its import. */
    public AuditAction action() {
        return switch (this) {
            case CUSTOMERS -> AuditAction.IMPORT_CUSTOMERS;
            case TICKETS -> AuditAction.IMPORT_TICKETS;
            case ORDERS -> AuditAction.IMPORT_ORDERS;
            case FAQ -> AuditAction.IMPORT_FAQ;
        };
    }
}
