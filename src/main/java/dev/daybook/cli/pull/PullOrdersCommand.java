package dev.daybook.cli.pull;

import dev.daybook.domain.RecordKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daybook pull orders}. */
@Command(
        name = "orders",
        description = "Pull the orders that were created in a range of days, day by day and page by page, into"
                + " files. However a run ends, the same command resumes where it stopped.",
        footer = {
            "",
            "Examples:",
            "  daybook pull orders --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-05-01 --to 2024-05-31 --out may.ndjson",
            "  daybook pull orders ... --out orders --partition day --format parquet",
            "  daybook pull orders ... --format csv --products products.csv --dates iso",
            "  daybook pull orders ... --changes --out changes.ndjson"
        })
final class PullOrdersCommand extends PullRecordsCommand {
    @Option(
            names = "--products",
            paramLabel = "FILE",
            description = "With csv: a separate file for all products, one row for each. With --partition day: the name"
                    + " of this file in the folder of each day.")
    private @Nullable String products;

    PullOrdersCommand() {
        super(RecordKind.ORDER);
    }

    @Override
    Optional<String> list() {
        return Optional.ofNullable(products);
    }
}
