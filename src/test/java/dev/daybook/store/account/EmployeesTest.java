package dev.daybook.store.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Employees as callers name them: each unknown name adds one, so there may be as many as records. */
class EmployeesTest {
    private static final long CM_ID = 7;

    @ParameterizedTest
    @EnumSource
    void theCodeAloneDecidesThenTheEmailThenTheName(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> {
                var first = id(transaction, new EmployeeName("Asha Rao", "E1", "asha@shop.example"));
                assertEquals(first, id(transaction, new EmployeeName("Another", "E1", "another@shop.example")));
                assertEquals(first, id(transaction, new EmployeeName("Another", "", "ASHA@shop.example")));
                assertEquals(first, id(transaction, new EmployeeName("asha rao", "", "")));
                assertNotEquals(first, id(transaction, new EmployeeName("Asha Rao", "e1", "asha@shop.example")));
                assertNotEquals(first, id(transaction, new EmployeeName("Asha Rao", "", "rao@shop.example")));
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmployeeIsShownByTheNameThenTheCodeThenTheEmail(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> {
                Map.of(
                                new EmployeeName("Asha Rao", "E1", "asha@shop.example"), "Asha Rao",
                                new EmployeeName("", "E2", "rao@shop.example"), "E2",
                                new EmployeeName("", "", "mira@shop.example"), "mira@shop.example")
                        .forEach((employee, shown) -> {
                            var added = new NamedIds(transaction, CM_ID).findOrAdd(employee);
                            assertEquals(shown, added.name());
                            assertEquals(added, new NamedIds(transaction, CM_ID).findOrAdd(employee));
                            assertEquals(shown, ListStore.employeeName(transaction, CM_ID, added.id()));
                        });
                return true;
            });
        }
    }

    /** A lock must prevent the second employee: no index does. */
    @ParameterizedTest
    @EnumSource
    void anEmployeeIsAddedOnceByConcurrentWrites(TestDatabase database) {
        try (var stores = PatientStores.open(database.create())) {
            var mira = new EmployeeName("Mira", "", "");
            var ids = stores.database()
                    .write(transaction -> Map.entry(
                            id(transaction, mira),
                            ConcurrentWrite.start(
                                    stores.database(), () -> stores.database().write(other -> id(other, mira)))));
            assertEquals(ids.getKey(), ids.getValue().join());
        }
    }

    private static long id(Transaction transaction, EmployeeName employee) {
        // A new cache, so that each name is looked up in the database.
        return new NamedIds(transaction, CM_ID).idOrAdd(employee);
    }

    @ParameterizedTest
    @EnumSource
    void anIndexFindsAnEmployeeByEachKey(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> {
                Map.of(
                                ListStore.EMPLOYEE_BY_CODE, "employee_code",
                                ListStore.EMPLOYEE_BY_EMAIL, "employee_email",
                                ListStore.EMPLOYEE_BY_NAME, "employee_name")
                        .forEach((sql, index) -> {
                            if (database == TestDatabase.POSTGRESQL) {
                                // The plan is that of a prepared statement.
                                transaction.handle().execute("SET LOCAL plan_cache_mode = force_generic_plan");
                            }
                            var plan = QueryPlan.of(transaction, sql, Map.of("cmId", CM_ID, "key", "x"));
                            assertTrue(
                                    plan.contains(index + " ") && !plan.contains("SORT") && !plan.contains("B-TREE"),
                                    plan);
                        });
                return true;
            });
        }
    }
}
