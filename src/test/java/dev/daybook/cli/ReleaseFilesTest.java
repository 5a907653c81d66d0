package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code release/} agree with the program. */
class ReleaseFilesTest {
    private static final Pattern COMMENTED_OUT = Pattern.compile("^#([a-z-]+)=(.+)$", Pattern.MULTILINE);

    /** A step of an upgrade, or of going back, that must succeed before the next one runs. */
    private static final Pattern NEEDED_STEP = Pattern.compile("/backup/before-VERSION\\.tar|'mv |dpkg -i");

    /** Commented-out settings are the defaults; those after "Not set" are examples of settings without a default. */
    @Test
    void commentedOutSettingsAreTheDefaults() throws IOException {
        var printed = Outcome.of("config", "print", "--json").expect(Main.DONE).out();
        var inForce = new TreeMap<String, String>();
        JsonMapper.builder()
                .build()
                .readTree(printed)
                .get("settings")
                .forEach(setting -> inForce.put(
                        setting.get("name").asString(), setting.get("value").asString()));
        var parts = Files.readString(Path.of("release", "daybook.properties")).split("# Not set", -1);
        commentedOut(parts[0]).forEach((name, value) -> assertEquals(inForce.get(name), value, name));
        assertEquals(2, parts.length, "the defaults, and examples of what is not set");
        commentedOut(parts[1]).keySet().forEach(name -> assertEquals("", inForce.get(name), name));
    }

    /**
     * On day 1, the guide sets {@code admin-port}, so that proxies and clients do not reach the metrics and the admin
     * API. The alert rules must use the port of the settings file.
     */
    @Test
    void theAdminPortOfTheGuideIsThatOfTheSettingsAndOfTheAlertRules() throws IOException {
        var guide = Files.readString(Path.of("docs", "operating.md"));
        assertTrue(guide.contains("sed -i 's/^#admin-port=/admin-port=/' /etc/daybook/daybook.properties"));
        var settings = commentedOut(Files.readString(Path.of("release", "daybook.properties")));
        var rules = Files.readString(Path.of("deploy", "prometheus", "daybook.rules.yml"));
        assertTrue(rules.contains("127.0.0.1:" + settings.get("admin-port") + "\"]   # --admin-port"), rules);
    }

    /**
     * Readers paste a whole block of the guide into a shell. If the backup fails, the new version must not be
     * installed, because it migrates the database. If a step that moves files away fails, nothing after it may run.
     */
    @Test
    void aFailedStepOfAnUpgradeStopsTheRest() throws IOException {
        var steps = DocumentBlock.of(Path.of("docs", "operating.md")).stream()
                .flatMap(block -> block.text().lines())
                .filter(line -> NEEDED_STEP.matcher(line).find())
                .toList();
        assertEquals(4, steps.size(), "the backup; moving files away, the old version, and the restore");
        steps.forEach(step -> assertTrue(step.endsWith(" &&"), step));
    }

    /**
     * The release's Java has the locales of all languages of the console. Without the locale of a language, Java would
     * show its dates in English and report nothing.
     */
    @Test
    void theRuntimeHasTheLocalesOfTheConsole() throws IOException {
        var build = Files.readString(Path.of("release", "build"));
        assertTrue(build.contains("jdk.localedata,"), "the module with all locales but that of English");
        var packed = Pattern.compile("--include-locales=(\\S+)").matcher(build);
        assertTrue(packed.find(), "the option of jlink");
        assertEquals(Messages.LANGUAGES, List.of(packed.group(1).split(",", -1)));
    }

    private static Map<String, String> commentedOut(String paragraph) {
        var settings = new TreeMap<String, String>();
        COMMENTED_OUT.matcher(paragraph).results().forEach(found -> settings.put(found.group(1), found.group(2)));
        return settings;
    }
}
