package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStartTest {
    private static final int BYTES = 9 << 20;

    @TempDir
    private Path folder;

    @Test
    void theRowsOfASmallFileAreShown() throws Exception {
        var start = start("crm.csv", "name,phone\n,\nAsha,1\n");
        assertEquals(List.of("name", "phone"), names(start));
        assertEquals(List.of(List.of("Asha", "1")), start.rows());
    }

    @Test
    void blankRowsAreNotReadWithoutEnd() throws Exception {
        var start = start("crm.csv", "name,phone\nAsha,1\n" + ",\n".repeat(BYTES / 2) + "Bela,2\n");
        assertEquals(List.of("name", "phone"), names(start));
        assertEquals(List.of(List.of("Asha", "1")), start.rows());
    }

    @Test
    void emptyLinesAreNotReadWithoutEnd() throws Exception {
        var lines = "\n".repeat(BYTES) + "{\"name\":\"Asha\"}\n";
        assertEquals(List.of(), names(start("crm.ndjson", lines)));
        assertEquals(List.of(), names(start("crm.txt", lines)));
    }

    @Test
    void longRowsAreNotReadWithoutEnd() throws Exception {
        var row = "{\"name\":\"" + "a".repeat(10_000) + "\"}\n";
        var start = start("crm.ndjson", row.repeat(BYTES / 10_000) + "{\"phone\":\"1\"}\n");
        assertEquals(List.of("name"), names(start));
        assertEquals(5, start.rows().size());
    }

    /** Further keys of JSON are looked for in more rows than are shown, up to a maximum. */
    @Test
    void keysAreLookedForInTheFirst10000Rows() throws Exception {
        var start = start("crm.ndjson", "{\"name\":\"A\"}\n".repeat(9_999) + "{\"phone\":\"1\"}\n{\"city\":\"P\"}\n");
        assertEquals(List.of("name", "phone"), names(start));
        assertEquals(Collections.nCopies(5, List.of("A", "")), start.rows());
    }

    /** A dry run may have found keys that the beginning of the file lacks, here {@code Nmae}. */
    @Test
    void furtherColumnsFollowThoseOfTheBeginning() throws Exception {
        var start = start("crm.ndjson", "{\"phone\":\"1\"}\n", "phone", "Nmae");
        assertEquals(
                List.of(new FileStart.Column("phone", "phone", false), new FileStart.Column("Nmae", "name", true)),
                start.columns());
        assertEquals(List.of(List.of("1", "")), start.rows());
    }

    /** A later error in the file does not keep a user from mapping the columns; the dry run reports it. */
    @Test
    void onlyTheShownRowsOfACsvFileAreRead() throws Exception {
        var start = start("crm.csv", "name\n" + "A\n".repeat(6) + "\"never closed\n");
        assertEquals(Collections.nCopies(5, List.of("A")), start.rows());
    }

    @Test
    void aColumnWithASimilarNameGetsAGuessedField() throws Exception {
        assertEquals(
                List.of(
                        new FileStart.Column("Nmae", "name", true),
                        new FileStart.Column("PHONE", "phone", false),
                        new FileStart.Column("Fax", "", false)),
                start("crm.csv", "Nmae,PHONE,Fax\nAsha,1,2\n").columns());
        assertEquals(
                List.of(new FileStart.Column("Nmae", "", false), new FileStart.Column("name", "name", false)),
                start("crm.csv", "Nmae,name\nAsha,Ravi\n").columns());
    }

    @Test
    void aValueOfMoreThan80CharactersIsCut() throws Exception {
        var longest = "a".repeat(80);
        var start = start("crm.csv", "name,phone\n" + longest + "," + longest + "b\n");
        assertEquals(List.of(List.of(longest, longest + "…")), start.rows());
    }

    private FileStart start(String name, String text, String... further) throws IOException {
        var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        var columns = reading.columns(List.of("name", "phone"), false);
        return FileStart.of(Files.writeString(folder.resolve(name), text), reading, columns, List.of(further));
    }

    private static List<String> names(FileStart start) {
        return start.columns().stream().map(FileStart.Column::name).toList();
    }
}
