package dev.daybook.cli.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.person.Act;
import dev.daybook.http.admin.AdminApi;
import dev.daybook.http.admin.AdminCall;
import dev.daybook.server.Admins;
import dev.daybook.server.Stores;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Administration of a database by the handlers of the admin API. The audit shows a command as the author, not a person.
 */
final class DatabaseAdministration implements Administration {
    private final Clock clock = Clock.systemUTC();
    private final Stores stores;
    private final AdminApi api;

    /** Administers the database of these stores; {@link #close} closes them. */
    DatabaseAdministration(Stores stores) {
        this.stores = stores;
        this.api = Admins.of(stores, clock);
    }

    @Override
    public <T extends Record> T ask(
            AdminOperation operation, List<?> parameters, Record body, Class<T> type, Consumer<T> announced) {
        var named = new HashMap<String, String>();
        var values = parameters.iterator();
        operation.parameters().stream()
                .filter(name -> values.hasNext())
                .forEach(name -> named.put(name, String.valueOf(values.next())));
        var now = clock.instant();
        AdminCall.Audit audit = (transaction, cmId, action, recordId) ->
                AuditStore.write(transaction, Act.ofCommand(cmId, now), action, recordId);
        var call =
                new AdminCall(named, AdminJson.write(body), audit, answer -> announced.accept(type.cast(answer)), now);
        try {
            return type.cast(api.answer(operation, call));
        } catch (ProblemException wrong) {
            if (wrong.problem() == Problem.INVALID_VALUE || wrong.problem() == Problem.INVALID_JSON) {
                throw new IllegalArgumentException(ProblemText.of(wrong), wrong);
            }
            throw wrong;
        }
    }

    @Override
    public void close() {
        stores.close();
    }
}
