package dev.daybook.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextTest {
    private static final Pattern EXCEPTION = Pattern.compile("because\\((.*?)\\)[,;]", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    /** The name of a field in JSON, such as {@code customer_code} or {@code endDate}. */
    private static final Pattern FIELD = Pattern.compile("\\b[a-z]+(_[a-z]|[a-z][A-Z])\\w*");

    @ParameterizedTest
    @EnumSource
    void theTextOfEachReasonContainsAllItsValues(Reason reason) {
        var values = IntStream.range(0, reason.size())
                .mapToObj(number -> "value" + number)
                .toArray();
        var text = ProblemText.of(reason.with(values));
        for (var value : values) {
            assertTrue(text.contains(value.toString()), text);
        }
        assertFalse(text.contains("%"), text);
    }

    @ParameterizedTest
    @EnumSource
    void aReasonRefusesTheWrongNumberOfValues(Reason reason) {
        assertThrows(IllegalArgumentException.class, () -> reason.with(new Object[reason.size() + 1]));
    }

    @Test
    void aProblemWithoutAReasonKeepsItsText() {
        assertEquals("100 % wrong", ProblemText.of(Problem.INVALID_VALUE.because("100 % wrong")));
    }

    /**
     * The texts of problems in domain and store must not contain names of fields. These names belong to the wire, so
     * that the console or a second format can use other words.
     */
    @Test
    void domainAndStoreDoNotNameFields() throws IOException {
        var found = new ArrayList<String>();
        for (var room : List.of("domain", "store")) {
            try (Stream<Path> files = Files.walk(Path.of("src", "main", "java", "dev", "daybook", room))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    EXCEPTION
                            .matcher(Files.readString(file))
                            .results()
                            .flatMap(exception ->
                                    TEXT.matcher(exception.group(1)).results())
                            .flatMap(text -> FIELD.matcher(text.group(1)).results())
                            .forEach(field -> found.add(file.getFileName() + ": " + field.group()));
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
