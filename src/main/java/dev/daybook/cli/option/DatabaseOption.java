package dev.daybook.cli.option;

import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the database, the same for every command. */
public final class DatabaseOption {
    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE; by default daybook.db in the folder"
                    + " --data. A URL with a password cannot be an argument: use DAYBOOK_DATABASE_URL, a file that"
                    + " DAYBOOK_DATABASE_URL_FILE names, or --config.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "daybook-data",
            description = "The folder for everything that is kept (default: ${DEFAULT-VALUE}).")
    private String data = "daybook-data";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /**
     * The URL of the database.
     *
     * @throws IllegalArgumentException if the URL is malformed, or has a password where other users can see it. Also if
     *     {@code --data} is empty although it is needed, or is an argument although a database URL is given. The
     *     variable {@code DAYBOOK_DATA} is allowed together with a URL, because a variable applies to every command.
     */
    public DatabaseUrl url() {
        if (databaseUrl == null) {
            if (data.isBlank()) {
                throw new IllegalArgumentException("--data: the value is empty; leave it out, or name a folder"
                        + SettingSource.place(command, "--data"));
            }
            return new DatabaseUrl.Sqlite(Path.of(data, "daybook.db").toAbsolutePath());
        }
        var typed = command.commandLine().getParseResult();
        var isTyped = typed.hasMatchedOption("--database-url");
        if (typed.hasMatchedOption("--data")) {
            throw new IllegalArgumentException(
                    isTyped
                            ? "--data and a database URL are two places; give one of them"
                            : "--data and a database URL, which a setting names, are two places; for the folder give"
                                    + " --database-url sqlite:" + Path.of(data, "daybook.db")
                                    + " instead, or do without the setting (DAYBOOK_DATABASE_URL, a file that"
                                    + " DAYBOOK_DATABASE_URL_FILE names, or database-url in the file of --config)");
        }
        var url = parsed(databaseUrl);
        if (url.hasPassword() && isTyped) {
            throw new IllegalArgumentException("--database-url: every user of this machine can see a password in an"
                    + " argument; set DAYBOOK_DATABASE_URL, name a file with the URL in DAYBOOK_DATABASE_URL_FILE, or"
                    + " write database-url=... in the file of --config");
        }
        return url;
    }

    /** Parses a URL. The message about a malformed one names its source, and not the URL, which may have a password. */
    private DatabaseUrl parsed(String url) {
        try {
            return DatabaseUrl.parse(url);
        } catch (IllegalArgumentException malformed) {
            var place = SettingSource.place(command, "--database-url");
            throw new IllegalArgumentException(
                    (place.isEmpty() ? "" : "--database-url: ") + malformed.getMessage() + place, malformed);
        }
    }

    /** The file of an SQLite database that does not exist yet; otherwise empty. */
    public Optional<Path> missingFile() {
        return url() instanceof DatabaseUrl.Sqlite sqlite && Files.notExists(sqlite.file())
                ? Optional.of(sqlite.file())
                : Optional.empty();
    }

    /**
     * Opens an existing database for a command. Creates none, because the path may be wrong.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if there is no such database, or it cannot be reached
     */
    public Stores open() {
        return Stores.open(url(), DatabaseOptions.forCommand());
    }

    /** Opens the database for a command. A missing SQLite file is created; a PostgreSQL database must exist. */
    public Stores openOrCreate() {
        return Stores.open(url(), DatabaseOptions.forCommand().creating());
    }

    /**
     * Opens the database for a server. A missing SQLite file is created; a PostgreSQL database must exist.
     *
     * <p>A server has a shorter time limit than a command, because one request must not block the others. On SQLite,
     * the limit is for a caller's wait until its write is done; on PostgreSQL, it is for each statement.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database cannot be opened
     */
    public Stores openForServer() {
        return Stores.open(url(), DatabaseOptions.forServer());
    }
}
