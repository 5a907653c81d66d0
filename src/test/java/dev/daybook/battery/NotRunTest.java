package dev.daybook.battery;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks, and parts of checks, that have no trials. When one is automated, remove it here. */
class NotRunTest {
    private static void notRun(Check check, String part, String reason) {
        Tally.notRun(check, part, reason);
    }

    @Test
    @Tag("battery-5")
    void damageOfPulledFilesIsRecordedAsNotTried() {
        notRun(
                Check.FILES_DAMAGED,
                "pulled files",
                "NDJSON and CSV have no checksums: daybook verify finds missing, repeated and other records, not a changed"
                        + " letter");
    }
}
