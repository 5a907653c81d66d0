package dev.daybook.battery;

import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends samples of every operation, formatted over many lines like the vendor's, with a comment or a stray word
 * inserted. The answer is a 400 that names the line and column of the insertion. The vendor's own samples are in
 * http.ScenarioTest.
 */
@Tag("battery-13")
class SampleErrorsTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final List<String> STRAY = List.of("// the account", "/* note */", "Sample", "…");

    /** A sample with an error, and the place of the error. */
    private record Broken(String path, String body, int line, int column) {}

    @Test
    void everyJsonErrorNamesItsLineAndColumn() throws Exception {
        Tally.run(Check.VENDOR_SAMPLES, "samples with something stray in them", tally -> {
            var random = new Random(tally.seed());
            try (var server = TestServer.start(TestDatabase.SQLITE)) {
                for (var left = Tally.trials(150, 1_000); left > 0; left--) {
                    var broken = broken(random);
                    var answer = server.post(broken.path, broken.body);
                    var place = "Line " + broken.line + ", column " + broken.column + ":";
                    if (answer.statusCode() == 400 && answer.body().contains(place)) {
                        tally.held();
                    } else {
                        tally.missed("expected " + place + " of " + answer.body() + " for " + broken.body);
                    }
                }
            }
        });
    }

    private static Broken broken(Random random) {
        var paths = FILE.pathsWithBody().stream()
                .filter(path -> !path.contains("/sandbox/"))
                .toList();
        var path = paths.get(random.nextInt(paths.size()));
        var samples = List.copyOf(FILE.requestExamples(path).values());
        var lines = new ArrayList<>(JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(JsonMapper.shared().readTree(samples.get(random.nextInt(samples.size()))))
                .lines()
                .toList());
        // The stray text comes after a comma or bracket that ends a line, so that it is between two tokens.
        var number = random.nextInt(lines.size());
        var line = lines.get(number) + " ";
        lines.set(number, line + STRAY.get(random.nextInt(STRAY.size())));
        return new Broken(path, String.join("\n", lines), number + 1, line.length() + 1);
    }
}
