package dev.daybook.cli.option;

import picocli.CommandLine.Option;

/** Whether a program reads what the command prints. */
public final class JsonOption {
    @Option(
            names = "--json",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Print one JSON object instead of text.")
    private boolean json;

    /** Whether JSON is to be printed. */
    public boolean isOn() {
        return json;
    }
}
