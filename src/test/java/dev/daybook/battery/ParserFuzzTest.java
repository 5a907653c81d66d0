package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the parsers with the seeds under src/test/resources/fuzz and variations of them. In the battery, Jazzer also
 * generates inputs from the seeds, guided by coverage, in its own JVM. The system property {@code battery.corpus} names
 * the folder of its inputs. Jazzer begins with the inputs that are there, keeps new ones, and leaves failing ones in
 * {@code crashes}: add these to the seeds. {@code battery.fuzz} is the number of seconds for each parser.
 */
@Tag("battery-16")
class ParserFuzzTest {
    private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final int SECONDS = Integer.getInteger("battery.fuzz", 60);
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs|stat::number_of_executed_units:\\s+(\\d+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void parsersReadOrRefuseVariationsOfTheirSeeds(Parser parser) throws Exception {
        var seeds = seeds(parser);
        Tally.run(Check.PARSER_FUZZ, parser + " near its seeds", tally -> {
            var random = new Random(tally.seed());
            for (var seed : seeds) {
                ParserTarget.read(parser, seed);
                tally.held();
            }
            for (var left = Tally.trials(1_500, 100_000); left > 0; left--) {
                var input = changed(seeds, random);
                ParserTarget.read(parser, input);
                tally.held();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void parsersReadOrRefuseTheInputsOfJazzer(Parser parser) throws Exception {
        var seconds = Tally.trials(0, SECONDS);
        if (seconds == 0) {
            return;
        } else if (!isThere() || !System.getProperty("os.arch").equals("amd64")) {
            Tally.notRun(
                    Check.PARSER_FUZZ,
                    parser + " with Jazzer",
                    "Jazzer is not in the class path, or not for this machine");
            return;
        }
        Tally.run(Check.PARSER_FUZZ, parser + " with Jazzer", tally -> {
            var kept = corpus().resolve(parser.name().toLowerCase(Locale.ROOT));
            Files.createDirectories(kept.resolve("inputs"));
            Files.createDirectories(kept.resolve("crashes"));
            var log = kept.resolve("log");
            var process = new ProcessBuilder(command(parser, seconds, tally.seed(), kept))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertTrue(process.waitFor(seconds + 400L, TimeUnit.SECONDS), "Jazzer does not end");
            } finally {
                process.destroyForcibly();
            }
            var told = Files.readString(log);
            assertEquals(
                    0, process.exitValue(), "see " + kept + ": " + told.substring(Math.max(0, told.length() - 5_000)));
            var done = DONE.matcher(told);
            assertTrue(done.find(), told);
            tally.held(Long.parseLong(done.group(1) == null ? done.group(2) : done.group(1)));
        });
    }

    private List<String> command(Parser parser, int seconds, long seed, Path kept) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dparser=" + parser,
                "-cp",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + ParserTarget.class.getName(),
                "--instrumentation_includes=dev.daybook.**:tools.jackson.core.**:de.siegmar.fastcsv.**",
                "--reproducer_path=" + kept.resolve("crashes"),
                "-max_total_time=" + seconds,
                "-timeout=120",
                "-rss_limit_mb=0",
                "-max_len=4096",
                "-seed=" + (seed & Integer.MAX_VALUE),
                "-artifact_prefix=" + kept.resolve("crashes") + "/",
                kept.resolve("inputs").toString(),
                folderOf(parser).toString());
    }

    private Path corpus() {
        var named = System.getProperty("battery.corpus", "");
        return named.isEmpty() ? folder : Path.of(named);
    }

    private static boolean isThere() {
        try {
            Class.forName(JAZZER, false, ParserFuzzTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    private static Path folderOf(Parser parser) {
        return SEEDS.resolve(parser.name().toLowerCase(Locale.ROOT));
    }

    private static List<byte[]> seeds(Parser parser) throws IOException {
        var seeds = new ArrayList<byte[]>();
        try (var files = Files.newDirectoryStream(folderOf(parser))) {
            for (var file : files) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        assertFalse(seeds.isEmpty(), "seeds of " + parser);
        return seeds;
    }

    /**
     * A random seed with one to four random changes: bytes are replaced, removed or inserted, or another seed replaces
     * its end.
     */
    private static byte[] changed(List<byte[]> seeds, Random random) {
        var input = seeds.get(random.nextInt(seeds.size())).clone();
        for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
            var at = random.nextInt(input.length + 1);
            input = switch (random.nextInt(4)) {
                case 0 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, at);
                case 1 -> joined(input, at, new byte[0], Math.min(input.length, at + 1 + random.nextInt(4)));
                case 2 -> joined(input, at, new byte[] {(byte) random.nextInt(128)}, Math.min(input.length, at + 1));
                default -> {
                    var other = seeds.get(random.nextInt(seeds.size()));
                    yield joined(input, at, other, input.length);
                }
            };
        }
        return input;
    }

    /**
     * The first {@code until} bytes of an input, then {@code middle}, then the input's bytes from {@code from} to its
     * end.
     */
    private static byte[] joined(byte[] input, int until, byte[] middle, int from) {
        var joined = new byte[until + middle.length + input.length - from];
        System.arraycopy(input, 0, joined, 0, until);
        System.arraycopy(middle, 0, joined, until, middle.length);
        System.arraycopy(input, from, joined, until + middle.length, input.length - from);
        return joined;
    }
}
