package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** URLs of databases: parsing, and the TLS settings for the driver. */
class DatabaseUrlTest {
    @Test
    void readsUrlsOfBothKinds() {
        var sqlite = (DatabaseUrl.Sqlite) DatabaseUrl.parse("sqlite:some/where.db");
        assertTrue(sqlite.file().isAbsolute());
        assertTrue(sqlite.file().endsWith("some/where.db"), sqlite.toString());

        var full = postgresql("postgresql://us%40er:p%2B+a%26%3Fs@db.example:5433/daybook?sslmode=require");
        assertEquals(
                "jdbc:postgresql://db.example:5433/daybook?ApplicationName=daybook&user=us%40er&password=p%2B%2Ba%26%3Fs"
                        + "&sslmode=require",
                full.jdbcUrl());
        assertEquals("postgresql://db.example/daybook", full.toString());

        var bare = postgresql("postgres://[::1]/daybook");
        assertEquals("jdbc:postgresql://[::1]/daybook?ApplicationName=daybook", bare.jdbcUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example",
                "db",
                "10.0.0.7",
                "192.168.1.1",
                "[fd00::1]",
                "128.0.0.1",
                "localhost.example",
                "127.0.0.1.example",
                "0.0.0.0"
            })
    void aServerElsewhereIsVerified(String host) {
        var properties = driver("postgresql://daybook@" + host + "/daybook?connectTimeout=5");
        assertEquals("verify-full", properties.getProperty("sslmode"));
        assertEquals("org.postgresql.ssl.DefaultJavaSSLFactory", properties.getProperty("sslfactory"));
        assertEquals("5", properties.getProperty("connectTimeout"));
        assertEquals("daybook", properties.getProperty("user"));
    }

    @ParameterizedTest
    @CsvSource({
        "db.example/daybook?sslmode=disable, disable",
        "db.example/daybook?connectTimeout=5&sslmode=require, require",
        "db.example/daybook?sslrootcert=/etc/ca.pem, verify-full",
        "localhost/daybook,",
        "LOCALHOST:5433/daybook,",
        "127.0.0.1/daybook,",
        "127.8.9.10/daybook,",
        "[::1]/daybook,",
        "localhost/daybook?sslmode=verify-full, verify-full"
    })
    void theUrlDecidesAndThisMachineNeedsNoTls(String rest, String mode) {
        var properties = driver("postgresql://" + rest);
        assertEquals(mode, properties.getProperty("sslmode"));
        assertEquals(null, properties.getProperty("sslfactory"));
    }

    @Test
    void aServerWithoutTlsIsRefusedIfTlsIsRequired() {
        var failed = assertThrows(
                ProblemException.class,
                () -> Database.open(DatabaseUrl.parse(TestDatabase.POSTGRESQL.newUrl() + "?sslmode=verify-full")));
        assertTrue(failed.detail().contains("SSL"), failed.detail());
    }

    @Test
    void tellsWhetherThereIsAPassword() {
        assertTrue(postgresql("postgresql://daybook:word@localhost/daybook").hasPassword());
        assertTrue(postgresql("postgresql://localhost/daybook?user=daybook&password=word")
                .hasPassword());
        assertFalse(postgresql("postgresql://daybook@localhost/daybook").hasPassword());
        assertFalse(postgresql("postgresql://localhost/daybook?sslmode=require").hasPassword());
        assertFalse(DatabaseUrl.parse("sqlite:a:b@c").hasPassword());
    }

    private static DatabaseUrl.Postgresql postgresql(String url) {
        return (DatabaseUrl.Postgresql) DatabaseUrl.parse(url);
    }

    private static Properties driver(String url) {
        return Driver.parseURL(postgresql(url).jdbcUrl(), new Properties());
    }
}
