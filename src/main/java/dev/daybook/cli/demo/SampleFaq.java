package dev.daybook.cli.demo;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.imports.FaqKind;
import dev.daybook.imports.file.CsvRows;
import dev.daybook.wire.faq.FaqRow;
import dev.daybook.wire.row.RowRules;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The FAQ of an invented shop in English, Hindi and Tamil, in a CSV file that is read like an import. */
final class SampleFaq {
    private static final String FILE = "/demo/faq.csv";

    private SampleFaq() {}

    /** The entries, all created at one instant. */
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
