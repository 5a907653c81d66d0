package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If SQL fails, the log, the metrics and the answers contain nothing personal. */
class PersonalDataTest {
    private static final String PHONE = "9812345678";
    private static final String EMAIL = "marker@secret.example";
    private static final String NAME = "Markerbearer";
    private static final String PERSON =
            "{\"customer_info\":{\"customer_name\":\"%s\",\"phone\":\"%s\",\"email_id\":\"%s\",\"customer_code\":\"%s\"}}";

    private final SeenLog log = SeenLog.ofAll();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("battery-25")
    void anSqlFailureRevealsNothingPersonal(TestDatabase database) throws Exception {
        Tally.run(Check.SECRETS, database + ", SQL fails", tally -> {
            breakTables(database);
            tally.held();
        });
    }

    private void breakTables(TestDatabase database) {
        try (var server = TestServer.start(database.create())) {
            var answers = new StringBuilder();
            answers.append(save(server, "code-1").body());
            Tally.planted(NAME, PHONE, EMAIL);
            server.stores.database().write(transaction -> transaction.handle().execute("""
                    CREATE UNIQUE INDEX one_phone ON contact (cm_id, phone, email)"""));
            answers.append(save(server, "code-2").body());
            server.stores.database().write(transaction -> transaction.handle().execute("DROP TABLE customer_document"));
            var broken = save(server, "code-3");
            assertEquals(500, broken.statusCode());
            answers.append(broken.body());
            answers.append(server.post(Paths.GET_CUSTOMER, "{\"phone\":\"" + PHONE + "\"}")
                    .body());
            answers.append(server.get("/metrics").body());
            tellsNothing(answers + log.text());
            assertTrue(log.text().contains("customer_document"), "the log says what is wrong");
        }
    }

    private static java.net.http.HttpResponse<String> save(TestServer server, String code) {
        return server.post(Paths.SAVE_CUSTOMER, PERSON.formatted(NAME, PHONE, EMAIL, code));
    }

    private static void tellsNothing(String text) {
        for (var marker : Set.of(PHONE, EMAIL, NAME)) {
            var at = text.indexOf(marker);
            assertFalse(at >= 0, () -> "told: " + text.substring(Math.max(0, at - 200), at + marker.length()));
        }
    }
}
