package dev.daybook.client.check.session;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.domain.account.Account;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The session of a check with a server. It caches answers, so that a request that several questions need is sent once.
 */
public final class Session implements AutoCloseable {
    /** The number of requests in a row without an answer after which no more are sent. */
    private static final int MOST_SILENT = 3;

    /** The distance in days of a future day without records. */
    private static final int FAR_AHEAD = 400;

    private final CheckOptions options;
    private final Exchange exchange;
    private final LocalDate today;
    private final AddedRecords added;
    private final Map<Ask, Answer> known = new HashMap<>();
    private final Map<PullOf, DaySearch> days = new EnumMap<>(PullOf.class);
    private final Map<PullOf, Walk> walks = new EnumMap<>(PullOf.class);

    /** A conversation that begins now. */
    public Session(CheckOptions options, Clock clock) {
        this.options = options;
        this.exchange = new Exchange(options.connection());
        this.added = new AddedRecords(clock.millis());
        this.today = LocalDate.now(clock.withZone(options.zone().orElse(Account.DEFAULT_ZONE)));
    }

    public CheckOptions options() {
        return options;
    }

    public long cmId() {
        return options.connection().cmId();
    }

    /** The records that this run adds. */
    public AddedRecords added() {
        return added;
    }

    public LocalDate today() {
        return today;
    }

    /** A day on which nothing was created yet. */
    public LocalDate emptyDay() {
        return today.plusDays(FAR_AHEAD);
    }

    /** The number of requests that were sent. */
    public int sent() {
        return exchange.sent();
    }

    /** The number of answers with status 429. */
    public int throttled() {
        return exchange.throttled();
    }

    /** All answers so far. */
    public List<Answer> answers() {
        return known.values().stream().filter(Answer::came).toList();
    }

    /** The answer to a request: cached, or sent now. */
    public Answer ask(Ask ask) throws InterruptedException {
        var answer = known.get(ask);
        if (answer == null) {
            answer = fresh(ask);
            known.put(ask, answer);
        }
        return answer.required();
    }

    /** The answer to a request, which is sent even if an answer is cached. */
    public Answer fresh(Ask ask) throws InterruptedException {
        if (exchange.silent() >= MOST_SILENT) {
            throw new NotEstablished(NotEstablished.SILENCE + ": the server had stopped answering");
        }
        return exchange.send(ask);
    }

    /** The search for a day with records of a kind. */
    public DaySearch search(PullOf pull) throws InterruptedException {
        var search = days.get(pull);
        if (search == null) {
            search = DaySearch.of(this, pull);
            days.put(pull, search);
        }
        return search;
    }

    /** A day with records of a kind. */
    public Day day(PullOf pull) throws InterruptedException {
        return search(pull).required();
    }

    /** A day with records of any kind, customers first. */
    public Day anyDay() throws InterruptedException {
        for (var pull : PullOf.values()) {
            var day = search(pull).day();
            if (day.isPresent()) {
                return day.get();
            }
        }
        return day(PullOf.CUSTOMERS);
    }

    /** All records of a day. */
    public Walk walk(Day day) throws InterruptedException {
        var walk = walks.get(day.pull());
        if (walk == null) {
            walk = Walk.of(this, day);
            walks.put(day.pull(), walk);
        }
        return walk;
    }

    /** Whether records come in the same order each time. */
    public boolean isStable(Day day) throws InterruptedException {
        return day.ids(ask(day.ask().with("X-Request-Id", "daybook-check-again")))
                .equals(day.ids());
    }

    /** Whether all failures have status 200, so that only the body shows them. */
    public boolean failsWith200() throws InterruptedException {
        var day = anyDay();
        var wrongKey = ask(day.ask().with("Authorization", "Basic ZGF5Ym9vay1jaGVjaw=="));
        var noDate = ask(day.ask(day.draft().without(day.pull().first())));
        return wrongKey.isRefusal() && noDate.isRefusal() && wrongKey.status() == 200 && noDate.status() == 200;
    }

    /** The account's zone: the option if it is given, else the vendor's. */
    public ZoneId zone() {
        return options.zone().orElse(Account.DEFAULT_ZONE);
    }

    /**
     * Looks for days with records.
     *
     * @throws ClientException if the server is out of reach, or refuses the key everywhere
     */
    public void begin() throws InterruptedException {
        var refused = 0;
        var silent = Optional.<String>empty();
        for (var pull : PullOf.values()) {
            var search = search(pull);
            refused += search.keyRefused() ? 1 : 0;
            if (!search.answered()) {
                silent = Optional.of(search.why());
                break;
            }
        }
        if (refused == PullOf.values().length) {
            throw new ClientException(
                    Reason.KEY_REFUSED, "the server refuses the key for customers, tickets and orders");
        }
        if (silent.isPresent() && known.values().stream().noneMatch(Answer::came)) {
            throw new ClientException(Reason.WAITED_TOO_LONG, silent.get());
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
