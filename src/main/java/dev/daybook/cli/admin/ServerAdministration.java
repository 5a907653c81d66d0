package dev.daybook.cli.admin;

import dev.daybook.client.answer.Failure;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.HttpCalls;
import dev.daybook.client.call.NoAnswer;
import dev.daybook.client.call.Reply;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Token;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.admin.AccountJson;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.RenderingAdvice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Administration through the admin API of a server. */
final class ServerAdministration implements Administration {
    private static final int OK = 200;

    /** The lowest status with which a proxy reports that the server behind it did not answer. */
    private static final int BAD_GATEWAY = 502;

    /** Timeout of a request: long enough for a change of the zone, which renders all documents of an account again. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final HttpCalls calls = new HttpCalls(PATIENCE);
    private final URI server;
    private final Token token;

    /** @param server the server's address, which may have a path in front of the paths of the API */
    ServerAdministration(URI server, Token token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public <T extends Record> T ask(
            AdminOperation operation, List<?> parameters, Record body, Class<T> type, Consumer<T> announced) {
        var reply = send(operation, parameters, body);
        if (reply.status() != OK) {
            throw refusal(operation, body, reply);
        }
        var answer = answer(operation, body, reply, type);
        try {
            announced.accept(answer);
        } catch (UncheckedIOException unseen) {
            throw new UncheckedIOException(
                    "standard output took no secret, but the server has made it: list what it has, and replace it",
                    new IOException(unseen));
        }
        return answer;
    }

    private Reply send(AdminOperation operation, List<?> parameters, Record body) {
        var address = server.toString().replaceAll("/+$", "") + operation.path(parameters);
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Basic " + token.text())
                .header("Content-Type", "application/json")
                .method(
                        operation.method(),
                        operation.method().equals("GET") || operation.method().equals("DELETE")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(AdminJson.write(body)));
        try {
            return calls.send(request.build());
        } catch (IOException gone) {
            var how = NoAnswer.text(gone, server, !reads(operation));
            // isForGood: the server speaks no HTTP, or TLS failed. In both cases, no Daybook received the request.
            throw NoAnswer.isUnsent(gone) || NoAnswer.isForGood(gone) ? noAnswer(how) : lost(operation, body, how);
        } catch (ClientException tooLarge) {
            throw lost(operation, body, "the answer is too large");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw lost(operation, body, "interrupted");
        }
    }

    private static boolean reads(AdminOperation operation) {
        return operation.method().equals("GET");
    }

    private RuntimeException noAnswer(String how) {
        return Problem.UNAVAILABLE.because("no answer from " + server + ": " + how);
    }

    /**
     * The exception for a request without a usable answer, for example because a proxy answered in place of the server.
     * The server may have received the request and made the change.
     */
    private RuntimeException lost(AdminOperation operation, Record body, String how) {
        return noAnswer(how + unknown(operation, body));
    }

    /** What the operator should do if it is not known whether the server made the change. */
    private static String advice(AdminOperation operation, Record body) {
        return switch (operation) {
            case SET_SUB_STATUS, REMOVE_SUB_STATUS, NAME_SUB_STATUSES_BY_KEYS -> RenderingAdvice.OF_SUB_STATUSES;
            case MARK_RESTORED -> "run this again";
            default ->
                body instanceof AccountJson.Change change && change.zone() != null
                        ? RenderingAdvice.OF_ZONE
                        : "see what the server has before you run this again";
        };
    }

    /**
     * Reads an answer with status 200. Refuses it if its body is a failure: the admin API never sends a failure with
     * status 200, but another port of a server, or a proxy, may.
     */
    private <T extends Record> T answer(AdminOperation operation, Record body, Reply reply, Class<T> type) {
        if (Failure.read(reply.body()).isPresent()) {
            throw Problem.UNAVAILABLE.because(notTheAdminApi(reply));
        }
        try {
            return AdminJson.readAnswer(reply.body(), type);
        } catch (ProblemException noAnswer) {
            // The server may also be a Daybook of another version, which has made the change.
            throw Problem.UNAVAILABLE.because(notTheAdminApi(reply) + unknown(operation, body));
        }
    }

    private String notTheAdminApi(Reply reply) {
        return server + " is not the admin API of Daybook: it answered " + reply.status()
                + "; is the admin API on another port (--admin-port)?";
    }

    /** The end of the message if it is not known whether the server made the change; empty for a read. */
    private static String unknown(AdminOperation operation, Record body) {
        return reads(operation) ? "" : "; " + ProblemText.NOT_KNOWN + "; " + advice(operation, body);
    }

    /**
     * The exception for an answer that is no success. If the answer has a message, the exception is the one that the
     * same operation throws on a database, so that the command ends in the same way.
     */
    private RuntimeException refusal(AdminOperation operation, Record body, Reply reply) {
        var message = Failure.read(reply.body()).map(Failure::message);
        if (message.isEmpty()) {
            return reply.status() >= BAD_GATEWAY
                    ? lost(operation, body, "a proxy answered " + reply.status())
                    : Problem.UNAVAILABLE.because(notTheAdminApi(reply));
        }
        return switch (reply.status()) {
            case 400 -> new IllegalArgumentException(message.get());
            case 401 ->
                Problem.INVALID_AUTH_KEY.because(
                        message.get() + "; 'daybook admin-key create' makes one, on the database");
            case 404 -> Problem.REFERENCE_UNKNOWN.because(message.get());
            case 409 -> Problem.CONFLICT.because(message.get());
            case 429 -> Problem.TOO_MANY_REQUESTS.because(message.get());
            default -> Problem.UNAVAILABLE.because(message.get());
        };
    }

    @Override
    public void close() {
        calls.close();
    }
}
