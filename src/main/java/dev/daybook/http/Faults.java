package dev.daybook.http;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.sandbox.FaultCount;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.sandbox.FaultRule;
import dev.daybook.domain.sandbox.FaultWatch;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Failures;
import dev.daybook.http.pipeline.Route;
import dev.daybook.wire.Headers;
import dev.daybook.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Fault injection by the rules of the sandbox. If several rules would strike a request, the first one does. */
public final class Faults {
    private static final byte[] LOG_IN =
            "<!DOCTYPE html>\n<html><body><h1>Please log in</h1></body></html>\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> operations;
    private List<FaultWatch> watches = List.of();

    /**
     * The last page that each key got from each operation. Stored only while there is a rule that sends pages again.
     */
    private final Map<Reader, Answer> pages = new HashMap<>();

    private record Reader(String operation, long apiKeyId) {}

    public Faults(List<String> operations) {
        this.operations = List.copyOf(operations);
    }

    /** The names of the operations that a fault rule may name. */
    public List<String> operations() {
        return operations;
    }

    /** Replaces the rules; their counts start at 0. */
    public synchronized void replace(List<FaultRule> rules) {
        watches = rules.stream().map(FaultWatch::new).toList();
        pages.clear();
    }

    /** Removes all rules. */
    public void removeAll() {
        replace(List.of());
    }

    /**
     * Adds a rule after the existing ones. Unlike {@link #replace}, keeps their counters, their random numbers and the
     * stored pages.
     */
    public synchronized void add(FaultRule rule) {
        watches =
                Stream.concat(watches.stream(), Stream.of(new FaultWatch(rule))).toList();
    }

    /** The rules with their counts. */
    public synchronized List<FaultCount> counts() {
        return watches.stream().map(FaultWatch::count).toList();
    }

    /**
     * Wraps an operation so that the fault rules apply to it.
     *
     * @param cmId the account of the sandbox: the rules neither apply to requests of other accounts nor count them
     */
    Route around(Route route, long cmId) {
        return route.servedBy(call -> call.account().cmId() == cmId
                ? serve(route, call)
                : route.handler().apply(call));
    }

    private Answer serve(Route route, Call call) {
        var reader = new Reader(route.name(), call.caller().key().id());
        var before = page(reader);
        var struck = strike(route.name(), before.isPresent());
        if (struck.isEmpty()) {
            return delivered(reader, route.handler().apply(call));
        }
        var rule = struck.get();
        var answer = switch (rule.kind()) {
            case STATUS -> refusal(rule);
            case REPEAT_PAGE -> before.orElseThrow();
            case DELAY, TRICKLE -> delivered(reader, done(route, call));
            case CUT, DROP -> done(route, call);
            case EMPTY -> done(route, call).withBody(new byte[0]);
            case GARBAGE -> new Answer(200, LOG_IN, Map.of(), done(route, call).rows());
            case HALF -> half(done(route, call));
        };
        return answer.struck(rule).withHeader(Headers.FAULT, rule.kind().label());
    }

    /**
     * Finds the first rule that strikes, and counts this strike. Later rules count the request and make their random
     * choices too, so that rules are independent.
     *
     * @param repeatable whether there is a page to send again; if not, rules that send a page again do not strike
     */
    private synchronized Optional<FaultRule> strike(String operation, boolean repeatable) {
        var first = Optional.<FaultWatch>empty();
        for (var watch : watches) {
            if (watch.rule().covers(operation)
                    && watch.draws()
                    && first.isEmpty()
                    && (repeatable || watch.rule().kind() != FaultKind.REPEAT_PAGE)) {
                first = Optional.of(watch);
            }
        }
        first.ifPresent(FaultWatch::strike);
        return first.map(FaultWatch::rule);
    }

    private synchronized Optional<Answer> page(Reader reader) {
        return Optional.ofNullable(pages.get(reader));
    }

    private synchronized Answer delivered(Reader reader, Answer answer) {
        if (answer.headers().containsKey(Headers.HAS_MORE)
                && watches.stream().anyMatch(watch -> watch.rule().kind() == FaultKind.REPEAT_PAGE)) {
            pages.put(reader, answer);
        }
        return answer;
    }

    /** Runs the operation. Converts a refusal to its answer, so that the rules for faults hold for refusals too. */
    private Answer done(Route route, Call call) {
        try {
            return route.handler().apply(call);
        } catch (ProblemException refused) {
            return Failures.answer(refused);
        }
    }

    private static Answer refusal(FaultRule rule) {
        var answer = new Answer(rule.status(), Json.failed(words(rule.status())), Map.of(), 0);
        return rule.retryAfter()
                .map(seconds -> answer.withHeader(Headers.RETRY_AFTER, Integer.toString(seconds)))
                .orElse(answer);
    }

    /** The vendor's text for a status if the vendor's reference has one, otherwise a text of Daybook. */
    private static String words(int status) {
        return switch (status) {
            case 400 -> "Bad Request - Invalid parameters or missing data";
            case 401 -> "Invalid Auth Key";
            case 403 -> "Forbidden - Insufficient permissions";
            case 404 -> "Not Found - Resource or endpoint not found";
            case 500 -> "Internal Server Error - Server-side issue";
            default -> "A fault of the sandbox";
        };
    }

    private static Answer half(Answer answer) {
        return answer.withBody(
                Arrays.copyOf(answer.body().joined(), answer.body().length() / 2));
    }
}
