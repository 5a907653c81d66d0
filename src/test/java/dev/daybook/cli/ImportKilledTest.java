package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An import that is killed, at any moment, leaves all of its file or nothing. */
@Tag("slow")
class ImportKilledTest {
    private static final int ROWS = 20_000;
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void leavesAllOrNothing(TestDatabase database) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("customers.csv"), rows());
        var url = database.newUrl();
        StoredCustomers.addAccount(url);
        var other = database.newUrl();
        StoredCustomers.addAccount(other);
        var start = System.nanoTime();
        assertEquals(0, start(other, file).waitFor());
        var whole = (System.nanoTime() - start) / 1_000_000;
        var random = new Random(start);

        for (var kill = 1; kill <= KILLS; kill++) {
            var process = start(url, file);
            process.waitFor((long) (whole * (0.3 + 0.8 * random.nextDouble())), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            var count = StoredCustomers.count(url);
            assertTrue(count == 0 || count == ROWS, () -> count + " customers");
        }

        assertEquals(0, start(url, file).waitFor());
        assertEquals(ROWS, StoredCustomers.count(url));
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("customer_code,created_at,name,email,phone");
        for (var number = 1; number <= ROWS; number++) {
            rows.add(
                    "C%d,2024-05-02 10:00:00,Name %d,c%d@mail.example,9%09d".formatted(number, number, number, number));
        }
        return rows;
    }

    private Process start(String url, Path file) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var log = folder.resolve("log").toFile();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.daybook.cli.Main",
                        "import",
                        "customers",
                        file.toString(),
                        "--cm-id",
                        Long.toString(StoredCustomers.CM_ID),
                        "--database-url",
                        url)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
