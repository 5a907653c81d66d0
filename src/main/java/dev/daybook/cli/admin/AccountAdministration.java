package dev.daybook.cli.admin;

import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for what a command administers, and for the account. */
public final class AccountAdministration {
    @Mixin
    private AdministrationOption administration = new AdministrationOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    /** The number of the account. */
    public long cmId() {
        return cmId;
    }

    /** The account's number, and further values for a path. */
    public List<Object> path(Object... further) {
        var path = new ArrayList<Object>(List.of(further));
        path.add(0, cmId);
        return path;
    }

    /** Has an operation done. Its path has the account's number and these values. */
    public <T> T ask(AdminOperation operation, Record body, Class<T> type, Object... further) {
        return with(opened -> opened.ask(operation, path(further), body, type));
    }

    /** The same for an operation without a request. */
    public <T> T ask(AdminOperation operation, Class<T> type, Object... further) {
        return ask(operation, new AdminJson.Done(), type, further);
    }

    /** Does something, and closes what was opened for it. Returns what it returns. */
    public <T> T with(Function<Administration, T> work) {
        return administration.with(work);
    }
}
