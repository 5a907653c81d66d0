package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Check 25: the battery's log has everything that a server logs, and the search finds the planted texts in it. */
class SearchLogsTest {
    @TempDir
    Path results;

    /** Writes a log as the battery does, and lists what was planted. */
    @BeforeEach
    void runTheBattery() throws Exception {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("battery.results", results.toString());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("battery", "logback.xml").toFile());
        context.getLogger("dev.daybook.A")
                .atInfo()
                .addKeyValue("operation", "saveCustomer")
                .addKeyValue("request_id", "a9800000001")
                .setCause(new IllegalStateException("the reason", new IllegalStateException("its cause")))
                .log("request");
        context.stop();
        plant("Secretname");
        plant("9800000001");
    }

    private void plant(String text) throws Exception {
        append("planted.txt", text);
    }

    private void append(String file, String line) throws Exception {
        var path = results.resolve(file);
        Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + line + "\n");
    }

    private String search() throws Exception {
        var search = new ProcessBuilder("battery/search-logs", results.toString(), "42")
                .inheritIO()
                .start();
        assertTrue(search.waitFor(60, TimeUnit.SECONDS), "it goes on");
        assertEquals(0, search.exitValue());
        var lines = Files.readAllLines(results.resolve("25-logs.tsv"));
        var result = Result.parse(lines.get(0));
        return result.held() + " held, " + result.missed() + " missed:" + result.note();
    }

    @Test
    void theLogHasKeyValuesAndFailuresWithTheirCauses() throws Exception {
        var log = Files.readString(results.resolve("servers.log"));
        assertTrue(log.contains("request operation=\"saveCustomer\""), log);
        assertTrue(log.contains("the reason") && log.contains("its cause"), log);
    }

    /**
     * The digits of a planted phone are in the log only as a part of a longer id, which may contain them by chance. The
     * search must not report them.
     */
    @Test
    void aLogWithoutPlantedTextsHolds() throws Exception {
        assertEquals("2 held, 0 missed:", search());
    }

    @Test
    void aPlantedTextIsFoundInsideAWord() throws Exception {
        append("servers.log", "AND name = 'TheSecretnameItself'");
        assertEquals("1 held, 1 missed: found Secretname", search());
    }

    @Test
    void aPlantedNumberIsFoundInAKeyValue() throws Exception {
        append("servers.log", "request phone=\"9800000001\"");
        assertEquals("1 held, 1 missed: found 9800000001", search());
    }

    @Test
    void theLogsOfServersInTheirOwnProcessesAreSearchedToo() throws Exception {
        append("daybook-child1.log", "Secretname");
        assertEquals("1 held, 1 missed: found Secretname", search());
    }

    @Test
    void aSearchWithoutPlantedTextsMisses() throws Exception {
        Files.delete(results.resolve("planted.txt"));
        assertEquals("0 held, 1 missed: nothing was planted", search());
    }

    @Test
    void aLogWithoutKeyValuesMisses() throws Exception {
        Files.writeString(results.resolve("servers.log"), "request\n");
        assertEquals("2 held, 1 missed: no key-values in servers.log", search());
    }
}
