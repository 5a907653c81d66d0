package dev.daybook.client.output;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of a Parquet file: the fields of a record in the vendor's order, then the list of the record, if its kind
 * has one. Each value may be null.
 */
final class ParquetColumns {
    static final String LIST = "list";
    static final String ELEMENT = "element";

    /** The largest precision of a decimal that all readers support. */
    static final int DECIMAL_DIGITS = 38;

    static final int DECIMAL_SCALE = 12;

    /** The number of bytes for {@link #DECIMAL_DIGITS} digits. */
    static final int DECIMAL_BYTES = 16;

    private ParquetColumns() {}

    static MessageType schema(PulledKind kind) {
        var columns = new ArrayList<Type>(types(kind.columns()));
        kind.list().map(ParquetColumns::list).ifPresent(columns::add);
        return new MessageType(kind.word(), columns);
    }

    private static Type list(PulledList list) {
        var element = new GroupType(Type.Repetition.OPTIONAL, ELEMENT, types(list.columns()));
        return Types.optionalGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(new GroupType(Type.Repetition.REPEATED, LIST, element))
                .named(list.key());
    }

    private static List<Type> types(List<PulledColumn> columns) {
        return columns.stream().map(ParquetColumns::type).toList();
    }

    private static Type type(PulledColumn column) {
        return switch (column.kind()) {
            case TEXT ->
                Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named(column.name());
            case NUMBER -> Types.optional(INT64).named(column.name());
            case FLAG -> Types.optional(BOOLEAN).named(column.name());
            case AMOUNT -> Types.optional(DOUBLE).named(column.name());
            case DECIMAL ->
                Types.optional(FIXED_LEN_BYTE_ARRAY)
                        .length(DECIMAL_BYTES)
                        .as(LogicalTypeAnnotation.decimalType(DECIMAL_SCALE, DECIMAL_DIGITS))
                        .named(column.name());
            case TIME ->
                Types.optional(INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(column.name());
        };
    }
}
