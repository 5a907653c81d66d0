package dev.daybook.wire.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.sandbox.FaultCount;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.sandbox.FaultRule;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Request and answer of the sandbox operation Faults. */
public final class SetFaults {
    private static final int MAX_WORD = 100;
    private static final int OK = 200;
    private static final int FIRST_REFUSAL = 400;
    private static final int LAST_REFUSAL = 599;
    private static final int DEFAULT_STATUS = 503;
    private static final int MAX_RETRY_AFTER = 86_400;
    private static final int MAX_DELAY = 60_000;
    private static final int DEFAULT_DELAY = 1_000;

    private SetFaults() {}

    /**
     * Reads a request: the rules that replace the current ones. If the request lacks {@code faults}, the result is
     * empty and the current rules stay. An empty list of rules removes them.
     *
     * @param operations the names of the operations that may have faults
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<Optional<List<FaultRule>>> decode(byte[] body, List<String> operations) {
        var fields = JsonBody.parseIfAny(body);
        var rules = fields.has("faults") ? Optional.of(rules(fields, operations)) : Optional.<List<FaultRule>>empty();
        return new Request<>(fields.id("cm_id"), rules, fields.ignored());
    }

    /** Encodes the answer: the active rules with their counters. */
    public static byte[] encode(List<FaultCount> counts) {
        return Json.success(new Faults(counts.stream().map(Rule::of).toList()));
    }

    private static List<FaultRule> rules(Fields fields, List<String> operations) {
        var rules = new ArrayList<FaultRule>();
        for (var each : fields.objects("faults")) {
            rules.add(rule(each, operations, rules.size()));
        }
        return List.copyOf(rules);
    }

    /** Reads one rule: only the fields of its kind of fault, so that other fields are reported as ignored. */
    private static FaultRule rule(Fields fields, List<String> operations, int place) {
        var kind = Labelled.find(FaultKind.class, fields.word("kind", MAX_WORD))
                .orElseThrow(() -> fields.invalid("kind", "one of " + Labelled.all(FaultKind.class)));
        var refusal = kind == FaultKind.STATUS;
        var slow = kind == FaultKind.DELAY || kind == FaultKind.TRICKLE;
        return new FaultRule(
                operation(fields, operations),
                kind,
                refusal ? status(fields) : OK,
                refusal ? fields.number("retry_after", 0, MAX_RETRY_AFTER).map(Math::toIntExact) : Optional.empty(),
                slow
                        ? Duration.ofMillis(
                                fields.number("delay_ms", 1, MAX_DELAY).orElse((long) DEFAULT_DELAY))
                        : Duration.ZERO,
                probability(fields),
                fields.number("seed", 0, Long.MAX_VALUE).orElse((long) place),
                fields.number("times", 1, Long.MAX_VALUE));
    }

    private static String operation(Fields fields, List<String> operations) {
        var name = fields.word("operation", MAX_WORD);
        if (name.isEmpty() || name.equals(FaultRule.ANY)) {
            return FaultRule.ANY;
        }
        if (!operations.contains(name)) {
            throw fields.invalid("operation", "* or one of " + String.join(", ", operations));
        }
        return name;
    }

    private static int status(Fields fields) {
        var status = Math.toIntExact(fields.number("status", OK, LAST_REFUSAL).orElse((long) DEFAULT_STATUS));
        if (status != OK && status < FIRST_REFUSAL) {
            throw fields.invalid("status", "200, or a whole number from 400 to 599");
        }
        return status;
    }

    private static double probability(Fields fields) {
        var text = fields.word("probability", MAX_WORD);
        if (text.isEmpty()) {
            return 1;
        }
        try {
            var probability = new BigDecimal(text).doubleValue();
            if (probability >= 0 && probability <= 1) {
                return probability;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the refusal below.
        }
        throw fields.invalid("probability", "a number from 0 to 1, such as 0.2");
    }

    private record Faults(List<Rule> faults) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Rule(
            String operation,
            String kind,
            @Nullable Integer status,
            @JsonProperty("retry_after") @Nullable Integer retryAfter,
            @JsonProperty("delay_ms") @Nullable Long delay,
            double probability,
            long seed,
            @Nullable Long times,
            long seen,
            long struck) {
        static Rule of(FaultCount count) {
            var rule = count.rule();
            return new Rule(
                    rule.operation(),
                    rule.kind().label(),
                    rule.kind() == FaultKind.STATUS ? rule.status() : null,
                    rule.retryAfter().orElse(null),
                    rule.delay().isZero() ? null : rule.delay().toMillis(),
                    rule.probability(),
                    rule.seed(),
                    rule.times().orElse(null),
                    count.seen(),
                    count.struck());
        }
    }
}
