package dev.daybook.client.check.session;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.domain.account.Account;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The session of a check with a server. It caches answers, so that a request that several questions need is sent once.
 * Of large answers it caches only the latest, because their JSON needs several times their size as memory.
 */
public final class Session implements AutoCloseable {
    /** A value of the Authorization header that no server accepts. */
    public static final String WRONG_KEY = "Basic ZGF5Ym9vay1jaGVjaw==";

    /** The documented word that failures have under {@code status}. */
    public static final String FAILED = "failed";

    /** An answer with at most this many bytes is never removed from the cache. */
    private static final int SMALL = 1 << 16;

    /** The maximum total size, in bytes, of the answers in the cache that are larger than {@link #SMALL}. */
    private static final long MOST_CACHED = 64L << 20;

    /** The distance in days from today to a future day without records. */
    private static final int FAR_AHEAD = 400;

    private final CheckOptions options;
    private final Exchange exchange;
    private final KeyAccess access;
    private final LocalDate today;
    private final AddedRecords added;
    private final Map<Ask, CheckedAnswer> known = new LinkedHashMap<>();
    private final Map<Ask, AnswerFacts> facts = new HashMap<>();
    private final Map<PulledKind, DaySearch> days = new HashMap<>();
    private final Map<PulledKind, Walk> walks = new HashMap<>();
    private long cached;

    /**
     * A session that begins now.
     *
     * @param listener is given each record that is added, by kind and id, as soon as its id is known
     */
    public Session(CheckOptions options, Clock clock, Consumer<String> listener) {
        this.options = options;
        this.exchange = new Exchange(options.connection());
        this.access = new KeyAccess(exchange);
        this.added = new AddedRecords(clock.millis(), listener);
        this.today = LocalDate.now(clock.withZone(options.zone().orElse(Account.DEFAULT_ZONE)));
    }

    /** The options of the check. */
    public CheckOptions options() {
        return options;
    }

    /** The number of the account. */
    public long cmId() {
        return options.connection().cmId();
    }

    /** The records that this run adds. */
    public AddedRecords added() {
        return added;
    }

    /** The day on which the check began, in the zone of the options or else in Daybook's default zone. */
    public LocalDate today() {
        return today;
    }

    /** A future day, which has no records yet. */
    public LocalDate dayAhead() {
        return today.plusDays(FAR_AHEAD);
    }

    /** The pull of a future day, which has no records yet. */
    public Ask emptyDay(PulledKind kind) {
        return Ask.pull(kind, Draft.pull(kind, cmId(), dayAhead(), dayAhead()));
    }

    /** The number of requests that were sent. */
    public int sent() {
        return exchange.sent();
    }

    /**
     * The number of answers that asked to wait, by status 429, or by a temporary failure with the header Retry-After.
     */
    public int askedToWait() {
        return exchange.askedToWait();
    }

    /** The facts about the readable answers of {@link #ask(Ask)}; direct calls of {@link #fresh} do not add any. */
    public List<AnswerFacts> answers() {
        return List.copyOf(facts.values());
    }

    /**
     * The answer to a request: from the cache or, if it is not there, from the server. Throws {@link NotEstablished} if
     * there is no answer that can be read, or if the key is not for this operation.
     */
    public CheckedAnswer ask(Ask ask) throws InterruptedException {
        var answer = answerTo(ask);
        return access.isRefused(ask, answer) ? answer.allowed() : answer;
    }

    /** As {@link #ask(Ask)}, but returns the answer also if the key is not for this operation. */
    CheckedAnswer answerTo(Ask ask) throws InterruptedException {
        var answer = known.get(ask);
        if (answer == null) {
            answer = fresh(ask);
            known.put(ask, answer);
            if (answer.came()) {
                facts.put(ask, answer.facts());
            }
            cached += large(answer);
            makeRoom();
        }
        return answer.required();
    }

    /** The size of an answer if it is large, 0 if not. */
    private static int large(CheckedAnswer answer) {
        return answer.length() > SMALL ? answer.length() : 0;
    }

    /** Removes the oldest large answers from the cache until it has at most {@link #MOST_CACHED} bytes of them. */
    private void makeRoom() {
        for (var oldest = known.values().iterator(); cached > MOST_CACHED && oldest.hasNext(); ) {
            var size = large(oldest.next());
            if (size > 0) {
                oldest.remove();
                cached -= size;
            }
        }
    }

    /** The answer to the pull of a day with this body instead of the day's own. A cached answer is used. */
    public CheckedAnswer ask(Day day, Draft draft) throws InterruptedException {
        return ask(day.ask(draft));
    }

