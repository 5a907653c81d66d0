package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The dashboard and the alert rules use only metrics of a running server, the guide explains each alert, and the tests
 * of the rules pass.
 */
class DeployTest {
    private static final Path RULES = Path.of("deploy", "prometheus", "daybook.rules.yml");
    private static final Path RULE_TESTS = Path.of("deploy", "prometheus", "daybook.test.yml");
    private static final Path DASHBOARD = Path.of("deploy", "grafana", "daybook.json");

    /** The parts of a query that are no metrics: texts, matchers of labels, lists of labels, functions. */
    private static final Pattern NO_METRIC =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without)\\s*\\([^)]*\\)|[a-z_]+\\s*(?=\\()");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)+");
    private static final Pattern SAMPLE = Pattern.compile("^([a-z][a-z0-9_]*)[ {]", Pattern.MULTILINE);

    @Test
    void everyMetricOfTheDashboardAndTheRulesExists(@TempDir Path folder) throws Exception {
        var named = new TreeSet<String>();
        var queries = queries();
        assertFalse(queries.isEmpty());
        queries.forEach(query -> NAME.matcher(NO_METRIC.matcher(query).replaceAll(" "))
                .results()
                .forEach(match -> named.add(match.group())));
        var missing = new TreeSet<>(named);
        missing.removeAll(samples(folder));
        assertEquals(Set.of(), missing, "no server gives these");
        assertEquals(true, named.size() > 20, named.toString());
    }

    private static List<String> queries() throws IOException {
        var dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
        var rules = new YAMLMapper().readTree(Files.readString(RULES));
        var queries = new TreeSet<>(dashboard.findValuesAsString("expr"));
        queries.addAll(rules.findValuesAsString("expr"));
        return List.copyOf(queries);
    }

    private static Set<String> samples(Path folder) throws Exception {
        var samples = new TreeSet<String>();
        for (var database : TestDatabase.values()) {
            try (var server = TestServer.start(database)) {
                server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
                server.post(
                        Paths.SAVE_CUSTOMER,
                        "{\"customer_info\":{\"customer_name\":\"Some\",\"phone\":\"9000000001\"}}");
                server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
                collect(MetricsTest.afterCollection(server), samples);
            }
        }
        TestCertificate.make(folder);
        var tls = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        try (var certificates = new Certificates(tls)) {
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            certificates.measure(registry);
            collect(registry.scrape(), samples);
        }
        return samples;
    }

    private static void collect(String text, Set<String> samples) {
        SAMPLE.matcher(text).results().forEach(match -> samples.add(match.group(1)));
    }

    @Test
    void theGuideAndTheRuleTestsNameEachAlertAndNoOther() throws IOException {
        var rules = new YAMLMapper().readTree(Files.readString(RULES));
        var alerts = new TreeSet<>(rules.findValuesAsString("alert"));
        var guide = Files.readString(Path.of("docs", "operating.md"));
        var explained = new TreeSet<String>();
        Pattern.compile("^\\| `(Daybook\\w+)`", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .forEach(match -> explained.add(match.group(1)));
        assertEquals(alerts, explained);
        var tests = new YAMLMapper().readTree(Files.readString(RULE_TESTS)).path("tests");
        for (JsonNode test : tests) {
            assertEquals(alerts, new TreeSet<>(test.findValuesAsString("alertname")));
        }
    }

    /**
     * Needs {@code promtool} of Debian's package {@code prometheus}. With {@code -Dpromtool.required=true} the test
     * fails without it.
     */
    @Test
    void promtoolAcceptsTheRulesAndTheirTests() throws Exception {
        assumeTrue(
                Boolean.getBoolean("promtool.required") || isInstalled(),
                "promtool is missing: apt-get install prometheus");
        assertEquals(0, run("promtool", "check", "rules", RULES.toString()));
        assertEquals(0, run("promtool", "test", "rules", RULE_TESTS.toString()));
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return run("promtool", "--version") == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var code = process.waitFor();
        if (code != 0) {
            System.err.println(out);
        }
        return code;
    }
}
