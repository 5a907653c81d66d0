package dev.daybook.http;

import dev.daybook.store.CustomerChanges;
import dev.daybook.store.CustomerProof;
import dev.daybook.store.Database;
import dev.daybook.wire.CursorJson;
import dev.daybook.wire.CustomerJson;
import dev.daybook.wire.Headers;
import dev.daybook.wire.ProveCustomers;
import dev.daybook.wire.PullChanges;

/** Daybook's own operations, for those who keep a copy of the customers: is it whole, and what has changed since. */
public final class DaybookRoutes {
    private final Database database;
    private final CustomerProof proof;
    private final CustomerChanges changes;
    private final int maxLimit;

    /**
     * Joins what the operations need.
     *
     * @param maxLimit the most customers that a page may have
     */
    public DaybookRoutes(Database database, CustomerProof proof, CustomerChanges changes, int maxLimit) {
        this.database = database;
        this.proof = proof;
        this.changes = changes;
        this.maxLimit = maxLimit;
    }

    /** Proof. */
    Answer prove(Call call) {
        var request = ProveCustomers.decode(call.body());
        call.checkAccount(request.cmId());
        var account = call.caller().account();
        var digests = database.read(transaction -> proof.prove(transaction, account, request.span()));
        return Answer.ok(ProveCustomers.encode(account.zone(), digests)).withIgnored(request.ignored());
    }

    /** Changes. */
    Answer changes(Call call) {
        var request = PullChanges.decode(call.body(), maxLimit);
        call.checkAccount(request.cmId());
        var page = database.read(
                transaction -> changes.page(transaction, request.cmId(), request.after(), request.limit()));
        var shown = call.caller().key().masking()
                ? page.customers().stream()
                        .map(customer -> customer.shown(CustomerJson::mask))
                        .toList()
                : page.customers();
        return Answer.ok(PullChanges.encode(shown))
                .withRows(shown.size())
                .withHeader(Headers.HAS_MORE, Boolean.toString(page.more()))
                .withHeader(Headers.NEXT_CURSOR, CursorJson.write(page.last()))
                .withIgnored(request.ignored());
    }
}
