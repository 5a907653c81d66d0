package dev.daybook.client.pull;

import dev.daybook.client.Caller;
import dev.daybook.client.ClientException;
import dev.daybook.client.ClientException.Reason;
import dev.daybook.client.DayPull;
import dev.daybook.client.Place;
import dev.daybook.client.PullOptions;
import dev.daybook.client.Reply;
import dev.daybook.client.Watcher;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PullDigest;
import dev.daybook.wire.pulled.ProofAnswer;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the server says that a pull must bring. Only Daybook's does; the vendor's knows nothing of it. */
public final class Proof {
    private final PullOptions options;
    private final Watcher watcher;

    /** The proof of a pull's days. */
    public Proof(PullOptions options, Watcher watcher) {
        this.options = options;
        this.watcher = watcher;
    }

    /**
     * What the server tells of itself, with the proof of the first day; empty if it offers no proof. Servers have several ways
     * to refuse what they do not know.
     *
     * @throws ClientException if it refuses the key, or is out of order for too long
     */
    public Optional<ProofAnswer> first() throws InterruptedException {
        try {
            return ask(options.from(), options.from());
        } catch (ClientException refused) {
            if (refused.reason() == Reason.WAITED_TOO_LONG) {
                throw refused;
            }
            if (refused.reason() == Reason.KEY_REFUSED) {
                checkKey();
            }
            return Optional.empty();
        }
    }

    /** Some servers answer an unknown path as they do a wrong key; a pull tells which it is. */
    private void checkKey() throws InterruptedException {
        try (var caller = Caller.of(options, watcher)) {
            new DayPull(caller, options.by(1), options.from(), new HashSet<>()).page(Place.START);
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
        return ask(from, to).orElseThrow(() -> new ClientException(Reason.NOT_FOUND, "the answer is not a proof"));
    }

    /** Asks; a server that has no such operation may also answer with a page for people. */
    private Optional<ProofAnswer> ask(LocalDate from, LocalDate to) throws InterruptedException {
        try (var caller = Caller.of(options, watcher)) {
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
