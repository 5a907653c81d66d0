package dev.daybook.cli.operate;

import dev.daybook.cli.option.JsonCommand;
import dev.daybook.wire.json.CommandJson;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code daybook explain}: explains an exit code or an HTTP status. */
@Command(
        name = "explain",
        description = "Say what an exit code or an HTTP status means and what to do.",
        footer = {"", "Examples:", "  daybook explain 3", "  daybook explain 503"})
public final class ExplainCommand extends JsonCommand {
    @Parameters(paramLabel = "CODE", description = "An exit code such as 3, or a status such as 401.")
    private String code = "";

    @Override
    public Integer call() {
        var found = Explanation.ALL.stream()
                .filter(explanation -> explanation.is(code.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no code '" + code + "'; there are "
                        + Explanation.ALL.stream()
                                .map(explanation -> explanation.code().replace("exit-", ""))
                                .collect(Collectors.joining(", "))));
        if (isJson()) {
            out().println(new CommandJson()
                    .with("code", found.code())
                    .with("meaning", found.meaning())
                    .with("remedy", found.remedy()));
        } else {
            out().println(found.meaning());
            out().println(found.remedy());
        }
        return DONE;
    }
}
