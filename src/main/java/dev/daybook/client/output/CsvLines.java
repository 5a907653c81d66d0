package dev.daybook.client.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.wire.pulled.IsoDates;
import dev.daybook.wire.pulled.PulledColumn;
import dev.daybook.wire.pulled.PulledCustomer;
import dev.daybook.wire.pulled.PulledFields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row a customer, with its primary contact behind it, or a row a contact, with its customer's id before it. The columns
 * are always those of the vendor's page, in its order; what a record lacks is empty, and what it has beyond them is not
 * here.
 */
final class CsvLines implements TextFormat.Lines {
    /** The column of contacts that has the id of the customer. */
    static final String CUSTOMER_ID = "customerId";

    private static final String CONTACT = "contact_";

    private final Content content;
    private final Dates dates;
    private final ZoneId zone;

    CsvLines(Content content, Dates dates, ZoneId zone) {
        this.content = content;
        this.dates = dates;
        this.zone = zone;
    }

    @Override
    public byte[] head() {
        var contact = PulledColumn.OF_CONTACT.stream().map(PulledColumn::name);
        var columns = switch (content) {
            case CUSTOMERS ->
                Stream.concat(PulledColumn.OF_CUSTOMER.stream().map(PulledColumn::name), contact.map(CONTACT::concat));
            case CONTACTS -> Stream.concat(Stream.of(CUSTOMER_ID), contact);
        };
        return lines(List.of(columns.toList()));
    }

    @Override
    public byte[] of(List<PulledCustomer> records) {
        var rows = new ArrayList<List<String>>();
        for (var pulled : records) {
            var json = dates == Dates.ISO ? IsoDates.rewrite(pulled.json(), zone) : pulled.json();
            var customer = PulledFields.of(json);
            switch (content) {
                case CUSTOMERS -> rows.add(customerRow(customer));
                case CONTACTS ->
                    customer.contacts()
                            .orElse(List.of())
                            .forEach(contact -> rows.add(contactRow(pulled.id(), contact)));
            }
        }
        return lines(rows);
    }

    private static List<String> customerRow(PulledFields customer) {
        var row = new ArrayList<String>(PulledColumn.OF_CUSTOMER.size() + PulledColumn.OF_CONTACT.size());
        PulledColumn.OF_CUSTOMER.forEach(column -> row.add(text(customer, column)));
        var contact = customer.primaryContact();
        PulledColumn.OF_CONTACT.forEach(
                column -> row.add(contact.map(fields -> text(fields, column)).orElse("")));
        return row;
    }

    private static List<String> contactRow(long customerId, PulledFields contact) {
        var row = new ArrayList<String>(1 + PulledColumn.OF_CONTACT.size());
        row.add(Long.toString(customerId));
        PulledColumn.OF_CONTACT.forEach(column -> row.add(text(contact, column)));
        return row;
    }

    private static String text(PulledFields fields, PulledColumn column) {
        return fields.text(column.name()).orElse("");
    }

    private static byte[] lines(List<List<String>> rows) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
