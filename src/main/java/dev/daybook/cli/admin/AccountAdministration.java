package dev.daybook.cli.admin;

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

    /** Does something, and closes what was opened for it. Returns what it returns. */
    public <T> T with(Function<Administration, T> work) {
        try (var opened = administration.open()) {
            return work.apply(opened);
        }
    }
}
