package dev.daybook.client.proof;

import dev.daybook.client.answer.Failure;
import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.wire.Headers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Requests a server's proof (the digests of the records of some days), and compares pulled days with the proof. Only
 * Daybook has a proof; the vendor's servers do not.
 *
 * @param connection the account
 * @param kind the kind of the records
 * @param watcher is notified of each wait before a retry
 */
public record ProofCheck(Connection connection, PulledKind kind, Watcher watcher) {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    /** An arbitrary day, for requests whose answer is read only for the zone and the limits. */
    public static final LocalDate ANY_DAY = LocalDate.EPOCH;

    /**
     * What a server told at the start of a pull.
     *
     * @param proof its proof; empty if it gave none
     * @param isDaybook whether its proof, or the window header of a page, shows that it is Daybook
     */
    public record Told(Optional<ProofAnswer> proof, boolean isDaybook) {}

    /**
     * Requests the server's zone and limits with the proof of a day. The first request has one attempt and a timeout of
     * at most 5 seconds, so that servers without this path, such as the vendor's, do not delay a pull.
     *
     * <p>If the first request gets no proof, the server may still be Daybook, for example behind a gateway. So a page
     * is requested: only Daybook sends a window header with a page. If the page has this header, the proof is requested
     * again, with retries.
     *
     * @param needsZone whether the zone must be known if the server is Daybook
     * @return what the server told. The proof is empty if the server is not Daybook. It is also empty if Daybook does
     *     not give its proof, and the zone is not needed
     * @throws ClientException in four cases. The server refuses the key for the proof and for the page. Or the server
     *     was unavailable for the first request, and the request for the page fails. Or the server is Daybook, but is
     *     unavailable for the second request for the proof: then it is not known whether the key is a masking key. Or
     *     the server is Daybook and does not give its proof, but the zone is needed
     */
    public Told serverProof(LocalDate day, boolean needsZone) throws InterruptedException {
        var isUnavailable = false;
        var isRefused = false;
        try (var once = new RetryingCaller(connection.probe().withoutRetries(PROBE_TIMEOUT), watcher)) {
            var proof = ask(once, day, day, ProofCheck::answer);
            if (proof.isPresent()) {
                return new Told(proof, true);
            }
        } catch (ClientException failure) {
            isUnavailable = failure.reason() == Reason.WAITED_TOO_LONG;
            // A refused key must be reported before the pull begins. Otherwise the pull would assume a zone and a key
            // that does not mask, and might report that existing files are of another zone or key.
            isRefused = failure.reason() == Reason.KEY_REFUSED;
        }
        var isDaybook = isDaybook(day, isUnavailable, isRefused);
        return new Told(isDaybook ? ofDaybook(day, needsZone) : Optional.empty(), isDaybook);
    }

    private Optional<ProofAnswer> ofDaybook(LocalDate day, boolean needsZone) throws InterruptedException {
        try {
            return Optional.of(required(day, day));
        } catch (ClientException refused) {
            var waited = refused.reason() == Reason.WAITED_TOO_LONG;
            if (!waited && !needsZone) {
                return Optional.empty();
            }
            throw new ClientException(
                    waited ? Reason.WAITED_TOO_LONG : Reason.NOT_FOUND,
                    "the server is Daybook, but does not give its proof, which names the account's time zone and says"
                            + " whether the key masks: " + refused.getMessage()
                            + (waited ? "" : "; name the zone by --zone"),
                    refused);
        }
    }

    /**
     * Whether the server is Daybook: only Daybook sends a window header with each page.
     *
     * @param waits whether to wait while the server is unavailable, and to throw every failure. If false, a failure
     *     counts as "not Daybook". The pull then assumes a zone, and that the key does not mask. If the zone is wrong,
     *     the pull stops at its first page
     * @param isRefused whether the server has refused the key for its proof. If it then refuses the key for the page
     *     too, this method throws an exception even if {@code waits} is false
     */
    private boolean isDaybook(LocalDate day, boolean waits, boolean isRefused) throws InterruptedException {
        try (var caller = new RetryingCaller(connection.probe(), watcher)) {
            return (waits ? caller : caller.brief())
                    .call(
                            kind.path(),
                            kind.query().request(connection.cmId(), day, day, 1, 0, ""),
                            reply -> reply.header(Headers.WINDOW).isPresent());
        } catch (ClientException failure) {
            if (waits || (isRefused && failure.reason() == Reason.KEY_REFUSED)) {
                throw failure;
            }
            return false;
        }
    }

