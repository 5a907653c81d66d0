package dev.daybook.client.pull;

import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PullDigest;
import dev.daybook.wire.Headers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the server says that a pull must bring. Only Daybook's does; the vendor's knows nothing of it. */
public final class Proof {
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final PullOptions options;
    private final Watcher watcher;

    /** The proof of a pull's days. */
    public Proof(PullOptions options, Watcher watcher) {
        this.options = options;
        this.watcher = watcher;
    }

    /**
     * What the server tells of itself, with the proof of the first day; empty if it offers no proof. It is asked once and
     * for a few seconds: the vendor's servers do not have this path, and whatever they say of it, or not, must not hold
     * a pull. If it is out of order just then, its pages show whether it is Daybook, and it is asked with patience.
     *
     * @throws ClientException if it is out of order for too long, or refuses its pages
     */
    public Optional<ProofAnswer> first() throws InterruptedException {
        try {
            return ask(options.once(PROBE), options.from(), options.from());
        } catch (ClientException notNow) {
            return notNow.reason() == Reason.WAITED_TOO_LONG && isDaybook()
                    ? ask(options, options.from(), options.from())
                    : Optional.empty();
        }
    }

    /** Daybook says with each page which window it used. */
    private boolean isDaybook() throws InterruptedException {
        var kind = options.kind();
        var day = options.from();
        try (var caller = RetryingCaller.of(options.connection(), watcher)) {
            return caller.call(
                    kind.path(),
                    kind.request(options.cmId(), day, 1, 0, ""),
                    reply -> reply.header(Headers.WINDOW).isPresent());
        }
    }

    /**
     * The same where there must be a proof.
     *
     * @throws ClientException if the server offers none, refuses the key, or is out of order for too long
     */
    public ProofAnswer requiredFirst() throws InterruptedException {
        try {
            return required(options.from(), options.from());
        } catch (ClientException refused) {
            throw switch (refused.reason()) {
                case REFUSED, NOT_FOUND ->
                    new ClientException(
                            refused.reason(), "the server offers no proof, as Daybook does: " + refused.getMessage());
                default -> refused;
            };
        }
    }

    /**
     * The days of the pull on which what it brought is not what the server has.
     *
     * @param pulled what each day brought
     * @throws ClientException if the server does not give its proof
     */
    public List<LocalDate> differing(SortedMap<LocalDate, PullDigest> pulled) throws InterruptedException {
        var proven = new TreeMap<LocalDate, PullDigest>();
        for (var from = options.from(); !from.isAfter(options.to()); from = from.plusDays(DaySpan.MAX_DAYS)) {
            var last = from.plusDays(DaySpan.MAX_DAYS - 1L);
            proven.putAll(required(from, last.isAfter(options.to()) ? options.to() : last)
                    .days());
        }
        return options.from()
                .datesUntil(options.to().plusDays(1))
                .filter(day ->
                        !proven.getOrDefault(day, PullDigest.EMPTY).equals(pulled.getOrDefault(day, PullDigest.EMPTY)))
                .toList();
    }

    private ProofAnswer required(LocalDate from, LocalDate to) throws InterruptedException {
        return ask(options, from, to)
                .orElseThrow(() -> new ClientException(Reason.NOT_FOUND, "the answer is not a proof"));
    }

    /** Asks; a server that has no such operation may also answer with a page for people. */
    private Optional<ProofAnswer> ask(PullOptions how, LocalDate from, LocalDate to) throws InterruptedException {
        try (var caller = RetryingCaller.of(how.connection(), watcher)) {
            return caller.call(
                    options.kind().proofPath(), ProofAnswer.request(options.cmId(), from, to), Proof::answer);
        }
    }

    private static Optional<ProofAnswer> answer(Reply reply) {
        try {
            return Optional.of(ProofAnswer.read(reply.body()));
        } catch (IllegalArgumentException anotherPage) {
            return Optional.empty();
        }
    }
}
