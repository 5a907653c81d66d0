package dev.daybook.store.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.record.RecordLoad;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders of one batch see what the earlier ones changed in their customers. */
class OrderLoadTest {
    private static final Account ACCOUNT = new Account(7, "Load", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void aCodeNamesItsCurrentCustomer(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> stores.accounts().add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var asha = buyer(stores, "E-1");
            load(
                    stores,
                    order("E-2", code("C-1")),
                    order("E-3", named("C-2", "Ravi", "9100000002")),
                    order("E-4", code("C-2")),
                    order("E-5", change(asha, Map.of(ProfileField.CUSTOMER_CODE, "C-3"))),
                    order("E-6", code("C-3")),
                    order("E-7", named("C-1", "Mira", "9100000003")),
                    order("E-8", code("C-1")));
            assertEquals(asha, buyer(stores, "E-2"));
            assertEquals(buyer(stores, "E-3"), buyer(stores, "E-4"));
            assertEquals(asha, buyer(stores, "E-5"));
            assertEquals(asha, buyer(stores, "E-6"));
            assertEquals(buyer(stores, "E-7"), buyer(stores, "E-8"));
            assertEquals(
                    3,
                    Stream.of("E-1", "E-3", "E-7")
                            .map(id -> buyer(stores, id))
                            .distinct()
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFormerCodeNamesNobody(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> stores.accounts().add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var asha = buyer(stores, "E-1");
            var renamed = order("E-2", change(asha, Map.of(ProfileField.CUSTOMER_CODE, "C-2")));
            var late = order("E-3", code("C-1"));
            assertThrows(ProblemException.class, () -> load(stores, renamed, late));
            load(stores, renamed);
            assertThrows(ProblemException.class, () -> load(stores, late));
        }
    }

    private static void load(Stores stores, OrderChange... changes) {
        stores.database().write(transaction -> {
            var load = stores.orders().load(transaction, ACCOUNT);
            load.load(
                    Stream.of(changes)
                            .map(change -> new RecordLoad.Row<>(change, NOON))
                            .toList(),
                    NOON);
            return load.added();
        });
    }

    private static long buyer(Stores stores, String erpId) {
        return stores.database()
                .read(transaction ->
                        OrderTable.select(transaction, 7, OrderTable.idsByErpId(transaction, 7, List.of(erpId))))
                .get(0)
                .buyer()
                .customerId();
    }

    private static CustomerChange named(String code, String name, String phone) {
        return change(
                OrderChange.NOT_NAMED,
                Map.of(ProfileField.CUSTOMER_CODE, code, ProfileField.NAME, name, ProfileField.PHONE, phone));
    }

    private static CustomerChange code(String code) {
        return change(OrderChange.NOT_NAMED, Map.of(ProfileField.CUSTOMER_CODE, code));
    }

    private static CustomerChange change(long customerId, Map<ProfileField, String> texts) {
        return CustomerChange.ofTexts(customerId, true, texts);
    }

    private static OrderChange order(String erpId, CustomerChange customer) {
        return new OrderChange(
                0,
                true,
                Map.of(OrderField.ERP_ORDER_ID, erpId),
                Map.of(),
                Map.of(),
                "",
                EmployeeName.NOBODY,
                List.of(),
                Map.of(),
                Map.of(),
                customer);
    }
}
