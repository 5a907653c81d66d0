package dev.daybook.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.server.Stores;
import dev.daybook.store.CustomerLoad;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads a file of {@link CustomerCsv} through the store, one transaction a batch: {@code LoadCsv URL CM-ID FILE}. For
 * builds that have no {@code daybook import}.
 */
public final class LoadCsv {
    private LoadCsv() {}

    /** Loads the file. */
    public static void main(String[] arguments) {
        var cmId = Long.parseLong(arguments[1]);
        try (var stores = Stores.open(DatabaseUrl.parse(arguments[0]));
                var records = CsvReader.builder().ofNamedCsvRecord(Path.of(arguments[2]))) {
            var rows = new ArrayList<CustomerLoad.Row>(CustomerLoad.BATCH);
            for (var record : records) {
                rows.add(row(record));
                if (rows.size() == CustomerLoad.BATCH) {
                    load(stores, cmId, rows);
                    rows.clear();
                }
            }
            load(stores, cmId, rows);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void load(Stores stores, long cmId, List<CustomerLoad.Row> rows) {
        stores.database().write(transaction -> {
            var account = stores.accounts().find(transaction, cmId).orElseThrow();
            var load = stores.load(transaction, account);
            load.load(rows, Instant.now());
            return load.added();
        });
    }

    private static CustomerLoad.Row row(NamedCsvRecord record) {
        var texts = Map.of(
                ProfileField.CUSTOMER_CODE, record.getField("customer_code"),
                ProfileField.NAME, record.getField("name"),
                ProfileField.PHONE, record.getField("phone"),
                ProfileField.EMAIL, record.getField("email"),
                ProfileField.ADDRESS, record.getField("address"),
                ProfileField.CITY, record.getField("city"),
                ProfileField.STATE, record.getField("state"),
                ProfileField.COUNTRY, record.getField("country"),
                ProfileField.PIN_CODE, record.getField("pincode"));
        var change = new CustomerChange(
                0,
                false,
                texts,
                new FlagsChange(Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(
                        AccountList.ZONE, record.getField("zone"),
                        AccountList.PRIMARY_SOURCE, record.getField("primary_source")),
                EmployeeName.NOBODY,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty());
        return new CustomerLoad.Row(change, Instant.parse(record.getField("created_at")));
    }
}
