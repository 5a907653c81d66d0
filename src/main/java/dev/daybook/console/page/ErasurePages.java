package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.erasure.EraseCustomer;
import dev.daybook.store.erasure.UntaggedTickets;
import java.time.Clock;
import java.util.Set;

/** Pages to erase a customer. */
public final class ErasurePages {
    private final Database database;
    private final EraseCustomer eraseCustomer;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public ErasurePages(Database database, EraseCustomer eraseCustomer, Clock clock) {
        this.database = database;
        this.eraseCustomer = eraseCustomer;
        this.clock = clock;
    }

    /**
     * The page that asks whether to erase a customer.
     *
     * @param parts the customer with its parts
     * @param problem what is wrong, empty if nothing is
     */
    public record Erasure(CustomerParts parts, String problem) {}

    private CustomerParts parts(Visit visit, long id) {
        return database.read(transaction -> parts(transaction, visit, id));
    }

    private static CustomerParts parts(Transaction transaction, Visit visit, long id) {
        return CustomerParts.find(transaction, visit.cmId(), id)
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"));
    }

    /** GET customers/{id}/erase. */
    public PageAnswer confirm(Visit visit) {
        return PageAnswer.page("customer-erase.jte", new Erasure(parts(visit, visit.number("id")), ""));
    }

    /** POST customers/{id}/erase. */
    public PageAnswer erase(Visit visit) {
        var id = visit.number("id");
        if (!visit.form("confirm").equals(Long.toString(id))) {
            return PageAnswer.refused(
                    "customer-erase.jte", new Erasure(parts(visit, id), visit.t("error.erase.confirm")));
        }
        var untagged = database.read(reading -> UntaggedTickets.read(reading, visit.cmId(), Set.of(id)));
        database.writeAlone("console: erase a customer", transaction -> {
            if (Once.isFirst(transaction, visit)) {
                var unused = parts(transaction, visit, id);
                eraseCustomer.erase(transaction, visit.account(), Set.of(id), untagged, clock.instant());
                visit.audited(transaction, AuditAction.ERASE_CUSTOMER, id);
            }
            return true;
        });
        return PageAnswer.redirect(visit.url("customers", "customer.erased"));
    }
}
