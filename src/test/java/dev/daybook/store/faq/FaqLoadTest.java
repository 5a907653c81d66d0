package dev.daybook.store.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.faq.FaqChange;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts of the search index are several times as long as the entries, so not all of them are in memory together. */
class FaqLoadTest {
    @ParameterizedTest
    @EnumSource
    void writesManyOrLongEntriesInParts(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, 7);
            assertEquals(3, writes(stores, entries("short", 1_200, "word")));
            assertEquals(3, writes(stores, entries("long", 90, "x".repeat(FaqChange.MAX_DETAIL))));
            assertEquals(1_200, TestFaq.titles(stores, 7, "short word", 0).size());
            assertEquals(90, TestFaq.titles(stores, 7, "long", 0).size());
        }
    }

    private static List<FaqChange> entries(String title, int count, String detail) {
        return IntStream.range(0, count)
                .mapToObj(number -> TestFaq.entry("", "Orders", title + " " + number, detail))
                .toList();
    }

    /** How many batches of entries a load writes. */
    private static long writes(Stores stores, List<FaqChange> entries) {
        return stores.database().write(transaction -> {
            var statements = statements(transaction);
            new FaqLoad(transaction, 7, TestFaq.NOON, false).load(entries);
            return statements.stream()
                    .filter(sql -> sql.startsWith("INSERT INTO faq_entry"))
                    .count();
        });
    }

    private static List<String> statements(Transaction transaction) {
        var statements = new ArrayList<String>();
        transaction.handle().getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.add(context.getParsedSql().getSql().strip());
            }
        });
        return statements;
    }
}
