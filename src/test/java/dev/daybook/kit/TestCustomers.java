package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.customer.CustomerRemoval;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Customers of an account of a test server, written past its HTTP at the time that its clock has. */
public final class TestCustomers {
    private static final CustomerRemoval REMOVAL = new CustomerRemoval();

    private final TestServer server;
    private final Account account;

    /** Of the account that a test server has from the start. */
    public TestCustomers(TestServer server) {
        this(server, TestServer.CM_ID, Account.DEFAULT_ZONE);
    }

    /** Of another account, which is there. */
    public TestCustomers(TestServer server, long cmId, ZoneId zone) {
        this.server = server;
        this.account = new Account(cmId, "Test " + cmId, zone, "{}");
    }

    /** Adds a customer if the id is 0, else gives that customer another name; its id. */
    public long save(long id, String name) {
        var change = new CustomerChange(
                id,
                false,
                Map.of(ProfileField.NAME, name, ProfileField.EMAIL, "someone@mail.example"),
                FlagsChange.NONE,
                Map.of(),
                EmployeeName.NOBODY,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty());
        return server.stores
                .database()
                .write(transaction ->
                        server.stores.customers().save(transaction, account, change, server.clock.instant()))
                .id();
    }

    /** Deletes a customer. */
    public void delete(long id) {
        server.stores
                .database()
                .write(transaction -> REMOVAL.delete(transaction, account.cmId(), id, server.clock.instant()));
    }

    /** Erases a customer. */
    public void erase(long id) {
        server.stores
                .database()
                .write(transaction -> REMOVAL.erase(transaction, account.cmId(), id, server.clock.instant()));
    }
}
