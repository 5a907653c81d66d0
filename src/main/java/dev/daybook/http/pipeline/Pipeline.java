package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.request.RequestJournal;
import dev.daybook.domain.request.Shares;
import dev.daybook.wire.Headers;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.TraceContext;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of every request of an operation: authentication, rate and scope, admission of the account, reading the
 * body, a second authentication, the handler, and the conversion of failures to the vendor's format. A request of
 * no operation, such as one with an unknown path, only gets its failure converted; the admin API has its own steps. If
 * requests are logged, each request of an operation gets one line without personal data.
 */
public final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** The memory that is reserved for the answer to a write, in bytes: as much as a document may have. */
    private static final int WRITTEN = 1 << 18;

    private final ApiKeys keys;
    private final RateLimit rate;
    private final boolean failuresAreOk;
    private final Measurements measurements;
    private final RequestJournal journal;
    private final Admission admission;
    private final Shares discarded;
    private final int maxBody;
    private final Duration clientTimeout;
    private final boolean logged;
    private final OncePerMinute reasons = new OncePerMinute(System::nanoTime);

    /**
     * @param failuresAreOk whether failures are sent with status 200; log, metrics and journal keep the real status
     * @param refusedBodies the maximum number of refused requests whose bodies are read at the same time
     * @param maxBody the maximum size of a body in bytes
     * @param clientTimeout the maximum time for a body to arrive
     * @param logged whether each request gets a line in the log; if not, only requests that are refused as
     *     {@code UNAVAILABLE} get one, for each reason at most one a minute
     */
    public Pipeline(
            ApiKeys keys,
            RateLimit rate,
            boolean failuresAreOk,
            Measurements measurements,
            RequestJournal journal,
            Admission admission,
            int refusedBodies,
            int maxBody,
            Duration clientTimeout,
            boolean logged) {
        this.keys = keys;
        this.rate = rate;
        this.failuresAreOk = failuresAreOk;
        this.measurements = measurements;
        this.journal = journal;
        this.admission = admission;
        this.discarded = new Shares(refusedBodies);
        this.maxBody = maxBody;
        this.clientTimeout = clientTimeout;
        this.logged = logged;
    }

    /** Serves a request of an operation. All failures become answers. */
    public void serve(Context context, Route route) {
        var start = System.nanoTime();
        var id = RequestId.mark(context);
        var caller = Optional.<Caller>empty();
        Answer answer;
        var refusal = "";
        var unavailable = "";
        var refused = Optional.<KeyRefusal>empty();
        Optional<Admission.Admitted> admitted = Optional.empty();
        try {
            try {
                caller = Optional.of(keys.caller(context.header("Authorization"), Address.of(context)));
                checkBefore(caller.get(), route);
                admitted = Optional.of(admission.admit(caller.get().account().cmId()));
                answer = answer(context, route, admitted.get());
            } catch (RuntimeException | Error failure) {
                var problem = Failures.problem(failure, id);
                refusal = ProblemText.of(problem);
                unavailable = Failures.unavailable(problem);
                refused = failure instanceof KeyRefusal wrong ? Optional.of(wrong) : Optional.empty();
                answer = Failures.answer(problem);
            }
            send(context, answer, answer.sentStatus(failuresAreOk));
            if (admitted.isEmpty()) {
                RequestBody.discard(context, clientTimeout, discarded);
            }
        } finally {
            admitted.ifPresent(Admission.Admitted::close);
        }
        var nanos = System.nanoTime() - start;
        measurements.request(route.name(), answer, nanos);
        if (caller.isPresent()) {
            keep(caller.get(), route, answer, nanos, id, refusal);
        }
        if (logged || (!unavailable.isEmpty() && reasons.isDue(unavailable))) {
            log(context, caller, refused, unavailable, route, answer, nanos, id);
        }
    }

    /** Logs a request. Unknown values, such as the account of a refused key, are omitted. */
    private void log(
            Context context,
            Optional<Caller> caller,
            Optional<KeyRefusal> refused,
            String unavailable,
            Route route,
            Answer answer,
            long nanos,
            String id) {
        var line = (logged ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("operation", route.name())
                .addKeyValue("status", answer.status())
                .addKeyValue("duration_ms", Math.round(nanos / 1e3) / 1e3)
                .addKeyValue("rows", answer.rows())
                .addKeyValue("bytes", answer.body().length());
        if (refused.isPresent()) {
            // If the key became invalid while the body arrived, both the caller and the refusal are present: logs the
            // refusal.
            line = refused.get().addTo(line, "key");
        } else if (caller.isPresent()) {
            line = line.addKeyValue("account", caller.get().account().cmId())
                    .addKeyValue("key", caller.get().key().id());
        }
        if (!unavailable.isEmpty()) {
            line = line.addKeyValue("refused", unavailable);
        }
        line = line.addKeyValue("request_id", id);
        var span = TraceContext.parse(context.header(TraceContext.HEADER)).map(TraceContext::next);
        if (span.isPresent()) {
            line = line.addKeyValue("trace_id", span.get().traceId())
                    .addKeyValue("span_id", span.get().spanId());
        }
        line.log("request");
    }

    /** Adds a request, without its body, to the journal, where the owner of the key can see it. */
    private void keep(Caller caller, Route route, Answer answer, long nanos, String id, String refusal) {
        journal.add(
                caller.key().id(),
                at -> new RequestJournal.Entry(
                        at,
                        route.name(),
                        answer.status(),
                        nanos / 1000,
                        id,
                        answer.headers().getOrDefault(Headers.IGNORED, ""),
                        refusal));
    }

    /** Checks rate and scope before the body is read. A request without the scope counts for the rate too. */
    private void checkBefore(Caller caller, Route route) {
        if (!rate.allows(caller.key().id())) {
            throw Problem.TOO_MANY_REQUESTS.because("Too many requests - this key may send " + rate.perSecond()
                    + " a second; wait as Retry-After says");
        }
        checkScope(caller, route);
    }

    private static void checkScope(Caller caller, Route route) {
        if (!caller.key().may(route.scope())) {
            throw Problem.FORBIDDEN.because(
                    "Forbidden - this key lacks the scope " + route.scope().label());
        }
    }

    /**
     * Reads the body and runs the handler. The body is read before the request takes a place of {@link Admission},
     * because a client may send the body slowly.
     */
    private Answer answer(Context context, Route route, Admission.Admitted admitted) {
        var told = context.contentLength();
        try {
            admitted.reserve(told < 0 || told > maxBody ? maxBody : told);
        } catch (ProblemException busy) {
            RequestBody.discard(context, clientTimeout, discarded);
            throw busy;
        }
        var body = route.bodyOptional()
                ? RequestBody.readIfAny(context, maxBody, clientTimeout, discarded)
                : RequestBody.read(context, maxBody, clientTimeout, discarded);
        // Authenticate again, because the key and its account may have changed while the body arrived.
        var caller = keys.caller(context.header("Authorization"), Address.of(context));
        checkScope(caller, route);
        var reads = route.scope().reads();
        // A write must not be refused after it was made, so the memory of its answer is reserved before.
        admitted.reserve(body.length + (reads ? 0L : WRITTEN));
        var call = new Call(
                caller,
                route.name(),
                body,
                Optional.ofNullable(context.header(Headers.IDEMPOTENCY_KEY)),
                // The path from the route table, because the path of the request may end with a slash.
                route.isOlder(context.endpoint().path),
                acceptsGzip(context),
                admitted::reserveMore);
        var accepted = reads ? context.header(Header.ACCEPT_ENCODING) : null;
        var answer = admitted.work(
                reads, body.length, () -> ZstdAnswer.of(route.handler().apply(call), accepted));
        // The body and what the answer was made of are no longer needed.
        if (reads || answer.body().length() < admitted.reserved()) {
            admitted.reserve(answer.body().length());
        }
        return answer;
    }

    /** Whether the client accepts gzip, as Javalin would decide from the same header. */
    public static boolean acceptsGzip(Context context) {
        var encodings = context.header(Header.ACCEPT_ENCODING);
        return encodings != null && CompressionStrategy.GZIP.findMatchingCompressor(encodings) != null;
    }

    /**
     * Answers a failure outside the operations, such as an unknown path or a wrong method.
     *
     * @param isOfApi whether the path may belong to the API; failures on other paths always keep their own status
     */
    public void fail(Exception failure, Context context, boolean isOfApi) {
        var id = RequestId.mark(context);
        var answer = Failures.answer(Failures.problem(failure, id));
        var sent = failure instanceof MethodNotAllowedResponse other ? Failures.allowing(other, answer) : answer;
        send(context, sent, sent.sentStatus(failuresAreOk && isOfApi));
        if (failure instanceof HttpResponseException || failure instanceof ProblemException) {
            RequestBody.discard(context, clientTimeout, discarded);
        }
    }

    private void send(Context context, Answer answer, int status) {
        answer.headers().forEach(context::header);
        // Javalin compresses but sets no Vary header for caches; another plugin may have set one, so add to it.
        context.res().addHeader("Vary", "Accept-Encoding");
        context.header("Cache-Control", "no-store")
                .contentType("application/json; charset=utf-8")
                .status(status);
        if (answer.fault().isPresent()) {
            FaultyAnswer.send(context, answer.body().joined(), answer.fault().get());
        } else if (LargeAnswer.suits(answer.body().length())) {
            write(context, answer);
        } else {
            context.result(answer.body().joined());
        }
    }

    private void write(Context context, Answer answer) {
        var body = answer.body();
        var encodings = context.header(Header.ACCEPT_ENCODING);
        if (answer.headers().containsKey(Header.CONTENT_ENCODING)
                || encodings == null
                || encodings.isEmpty()
                || encodings.equals("identity")) {
            context.res().setContentLength(body.length());
        }
        LargeAnswer.send(context, body);
    }
}
