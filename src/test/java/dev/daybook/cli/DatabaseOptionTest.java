package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database password is refused where every user of the machine can see it, and accepted elsewhere. */
class DatabaseOptionTest {
    private static final int USAGE = 2;

    /** Nothing listens at this address. */
    private static final String URL = "postgresql://daybook:hidden-word@127.0.0.1:1/daybook?connectTimeout=1";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {URL, "postgresql://127.0.0.1:1/daybook?user=daybook&password=hidden-word"})
    void aPasswordInAnArgumentIsRefused(String url) {
        for (var command : new String[] {"account list", "rerender", "serve", "key list --cm-id 7"}) {
            var words = (command + " --database-url " + url).split(" ");
            var refused = Outcome.of(words).expect(USAGE);
            assertTrue(refused.err().contains("DAYBOOK_DATABASE_URL_FILE"), refused.err());
            assertFalse(refused.err().contains("hidden-word"), refused.err());
        }
    }

    @Test
    void aPasswordMayComeFromAVariableOrAFile() throws IOException {
        var file = Files.writeString(folder.resolve("url"), URL + "\n");
        var properties = Files.writeString(folder.resolve("daybook.properties"), "database-url=" + URL + "\n");
        for (var outcome : new Outcome[] {
            Outcome.of(Map.of("DAYBOOK_DATABASE_URL", URL), "account", "list"),
            Outcome.of(Map.of("DAYBOOK_DATABASE_URL_FILE", file.toString()), "account", "list"),
            Outcome.of("account", "list", "--config", properties.toString())
        }) {
            outcome.expect(Main.FAILED);
            assertTrue(outcome.err().contains("cannot open the database"), outcome.err());
            assertFalse(outcome.err().contains("hidden-word"), outcome.err());
        }
    }
}
