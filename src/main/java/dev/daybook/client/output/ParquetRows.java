package dev.daybook.client.output;

import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes a record into the columns of {@link ParquetColumns}. Missing values and those of another kind are null. */
final class ParquetRows extends WriteSupport<PulledFields> {
    private final PulledKind kind;
    private final ZoneId zone;

    @SuppressWarnings("NullAway.Init") // Parquet sets it before the first row.
    private RecordConsumer out;

    ParquetRows(PulledKind kind, ZoneId zone) {
        this.kind = kind;
        this.zone = zone;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(ParquetColumns.schema(kind), Map.of());
    }

    @Override
    @SuppressWarnings("deprecation") // Still abstract in the library.
    public WriteContext init(Configuration hadoop) {
        throw new UnsupportedOperationException("written without Hadoop");
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    @Override
    public void write(PulledFields record) {
        out.startMessage();
        values(kind.columns(), record);
        kind.list().ifPresent(list -> record.list(list.key()).ifPresent(objects -> objects(list, objects)));
        out.endMessage();
    }

    /**
     * Writes a list in the structure of Parquet's specification: an optional group that contains a repeated group with
     * the element.
     */
    private void objects(PulledList list, List<PulledFields> objects) {
        var index = kind.columns().size();
        out.startField(list.key(), index);
        out.startGroup();
        if (!objects.isEmpty()) {
            out.startField(ParquetColumns.LIST, 0);
            for (var object : objects) {
                out.startGroup();
                out.startField(ParquetColumns.ELEMENT, 0);
                out.startGroup();
                values(list.columns(), object);
                out.endGroup();
                out.endField(ParquetColumns.ELEMENT, 0);
                out.endGroup();
            }
            out.endField(ParquetColumns.LIST, 0);
        }
        out.endGroup();
        out.endField(list.key(), index);
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
                case DECIMAL ->
                    fields.exactAmount(name)
                            .flatMap(ParquetRows::fixed)
                            .ifPresent(amount -> put(name, at, () -> out.addBinary(amount)));
                case TIME ->
                    fields.instant(name, zone)
                            .ifPresent(instant -> put(name, at, () -> out.addLong(instant.toEpochMilli())));
            }
        }
    }

    /**
     * An amount as a Parquet decimal: the amount times 10^12 as a whole number, in 16 bytes of two's complement. Empty
     * if it has too many digits before or after the point.
     */
    private static Optional<Binary> fixed(BigDecimal amount) {
        // Checked before the digits are expanded: an exponent may stand for a billion digits.
        var whole = (long) amount.precision() - amount.scale();
        if (amount.signum() != 0
                && (whole > ParquetColumns.DECIMAL_DIGITS - ParquetColumns.DECIMAL_SCALE
                        || amount.stripTrailingZeros().scale() > ParquetColumns.DECIMAL_SCALE)) {
            return Optional.empty();
        }
        var digits = (amount.signum() == 0 ? BigDecimal.ZERO : amount)
                .setScale(ParquetColumns.DECIMAL_SCALE)
                .unscaledValue();
        var bytes = new byte[ParquetColumns.DECIMAL_BYTES];
        Arrays.fill(bytes, (byte) (digits.signum() < 0 ? -1 : 0));
        var significant = digits.toByteArray();
        System.arraycopy(significant, 0, bytes, bytes.length - significant.length, significant.length);
        return Optional.of(Binary.fromConstantByteArray(bytes));
    }

    private void put(String name, int index, Runnable value) {
        out.startField(name, index);
        value.run();
        out.endField(name, index);
    }
}
