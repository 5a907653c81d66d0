package dev.daybook.cli.admin;

import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the database or server that a command administers, and for the account. */
public final class AccountAdministration {
    @Mixin
    private AdministrationOption administration = new AdministrationOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    /** The number of the account. */
    public long cmId() {
        return cmId;
    }

    private List<Object> path(Object... further) {
        var path = new ArrayList<Object>(List.of(further));
        path.add(0, cmId);
        return path;
    }

    /**
     * Runs an operation and returns its answer. The path parameters are the account's number and {@code further}.
     *
     * @param announced receives the answer of an operation that makes a secret; see {@link Administration#ask}
     */
    public <T extends Record> T ask(
            AdminOperation operation, Record body, Class<T> type, Consumer<T> announced, Object... further) {
        return administration.ask(operation, path(further), body, type, announced);
    }

    /** Runs an operation whose answer has no secret. */
    public <T extends Record> T ask(AdminOperation operation, Record body, Class<T> type, Object... further) {
        return ask(operation, body, type, announced -> {}, further);
    }

    /** Runs an operation without a request body and returns its answer. */
    public <T extends Record> T ask(AdminOperation operation, Class<T> type, Object... further) {
        return ask(operation, new AdminJson.Done(), type, further);
    }
}
