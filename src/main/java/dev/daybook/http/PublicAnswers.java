package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.Shares;
import dev.daybook.http.pipeline.TimedOutput;
import dev.daybook.wire.Pieces;
import io.javalin.http.Context;
import java.time.Duration;

/**
 * Sender of answers of one kind that need no key: the files of the console, the description of the API, or metrics. It
 * limits the number of large answers in transit, and how slowly clients may read them. Otherwise slow clients would
 * hold all threads of the server. Each kind has its own sender, so that slow readers of one kind do not block another.
 */
public final class PublicAnswers {
    /** The maximum number of large answers in transit. Each may hold a thread. */
    private static final int PLACES = 64;

    private final Shares places = new Shares(PLACES);
    private final Duration clientTimeout;

    /**
     * Creates the sender.
     *
     * @param clientTimeout for how long an answer may be read more slowly than the minimum rate
     */
    public PublicAnswers(Duration clientTimeout) {
        this.clientTimeout = clientTimeout;
    }

    /**
     * Sends an answer whose status and headers are set.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many large answers are in transit
     */
    public void send(Context context, byte[] body) {
        if (!TimedOutput.suits(body.length)) {
            context.result(body);
            return;
        }
        var place = places.take(Address.of(context), 1);
        if (place.isEmpty()) {
            // These headers describe the answer that is not sent. The refusal has its own.
            context.res().setHeader("Content-Encoding", null);
            context.res().setHeader("Content-Length", null);
            context.res().setHeader("ETag", null);
            throw Problem.UNAVAILABLE.because("The server is busy; try again");
        }
        try {
            TimedOutput.send(context, Pieces.of(body), clientTimeout);
        } finally {
            place.get().close();
        }
    }
}
