package dev.daybook.http;

import dev.daybook.domain.ProblemException;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.http.pipeline.TimedOutput;
import dev.daybook.wire.Pieces;
import io.javalin.http.Context;
import java.time.Duration;

/**
 * Sender of answers that need no key: the files of pages, the description of the API, metrics. Only some large ones are
 * on their way at the same time, and each only for some time. Otherwise clients that read slowly would hold all threads
 * of a server.
 */
public final class PublicAnswers {
    private final Admission admission;
    private final Duration clientTimeout;

    /**
     * Creates the sender.
     *
     * @param clientTimeout for how long an answer may be read more slowly than the minimum rate
     */
    public PublicAnswers(Admission admission, Duration clientTimeout) {
        this.admission = admission;
        this.clientTimeout = clientTimeout;
    }

    /**
     * Sends an answer whose status and headers are set.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many are on their way
     */
    public void send(Context context, byte[] body) {
        if (!TimedOutput.suits(body.length)) {
            context.result(body);
            return;
        }
        var admitted = admitted(context);
        try {
            TimedOutput.send(context, Pieces.of(body), clientTimeout);
        } finally {
            admitted.close();
        }
    }

    private Admission.Admitted admitted(Context context) {
        try {
            return admission.admitStranger(Address.of(context));
        } catch (ProblemException full) {
            // These are of the answer that is not sent. The refusal has others.
            context.res().setHeader("Content-Encoding", null);
            context.res().setHeader("Content-Length", null);
            context.res().setHeader("ETag", null);
            throw full;
        }
    }
}
