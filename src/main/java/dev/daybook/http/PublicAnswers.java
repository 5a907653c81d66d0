package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.LargeAnswer;
import dev.daybook.wire.Pieces;
import io.javalin.http.Context;

/**
 * Sender of answers that need no key. It limits the number of large answers in transit. Otherwise slow clients would
 * hold all threads of the server. There are three senders: for the files of the console, for the description of the
 * API, and for metrics. So slow readers of one kind do not block another kind.
 */
public final class PublicAnswers {
    /** The maximum number of large answers in transit. Each may hold a thread. */
    private static final int PLACES = 64;

    private final Shares places = new Shares(PLACES);

    /**
     * Sends an answer whose status and headers are set.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many large answers are in transit
     */
    public void send(Context context, byte[] body) {
        if (!LargeAnswer.suits(body.length)) {
            context.result(body);
            return;
        }
        var place = places.take(Address.of(context), 1);
        if (place.isEmpty()) {
            // Removes the headers of the answer, because a refusal with its own headers is sent instead.
            context.res().setHeader("Content-Encoding", null);
            context.res().setHeader("Content-Length", null);
            context.res().setHeader("ETag", null);
            throw Problem.UNAVAILABLE.because("The server is busy; try again");
        }
        try {
            LargeAnswer.send(context, Pieces.of(body));
        } finally {
            place.get().close();
        }
    }
}
