package dev.daybook.console;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.kit.TestServer;
import java.util.List;

/** The audit as tests read it. */
final class ConsoleAudit {
    private ConsoleAudit() {}

    /** The action of each line of the audit, in their order. */
    static List<AuditAction> of(TestServer server) {
        return server.stores
                .database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT action FROM audit ORDER BY at, id")
                        .mapTo(AuditAction.class)
                        .list());
    }

    /** The number of lines of the audit with this action. */
    static long count(TestServer server, AuditAction action) {
        return of(server).stream().filter(action::equals).count();
    }

    /** The accounts whose audit has a line with this action, sorted; an account appears once for each line. */
    static List<Long> accounts(TestServer server, AuditAction action) {
        return server.stores
                .database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT cm_id FROM audit WHERE action = :action ORDER BY cm_id")
                        .bind("action", action.name())
                        .mapTo(Long.class)
                        .list());
    }
}
