package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file is read: as CSV or NDJSON, with its separator, and which columns it must have. */
class ImportFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.ndjson, true",
        "B.JSONL, true",
        "c.v2.json, true",
        "a.json.csv, false",
        "ndjson.txt, false",
        "json., false",
    })
    void aNameMaySayNdjson(String name, boolean isNamed) {
        assertEquals(isNamed, ImportFile.isNamedNdjson(Path.of("exports.json", name)));
    }

    /** The first character that is not blank decides only if the extension is unknown. */
    @ParameterizedTest
    @CsvSource({
        "a.ndjson, 'name', true",
        "a.ndjson, '{name', true",
        "a.csv, '{name', false",
        "a.tab, '{name', false",
        "a.txt, '{name', true",
        "a.txt, '\t {name', true",
        "a.txt, 'name', false",
        "a.txt, ' name', false",
        "a.txt, '', false",
        "a, '{name', true",
    })
    void aFileIsNdjsonByItsExtensionOrItsFirstCharacter(String name, String text, boolean isNdjson) throws IOException {
        assertEquals(isNdjson, isNdjson(name, text));
    }

    @Test
    void theFirstCharacterIsLookedForOnlyAtTheBeginning() throws IOException {
        var blanks = "\n".repeat((1 << 16) - 1);
        assertTrue(isNdjson("a.txt", blanks + "{"));
        assertFalse(isNdjson("a.txt", blanks + "\n{"));
    }

    /** The user's separator counts, or else the one that the first line names, or else the most frequent one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            ;    | sep=: | a:b + c,d + e
            none | sep=: | a + b;c,d;e
            none |       | a:b + c,d + e
            :    |       | a + b;c,d;e
            """)
    void theSeparatorIsToldOrNamedOrDetected(@Nullable Character told, @Nullable String first, String columns)
            throws IOException {
        var text = (first == null ? "" : first + "\n") + "a:b;c,d;e\n";
        var file = file("a.csv", text, ColumnMap.asTheyAre(), Optional.ofNullable(told));
        try (var rows = file.open(bytes -> bytes)) {
            assertEquals(columns, String.join(" + ", rows.columns()));
        }
    }

    @Test
    void theColumnsOfACsvFileAreCheckedBeforeItsRows() throws IOException {
        var file = file("a.csv", "name,Fax\nAsha,1\n", columns(Map.of()), Optional.empty());
        var refusal = assertThrows(IllegalArgumentException.class, () -> file.open(bytes -> bytes));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("unknown column 'Fax'"), refusal::getMessage);
    }

    /**
     * The file of refused rows lacks a mapped column if all rows with this column were imported. A user may also delete
     * the columns of the line and the reason.
     */
    @ParameterizedTest
    @ValueSource(strings = {"daybook:line,daybook:reason,daybook:json\n2,wrong,", "daybook:json\n"})
    void theRefusedRowsOfAnNdjsonImportMayLackAColumnOfAMapping(String start) throws IOException {
        var text = start + "\"{\"\"name\"\":\"\"Asha\"\"}\"\n";
        var file = file("a.csv", text, columns(Map.of("Tel", "phone")), Optional.empty());
        try (var rows = file.open(bytes -> bytes)) {
            assertEquals(Map.of("name", "\"Asha\""), rows.next().fields().get().rest());
        }
        assertDoesNotThrow(file::checkColumns);
    }

    private static ColumnMap columns(Map<String, String> mapped) {
        return new ColumnMap(List.of("name", "phone"), mapped, false, true);
    }

    private boolean isNdjson(String name, String text) throws IOException {
        try (var rows =
                file(name, text, ColumnMap.asTheyAre(), Optional.empty()).open(bytes -> bytes)) {
            return rows instanceof NdjsonRows;
        }
    }

    private ImportFile file(String name, String text, ColumnMap columns, Optional<Character> separator)
            throws IOException {
        return new ImportFile(Files.writeString(folder.resolve(name), text), columns, Optional.empty(), separator);
    }
}
