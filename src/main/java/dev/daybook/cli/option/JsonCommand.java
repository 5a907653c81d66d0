package dev.daybook.cli.option;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Base class of the commands with the option {@code --json}, which prints the result for programs. */
public abstract class JsonCommand extends HelpOption implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    /** Whether to print JSON. */
    protected final boolean isJson() {
        return json;
    }

    /** Prints a list as text, or as JSON with {@code --json}. Returns the exit code of a success. */
    protected final int print(Listing listing) {
        listing.print(spec, json);
        return DONE;
    }
}
