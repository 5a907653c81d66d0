package dev.daybook.cli.admin;

import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

    /** The path parameters of an operation: the account's number, then these values. */
    public List<Object> path(Object... further) {
        var path = new ArrayList<Object>(List.of(further));
        path.add(0, cmId);
        return path;
    }

    /** Runs an operation and returns its answer. The path parameters are the account's number and {@code further}. */
    public <T extends Record> T ask(AdminOperation operation, Record body, Class<T> type, Object... further) {
        return with(opened -> opened.ask(operation, path(further), body, type));
    }

    /** Runs an operation without a request body and returns its answer. */
    public <T extends Record> T ask(AdminOperation operation, Class<T> type, Object... further) {
        return ask(operation, new AdminJson.Done(), type, further);
    }

    /** Does the work, on the database or through the admin API of a server, and returns the result of the work. */
    public <T> T with(Function<Administration, T> work) {
        return administration.with(work);
    }
}
