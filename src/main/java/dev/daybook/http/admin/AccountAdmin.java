package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.admin.AccountJson;
import dev.daybook.wire.admin.RenderingAdvice;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Lists, adds and changes accounts. */
public final class AccountAdmin {
    private final Database database;
    private final ToLongFunction<Account> rerender;

    /** @param rerender renders all documents of an account again, and returns their number */
    public AccountAdmin(Database database, ToLongFunction<Account> rerender) {
        this.database = database;
        this.rerender = rerender;
    }

    /** All accounts, sorted by number. */
    AccountJson.All list(AdminCall call) {
        return new AccountJson.All(database.read(AccountStore::list).stream()
                .map(account -> new AccountJson.Entry(
                        account.cmId(), account.zone().getId(), account.name(), account.allCustomerPage()))
                .toList());
    }

    /** Adds an account. */
    void create(AdminCall call) {
        var asked = call.body(AccountJson.Creation.class);
        var account = AdminCall.valid(
                () -> Account.added(asked.cmId(), name(asked.name()), zone(asked.zone()), CustomerFilterJson.NONE));
        database.run("admin: create an account", transaction -> {
            if (!AccountStore.add(transaction, account)) {
                throw Problem.CONFLICT.because(
                        "there is an account " + asked.cmId() + " already; 'daybook account set' changes it");
            }
            call.audit().write(transaction, asked.cmId(), AuditAction.CREATE_ACCOUNT, asked.cmId());
        });
    }

    private static String name(@Nullable String name) {
        return name == null ? "" : Blanks.strip(name);
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? Account.DEFAULT_ZONE : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("zone: expected a time zone such as Asia/Kolkata");
        }
    }

    private static void checkCriteria(String allCustomerPage) {
        try {
            CustomerFilterJson.parse(allCustomerPage);
        } catch (ProblemException wrong) {
            // The message names the field. The text of this field is JSON too, so the message would otherwise seem to
            // describe the body of the call.
            throw Problem.INVALID_VALUE.because("allCustomerPage: " + wrong.detail());
        }
    }

    /**
     * Changes an account. If its zone changes, its documents are rendered again, but only after every running server
     * uses the new zone for pulls.
     */
    AccountJson.Changed change(AdminCall call) {
        var asked = call.body(AccountJson.Change.class);
        if (asked.name() == null && asked.zone() == null && asked.allCustomerPage() == null) {
            throw Problem.INVALID_VALUE.because("nothing to change: give name, zone or allCustomerPage");
        }
        if (asked.allCustomerPage() != null) {
            checkCriteria(asked.allCustomerPage());
        }
        var changed = asked.zone() == null
                ? store(call, asked)
                : Rendering.before(RenderingAdvice.OF_ZONE, () -> store(call, asked));
        if (!changed.inNewZone) {
            return new AccountJson.Changed(false, 0);
        }
        awaitServers();
        return Rendering.after(
                "the new zone is stored, but some documents still have times in the old one",
                () -> new AccountJson.Changed(true, rerender.applyAsLong(changed.account)));
    }

    private Changed store(AdminCall call, AccountJson.Change asked) {
        return database.write("admin: change an account", transaction -> {
            if (asked.zone() != null) {
                // The lock waits for all writes that render in the old zone. Later writes read the new zone.
                AccountStore.lock(transaction, call.cmId());
            }
            var before = call.locked(transaction);
            var after = AdminCall.valid(() -> new Account(
                    before.cmId(),
                    asked.name() == null ? before.name() : Account.newName(Blanks.strip(asked.name())),
                    asked.zone() == null ? before.zone() : zone(asked.zone()),
                    asked.allCustomerPage() == null ? before.allCustomerPage() : asked.allCustomerPage()));
            call.audited(transaction, AuditAction.CHANGE_ACCOUNT, before.cmId());
            AccountStore.set(transaction, after);
            return new Changed(after, !after.zone().equals(before.zone()));
        });
    }

    private record Changed(Account account, boolean inNewZone) {}

    private static void awaitServers() {
        try {
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
