package dev.daybook.client.output;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.daybook.wire.pulled.PulledColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of the Parquet files: the vendor's keys in its order, then the contacts as a list. All may be null. */
final class ParquetColumns {
    static final String CONTACTS = "contacts";
    static final String LIST = "list";
    static final String ELEMENT = "element";

    static final MessageType SCHEMA = schema();

    private ParquetColumns() {}

    private static MessageType schema() {
        var columns = new ArrayList<Type>(types(PulledColumn.OF_CUSTOMER));
        var contact = new GroupType(Type.Repetition.OPTIONAL, ELEMENT, types(PulledColumn.OF_CONTACT));
        columns.add(Types.optionalGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(new GroupType(Type.Repetition.REPEATED, LIST, contact))
                .named(CONTACTS));
        return new MessageType("customer", columns);
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
            case TIME ->
                Types.optional(INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(column.name());
        };
    }
}
