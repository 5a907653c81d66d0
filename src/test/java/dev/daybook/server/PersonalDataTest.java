package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** If SQL fails, the log, the metrics and the answers contain nothing personal. */
class PersonalDataTest {
    private static final String PHONE = "9812345678";
    private static final String EMAIL = "marker@secret.example";
    private static final String NAME = "Markerbearer";
    private static final String PERSON =
            "{\"customer_info\":{\"customer_name\":\"%s\",\"phone\":\"%s\",\"email_id\":\"%s\",\"customer_code\":\"%s\"}}";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level level = Level.INFO;

    @BeforeEach
    void listen() {
        level = root.getLevel();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(level);
    }

    @ParameterizedTest
    @EnumSource
    void anSqlFailureRevealsNothingPersonal(TestDatabase database) {
        try (var server = TestServer.start(database.create())) {
            var answers = new StringBuilder();
            answers.append(save(server, "code-1").body());
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
            tellsNothing(answers + logged());
            assertTrue(logged().contains("customer_document"), "the log says what is wrong");
        }
    }

    private static java.net.http.HttpResponse<String> save(TestServer server, String code) {
        return server.post(Paths.SAVE_CUSTOMER, PERSON.formatted(NAME, PHONE, EMAIL, code));
    }

    private String logged() {
        var text = new StringBuilder();
        for (var event : new ArrayList<>(log.list)) {
            text.append(event.getFormattedMessage())
                    .append(event.getKeyValuePairs())
                    .append('\n');
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return text.toString();
    }

    private static void tellsNothing(String text) {
        for (var marker : Set.of(PHONE, EMAIL, NAME)) {
            var at = text.indexOf(marker);
            assertFalse(at >= 0, () -> "told: " + text.substring(Math.max(0, at - 200), at + marker.length()));
        }
    }
}
