package dev.daybook.cli.admin;

import dev.daybook.wire.admin.AdminOperation;
import java.util.List;
import java.util.function.Consumer;

/** The target of a command that administers: a database, or the admin API of a server. */
public interface Administration extends AutoCloseable {
    /**
     * Runs an operation and returns its answer.
     *
     * @param parameters the values of the path parameters, in order
     * @param type the type of the answer
     * @param announced receives the answer of an operation that makes a secret: on a database before the secret is
     *     stored, on a server after the server has stored it
     * @throws dev.daybook.domain.ProblemException if the operation is refused
     * @throws IllegalArgumentException if a value is not valid
     */
    <T extends Record> T ask(
            AdminOperation operation, List<?> parameters, Record body, Class<T> type, Consumer<T> announced);

    @Override
    void close();
}
