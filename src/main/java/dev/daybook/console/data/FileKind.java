package dev.daybook.console.data;

import dev.daybook.domain.person.AuditAction;
import java.util.Arrays;
import java.util.Locale;

/** The content of a file to import: one kind of records, or entries of the FAQ. */
public enum FileKind {
    CUSTOMERS,
    TICKETS,
    ORDERS,
    FAQ;

    /** The kind with this word; customers if no kind has it. */
    public static FileKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(CUSTOMERS);
    }

    /** The word of the kind in paths and names of files, such as {@code customers}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action that the audit has for an import of this kind. */
    public AuditAction action() {
        return switch (this) {
            case CUSTOMERS -> AuditAction.IMPORT_CUSTOMERS;
            case TICKETS -> AuditAction.IMPORT_TICKETS;
            case ORDERS -> AuditAction.IMPORT_ORDERS;
            case FAQ -> AuditAction.IMPORT_FAQ;
        };
    }
}
