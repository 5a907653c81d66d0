package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header and the rows of a CSV file. */
class CsvRowsTest {
    private static final int LONGEST = 250_000;

    @Test
    void linesBeforeTheHeaderAreSkippedAndCounted() {
        var rows = new CsvRows(new StringReader("sep=,\nname,phone\nAsha,1\n"), ',', 1, CsvRowsTest::field);
        assertEquals(List.of("name", "phone"), rows.columns());
        var row = rows.next();
        assertEquals("line 3", rows.placeName() + " " + row.place());
        assertEquals(
                Map.of("name", "\"Asha\"", "phone", "\"1\""), row.fields().get().rest());
        assertFalse(rows.hasNext());
    }

    @Test
    void theColumnsThatDaybookAddedAreNotPartOfTheRow() {
        var refused = rows("daybook:line,daybook:reason,name\n2,wrong,Asha\n");
        assertEquals(List.of("name"), refused.columns());
        assertEquals(List.of("Asha"), refused.next().original());
        assertEquals(List.of(), rows("daybook:line,daybook:reason\n2,wrong\n").columns());
        for (var other : List.of("name", "daybook:line", "line,reason,name", "name,daybook:line,daybook:reason")) {
            assertEquals(List.of(other.split(",")), rows(other + "\n").columns());
        }
    }

    /** A user may delete the columns with the line and the reason before the file is imported again. */
    @ParameterizedTest
    @ValueSource(strings = {"daybook:line,daybook:reason,daybook:json\n2,wrong,", "daybook:json\n"})
    void theRefusedRowsOfAnNdjsonImportAreJsonObjects(String start) {
        var rows = rows(start + "\"{\"\"name\"\":\"\"Asha\"\",\"\"Fax\"\":1}\"\n");
        assertTrue(rows.hasJson());
        assertFalse(rows.areIndependent(), "the keys of JSON objects are collected in the order of the rows");
        assertEquals(List.of("daybook:json"), rows.columns());
        var row = rows.next();
        assertEquals(List.of("{\"name\":\"Asha\",\"Fax\":1}"), row.original());
        assertEquals(Map.of("name", "\"Asha\""), row.fields().get().rest(), "the key Fax is ignored");
    }

    @Test
    void aColumnBesideTheJsonObjectsMakesAnOrdinaryFile() {
        for (var header : List.of("daybook:json,name", "name")) {
            var rows = rows(header + "\n");
            assertFalse(rows.hasJson());
            assertTrue(rows.areIndependent());
        }
    }

    @Test
    void twoColumnsOfOneFieldAreRefusedUnlessTheyAreIgnored() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> rows("name,phone,name\n"));
        assertEquals("two columns are named 'name'; rename one in the first line of the file", refusal.getMessage());
        assertEquals(List.of("Fax", "name", "Fax"), rows("Fax,name,Fax\n").columns());
    }

    /** Only values that are imported count. In the refused rows of an NDJSON import, this is the JSON object. */
    @Test
    void aRowOfMoreThan250000CharactersIsMalformed() {
        var half = "a".repeat(LONGEST / 2);
        var longest = rows("name,phone,Fax\n" + half + "," + half + "," + half + "\n");
        assertEquals("", longest.next().malformed());
        var tooLong = "expected at most 250000 characters in a row, found 250001";
        assertEquals(
                tooLong, rows("name,phone\n" + half + "," + half + "b\n").next().malformed());
        assertEquals(
                tooLong,
                rows("daybook:line,daybook:reason,daybook:json\n2,wrong," + half + half + "b\n")
                        .next()
                        .malformed());
    }

    @Test
    void theFileIsClosedWithItsRows() throws IOException {
        var file = new StringReader("name\nAsha\n");
        new CsvRows(file, ',', CsvRowsTest::field).close();
        assertThrows(IOException.class, file::read);
    }

    private static CsvRows rows(String text) {
        return new CsvRows(new StringReader(text), ',', CsvRowsTest::field);
    }

    private static String field(String column) {
        return List.of("name", "phone").contains(column) ? column : "";
    }
}
