package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of the columns of a file, and the columns that are refused. */
class ColumnMapTest {
    private static final List<String> FIELDS = List.of("name", "phone");

    @Test
    void aColumnHasTheFieldOfItsMappingOrElseOfItsName() {
        var columns = columns(Map.of("Who", "name", "Age", ""));
        assertEquals("name", columns.apply("Who"));
        assertEquals("phone", columns.apply("phone"));
        assertEquals("", columns.apply("Age"));
        assertEquals("", columns.apply("Fax"));
        assertEquals(List.of("Who", "phone", "Age", "Fax"), columns.seen());
    }

    @Test
    void aMappingToAnUnknownFieldIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> columns(Map.of("Tel", "phon")));
        assertEquals("--map Tel=phon: there is no field 'phon'; did you mean 'phone'?", refusal.getMessage());
    }

    @Test
    void aFileHasAtMostAThousandDifferentColumns() {
        var columns = columns(Map.of());
        for (var time = 0; time < 2; time++) {
            for (var number = 1; number <= 1_000; number++) {
                columns.apply("c" + number);
            }
        }
        assertTooMany("column 1001: expected at most 1000 columns, with 250000 characters ", columns, "x");
    }

    @Test
    void theNamesOfAllColumnsHaveAtMost250000Characters() {
        var columns = columns(Map.of());
        for (var time = 0; time < 2; time++) {
            columns.apply("a".repeat(100_000));
            columns.apply("b".repeat(150_000));
        }
        assertTooMany("column 3: expected at most 1000 columns, with 250000 characters ", columns, "x");
    }

    /** An empty file is refused because it has no row, not because of its columns. */
    @Test
    void aMappingMustNameAColumnOfTheFileUnlessTheFileIsEmpty() {
        var columns = columns(Map.of("Who", "name"));
        assertDoesNotThrow(columns::check);
        columns.apply("phone");
        var refusal = assertThrows(IllegalArgumentException.class, columns::check);
        assertEquals("--map: the file has no column 'Who'; its columns are 'phone'", refusal.getMessage());
    }

    /** The console lists the columns of a file before a user maps them. A column may have a blank name. */
    @Test
    void noColumnIsRefusedWhileTheColumnsAreListed() {
        var columns = ColumnMap.asTheyAre();
        assertEquals("Fax", columns.apply("Fax"));
        columns.apply(" ");
        assertDoesNotThrow(columns::check);
    }

    /** In the console a person chooses for each column, so a column that the person has not seen is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"vip", "phone"})
    void aColumnWithoutAChoiceIsRefusedEvenIfItHasTheNameOfAField(String further) {
        var columns = new ColumnMap(FIELDS, Map.of(), true, true);
        columns.onlyChosen(Set.of("Fax", "name"));
        assertEquals("Fax", columns.apply("Fax"));
        assertEquals("name", columns.apply("name"));
        assertDoesNotThrow(columns::check);
        assertEquals("", columns.apply(further));
        var refusal = assertThrows(IllegalArgumentException.class, columns::check);
        assertTrue(
                String.valueOf(refusal.getMessage()).startsWith("the column '" + further + "' "), refusal::getMessage);
    }

    private static void assertTooMany(String expected, ColumnMap columns, String column) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> columns.apply(column));
        assertEquals(expected, String.valueOf(refusal.getMessage()).substring(0, expected.length()));
    }

    private static ColumnMap columns(Map<String, String> mapped) {
        return new ColumnMap(FIELDS, mapped, false, true);
    }
}
