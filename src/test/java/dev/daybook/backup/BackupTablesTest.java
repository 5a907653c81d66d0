package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.backup.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No table is forgotten: a backup has all tables but those listed here, and both databases have the same tables. */
class BackupTablesTest {
    /**
     * Tables that no backup has: search indexes and packs, which are built again; counters, which are in the manifest;
     * sessions and links of people, which a restore would end; Flyway's history; SQLite's own tables.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "change_number",
            "change_offset",
            "faq_search",
            "faq_search_config",
            "faq_search_data",
            "faq_search_docsize",
            "faq_search_idx",
            "faq_vector",
            "flyway_schema_history",
            "pack",
            "packed_day",
            "person_link",
            "person_session",
            "record_id",
            "sqlite_schema",
            "sqlite_sequence",
            "sqlite_stat1");

    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    @ParameterizedTest
    @EnumSource
    void everyTableIsInABackup(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var all = stores.database().read(transaction -> {
                var names = new TreeSet<String>();
                try (var tables = transaction
                        .handle()
                        .getConnection()
                        .getMetaData()
                        .getTables(null, null, "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
                    while (tables.next()) {
                        var schema = tables.getString("TABLE_SCHEM");
                        if (schema == null || schema.equals("public")) {
                            names.add(tables.getString("TABLE_NAME"));
                        }
                    }
                } catch (java.sql.SQLException failure) {
                    throw new IllegalStateException(failure);
                }
                return names;
            });
            all.removeAll(LEFT_OUT);
            assertEquals(all, tables(stores).keySet());
            assertEquals(
                    List.of(),
                    stores.database()
                            .read(transaction -> Catalogue.leftOut(transaction, Catalogue.tables(transaction))));
        }
    }

    @Test
    void bothDatabasesHaveTheSameTables() {
        try (var sqlite = Stores.open(TestDatabase.SQLITE.create());
                var postgresql = Stores.open(TestDatabase.POSTGRESQL.create())) {
            assertEquals(columns(sqlite), columns(postgresql));
        }
    }

    /**
     * The first list in docs/tables.md has a row for each table of the database. The test reads only this list, because
     * the later ones list exceptions.
     */
    @Test
    void everyTableInABackupIsDocumented() throws Exception {
        var page = Files.readString(Path.of("docs", "tables.md"));
        var documented = DOCUMENTED
                .matcher(page.substring(0, page.indexOf("\n## ")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        documented.removeAll(LEFT_OUT);
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            assertEquals(documented, tables(stores).keySet());
        }
    }

    private static Map<String, Set<Object>> columns(Stores stores) {
        return tables(stores).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, table -> Set.copyOf(table.getValue().columns())));
    }

    private static Map<String, StoredTable> tables(Stores stores) {
        return stores.database().read(Catalogue::tables).stream()
                .collect(Collectors.toMap(StoredTable::name, Function.identity(), (one, other) -> one, TreeMap::new));
    }
}