    /**
     * Requests the server's zone and limits, and fails if the server does not give its proof.
     *
     * @throws ClientException if the server offers no proof, refuses the key, or is unavailable for too long
     */
    public ProofAnswer requiredServerProof() throws InterruptedException {
        try {
            return required(ANY_DAY, ANY_DAY);
        } catch (ClientException refused) {
            throw switch (refused.reason()) {
                case REFUSED, NOT_FOUND, MISBEHAVED ->
                    new ClientException(
                            refused.reason(), "the server offers no proof, as Daybook does: " + refused.getMessage());
                default -> refused;
            };
        }
    }

    /**
     * The days on which the pulled records differ from those of the server.
     *
     * @param pulled the digest of each pulled day; a day that is missing counts as a day without records
     * @param first the first day to compare
     * @param last the last day to compare
     * @throws ClientException if the server does not give its proof
     * @throws IllegalArgumentException if the last day is before the first
     */
    public List<LocalDate> differing(SortedMap<LocalDate, PullDigest> pulled, LocalDate first, LocalDate last)
            throws InterruptedException {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day, " + last + ", is before the first, " + first);
        }
        var proven = new TreeMap<LocalDate, PullDigest>();
        for (var from = first; !from.isAfter(last); from = from.plusDays(DayDigest.MAX_DAYS)) {
            var to = from.plusDays(DayDigest.MAX_DAYS - 1L);
            proven.putAll(required(from, to.isAfter(last) ? last : to).days());
        }
        return first.datesUntil(last.plusDays(1))
                .filter(day ->
                        !proven.getOrDefault(day, PullDigest.EMPTY).equals(pulled.getOrDefault(day, PullDigest.EMPTY)))
                .toList();
    }

    /**
     * Requests a proof. If the answer is one that no server with this API gives, such as an HTML page of a gateway,
     * sends the request again, as a pull does.
     *
     * @throws ClientException if there is no proof; with the reason NOT_FOUND if the server says that there is no data
     */
    private ProofAnswer required(LocalDate from, LocalDate to) throws InterruptedException {
        try (var caller = new RetryingCaller(connection, watcher)) {
            return ask(caller, from, to, ProofCheck::proof)
                    .orElseThrow(() -> new ClientException(Reason.NOT_FOUND, "the answer is not a proof"));
        }
    }

    /**
     * Reads a proof; empty if the answer says that there is no data.
     *
     * @throws IllegalArgumentException if the answer is neither
     */
    private static Optional<ProofAnswer> proof(Reply reply) {
        try {
            return Optional.of(ProofAnswer.read(reply.body()));
        } catch (IllegalArgumentException another) {
            if (Failure.read(reply.body()).filter(Failure::isNoData).isPresent()) {
                return Optional.empty();
            }
            throw another;
        }
    }

    private <T> T ask(RetryingCaller caller, LocalDate from, LocalDate to, Function<Reply, T> read)
            throws InterruptedException {
        return caller.call(kind.proofPath(), ProofAnswer.request(connection.cmId(), from, to), read);
    }

    /**
     * Reads a proof; empty for another answer, such as an HTML page from a server without this operation, or a text
     * that there is no data.
     *
     * @throws IllegalArgumentException if the answer is any other refusal
     */
    private static Optional<ProofAnswer> answer(Reply reply) {
        try {
            return proof(reply);
        } catch (IllegalArgumentException another) {
            if (Failure.read(reply.body()).isPresent()) {
                // A refusal. In a large answer, the caller looks for a refusal only after this exception.
                throw another;
            }
            return Optional.empty();
        }
    }
}
