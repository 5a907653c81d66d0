package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Tally;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Imports of customers by the command, one after another, on the database of a running server. */
@SuppressWarnings("try") // the end of a test may be interrupted
final class ImportAttack implements Attack {
    /** Rows of a file: more than are loaded during a measurement. */
    private static final int ROWS = Tally.isBattery() ? 400_000 : 50_000;

    private final String url;
    private final long cmId;
    private final Path folder;
    private final Stores stores;
    private final Thread thread = new Thread(this::importAll, "importer");
    private volatile boolean over;
    private volatile String trouble = "";
    private Optional<ImportRun> last = Optional.empty();

    /**
     * An attack.
     *
     * @param url the database
     * @param cmId the account that imports
     * @param folder a folder for its files
     * @param stores the same database, to see the progress
     */
    ImportAttack(String url, long cmId, Path folder, Stores stores) {
        this.url = url;
        this.cmId = cmId;
        this.folder = folder;
        this.stores = stores;
    }

    @Override
    public void begin() {
        thread.start();
        last = Waits.read(this::running, Optional::isPresent);
    }

    /** The import that loads records now. */
    private Optional<ImportRun> running() {
        assertTrue(trouble.isEmpty(), trouble);
        return stores.database().read(transaction -> ImportRuns.all(transaction, cmId)).stream()
                .filter(run -> run.done() < run.total())
                .findFirst();
    }

    /** Whether the import that loaded records at the last call, or at the start, is still loading records. */
    @Override
    public boolean isServed() {
        var before = last.map(ImportRun::id);
        last = running();
        return last.isPresent() && last.map(ImportRun::id).equals(before);
    }

    private void importAll() {
        try {
            for (var number = 0; !over; number++) {
                var file = Files.write(folder.resolve("customers" + number + ".csv"), lines(number));
                var log = folder.resolve("import.log");
                var process = new ProcessBuilder(JavaCommand.daybook(
                                "import",
                                "customers",
                                file.toString(),
                                "--cm-id",
                                Long.toString(cmId),
                                "--database-url",
                                url))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    if (over) {
                        process.destroyForcibly().waitFor();
                        return;
                    }
                }
                if (process.exitValue() != 0) {
                    trouble = Files.readString(log);
                    return;
                }
            }
        } catch (IOException | InterruptedException failed) {
            trouble = failed.toString();
        }
    }

    /** Rows with phones and e-mails in random order, as in real files, so that pages all over the indexes change. */
    private static List<String> lines(int file) {
        var lines = new ArrayList<String>();
        lines.add("customer_code,created_at,name,email,phone");
        for (var number = 0; number < ROWS; number++) {
            var mixed = Long.remainderUnsigned(((long) file * ROWS + number) * 0x9E3779B97F4A7C15L, 1_000_000_000);
            lines.add("I%d-%d,2024-05-03 10:00:00,Name %d,i%d@mail.example,9%09d"
                    .formatted(file, number, number, mixed, mixed));
        }
        return lines;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }

    @Override
    public String toString() {
        return "imports";
    }
}
