package dev.daybook.cli.option;

import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data is, the same for every command. */
public final class DatabaseOption {
    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE;"
                    + " by default daybook.db in the folder --data.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "daybook-data",
            description = "The folder for everything that is kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("daybook-data");

    /** Which database is meant. */
    public DatabaseUrl url() {
        return databaseUrl == null
                ? new DatabaseUrl.Sqlite(data.resolve("daybook.db").toAbsolutePath())
                : DatabaseUrl.parse(databaseUrl);
    }

    /** Opens it for a command, which may take its time. */
    public Stores open() {
        return Stores.open(url(), DatabaseOptions.forCommand());
    }

    /** Opens it for a server, where no request may hold up the others. */
    public Stores openForServer() {
        return Stores.open(url(), DatabaseOptions.forServer());
    }
}
