package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The progress output of a pull, byte for byte; without colours. */
class PullProgressTest {
    private static final LocalDate FIRST = LocalDate.of(2024, 5, 1);

    private static final Clock NOON = Clock.fixed(Instant.parse("2024-05-02T12:00:00Z"), ZoneOffset.UTC);

    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    @Test
    void aTerminalHasOneLineThatChanges() {
        var progress = progress(OptionalInt.of(80), false, 100);
        progress.wrote(FIRST, 100, 1_000);
        assertEquals("", written(), "not before there is something to tell");
        after(1);
        progress.wrote(FIRST, 100, 1_000);
        assertEquals("\r2024-05-01  0 of 100 days, 200 records, 200 a second", written());
        after(1);
        progress.finished(FIRST);
        var line = "2024-05-01  1 of 100 days, 200 records, 100 a second, 3:18 left";
        assertEquals("\r" + line, written());
        progress.wrote(FIRST.plusDays(1), 5, 1_000);
        assertEquals("", written(), "five times a second is often enough");
        progress.waits(Duration.ofMillis(1_250), "the server answered 429");
        assertEquals(
                "\r" + " ".repeat(line.length()) + "\rwaiting 1.3 seconds, until 12:00:01: the server answered 429\n",
                written());
        progress.clear();
        assertEquals("", written(), "the line is already erased");
        assertEquals(1, progress.retries());
    }

    @Test
    void theMessageForALongWaitExplainsHowToEndIt() {
        progress(OptionalInt.empty(), false, 100).waits(Duration.ofHours(1), "the server answered 429");
        assertEquals(
                "waiting 3600.0 seconds, until 13:00:00: the server answered 429; Ctrl-C ends it now and the same command"
                        + " continues later, --max-wait SECONDS ends it sooner\n",
                written());
    }

    /**
     * A wait for another pull is not counted as a retry. Its message names no option, because none would shorten this
     * wait.
     */
    @Test
    void aWaitForAnotherPullDoesNotCountAsARetry() {
        var progress = progress(OptionalInt.empty(), false, 0);
        progress.waitsForOthers(Duration.ofMinutes(5));
        assertEquals(
                "waiting 300.0 seconds, until 12:05:00: another process is pulling to the same place\n", written());
        assertEquals(0, progress.retries());
    }

    @Test
    void settledDaysThatAreDifferentOnTheServerAreNamed() {
        progress(OptionalInt.empty(), false, 0).pullsAgain(List.of(FIRST, FIRST.plusDays(2)));
        assertEquals(
                "pulled again, because the server has other records than the files: 2024-05-01, 2024-05-03\n",
                written());
        progress(OptionalInt.empty(), false, 0)
                .pullsAgain(FIRST.datesUntil(FIRST.plusDays(12)).toList());
        assertTrue(written().endsWith("2024-05-09, 2024-05-10 and 2 more days\n"));
        progress(OptionalInt.empty(), true, 0).pullsAgain(List.of(FIRST));
        assertEquals("", written());
    }

    /** Also with --quiet: the day must not be taken for complete. */
    @Test
    void aDayThatStillDiffersAfterItWasPulledAgainIsNamed() {
        progress(OptionalInt.empty(), true, 0).stillDiffers(FIRST);
        assertEquals(
                "not proven: 2024-05-01 differs from the server's proof even just after it was pulled again; its"
                        + " records changed meanwhile, or the proof counts other records than the pages have\n",
                written());
    }

    @Test
    void aLearnedFactAboutTheServerIsPrinted() {
        progress(OptionalInt.empty(), false, 100).learned("the end date counts");
        assertEquals("learned: the end date counts\n", written());
    }

    @Test
    void aShorterLineOverwritesALongerOneCompletely() {
        var progress = progress(OptionalInt.of(80), false, 2);
        after(3_600 * 30);
        progress.finished(FIRST);
        var longer = written().substring(1);
        assertEquals("2024-05-01  1 of 2 days, 0 records, 0 a second, 30 h 00 min left", longer);
        after(1);
        progress.finished(FIRST.plusDays(1));
        var shorter = written().substring(1);
        assertEquals("2024-05-02  2 of 2 days, 0 records, 0 a second, 0:00 left", shorter.strip());
        assertEquals(longer.length(), shorter.length());
    }

    /** A line that fills the last column would wrap, and the next one would not overwrite it. */
    @Test
    void aProgressLineNeverFillsTheWidthOfTheTerminal() {
        for (var columns : new int[] {20, 40, 80, 200}) {
            var progress = progress(OptionalInt.of(columns), false, 1_416);
            after(1);
            progress.wrote(FIRST, 123_456_789, 1_000);
            progress.finished(FIRST);
            after(1);
            progress.finished(FIRST.plusDays(1));
            progress.clear();
            for (var line : written().split("\r", -1)) {
                assertTrue(line.length() < columns, columns + ": " + line);
                assertFalse(line.contains("\u001b"), line);
            }
        }
    }

    @Test
    void outputToAFileHasOneProgressLineEachMinute() {
        var progress = progress(OptionalInt.empty(), false, 100);
        for (var second = 0; second < 121; second++) {
            after(1);
            progress.wrote(FIRST, 10, 1_000);
        }
        progress.clear();
        assertEquals("""
                2024-05-01  0 of 100 days, 600 records, 10 a second
                2024-05-01  0 of 100 days, 1200 records, 10 a second
                """, written());
    }

    /**
     * In a resumed pull, the days that an earlier run has finished do not count for the remaining time, because this
     * run spent no time on them.
     */
    @Test
    void daysOfAnEarlierRunDoNotCountForTheRemainingTime() {
        var progress = progress(OptionalInt.of(80), false, 100);
        after(1);
        progress.wrote(FIRST.plusDays(89), 0, 1_000);
        assertEquals("\r2024-07-29  89 of 100 days, 0 records, 0 a second", written());
        after(9);
        progress.finished(FIRST.plusDays(89));
        assertEquals("\r2024-07-29  90 of 100 days, 0 records, 0 a second, 1:40 left", written());
    }

    @Test
    void anEndlessPullShowsNoRemainingTime() {
        var progress = progress(OptionalInt.of(80), false, 0);
        after(1);
        progress.finished(FIRST);
        assertEquals("\r2024-05-01  0 records, 0 a second", written());
    }

    /** After the final message nothing is printed, although the pull may continue until the program has ended. */
    @Test
    void printsNothingAfterTheFinalMessage() {
        var progress = progress(OptionalInt.of(80), false, 100);
        after(1);
        progress.wrote(FIRST, 10, 1_000);
        assertFalse(written().isEmpty());
        progress.end();
        assertTrue(written().isBlank());
        after(1);
        progress.wrote(FIRST, 10, 1_000);
        progress.waits(Duration.ofSeconds(1), "the server is gone");
        assertEquals("", written());
    }

    @Test
    void quietPrintsNoProgress() {
        var progress = progress(OptionalInt.of(80), true, 100);
        after(100);
        progress.wrote(FIRST, 10, 1_000);
        progress.finished(FIRST);
        progress.waits(Duration.ofSeconds(1), "the server answered 429");
        progress.clear();
        assertEquals("", written());
        assertEquals(1, progress.retries());
    }

    private PullProgress progress(OptionalInt columns, boolean quiet, long days) {
        return new PullProgress(out, columns, quiet, true, FIRST, days, nanos::get, NOON);
    }

    private void after(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private String written() {
        out.flush();
        var text = written.toString();
        written.getBuffer().setLength(0);
        return text.replace(System.lineSeparator(), "\n");
    }
}
