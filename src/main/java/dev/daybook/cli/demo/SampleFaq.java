package dev.daybook.cli.demo;

import dev.daybook.cli.imports.FaqKind;
import dev.daybook.cli.imports.file.CsvRows;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.wire.RowRules;
import dev.daybook.wire.faq.FaqRow;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** FAQ of a made-up shop, in English, Hindi and Tamil. It is a CSV file that is read as an import reads one. */
final class SampleFaq {
    private static final String FILE = "/demo/faq.csv";

    private SampleFaq() {}

    /** The entries, created at one time. */
    static List<FaqChange> entries(Instant createdAt) {
        var kind = new FaqKind();
        var rules = RowRules.of(Account.DEFAULT_ZONE);
        var entries = new ArrayList<FaqRow>();
        try (var file = Objects.requireNonNull(SampleFaq.class.getResourceAsStream(FILE), FILE);
                var rows = new CsvRows(
                        new InputStreamReader(file, StandardCharsets.UTF_8), ',', UnaryOperator.identity())) {
            rows.forEachRemaining(row -> entries.add(kind.read(row.fields().get(), rules)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return entries.stream().map(entry -> entry.change(createdAt)).toList();
    }
}
