package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database password is refused where every user of the machine can see it, and accepted elsewhere. Arguments that
 * name two databases are refused.
 */
class DatabaseOptionTest {
    private static final int USAGE = 2;

    /** Nothing listens at this address. */
    private static final String URL = "postgresql://daybook:hidden-word@127.0.0.1:1/daybook?connectTimeout=1";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {URL, "postgresql://127.0.0.1:1/daybook?user=daybook&password=hidden-word"})
    void aPasswordInAnArgumentIsRefused(String url) {
        for (var command : new String[] {"account list", "rerender", "serve", "key list --cm-id 7"}) {
            var words = (command + " --database-url " + url).split(" ");
            var refused = Outcome.of(words).expect(USAGE);
            assertTrue(refused.err().contains("DAYBOOK_DATABASE_URL_FILE"), refused.err());
            assertFalse(refused.err().contains("hidden-word"), refused.err());
        }
    }

    /**
     * Each of these commands fails if there is no database, and creates none. Only serve, demo, restore and account
     * create may create a database; they are tested elsewhere.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "account list",
                "account set --cm-id 7 --name x",
                "account export --cm-id 7 --out x",
                "account delete --cm-id 7 --yes-delete 7",
                "account substatus list --cm-id 7",
                "account substatus set K N --cm-id 7",
                "account substatus remove K --cm-id 7",
                "account substatus name-by-keys --cm-id 7",
                "account calendar --cm-id 7",
                "key create --cm-id 7",
                "key list --cm-id 7",
                "key rotate --cm-id 7 1",
                "key disable --cm-id 7 1",
                "admin-key create",
                "admin-key list",
                "admin-key disable 1",
                "user list",
                "user create a@shop.example --operator",
                "user disable a@shop.example",
                "user reset a@shop.example",
                "webhook show --cm-id 7",
                "webhook set --cm-id 7 --url https://hooks.example/",
                "webhook list --cm-id 7",
                "webhook retry --cm-id 7",
                "webhook remove --cm-id 7",
                "customer delete 1 --cm-id 7",
                "import customers FILE --cm-id 7",
                "import tickets FILE --cm-id 7",
                "import orders FILE --cm-id 7",
                "import faq FILE --cm-id 7",
                "import list --cm-id 7",
                "import remove 1 --cm-id 7",
                "backup --out x.tar",
                "rerender",
                "restored",
                "doctor"
            })
    void commandsThatNeedADatabaseNeverCreateOne(String command) throws IOException {
        var file = Files.writeString(folder.resolve("rows.csv"), "customer_name,phone\nAsha,9000000001\n");
        var data = folder.resolve("data");
        var words = (command.replace("FILE", file.toString()) + " --data " + data).split(" ");
        var outcome = Outcome.of(words);
        assertTrue(outcome.code() != 0, outcome.out() + outcome.err());
        assertTrue(
                (outcome.out() + outcome.err()).contains("there is no database " + data),
                outcome.out() + outcome.err());
        assertFalse(Files.exists(data), "a folder was made");
    }

    @Test
    void aServerWithoutAnAccountMakesNoDatabase() {
        var other = folder.resolve("other");
        var refused =
                Outcome.of("serve", "--port", "0", "--data", other.toString()).expect(Main.FAILED);
        assertTrue(refused.err().contains("no database " + other.resolve("daybook.db")), refused::err);
        assertFalse(Files.exists(other), "created");
    }

    @Test
    void aCommandThatMakesADatabaseNamesItsPlace() {
        var data = folder.resolve("the data").toString();
        String[] create = {"account", "create", "--cm-id", "7", "--name", "Seven", "--data", data};
        var made = Outcome.of(create).expect(Main.DONE);
        assertEquals(
                "The database is new: " + folder.resolve("the data/daybook.db") + "\nCreated account 7. Next, create a"
                        + " key: daybook key create --cm-id 7 --data '" + data + "'\n",
                made.err());
        create[3] = "8";
        assertFalse(Outcome.of(create).expect(Main.DONE).err().contains("is new"));
    }

    /** Otherwise whoever follows a message would ask, or change, another database. */
    @Test
    void theCommandsInMessagesAreForTheSamePlace() {
        var data = folder.resolve("data").toString();
        for (var command : List.of("rerender", "doctor")) {
            var missing = Outcome.of(command, "--data", data).expect(Main.FAILED);
            var said = missing.out() + missing.err();
            assertTrue(said.contains("make it with 'daybook account create --data " + data + "'\n"), said);
        }
        Outcome.of("account", "create", "--cm-id", "7", "--name", "Seven", "--data", data)
                .expect(Main.DONE);
        var made = "daybook: there is no account 8; 'daybook account create --data " + data + "' makes one\n";
        for (var command : List.of("import list --cm-id 8", "key list --cm-id 8")) {
            var refused = Outcome.ofAll(List.of(command.split(" ")), List.of("--data", data));
            assertEquals(made, refused.expect(Main.FAILED).err(), command);
        }
        var spaced = folder.resolve("my data").toString();
        var missing = Outcome.of("rerender", "--data", spaced).expect(Main.FAILED);
        assertTrue(
                missing.err().endsWith("make it with daybook account create --data '" + spaced + "'\n"), missing.err());
        var variables = Map.of("DAYBOOK_DATA", data);
        var refused = Outcome.of(variables, "key", "list", "--cm-id", "8").expect(Main.FAILED);
        assertEquals(made.replace(" --data " + data, ""), refused.err(), "the variable is for the next command, too");
    }

    /**
     * A command with {@code --data} is refused if a setting names another database. The folder may contain a copy in
     * which a person wants to erase an account; the command must not change the other database instead.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve --port 0",
                "account list",
                "account create --cm-id 7 --name x",
                "account export --cm-id 7 --out x",
                "account delete --cm-id 7 --yes-delete 7",
                "key list --cm-id 7",
                "admin-key list",
                "customer delete 1 --cm-id 7",
                "import customers FILE --cm-id 7",
                "import list --cm-id 7",
                "import remove 1 --cm-id 7",
                "backup --out x.tar",
                "rerender",
                "doctor"
            })
    void aTypedFolderIsRefusedIfASettingNamesTheDatabase(String command) throws IOException {
        var file = Files.writeString(folder.resolve("rows.csv"), "customer_name,phone\nAsha,9000000001\n");
        var data = folder.resolve("data");
        var url = "sqlite:" + folder.resolve("other.db");
        var properties = Files.writeString(folder.resolve("daybook.properties"), "database-url=" + url + "\n");
        var words = (command.replace("FILE", file.toString()) + " --data " + data).split(" ");
        for (var setting : List.of(
                Map.of("DAYBOOK_DATABASE_URL", url),
                Map.of("DAYBOOK_DATABASE_URL", URL),
                Map.of("DAYBOOK_CONFIG", properties.toString()))) {
            var refused = Outcome.of(setting, words).expect(USAGE);
            assertEquals(
                    "daybook: --data and a database URL, which a setting names, are two places; for the folder give"
                            + " --database-url sqlite:" + data.resolve("daybook.db")
                            + " instead, or do without the setting (DAYBOOK_DATABASE_URL, a file that"
                            + " DAYBOOK_DATABASE_URL_FILE names, or database-url in the file of --config)\n",
                    refused.err());
        }
        var both = (String.join(" ", words) + " --database-url " + url).split(" ");
        assertEquals(
                "daybook: --data and a database URL are two places; give one of them\n",
                Outcome.of(both).expect(USAGE).err());
        assertFalse(Files.exists(data) || Files.exists(folder.resolve("other.db")), "a database was made");
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfAnotherProgramIsRefused(TestDatabase kind) throws SQLException {
        var url = kind.emptyUrl();
        var place = DatabaseUrl.parse(url);
        var address = kind == TestDatabase.SQLITE ? "jdbc:" + url : TableDump.postgresql(url);
        try (var connection = DriverManager.getConnection(address);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bookmark (title TEXT)");
        }
        var other = kind == TestDatabase.SQLITE
                ? place + " is a database of another program; say which one with --data or --database-url"
                : "the database " + place + " has tables, views, types or functions of another program in its schema,"
                        + " and none of Daybook; say which one with --database-url";
        for (var command : List.of("account list", "account create --cm-id 7 --name x", "rerender", "serve --port 0")) {
            var refused = Outcome.ofAll(List.of(command.split(" ")), List.of("--database-url", url));
            assertEquals("daybook: " + other + "\n", refused.expect(Main.FAILED).err(), command);
        }
    }

    @Test
    void aRestoreWithTwoTargetsIsRefused() {
        var source = folder.resolve("source").toString();
        var backup = folder.resolve("backup.tar").toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", source)
                .expect(Main.DONE);
        Outcome.of("backup", "--out", backup, "--data", source).expect(Main.DONE);
        var other = folder.resolve("other.db");
        var data = folder.resolve("data").toString();
        Outcome.of(Map.of("DAYBOOK_DATABASE_URL", "sqlite:" + other), "restore", backup, "--data", data)
                .expect(USAGE);
        assertFalse(Files.exists(other));
    }

    /**
     * If variables name a folder and a database URL, the URL counts: a service unit or an image sets DAYBOOK_DATA for
     * every command.
     */
    @Test
    void aDatabaseUrlOverridesAFolderInAVariable() {
        var made = folder.resolve("made.db");
        var settings =
                Map.of("DAYBOOK_DATA", folder.resolve("data").toString(), "DAYBOOK_DATABASE_URL", "sqlite:" + made);
        Outcome.of(settings, "account", "create", "--cm-id", "7", "--name", "x").expect(Main.DONE);
        assertTrue(Files.exists(made));
    }

    @Test
    void aPasswordMayComeFromAVariableOrAFile() throws IOException {
        var file = Files.writeString(folder.resolve("url"), URL + "\n");
        var properties = Files.writeString(folder.resolve("daybook.properties"), "database-url=" + URL + "\n");
        for (var outcome : new Outcome[] {
            Outcome.of(Map.of("DAYBOOK_DATABASE_URL", URL), "account", "list"),
            Outcome.of(Map.of("DAYBOOK_DATABASE_URL_FILE", file.toString()), "account", "list"),
            Outcome.of("account", "list", "--config", properties.toString())
        }) {
            outcome.expect(Main.FAILED);
            assertTrue(outcome.err().contains("cannot open the database"), outcome.err());
            assertFalse(outcome.err().contains("hidden-word"), outcome.err());
        }
    }
}
