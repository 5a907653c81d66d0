package dev.daybook.battery;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks, or parts of them, that have no trials yet. Whoever automates one takes it out of here. */
class NotRunTest {
    private static void notRun(Check check, String part, String reason) {
        Tally.notRun(check, part, reason);
    }

    @Test
    @Tag("battery-3")
    void callsFail() {
        notRun(
                Check.CALLS_FAIL,
                "system calls",
                "no test makes system calls fail yet; store tests fail single statements");
    }

    @Test
    @Tag("battery-4")
    void diskFull() {
        notRun(Check.DISK_FULL, "all", "no test counts its trials yet");
    }

    @Test
    @Tag("battery-6")
    void upgradeAndRestore() {
        notRun(Check.UPGRADE_AND_RESTORE, "backup and restore", "no test counts its trials yet");
    }

    @Test
    @Tag("battery-19")
    void authentication() {
        notRun(Check.AUTHENTICATION, "equal time of refusals", "nothing measures it");
    }

    @Test
    @Tag("battery-21")
    void limits() {
        notRun(Check.LIMITS, "largest bodies", "it is not known whether the server or the test's own process is slow");
    }

    @Test
    @Tag("battery-5")
    void pulledFiles() {
        notRun(
                Check.FILES_DAMAGED,
                "pulled files and journals",
                "client.output.WrittenFileTest tries some; none counts");
    }
}
