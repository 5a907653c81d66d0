package dev.daybook.cli.admin;

import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.List;
import java.util.function.Consumer;

/** What a command administers: a database, or the server of one. */
public interface Administration extends AutoCloseable {
    /**
     * Has an operation done.
     *
     * @param parameters the values of the parameters in its path, in their order
     * @param body the request
     * @param type what the answer is
     * @param announced gets an answer with a secret: of a database before the secret is stored, of a server after that
     * @throws dev.daybook.domain.ProblemException if it is refused
     * @throws IllegalArgumentException if a value is not valid
     */
    <T> T ask(AdminOperation operation, List<?> parameters, Record body, Class<T> type, Consumer<T> announced);

    /** The same for an operation without a secret. */
    default <T> T ask(AdminOperation operation, List<?> parameters, Record body, Class<T> type) {
        return ask(operation, parameters, body, type, announced -> {});
    }

    /** The same for an operation without a request. */
    default <T> T ask(AdminOperation operation, List<?> parameters, Class<T> type) {
        return ask(operation, parameters, new AdminJson.Done(), type);
    }

    @Override
    void close();
}
