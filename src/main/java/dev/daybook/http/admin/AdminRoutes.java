package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Failures;
import dev.daybook.http.pipeline.KeyRefusal;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.http.pipeline.RequestBody;
import dev.daybook.http.pipeline.RequestId;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the admin API: authentication, body, handler, and failures in the format of the API. */
public final class AdminRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);

    /**
     * The maximum number of concurrent calls of the admin API, without those that may take long. It is low, so that
     * most database connections stay free for other requests.
     */
    private static final int PLACES = 4;

    /**
     * The maximum number of concurrent calls that may take long. They have places of their own, because an operator
     * must be able to disable a key at the same time.
     */
    private static final int LONG_PLACES = 4;

    private static final int MAX_BODY = 1 << 20;

    private final Semaphore places = new Semaphore(PLACES);
    private final Semaphore longPlaces = new Semaphore(LONG_PLACES);
    private final AdminApi api;
    private final AdminKeys keys;
    private final SideWrites reads;
    private final Measurements measurements;
    private final AnswerSender answers;
    private final Shares discarded;
    private final Duration clientTimeout;
    private final Clock clock;

    /**
     * @param refusedBodies the maximum number of refused requests whose bodies are read at the same time
     * @param clientTimeout the maximum time for a body to arrive
     */
    public AdminRoutes(
            AdminApi api,
            AdminKeys keys,
            SideWrites reads,
            Measurements measurements,
            AnswerSender answers,
            int refusedBodies,
            Duration clientTimeout,
            Clock clock) {
        this.api = api;
        this.keys = keys;
        this.reads = reads;
        this.measurements = measurements;
        this.answers = answers;
        this.discarded = new Shares(refusedBodies);
        for (var operation : AdminOperation.values()) {
            measurements.expect(operation.label());
        }
        this.clientTimeout = clientTimeout;
        this.clock = clock;
    }

    /** Adds the operations to a server's routes. */
    public void addTo(RoutesConfig server) {
        for (var operation : AdminOperation.values()) {
            Handler handler = context -> serve(context, operation);
            server.addHttpHandler(HandlerType.findOrCreate(operation.method()), operation.path(), handler);
            if (operation.method().equals("GET")) {
                // Without this handler, Javalin would answer HEAD with 200, whatever key the request has.
                server.head(operation.path(), handler);
            }
        }
    }

    /** Whether a path belongs to the admin API. */
    public static boolean isOne(String path) {
        return path.startsWith(AdminOperation.ROOT + "/");
    }

    private void serve(Context context, AdminOperation operation) {
        var start = System.nanoTime();
        var id = RequestId.mark(context);
        var key = Optional.<AdminKey>empty();
        var refused = Optional.<KeyRefusal>empty();
        var unavailable = "";
        Answer answer;
        try {
            key = Optional.of(keys.key(context.header("Authorization"), Address.of(context)));
            answer = answer(context, operation, key.get());
        } catch (RuntimeException | Error failure) {
            var problem = known(Failures.problem(failure, id));
            answer = Failures.answer(problem);
            unavailable = Failures.unavailable(problem);
            refused = failure instanceof KeyRefusal wrong ? Optional.of(wrong) : Optional.empty();
        }
        try {
            send(context, answer);
        } catch (ProblemException noRoom) {
            // A change is stored already, so its caller must not take this answer for a refusal.
            var busy = operation.method().equals("GET") || answer.status() >= 400
                    ? noRoom
                    : Reason.OUTCOME_UNKNOWN.with("too many large answers are in transit");
            answer = Failures.answer(busy);
            unavailable = Failures.unavailable(busy);
            send(context, answer);
        }
        if (key.isEmpty()) {
            RequestBody.discard(context, clientTimeout, discarded);
        }
        var nanos = System.nanoTime() - start;
        measurements.request(operation.label(), answer, nanos);
        var line = LOG.atInfo()
                .addKeyValue("operation", operation.label())
                .addKeyValue("status", answer.status())
                .addKeyValue("duration_ms", Math.round(nanos / 1e3) / 1e3)
                .addKeyValue("bytes", answer.body().length());
        if (refused.isPresent()) {
            // If the key became invalid during the call, both the key and the refusal are present: logs the refusal.
            line = refused.get().addTo(line, "admin_key");
        } else if (key.isPresent()) {
            line = line.addKeyValue("admin_key", key.get().id());
        }
        if (!unavailable.isEmpty()) {
            line = line.addKeyValue("refused", unavailable);
        }
        line.addKeyValue("request_id", id).log("admin request");
    }

    private void send(Context context, Answer answer) {
        answer.headers().forEach(context::header);
        context.header("Cache-Control", "no-store")
                .contentType("application/json; charset=utf-8")
                .status(answer.status());
        answers.send(context, answer.body().joined());
    }

    /**
     * The problem to report. An account that was erased during the call counts as unknown, with status 404. In the
     * vendor's operations it has status 401, but here this would mean that the admin key is wrong, and the key is still
     * valid.
     */
    private static ProblemException known(ProblemException problem) {
        return problem.problem() == Problem.ACCOUNT_GONE
                ? Problem.REFERENCE_UNKNOWN.because(problem.detail())
                : problem;
    }

    private Answer answer(Context context, AdminOperation operation, AdminKey key) {
        var hasBody = !operation.method().equals("GET") && !operation.method().equals("DELETE");
        var body = hasBody ? RequestBody.readIfAny(context, MAX_BODY, clientTimeout, discarded) : new byte[0];
        var isLong = operation.mayTakeLong();
        var free = isLong ? longPlaces : places;
        if (!free.tryAcquire()) {
            throw Problem.UNAVAILABLE.because("more than "
                    + (isLong ? LONG_PLACES + " calls that may take long" : PLACES + " calls of the admin API")
                    + " are under way; try again");
        }
        try {
            if (hasBody) {
                // Authenticate again, because the key may have been disabled while the body arrived.
                keys.key(context.header("Authorization"), Address.of(context));
            }
            var now = clock.instant();
            var call = new AdminCall(
                    parameters(context, operation), body, auditOf(context, key, now), announced -> {}, now);
            var answer = Answer.ok(AdminJson.write(api.answer(operation, call)));
            api.look(operation).ifPresent(look -> {
                var cmId = operation.parameters().contains("cmId") ? call.cmId() : 0;
                reads.write(
                        "audit: admin key " + key.id() + " " + look.label() + ", account " + cmId + ", from "
                                + context.req().getRemoteAddr(),
                        transaction -> call.audit().write(transaction, cmId, look, 0));
            });
            return answer;
        } finally {
            free.release();
        }
    }

    private static Map<String, String> parameters(Context context, AdminOperation operation) {
        var values = new HashMap<>(context.pathParamMap());
        for (var name : operation.query()) {
            var value = context.queryParam(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private AdminCall.Audit auditOf(Context context, AdminKey key, Instant now) {
        var address = context.req().getRemoteAddr();
        return (transaction, cmId, action, recordId) ->
                AuditStore.write(transaction, Act.ofAdminKey(cmId, key.id(), address, now), action, recordId);
    }
}
