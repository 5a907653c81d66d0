package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.record.RecordLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes customers of a test server's account directly to its stores, at the time of its clock. */
public final class TestCustomers {
    private final TestServer server;
    private final Account account;

    /** Writes customers of the initial account of a test server. */
    public TestCustomers(TestServer server) {
        this(server, TestServer.CM_ID, Account.DEFAULT_ZONE);
    }

    /** Writes customers of another existing account. */
    public TestCustomers(TestServer server, long cmId, ZoneId zone) {
        this.server = server;
        this.account = new Account(cmId, "Test " + cmId, zone, "{}");
    }

    /** Customers to load, created hourly from an instant on. */
    static List<RecordLoad.Row<CustomerChange>> hourly(Instant start, int count) {
        return every(Duration.ofHours(1), start, count);
    }

    /** Customers to load, created at this interval from an instant on. */
    public static List<RecordLoad.Row<CustomerChange>> every(Duration interval, Instant start, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new RecordLoad.Row<>(
                        change(0, "Sample " + number, "sample" + number + "@mail.example"),
                        start.plus(interval.multipliedBy(number))))
                .toList();
    }

    /** Adds a customer if the id is 0, otherwise renames that customer. Returns its id. */
    public long save(long id, String name) {
        var change = change(id, name, "someone@mail.example");
        return server.stores
                .database()
                .write(transaction ->
                        server.stores.customers().save(transaction, account, change, server.clock.instant()))
                .id();
    }

    private static CustomerChange change(long id, String name, String email) {
        return CustomerChange.ofTexts(id, false, Map.of(ProfileField.NAME, name, ProfileField.EMAIL, email));
    }

    /** Deletes a customer. */
    public void delete(long id) {
        server.stores
                .database()
                .write(transaction -> CustomerRemoval.delete(transaction, account.cmId(), id, server.clock.instant()));
    }

    /** Erases a customer. */
    public void erase(long id) {
        server.stores
                .database()
                .write(transaction -> Erasure.erase(server.stores, transaction, account, id, server.clock.instant()));
    }
}
