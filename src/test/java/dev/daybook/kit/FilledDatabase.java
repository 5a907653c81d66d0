package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.backup.ColumnKind;
import dev.daybook.store.backup.Snapshot;
import dev.daybook.store.backup.StoredColumn;
import dev.daybook.store.backup.StoredTable;
import dev.daybook.wire.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A database with rows in every table, including tables of later versions, and a dump of these rows. */
public final class FilledDatabase {
    /** A text with characters that files, databases and JSON each escape differently. */
    public static final String ODD = "Åsa \\\"N\\\" \\\\N\\t| 😀 \\r\\n नमस्ते";

    /** An account without callers, for rows with arbitrary values. */
    private static final long UNUSED = 5;

    /**
     * The number of keys, and of stored answers. Their tables have columns of bytes, and a restore into PostgreSQL uses
     * COPY for so many rows.
     */
    private static final int MANY = 10;

    /**
     * The ends of the names of columns with times. These times must be in the future, because otherwise the server
     * would act on their rows.
     */
    private static final Pattern FUTURE = Pattern.compile("_at$|_until$");

    /** Columns whose values a restore replaces. */
    private static final Set<String> RENEWED = Set.of("changed_in", "changes_from");

    private FilledDatabase() {}

    /** Fills the account of a test server: records of each kind, some changed, deleted and erased, and settings. */
    public static void fill(TestServer server) {
        for (var kind : RecordKind.values()) {
            var records = new TestRecords(server, kind);
            for (var number = 0; number < 30; number++) {
                var name = records.add(kind == RecordKind.TICKET ? "Ticket " + number : ODD + number);
                if (number % 5 == 0) {
                    records.change(name, "Changed " + number);
                }
            }
        }
        var customers = new TestCustomers(server);
        customers.delete(customers.save(0, "Deleted"));
        customers.erase(customers.save(0, "Erased"));
        var stores = server.stores;
        for (var number = 0; number < MANY; number++) {
            var repeated = server.post(Paths.SAVE_CUSTOMER, body("Repeated"), headers(server, "once-" + number));
            assertEquals(200, repeated.statusCode(), repeated::body);
            TestKeys.add(stores, TestServer.CM_ID);
        }
        var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
        TestFaq.load(
                stores,
                account,
                false,
                List.of(
                        TestFaq.entry("a", "Orders > Refunds", "Refunds of orders", "within ten days"),
                        TestFaq.entry("b", "Orders", "Late parcels", "ask the carrier")));
        server.addAccount(UNUSED, Account.DEFAULT_ZONE);
        stores.database().write(transaction -> {
            fillEmptyTables(transaction);
            return true;
        });
    }

    /** Repeats the write that {@link #fill} sent with an Idempotency-Key. Returns the body of the answer. */
    public static String repeat(TestServer server, String token) {
        var headers = new TreeMap<>(headers(server, "once-0"));
        headers.put("Authorization", "Basic " + token);
        return server.post(Paths.SAVE_CUSTOMER, body("Repeated"), headers).body();
    }

    private static String body(String name) {
        return "{\"customer_info\":{\"customer_name\":\"" + name + "\",\"phone\":\"9000000001\"}}";
    }

    private static Map<String, String> headers(TestServer server, String once) {
        return Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", once);
    }

    /** Adds a row of the unused account to each empty table. */
    private static void fillEmptyTables(Transaction transaction) {
        for (var table : Catalogue.tables(transaction)) {
            var rows = transaction
                    .handle()
                    .createQuery("SELECT count(*) FROM " + table.name())
                    .mapTo(Long.class)
                    .one();
            if (rows == 0) {
                var values = table.columns().stream()
                        .map(column -> value(column, transaction.dialect()))
                        .collect(Collectors.joining(", "));
                transaction
                        .handle()
                        .execute("INSERT INTO " + table.name() + " ("
                                + table.columns().stream()
                                        .map(column -> "\"" + column.name() + "\"")
                                        .collect(Collectors.joining(", "))
                                + ") VALUES (" + values + ")");
            }
        }
    }

    private static String value(StoredColumn column, Dialect dialect) {
        if (column.name().equals("cm_id")) {
            return Long.toString(UNUSED);
        }
        if (column.kind() == ColumnKind.TEXT) {
            return "'filled'";
        }
        if (column.kind() == ColumnKind.BYTES) {
            return dialect == Dialect.SQLITE ? "x'0102'" : "decode('0102', 'hex')";
        }
        return FUTURE.matcher(column.name()).find() ? "9000000000000" : "1";
    }

    /** The rows of each table that a restore must reproduce, without the columns that it replaces. */
    public static Map<String, List<String>> rows(DatabaseUrl url) {
        var copy = TestFolder.create().resolve("copy.db");
        try (var stores = Stores.open(url, DatabaseOptions.forCommand())) {
            return Snapshot.of(stores.database(), copy, FilledDatabase::rows);
        }
    }

    private static Map<String, List<String>> rows(Snapshot snapshot) {
        var all = new TreeMap<String, List<String>>();
        for (var table : snapshot.tables(OptionalLong.empty())) {
            var rows = new ArrayList<String>();
            snapshot.rows(table, OptionalLong.empty(), row -> rows.add(told(table, row)));
            all.put(table.name(), rows);
        }
        return all;
    }

    private static String told(StoredTable table, Object[] row) {
        var told = new TreeMap<String, String>();
        for (var index = 0; index < row.length; index++) {
            var column = table.columns().get(index);
            if (!RENEWED.contains(column.name())) {
                told.put(
                        column.name(),
                        column.kind() == ColumnKind.BYTES && row[index] != null
                                ? HexFormat.of().formatHex((byte[]) row[index])
                                : Arrays.asList(row).get(index) + "");
            }
        }
        return told.toString();
    }
}
