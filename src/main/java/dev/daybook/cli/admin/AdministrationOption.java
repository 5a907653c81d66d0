package dev.daybook.cli.admin;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.TokenFile;
import dev.daybook.client.call.Connection;
import dev.daybook.domain.account.Loopback;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the database or the server that a command administers. */
public final class AdministrationOption {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Ask the admin API of this server instead of opening the database: https://HOST, or"
                    + " http://HOST:PORT. Needs --admin-token-file.")
    private @Nullable URI server;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "A file with the token of an admin key of that server.")
    private @Nullable Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** Opens the chosen target: the server, or the database. The database must exist. */
    private Administration open() {
        var chosen = server();
        return chosen == null ? new DatabaseAdministration(database.open()) : asked(chosen);
    }

    /**
     * The server to ask; null for the database.
     *
     * @throws IllegalArgumentException if the command line names a database and a server is set, or if it names an
     *     admin token and no server is set. Only the command line is checked: a variable or the properties file may
     *     name them, because it applies to every command.
     */
    private @Nullable URI server() {
        var typed = command.commandLine().getParseResult();
        if (server == null) {
            if (typed.hasMatchedOption("--admin-token-file")) {
                throw new IllegalArgumentException("--admin-token-file is for --server, which is missing");
            }
            return null;
        }
        for (var name : List.of("--data", "--database-url")) {
            if (typed.hasMatchedOption(name)) {
                throw new IllegalArgumentException(name + " and --server"
                        + (typed.hasMatchedOption("--server") ? "" : ", which a setting names,")
                        + " are two places to administer; give one of them");
            }
        }
        return server;
    }

    /** Opens the chosen target, runs an operation as {@link Administration#ask} does, and closes the target. */
    public <T extends Record> T ask(
            AdminOperation operation, List<?> parameters, Record body, Class<T> type, Consumer<T> announced) {
        try (var opened = open()) {
            return opened.ask(operation, parameters, body, type, announced);
        }
    }

    /** Runs an operation without a request body, whose answer has no secret. */
    public <T extends Record> T ask(AdminOperation operation, List<?> parameters, Class<T> type) {
        return ask(operation, parameters, new AdminJson.Done(), type, announced -> {});
    }

    /** Opens the chosen target: the server, or the database. A missing SQLite file is created. */
    public Administration openOrCreate() {
        var chosen = server();
        return chosen == null ? new DatabaseAdministration(database.openOrCreate()) : asked(chosen);
    }

    /**
     * The SQLite file that {@link #openOrCreate} would create. Empty if the file exists, or if a server or PostgreSQL
     * is used.
     */
    public Optional<Path> missingFile() {
        return server() == null ? database.missingFile() : Optional.empty();
    }

    private Administration asked(URI address) {
        if (!Connection.isAddress(address)) {
            throw new IllegalArgumentException("--server: " + Connection.noAddress(address));
        }
        if ("http".equals(address.getScheme()) && !Loopback.isHost(address.getHost())) {
            throw new IllegalArgumentException("--server: http would show the admin token to the network; use https, or"
                    + " an address of this machine");
        }
        if (tokenFile == null) {
            throw new IllegalArgumentException("--server needs --admin-token-file, a file with the token of an admin"
                    + " key; 'daybook admin-key create' makes one, on the database");
        }
        return new ServerAdministration(address, new TokenFile("--admin-token-file", tokenFile).read());
    }
}
