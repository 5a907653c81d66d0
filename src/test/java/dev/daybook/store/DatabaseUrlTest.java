package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** URLs of databases: parsing, and the TLS settings for the driver. */
@Tag("jdk")
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
        assertEquals("postgresql://db.example:5433/daybook", full.toString());

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
    void theCertificateOfARemoteServerIsVerified(String host) {
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
    void theUrlSetsTheTlsModeAndLocalhostNeedsNoTls(String rest, String mode) {
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
    void acceptsSeveralHostsAndChoosesThePrimary() {
        var two = postgresql("postgresql://daybook@one.example:5432,two.example:5433/daybook");
        assertEquals(
                "jdbc:postgresql://one.example:5432,two.example:5433/daybook?ApplicationName=daybook&user=daybook"
                        + "&targetServerType=primary&sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
                two.jdbcUrl());
        assertEquals("postgresql://one.example:5432,two.example:5433/daybook", two.toString());
        var given = driver("postgresql://[::1],localhost:5433/daybook?targetServerType=preferSecondary");
        assertEquals("preferSecondary", given.getProperty("targetServerType"));
        assertEquals("::1,localhost", given.getProperty("PGHOST").replaceAll("[\\[\\]]", ""));
        assertEquals(null, given.getProperty("sslmode"), "both are this machine");
        assertEquals(
                "verify-full",
                driver("postgresql://localhost,two.example/daybook").getProperty("sslmode"));
        for (var wrong : new String[] {"one.example,/daybook", ",one.example/daybook", "one.example,b a/daybook"}) {
            assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse("postgresql://" + wrong), wrong);
        }
    }

    @Test
    void opensTheFirstHostThatAnswers() {
        var url = TestDatabase.POSTGRESQL.newUrl().replace("@127.0.0.1:", "@127.0.0.1:1,127.0.0.1:");
        try (var database = Database.open(DatabaseUrl.parse(url))) {
            assertTrue(database.isReady());
        }
    }

    /** Names of containers may have underscores. */
    @Test
    void takesHostsWithUnderscores() {
        var properties = driver("postgresql://daybook@my_db,_other:5433/daybook");
        assertEquals("my_db,_other", properties.getProperty("PGHOST"));
        assertEquals("5432,5433", properties.getProperty("PGPORT"));
        assertEquals(
                "postgresql://my_db/daybook",
                postgresql("postgresql://my_db/daybook").toString());
    }

    /**
     * Some characters in a password, such as @ or #, split the URL at the wrong place, but the URL may still have a
     * host and a database. The refusal must say how to write these characters.
     */
    @ParameterizedTest
    @ValueSource(strings = {"p@w", "p#w", "pa/ss", "12/ss", "12?ss"})
    void saysHowToWriteThePassword(String password) {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> DatabaseUrl.parse("postgresql://daybook:" + password + "@db.example/daybook"));
        assertTrue(refused.getMessage().contains("as %XX"), refused.getMessage());
    }

    /** The driver refuses such a URL with an exception that shows all of it, or logs it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example:0/daybook",
                "db.example:65536/daybook",
                "db.example:54320000/daybook",
                "db.example:/daybook",
                "[::1]:/daybook",
                "one.example:5432,two.example:0/daybook",
                "db.example/daybook/",
                "db.example/daybook/other"
            })
    void aUrlThatTheDriverCannotReadIsRefusedWithoutItsPassword(String place) {
        for (var scheme : new String[] {"postgresql://", "jdbc:postgresql://"}) {
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> DatabaseUrl.parse(scheme + "daybook:hidden-word@" + place));
            assertTrue(refused.getMessage().contains("as %XX"), refused.getMessage());
            assertFalse(refused.getMessage().contains("hidden-word"), refused.getMessage());
        }
        assertEquals("1", driver("postgresql://daybook@localhost:1/daybook").getProperty("PGPORT"));
        assertEquals("65535", driver("postgresql://localhost:65535/daybook").getProperty("PGPORT"));
    }

    @Test
    void takesUrlsOfTheDriver() {
        assertEquals(
                postgresql("postgresql://db.example:5433/daybook?user=daybook&password=word"),
                postgresql("jdbc:postgresql://db.example:5433/daybook?user=daybook&password=word"));
        assertTrue(
                postgresql("jdbc:postgresql://db.example/daybook?password=word").hasPassword());
        for (var here : new String[] {"daybook", "/daybook", "///daybook"}) {
            assertEquals(
                    postgresql("postgresql://localhost/daybook?connectTimeout=5"),
                    postgresql("jdbc:postgresql:" + here + "?connectTimeout=5"));
        }
    }

    @Test
    void passesOptionsOfTlsThrough() {
        var properties = driver("postgresql://db.example/daybook?sslcert=/etc/c.pem&sslkey=/etc/k.pk8"
                + "&sslpassword=word&sslrootcert=/etc/ca.pem&sslmode=verify-ca&channelBinding=require");
        assertEquals("/etc/c.pem", properties.getProperty("sslcert"));
        assertEquals("/etc/k.pk8", properties.getProperty("sslkey"));
        assertEquals("word", properties.getProperty("sslpassword"));
        assertEquals("/etc/ca.pem", properties.getProperty("sslrootcert"));
        assertEquals("verify-ca", properties.getProperty("sslmode"));
        assertEquals("require", properties.getProperty("channelBinding"));
    }

    /**
     * Without sslmode and sslrootcert, the connection uses Java's authorities, and the driver then ignores a client
     * certificate. So a URL with a client certificate but without these options is refused.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sslcert=/etc/c.pem&sslkey=/etc/k.pk8", "sslcert=/etc/c.pem", "sslkey=/etc/client.p12"})
    void aClientCertificateThatWouldBeIgnoredIsRefused(String given) {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> postgresql("postgresql://db.example/daybook?" + given));
        assertTrue(refused.getMessage().contains("sslrootcert=FILE"), refused.getMessage());
        for (var more : new String[] {"sslrootcert=/etc/ca.pem", "sslmode=require", "sslfactory=example.Factory"}) {
            assertTrue(postgresql("postgresql://db.example/daybook?" + given + "&" + more)
                    .jdbcUrl()
                    .endsWith("&" + given + "&" + more));
        }
        assertEquals(
                null, driver("postgresql://localhost/daybook?" + given).getProperty("sslfactory"), "the driver's own");
    }

    /** Otherwise a URL that names this machine, and so needs no TLS, could lead to another machine without TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://localhost/daybook?host=db.example",
                "jdbc:postgresql:///daybook?user=daybook&host=db.example&port=5433",
                "jdbc:postgresql:daybook?PGHOST=db.example",
                "postgresql://localhost/daybook?hostaddr=192.0.2.2",
                "postgresql://localhost/daybook?port=5433",
                "postgresql://localhost/daybook?connectTimeout=5&dbname=other",
                "postgresql://localhost/daybook?service=daybook",
                "postgresql://localhost/daybook?h%6Fst=db.example"
            })
    void anotherPlaceInTheSettingsIsRefused(String url) {
        var refused = assertThrows(IllegalArgumentException.class, () -> postgresql(url));
        assertTrue(refused.getMessage().contains("before its question mark"), refused.getMessage());
    }

    /** The variable PGPASSFILE cannot be set for this process; the driver reads this property like the variable. */
    @Test
    void theDriverReadsThePasswordFromPgpass(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("pgpass"), "db.example:5432:daybook:daybook:word\n*:*:daybook:daybook:of-several\n");
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            var properties = driver("postgresql://daybook@db.example/daybook");
            assertEquals("word", properties.getProperty("password"));
            var several = driver("postgresql://daybook@db.example,two.example/daybook");
            assertEquals("of-several", several.getProperty("password"), "a line for one host matches none of several");
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    void detectsAPasswordInTheUrl() {
        assertTrue(postgresql("postgresql://daybook:word@localhost/daybook").hasPassword());
        assertTrue(postgresql("postgresql://localhost/daybook?user=daybook&password=word")
                .hasPassword());
        assertTrue(postgresql("postgresql://localhost/daybook?sslpassword=word").hasPassword());
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