    /**
     * The answer to a request, which is sent even if an answer is cached. If no answer can be read, the result has the
     * reason instead. Throws {@link NotEstablished} if the server has stopped answering, or accepting the key.
     */
    public CheckedAnswer fresh(Ask ask) throws InterruptedException {
        if (exchange.isSilent()) {
            throw NotEstablished.unanswered(NotEstablished.SILENCE + ": the server had stopped answering");
        }
        return access.send(ask);
    }

    /** The result of the search for a day with records of a kind. Only the first call for a kind searches. */
    public DaySearch search(PulledKind kind) throws InterruptedException {
        var search = days.get(kind);
        if (search == null) {
            search = DaySearch.of(this, kind);
            days.put(kind, search);
            search.day().ifPresent(access::add);
        }
        return search;
    }

    /** A day with records of a kind. Throws {@link NotEstablished} if the search finds none. */
    public Day day(PulledKind kind) throws InterruptedException {
        return search(kind).required();
    }

    /**
     * A day with customers, otherwise one with tickets, otherwise one with orders. Throws {@link NotEstablished} if no
     * day with records was found.
     */
    public Day anyDay() throws InterruptedException {
        var found = foundDay();
        return found.isPresent() ? found.get() : day(PulledKind.CUSTOMERS);
    }

    private Optional<Day> foundDay() throws InterruptedException {
        for (var kind : PulledKind.all()) {
            var day = search(kind).day();
            if (day.isPresent()) {
                return day;
            }
        }
        return Optional.empty();
    }

    /** The ids of the records of a day, up to the limit of a {@link Walk}. */
    public Walk walk(Day day) throws InterruptedException {
        var walk = walks.get(day.kind());
        if (walk == null) {
            walk = Walk.of(this, day);
            walks.put(day.kind(), walk);
        }
        return walk;
    }

    /**
     * Whether a second pull of the day gives the same records in the same order as the first one. The second request
     * has an additional header, so that its answer is not taken from the cache.
     *
     * @throws NotEstablished if the second pull fails
     */
    public boolean isStable(Day day) throws InterruptedException {
        var again = ask(day.ask().with("X-Request-Id", "daybook-check-again"));
        if (!again.isSuccess()) {
            throw new NotEstablished("the second pull is answered: " + again.described());
        }
        return day.ids(again).equals(day.ids());
    }

    /**
     * Whether failures have status 200, so that only the body shows them. Two failures are tried: a wrong key and a
     * missing first day.
     */
    public boolean failsWith200() throws InterruptedException {
        var day = anyDay();
        var wrongKey = ask(day.ask().with("Authorization", WRONG_KEY));
        var noDate = ask(day.withoutStart());
        return wrongKey.isRefusal() && noDate.isRefusal() && wrongKey.status() == 200 && noDate.status() == 200;
    }

    /**
     * The word that failures have under {@code status}, learned from the answer to a wrong key; empty if this answer
     * has none. It is {@link #FAILED} if no day with records was found, or if the wrong key is not refused with a JSON
     * object: then a proxy may have answered, which shows nothing about other failures.
     */
    public String failureWord() throws InterruptedException {
        var day = foundDay();
        if (day.isEmpty()) {
            return FAILED;
        }
        var wrongKey = ask(day.get().ask().with("Authorization", WRONG_KEY));
        return wrongKey.isRefusal() && wrongKey.json().is(Kind.OBJECT) ? wrongKey.said() : FAILED;
    }

    /** The account's zone: that of the options or else Daybook's default zone. */
    public ZoneId zone() {
        return options.zone().orElse(Account.DEFAULT_ZONE);
    }

    /**
     * Looks for days with records of each kind. A server that cannot be reached is tried for the first kind only.
     *
     * @throws ClientException if the server does the same for all kinds that are tried: it refuses the key, redirects,
     *     or gives no answer or only temporary failures
     */
    public void begin() throws InterruptedException {
        var refused = 0;
        var redirected = 0;
        var answered = false;
        var why = "";
        var answer = "";
        for (var kind : PulledKind.all()) {
            var search = search(kind);
            refused += search.keyRefused() ? 1 : 0;
            redirected += search.redirected() ? 1 : 0;
            answered |= search.answered();
            why = search.why();
            answer = search.first().described();
            if (!exchange.reached()) {
                break;
            }
        }
        if (refused == PulledKind.all().size()) {
            throw new ClientException(
                    Reason.KEY_REFUSED, "the server refuses the key for customers, tickets and orders: " + answer);
        }
        if (redirected == PulledKind.all().size()) {
            throw new ClientException(
                    Reason.REFUSED,
                    "the server redirects to another address; the key is not sent there, so give that address yourself"
                            + " if it is right");
        }
        if (!answered) {
            throw new ClientException(Reason.WAITED_TOO_LONG, why);
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
