package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arguments keep letters that the locale does not have, or the command reports that they are lost. Numbers have the
 * same digits in every locale.
 */
@EnabledOnOs(OS.LINUX)
@Tag("jdk")
class LocaleTest {
    private static final String NAME = "\u0909\u0926\u093e\u0939\u0930\u0923 Caf\u00e9 \u20ac \ud83d\ude00";

    @TempDir
    Path folder;

    @Test
    void argumentsAreUtf8InTheLocaleC() throws Exception {
        var created = run(Map.of(), "--name", utf8(NAME));
        assertEquals(0, created.code(), created.err());
        assertEquals("7\tAsia/Kolkata\t" + NAME + "\t{}\n", list());
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefused() throws Exception {
        var refused = run(Map.of(), "--name", "caf\\351");
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().contains("LC_ALL"), refused.err());
        assertFalse(Files.exists(folder.resolve("daybook.db")), "no database is made");
    }

    @Test
    void aVariableWithLostLettersIsRefused() throws Exception {
        var refused = run(Map.of("DAYBOOK_ACCOUNT_ZONE", utf8("Asia/K\u00e9")), "--name", "plain");
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().contains("DAYBOOK_ACCOUNT_ZONE"), refused.err());
    }

    /** Java opens relative names in another folder than the current one if it could not decode the current one. */
    @Test
    void aCurrentFolderWithLostLettersIsRefused() {
        Arguments.check(Map.of(), "/home/d\u00e9");
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Arguments.check(Map.of(), "/home/d\ufffd\ufffd"));
        assertEquals(
                "the name of the current folder has letters that cannot be read in the locale of this process; set"
                        + " LC_ALL to one with UTF-8, such as C.UTF-8, or run the command in another folder",
                refused.getMessage());
    }

    /** A file name with letters that the locale does not have is refused, because Java has no name for such a file. */
    @Test
    void aFileNameThatTheLocaleCannotExpressIsRefused() throws Exception {
        assertRefused(
                "account list --data \"$(printf '" + utf8("d\u00e9") + "')\"",
                "daybook: cannot use d\u00e9/daybook.db: it is no file name in the locale of this process; set LC_ALL to one"
                        + " with UTF-8, such as C.UTF-8\n");
        assertRefused(
                "import customers \"$(printf '" + utf8("d\u00e9.csv") + "')\" --cm-id 7 --data \"$2\"",
                "daybook: cannot use d\u00e9.csv: it is no file name in the locale of this process; set LC_ALL to one with"
                        + " UTF-8, such as C.UTF-8\n");
    }

    /**
     * Java can read a file although it cannot decode its name. Names in another script then lose their letters: two
     * such folders would be one category, and --replace would delete the right entries.
     */
    @Test
    void aFolderOfMarkdownFilesWithUnreadableNamesIsRefused() throws Exception {
        assertEquals(
                0, run("", "account create --cm-id 7 --name Test --data \"$2\"").code());
        var hindi = imported("C", utf8("\u0930\u093f\u092b\u0902\u0921") + "/x.md");
        assertEquals(1, hindi.code(), hindi.err());
        assertTrue(
                hindi.err()
                        .contains("its path has letters that cannot be read in the locale of this process; set LC_ALL"),
                hindi.err());
        var latin = imported("C.UTF-8", "Orders/\\351.md");
        assertEquals(1, latin.code(), latin.err());
        assertTrue(latin.err().contains("or rename it"), latin.err());
        assertEquals(
                0,
                imported("C.UTF-8", utf8("\u0930\u093f\u092b\u0902\u0921") + "/x.md")
                        .code());
    }

    /** Imports a folder with one file in this locale. The path of the file has octal escapes. */
    private Outcome imported(String locale, String file) throws Exception {
        return run(
                "export LC_ALL=" + locale + "; rm -rf \"$2/help\"; file=\"$2/help/$(printf '" + file + "')\"; "
                        + "mkdir -p \"${file%/*}\"; echo Text > \"$file\"; ",
                "import faq \"$2/help\" --cm-id 7 --data \"$2\"");
    }

    /**
     * The numbers in SQL texts must have ASCII digits, although Java formats numbers with other digits in some
     * languages.
     */
    @Test
    void numbersInSqlHaveAsciiDigitsInEveryLocale() throws Exception {
        var url = TestDatabase.POSTGRESQL.newUrl();
        var created = run(
                "",
                "-Duser.language=bn -Duser.country=IN",
                "account create --cm-id 7 --name Test --database-url " + url);
        assertEquals(0, created.code(), created.err());
    }

    private void assertRefused(String command, String said) throws Exception {
        var refused = run("", command);
        assertEquals(2, refused.code(), refused.err());
        assertEquals(said, refused.err());
    }

    private String list() {
        return Outcome.of(Map.of("DAYBOOK_DATA", folder.toString()), "account", "list")
                .expect(0)
                .out();
    }

    /**
     * Runs "account create" in the locale C with these variables and this option. The values of the variables and of
     * the option are octal escapes, which printf decodes.
     */
    private Outcome run(Map<String, String> environment, String option, String value)
            throws IOException, InterruptedException {
        var variables = new StringBuilder();
        environment.forEach(
                (name, text) -> variables.append(name + "=\"$(printf '" + text + "')\"; export " + name + "; "));
        return run(
                variables.toString(),
                "account create --cm-id 7 --data \"$2\" " + option + " \"$(printf '" + value + "')\"");
    }

    /** Runs a command in the locale C. The text {@code before} stands before it in the shell. */
    private Outcome run(String before, String command) throws IOException, InterruptedException {
        return run(before, "", command);
    }

    /** Like the method above, with additional options of Java. */
    private Outcome run(String before, String javaOptions, String command) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var script = before + "exec \"$0\" -XX:TieredStopAtLevel=1 " + javaOptions + " -cp \"$1\" dev.daybook.cli.Main "
                + command;
        var builder = new ProcessBuilder(
                List.of("sh", "-c", script, java, System.getProperty("java.class.path"), folder.toString()));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), "", err);
    }

    /** The bytes of a text in UTF-8 as escapes for printf. */
    private static String utf8(String text) {
        var octal = new StringBuilder();
        for (var one : text.getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format("\\%03o", one & 0xff));
        }
        return octal.toString();
    }
}
