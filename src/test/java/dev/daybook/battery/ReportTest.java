package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The report contains the results of the checks that were run, and no others. */
class ReportTest {
    private static final String PAGE = "before\n<!-- battery -->\n<!-- end of battery -->\nafter\n";
    private static final Result HELD = result(Check.TIES, "SQLITE", 5, 0, "");
    private static final Result ALSO_HELD = result(Check.TIES, "POSTGRESQL", 7, 0, "");
    private static final Result MISSED = result(Check.MODEL, "tickets", 9, 1, "step 3\tdiffers");
    private static final Result NOT_RUN = result(Check.SOAK, "all", 0, 0, "no time");

    private static Result result(Check check, String part, long held, long missed, String note) {
        return new Result(check, part, held, missed, 42, Duration.ofMillis(1_500), note);
    }

    @Test
    void theReportAddsUpPartsAndKeepsTheOtherRows() {
        var first = new Report(Stream.of(HELD, ALSO_HELD), "1", "today").into(PAGE, Set.of(Check.TIES));
        var second =
                new Report(Stream.of(MISSED, NOT_RUN), "2", "later").into(first, EnumSet.of(Check.MODEL, Check.SOAK));
        assertTrue(second.startsWith("before\n<!-- battery -->\n| | check"), second);
        assertTrue(second.endsWith("<!-- end of battery -->\nafter\n"), second);
        assertTrue(second.contains(Check.TIES.text() + " | 12 | 12 | 0 | 42 | 3 | 1 | today |\n"), second);
        assertTrue(second.contains(Check.MODEL.text() + " | 10 | 9 | 1 | 42 | 2 | 2 | later |\n"), second);
        assertTrue(second.contains(Check.SOAK.text() + "<br>Not run: all: no time | | | | | | | later |\n"), second);
        assertTrue(second.contains(Check.ZONES.text() + "<br>not run yet | | | | | | | |\n"), second);
        assertEquals(
                Check.values().length,
                second.lines().filter(line -> line.matches("\\| \\d.*")).count());
    }

    @Test
    void theReportFailsForAMissedTrialOrACheckWithoutResult() {
        var report = new Report(Stream.of(HELD, MISSED, NOT_RUN), "1", "today");
        assertEquals(Set.of(), report.failed(EnumSet.of(Check.TIES, Check.SOAK)));
        assertEquals(
                EnumSet.of(Check.MODEL, Check.ZONES), report.failed(EnumSet.of(Check.TIES, Check.MODEL, Check.ZONES)));
    }

    @Test
    void aResultIsReadAsItWasWritten() {
        var read = Result.parse(MISSED.line().stripTrailing());
        assertEquals("step 3 differs", read.note());
        assertEquals(MISSED.line(), read.line());
    }

    @Test
    void aPartFailsIfATrialFailsOrIfItHasNoTrials() {
        assertThrows(AssertionError.class, () -> Tally.run(Check.TIES, "made-up trials of ReportTest", tally -> {}));
        assertThrows(
                AssertionError.class,
                () -> Tally.run(Check.TIES, "made-up trials of ReportTest", tally -> {
                    tally.held();
                    tally.missed("one");
                }));
        assertThrows(
                IllegalStateException.class,
                () -> Tally.run(Check.TIES, "made-up trials of ReportTest", tally -> {
                    tally.held();
                    throw new IllegalStateException();
                }));
    }

    /**
     * Samples: tests that fail outside {@link Tally#run}, or do not call it. Surefire does not run them, because it
     * looks for no tests in inner classes.
     */
    @Tag("battery-8")
    static class Uncounted {
        @Test
        void countsATrialAndFailsAfterwards() throws Exception {
            Tally.run(Check.TIES, "made-up trials of ReportTest", Tally::held);
            fail("after the trials");
        }

        @Test
        void missesATrial() throws Exception {
            Tally.run(Check.TIES, "made-up trials of ReportTest", tally -> tally.missed("a trial"));
        }

        @Test
        void holdsWithoutTrials() {}

        @Test
        void isAborted() {
            abort("no such program");
        }
    }

    /** A sample: a class that fails before its tests. */
    static class Unprepared {
        @BeforeAll
        static void prepare() {
            fail("before all");
        }

        @Test
        @Tag("battery-17")
        void neverBegins() {}
    }

    @Test
    void failuresOutsideTheTrialsAreMissedTrials(@TempDir Path folder) throws IOException {
        var before = System.getProperty("battery.results");
        System.setProperty("battery.results", folder.toString());
        try {
            LauncherFactory.create()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(Uncounted.class), selectClass(Unprepared.class))
                            .build());
        } finally {
            if (before == null) {
                System.clearProperty("battery.results");
            } else {
                System.setProperty("battery.results", before);
            }
        }
        var report = new Report(Report.read(folder), "1", "today");
        var checks = EnumSet.of(Check.TIES, Check.MODEL);
        assertEquals(checks, report.failed(checks));
        var page = report.into(PAGE, checks);
        // One trial held and one was missed; one test failed after its trial, and one without trials held.
        var ties = Check.TIES.text() + "<br>Not run: ReportTest$Uncounted, isAborted(): "
                + "org.opentest4j.TestAbortedException: no such program | 4 | 2 | 2 |";
        assertTrue(page.contains(ties), page);
        assertTrue(page.contains(Check.MODEL.text() + " | 1 | 0 | 1 |"), page);
    }

    /** The page has the current title and remark of each check in its row. */
    @Test
    void thePageHasTheTitlesAndRemarksOfTheChecks() throws IOException {
        var page = Files.readString(Path.of("docs", "reliability.md"));
        for (var check : Check.values()) {
            var row = "\n| " + check.number() + " | " + check.text();
            assertTrue(page.contains(row + " |") || page.contains(row + "<br>Not run: "), "the page lacks " + row);
        }
    }

    /** Every check has a test or a reason why it is not run. */
    @Test
    void everyCheckHasATest() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            for (var file :
                    files.filter(name -> name.toString().endsWith("Test.java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        for (var check : Check.values()) {
            assertTrue(all.indexOf("@Tag(\"battery-" + check.number() + "\")") >= 0, "no test has the tag of " + check);
        }
    }
}
