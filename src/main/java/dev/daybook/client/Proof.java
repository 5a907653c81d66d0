package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.domain.PullDigest;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ProofAnswer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the server says that a pull must bring. Only Daybook's does; the vendor's knows nothing of it. */
public final class Proof {
    /** The zone of an account of which nothing else is known, as Daybook and the vendor's own samples have it. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Kolkata");

    private final PullOptions options;
    private final Watcher watcher;

    /** The proof of a pull's days. */
    public Proof(PullOptions options, Watcher watcher) {
        this.options = options;
        this.watcher = watcher;
    }

    /**
     * The account's zone, empty if the server does not tell, which is also whether it offers a proof.
     *
     * @throws ClientException if it refuses the key, or is out of order for too long
     */
    public Optional<ZoneId> zone() throws InterruptedException {
        return ask(options.from(), options.from()).map(ProofAnswer::zone);
    }

    /**
     * The days of the pull on which what it brought is not what the server has; empty if the server offers no proof.
     *
     * @param pulled what each day brought
     */
    public Optional<List<LocalDate>> differing(SortedMap<LocalDate, PullDigest> pulled) throws InterruptedException {
        var proven = new TreeMap<LocalDate, PullDigest>();
        for (var from = options.from(); !from.isAfter(options.to()); from = from.plusDays(ProofAnswer.MAX_DAYS)) {
            var last = from.plusDays(ProofAnswer.MAX_DAYS - 1L);
            var answer = ask(from, last.isAfter(options.to()) ? options.to() : last);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            proven.putAll(answer.get().days());
        }
        return Optional.of(options.from()
                .datesUntil(options.to().plusDays(1))
                .filter(day ->
                        !proven.getOrDefault(day, PullDigest.EMPTY).equals(pulled.getOrDefault(day, PullDigest.EMPTY)))
                .toList());
    }

    /** Asks; a server that has no such operation refuses it in one way or another, or answers with a page for people. */
    private Optional<ProofAnswer> ask(LocalDate from, LocalDate to) throws InterruptedException {
        try (var caller = Caller.of(options, watcher)) {
            return caller.call(Paths.PROOF, ProofAnswer.request(options.cmId(), from, to), Proof::answer);
        } catch (ClientException refused) {
            if (refused.reason() == Reason.WAITED_TOO_LONG) {
                throw refused;
            }
            return Optional.empty();
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
