package dev.daybook.client.call;

import dev.daybook.client.answer.Failure;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.wire.Headers;
import dev.daybook.wire.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer that is no success. Some servers report failures with status 200, as Daybook does with
 * {@code --failure-status ok}. Such a failure is treated as if it had the status that other servers send for it.
 *
 * @param status its status; for a failure with a 2xx status, the status that other servers send for it
 * @param words what the server says, for a person
 * @param failure the refusal in its body; empty if the body is something else, as in the answer of a proxy
 */
record Rejection(Reply reply, int status, String words, Optional<Failure> failure) {
    /** An answer with status 200 and more bytes than this is probably a page, so it is first read as one. */
    private static final int LARGE = 4_096;

    /**
     * Judges the answer to a request that only reads. A large answer with status 200 is probably a page. It is not
     * judged here, because it would be parsed twice. If the caller cannot read it as the operation's answer, the caller
     * passes it to {@link #ofUnread}.
     *
     * @param reply the answer, decompressed
     * @return as {@link #ofUnread}; also empty if the answer is not judged
     */
    static Optional<Rejection> ofRead(Reply reply) {
        return reply.status() == 200 && reply.body().length > LARGE ? Optional.empty() : ofUnread(reply);
    }

    /**
     * Judges the answer to a request that only reads, even if the answer is large. A refusal with status 200 or 204 is
     * not found in a body of more than 1 MB.
     *
     * @param reply the answer, decompressed
     * @return empty if it is a success, or if it may say that there is no data and has the status 200, 204 or 404
     */
    static Optional<Rejection> ofUnread(Reply reply) {
        var failure = Failure.read(reply.body());
        var noData = failure.filter(Failure::isNoData).isPresent();
        return switch (reply.status()) {
            case 200, 204 ->
                failure.filter(found -> !noData).map(found -> ofBody(reply, found, found.status(saysWhen(reply))));
            case 404 ->
                noData || PulledPage.saysNoData(reply.body())
                        ? Optional.empty()
                        : Optional.of(ofStatus(reply, failure));
            default -> Optional.of(ofStatus(reply, failure));
        };
    }

    /**
     * Judges the answer to a write. Unlike after a read, a message that there is no data is a failure. Every 2xx status
     * counts as a success unless the body reports a failure, because the write may have been executed.
     *
     * @param reply the answer, decompressed
     * @return empty if it is a success
     */
    static Optional<Rejection> ofWrite(Reply reply) {
        var failure = Failure.ofWrite(reply.body());
        return reply.status() / 100 == 2
                ? failure.map(found -> ofBody(reply, found, found.statusOfWrite(saysWhen(reply))))
                : Optional.of(ofStatus(reply, failure));
    }

    private static Rejection ofBody(Reply reply, Failure failure, int status) {
        return new Rejection(
                reply, status, "the server says: " + ServerWords.shown(failure.message()), Optional.of(failure));
    }

    private static boolean saysWhen(Reply reply) {
        return reply.header(Headers.RETRY_AFTER).isPresent();
    }

    /**
     * The rejection of a request that only reads, if the body of the reply is no answer of the operation. Only the HTTP
     * status decides whether a retry may succeed.
     *
     * @param why for a person: what is wrong with the body
     */
    static Rejection ofStatus(Reply reply, String why) {
        var answered = ofStatus(reply, Failure.read(reply.body()));
        return new Rejection(reply, answered.status, answered.words + "; " + why, answered.failure);
    }

    private static Rejection ofStatus(Reply reply, Optional<Failure> failure) {
        var answered = new Rejection(reply, reply.status(), "the server answered " + reply.status(), failure);
        return failure.map(Failure::message)
                .map(ServerWords::shown)
                .or(() -> redirection(reply))
                .map(why -> new Rejection(reply, reply.status(), answered.words + ": " + why, failure))
                .orElse(answered);
    }

    /**
     * A message that says where a redirect leads to; empty if the answer is no redirect. A redirect is not followed:
     * the key is sent only to the server that the caller named.
     */
    private static Optional<String> redirection(Reply reply) {
        return reply.header("Location")
                .filter(place -> reply.status() >= 300 && reply.status() < 400)
                .map(place -> "it redirects to " + ServerWords.shown(place)
                        + "; the key is not sent there, so give that address yourself if it is right");
    }

    /** The failure of the call; empty if another attempt may succeed. */
    Optional<ClientException> refusal() {
        return mayPass()
                ? Optional.empty()
                : Optional.of(new ClientException(
                        switch (status) {
                            case 401, 403 -> Reason.KEY_REFUSED;
                            case 404 -> Reason.NOT_FOUND;
                            default -> Reason.REFUSED;
                        },
                        words));
    }

    /** Whether a retry may succeed. 501 is final: the server does not implement the operation. */
    private boolean mayPass() {
        return status == 408 || status == 429 || (status >= 500 && status != 501);
    }

    /**
     * Whether the status may come from a gateway with a temporary problem while the server itself works. The caller
     * considers this only after a first success: before it, the status counts as the server's own answer.
     */
    boolean maySlip() {
        return status == 403 || status == 404 || (status >= 300 && status < 400);
    }

    /** Whether it is a failure with status 200 in which the server reports a defect of its own. */
    boolean isDefectWith200() {
        return reply.status() == 200 && status == 500;
    }

    /** Whether the server says that it does not know whether it stored the write. */
    boolean isOutcomeUnknown() {
        return failure.filter(Failure::isOutcomeUnknown).isPresent();
    }

    /**
     * Whether a write may be sent again. After a 429, always. After a 503, only if the server recognises a repeated
     * write, or if the server's message shows that the write was not started. After any other status, never. After a
     * 503 without a message, the write may have been executed: a proxy also sends a 503 if its connection to the server
     * broke after it had forwarded the write.
     *
     * @param isRecognised whether the server is known to recognise the write by its idempotency key
     */
    boolean mayRepeat(boolean isRecognised) {
        return status == 429 || (status == 503 && (isRecognised || (failure.isPresent() && !isOutcomeUnknown())));
    }

    /**
     * The wait that the server asks for in Retry-After. If this header is a date, the wait is counted from the time in
     * the answer's Date header, because the server's clock may differ from the client's.
     *
     * @param now the time by the client's clock, which is used if there is no Date header
     */
    Optional<Duration> wait(Instant now) {
        var there = reply.header("Date").flatMap(RetryAfter::date).orElse(now);
        return reply.header(Headers.RETRY_AFTER).flatMap(text -> RetryAfter.parse(text, there));
    }
}
