package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Every statement names the account for every table. Runs tests of the stores and of the API once more on a
 * PostgreSQL that refuses all other statements: see {@code kit.TableFence}, which also names the exceptions.
 */
class FenceTest {
    private static final int ENOUGH = 1_000;

    @BeforeEach
    void raise() {
        System.setProperty(TestDatabase.FENCED, "true");
    }

    @AfterEach
    void lower() {
        System.clearProperty(TestDatabase.FENCED);
    }

    @Test
    void aStatementWithoutTheAccountIsRefused() {
        try (var server = TestServer.start(TestDatabase.POSTGRESQL.create())) {
            var database = server.stores.database();
            var where = "customer c JOIN contact p ON p.customer_id = c.id WHERE c.cm_id = 7";
            assertEquals(0, StoredValues.count(database, where + " AND p.cm_id = 7"));
            var refused = assertThrows(JdbiException.class, () -> StoredValues.count(database, where));
            assertTrue(refused.getMessage().contains("does not name the account"), refused.getMessage());
        }
    }

    @Test
    void everyStatementNamesTheAccount() {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(
                                "http.ScenarioTest",
                                "http.TicketScenarioTest",
                                "store.customer.CustomerChangesTest",
                                "store.customer.CustomerProofTest",
                                "store.customer.PullModelTest",
                                "store.erasure.EraseCustomerTest",
                                "store.faq.FaqSearchTest",
                                "store.order.OrderLoadTest",
                                "store.order.OrderModelTest",
                                "store.pack.PackModelTest",
                                "store.pack.PackerTest",
                                "store.pack.StaleDaysTest",
                                "store.ticket.CustomerTagsTest",
                                "store.ticket.LateTicketsTest",
                                "store.ticket.TicketModelTest",
                                "store.webhook.OutboxTest")
                        .map(name -> selectClass("dev.daybook." + name))
                        .toList())
                .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        var summary = listener.getSummary();
        var report = new StringWriter();
        summary.printFailuresTo(new PrintWriter(report), 20);
        assertEquals(0, summary.getTotalFailureCount(), report::toString);
        assertTrue(summary.getTestsSucceededCount() >= ENOUGH, () -> summary.getTestsSucceededCount() + " tests");
    }
}
