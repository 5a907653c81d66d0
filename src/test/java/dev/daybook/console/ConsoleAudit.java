package dev.daybook.console;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.kit.TestServer;
import java.util.List;

/** The audit as tests read it. */
final class ConsoleAudit {
    private ConsoleAudit() {}

    /** What was done, in order. */
    static List<AuditAction> of(TestServer server) {
        return server.stores
                .database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT action FROM audit ORDER BY at, id")
                        .mapTo(AuditAction.class)
                        .list());
    }

    /** How often something was done. */
    static long count(TestServer server, AuditAction action) {
        return of(server).stream().filter(action::equals).count();
    }
}
