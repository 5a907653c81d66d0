package dev.daybook.console.data;

import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.AuditAction;

/** The content of a file to import: one kind of records, or entries of the FAQ. */
public enum FileKind implements Labelled {
    CUSTOMERS,
    TICKETS,
    ORDERS,
    FAQ;

    /** The kind with this label; customers if no kind has it. */
    public static FileKind of(String label) {
        return Labelled.find(FileKind.class, label).orElse(CUSTOMERS);
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
