package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.imports.CustomerKind;
import dev.daybook.imports.FaqKind;
import dev.daybook.imports.ImportKind;
import dev.daybook.imports.OrderKind;
import dev.daybook.imports.TicketKind;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The help of each import lists the fields that the import reads. */
class ImportHelpTest {
    private static final Pattern LIST = Pattern.compile("\nFields: ([^.]*)\\.");

    private static final Pattern RANGE = Pattern.compile("(\\D+)(\\d+) to \\1(\\d+)");

    @TestFactory
    Stream<DynamicTest> theHelpListsExactlyTheFields() {
        Map<String, ImportKind<?>> kinds = Map.of(
                "customers", new CustomerKind(),
                "tickets", new TicketKind(),
                "orders", new OrderKind(),
                "faq", new FaqKind());
        return kinds.entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.getKey(),
                        () -> assertEquals(
                                kind.getValue().fields(),
                                listed(Outcome.of("import", kind.getKey(), "--help")
                                                .expect(0)
                                                .out())
                                        .toList())));
    }

    private static Stream<String> listed(String help) {
        var list = LIST.matcher(help);
        if (!list.find()) {
            throw new AssertionError("no list of fields in " + help);
        }
        return Stream.of(list.group(1).split(",\\s+")).flatMap(ImportHelpTest::each);
    }

    private static Stream<String> each(String name) {
        var range = RANGE.matcher(name);
        return range.matches()
                ? IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
                        .mapToObj(number -> range.group(1) + number)
                : Stream.of(name);
    }
}
