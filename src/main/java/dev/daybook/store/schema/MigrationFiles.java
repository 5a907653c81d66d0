package dev.daybook.store.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.sql.DataSource;

/**
 * The migrations in the jar, compared with those that Flyway has recorded in a database.
 *
 * @param checksums their checksums, by the names of their files
 */
record MigrationFiles(Map<String, Integer> checksums) {
    private static final String HISTORY = "\"flyway_schema_history\"";

    /** Cache of the files by folders: the jar does not change while the program runs. */
    private static final Map<List<String>, MigrationFiles> KNOWN = new ConcurrentHashMap<>();

    /** All files of these folders. */
    static MigrationFiles in(List<String> folders) {
        return KNOWN.computeIfAbsent(folders, MigrationFiles::read);
    }

    private static MigrationFiles read(List<String> folders) {
        var checksums = new HashMap<String, Integer>();
        try {
            for (var path : paths()) {
                var end = path.lastIndexOf('/');
                if (path.endsWith(".sql") && folders.contains(path.substring(0, end))) {
                    checksums.put(path.substring(end + 1), checksum("/" + path));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new MigrationFiles(checksums);
    }

    /**
     * Whether a database has exactly these migrations, unchanged and complete. Returns false in all other cases, also
     * if the database cannot be read: then Flyway runs, and reports the error.
     */
    boolean areApplied(DataSource source) {
        try (var connection = source.getConnection()) {
            return applied(connection).equals(checksums);
        } catch (SQLException other) {
            return false;
        }
    }

    /** The checksums of the recorded migrations; empty if one of them did not succeed, or is recorded twice. */
    private static Map<String, Integer> applied(Connection connection) throws SQLException {
        var applied = new HashMap<String, Integer>();
        // Flyway reads only the current schema; an unqualified name would be looked up in other schemas too.
        var schema = connection.getSchema();
        var table = schema == null ? HISTORY : "\"" + schema.replace("\"", "\"\"") + "\"." + HISTORY;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT \"script\", \"checksum\", \"success\" FROM " + table)) {
            while (rows.next()) {
                if (!rows.getBoolean("success")
                        || applied.put(rows.getString("script"), rows.getInt("checksum")) != null) {
                    return Map.of();
                }
            }
        }
        return applied;
    }

    /** Flyway's checksum: CRC-32 of the lines, without line ends. */
    private static int checksum(String resource) throws IOException {
        var crc = new CRC32();
        try (var file = MigrationFiles.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException("the jar lacks " + resource);
            }
            var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return (int) crc.getValue();
    }

    /** The paths of all files below {@code db}: in the jar or, during development, in the folder of the build. */
    private static List<String> paths() throws IOException {
        var folder = MigrationFiles.class.getResource("/db");
        if (folder == null) {
            throw new IOException("the jar lacks its migrations");
        }
        if (folder.openConnection() instanceof JarURLConnection connection) {
            try (var paths = connection.getJarFile().stream()) {
                return paths.map(ZipEntry::getName)
                        .filter(name -> name.startsWith("db/"))
                        .toList();
            }
        }
        var root = Path.of(URI.create(folder.toString()));
        try (var files = Files.walk(root)) {
            return files.map(file -> "db/" + root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
