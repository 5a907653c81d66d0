package dev.daybook.client.output;

import dev.daybook.wire.pulled.PulledColumn;
import dev.daybook.wire.pulled.PulledFields;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Takes a customer apart into the columns of {@link ParquetColumns}. What is missing or of another kind is null. */
final class ParquetRows extends WriteSupport<PulledFields> {
    private final ZoneId zone;

    @SuppressWarnings("NullAway.Init") // Parquet hands it over before the first row.
    private RecordConsumer out;

    ParquetRows(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(ParquetColumns.SCHEMA, Map.of());
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the library still.
    public WriteContext init(Configuration hadoop) {
        throw new UnsupportedOperationException("written without Hadoop");
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    @Override
    public void write(PulledFields customer) {
        out.startMessage();
        values(PulledColumn.OF_CUSTOMER, customer);
        customer.contacts().ifPresent(this::contacts);
        out.endMessage();
    }

    /** A list as Parquet's specification wants it: an optional group, in it a repeated one, in it the element. */
    private void contacts(List<PulledFields> contacts) {
        var index = PulledColumn.OF_CUSTOMER.size();
        out.startField(ParquetColumns.CONTACTS, index);
        out.startGroup();
        if (!contacts.isEmpty()) {
            out.startField(ParquetColumns.LIST, 0);
            for (var contact : contacts) {
                out.startGroup();
                out.startField(ParquetColumns.ELEMENT, 0);
                out.startGroup();
                values(PulledColumn.OF_CONTACT, contact);
                out.endGroup();
                out.endField(ParquetColumns.ELEMENT, 0);
                out.endGroup();
            }
            out.endField(ParquetColumns.LIST, 0);
        }
        out.endGroup();
        out.endField(ParquetColumns.CONTACTS, index);
    }

    private void values(List<PulledColumn> columns, PulledFields fields) {
        for (var index = 0; index < columns.size(); index++) {
            var name = columns.get(index).name();
            var at = index;
            switch (columns.get(index).kind()) {
                case TEXT ->
                    fields.text(name).ifPresent(text -> put(name, at, () -> out.addBinary(Binary.fromString(text))));
                case NUMBER -> fields.number(name).ifPresent(number -> put(name, at, () -> out.addLong(number)));
                case FLAG -> fields.flag(name).ifPresent(flag -> put(name, at, () -> out.addBoolean(flag)));
                case AMOUNT -> fields.amount(name).ifPresent(amount -> put(name, at, () -> out.addDouble(amount)));
                case TIME ->
                    fields.instant(name, zone)
                            .ifPresent(instant -> put(name, at, () -> out.addLong(instant.toEpochMilli())));
            }
        }
    }

    private void put(String name, int index, Runnable value) {
        out.startField(name, index);
        value.run();
        out.endField(name, index);
    }
}
