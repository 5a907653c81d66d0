package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The rows of a file with one JSON object per line. */
class NdjsonRowsTest {
    private static final int LONGEST = 1_000_000;

    @Test
    void eachLineThatIsNotBlankIsARowWithItsNumber() {
        var rows = rows("\n{\"name\":\"Asha\",\"Fax\":1}\r\n \n\n{\"name\":\"Ravi\"}");
        assertFalse(rows.areIndependent(), "the keys are collected in the order of the rows");
        var read = new ArrayList<String>();
        while (rows.hasNext()) {
            var row = rows.next();
            read.add(rows.placeName() + " " + row.place() + ": "
                    + row.fields().get().rest());
        }
        assertEquals(List.of("line 2: {name=\"Asha\"}", "line 5: {name=\"Ravi\"}"), read);
        assertThrows(NoSuchElementException.class, rows::next);
    }

    @Test
    void aLineOfAMillionCharactersIsRead() {
        var line = " ".repeat(LONGEST - 2) + "{}";
        for (var end : List.of("\n", "\r", "\r\n")) {
            var rows = rows(line + end + line + end);
            assertEquals(line, rows.next().original().get(0));
            assertEquals(line, rows.next().original().get(0));
            assertFalse(rows.hasNext());
        }
    }

    @Test
    void theRefusalOfALongerLineNamesItAndExplainsAnArray() {
        var line = "a".repeat(LONGEST);
        assertEquals("line 1 is longer than 1000000 characters", refusal(line + "["));
        assertEquals("line 3 is longer than 1000000 characters", refusal("[\n\n" + line + "b"));
        var array = refusal("{}\n[" + line);
        assertTrue(array.startsWith("line 2 is longer than 1000000 characters; a JSON array is no NDJSON"), array);
    }

    @Test
    void theFileIsClosedWithItsRows() throws IOException {
        var file = new StringReader("{}\n");
        new NdjsonRows(file, key -> key).close();
        assertThrows(IOException.class, file::read);
    }

    private static String refusal(String text) {
        var refused = assertThrows(UncheckedIOException.class, () -> rows(text).forEachRemaining(row -> {}));
        return String.valueOf(refused.getCause().getMessage());
    }

    private static NdjsonRows rows(String text) {
        return new NdjsonRows(new StringReader(text), key -> key.equals("name") ? key : "");
    }
}
