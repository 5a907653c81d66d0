package dev.daybook.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Location of the database: {@code sqlite:PATH} or {@code postgresql://user:password@host:port/database}. */
public sealed interface DatabaseUrl {
    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException if it is neither kind; the message names the expected forms
     */
    static DatabaseUrl parse(String text) {
        if (text.startsWith("sqlite:") && text.length() > "sqlite:".length()) {
            return new Sqlite(Path.of(text.substring("sqlite:".length())).toAbsolutePath());
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return postgresql(text);
        }
        throw new IllegalArgumentException(
                "a database URL is sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
    }

    /** Whether the URL contains a password. */
    boolean hasPassword();

    private static DatabaseUrl postgresql(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
                throw new IllegalArgumentException(
                        "a PostgreSQL URL needs a host and a database: postgresql://HOST/DATABASE");
            }
            return new Postgresql(uri);
        } catch (URISyntaxException malformed) {
            // The message of the exception itself would show the password.
            throw new IllegalArgumentException("the PostgreSQL URL is malformed at character " + malformed.getIndex()
                    + "; write odd characters of the password as %XX");
        }
    }

    /**
     * An SQLite file on this machine.
     *
     * @param file the database file; created if it is missing and {@link DatabaseOptions} allow it
     */
    record Sqlite(Path file) implements DatabaseUrl {
        @Override
        public boolean hasPassword() {
            return false;
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * A database of a PostgreSQL server.
     *
     * @param uri the URI as given, possibly with a password
     */
    record Postgresql(URI uri) implements DatabaseUrl {
        private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d+){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

        /** The JDBC URL of the driver. */
        String jdbcUrl() {
            var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            var query = uri.getRawQuery() == null ? "" : "&" + uri.getRawQuery();
            return "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + "?ApplicationName=daybook"
                    + credential("user", 0) + credential("password", 1) + tls() + query;
        }

        /**
         * A server on another machine must prove its identity by TLS with a certificate that Java trusts, unless the
         * URL has its own {@code sslmode}. The default of the driver does not verify the server.
         */
        private String tls() {
            if (isLocal() || has("sslmode") || has("ssl")) {
                return "";
            }
            return "&sslmode=verify-full"
                    + (has("sslrootcert") || has("sslfactory")
                            ? ""
                            : "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        }

        /** Whether TLS is required although the URL does not mention it. */
        boolean impliesTls() {
            return !tls().isEmpty();
        }

        private boolean isLocal() {
            return LOCAL.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
        }

        private boolean has(String parameter) {
            return uri.getRawQuery() != null
                    && Arrays.stream(uri.getRawQuery().split("&", -1))
                            .anyMatch(given -> given.startsWith(parameter + "="));
        }

        @Override
        public boolean hasPassword() {
            return !credential("password", 1).isEmpty() || has("password");
        }

        private String credential(String name, int index) {
            var info = uri.getRawUserInfo();
            var parts = info == null ? new String[0] : info.split(":", 2);
            return index < parts.length
                    ? "&" + name + "="
                            + URLEncoder.encode(
                                    URLDecoder.decode(parts[index].replace("+", "%2B"), StandardCharsets.UTF_8),
                                    StandardCharsets.UTF_8)
                    : "";
        }

        /** Hides the password from logs and error messages. */
        @Override
        public String toString() {
            return "postgresql://" + uri.getHost() + uri.getPath();
        }
    }
}
