package dev.daybook.store;

import dev.daybook.domain.account.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Location of the database: {@code sqlite:PATH} or {@code postgresql://user:password@host:port/database}. The second
 * form may name several hosts. PostgreSQL's JDBC URL, {@code jdbc:postgresql:...}, is accepted too.
 */
public sealed interface DatabaseUrl {
    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException if {@code text} is malformed; the message names the expected form
     */
    static DatabaseUrl parse(String text) {
        if (text.startsWith("sqlite:") && text.length() > "sqlite:".length()) {
            return new Sqlite(Path.of(text.substring("sqlite:".length())).toAbsolutePath());
        }
        if (text.startsWith("jdbc:postgresql:")) {
            return Postgresql.ofDriver(text.substring("jdbc:postgresql:".length()));
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return Postgresql.parse(text.substring(text.indexOf("://") + 3));
        }
        throw new IllegalArgumentException(
                "a database URL is sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
    }

    /** Whether the URL contains a password, of the user or of the key for TLS. */
    boolean hasPassword();

    /** A hint for the message if the database cannot be opened; may be empty. */
    default String hint() {
        return this instanceof Postgresql server && server.impliesTls()
                ? " (on another machine its certificate is verified; ?sslmode=... in the URL says otherwise)"
                : "";
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
     * A database on a PostgreSQL server, or on several servers, one of which is the primary.
     *
     * @param userInfo user and maybe password, as in a URL; empty if there are none
     * @param hosts the hosts, each maybe with a port
     * @param path a slash and the name of the database, as in a URL
     * @param query settings of the driver, as in a URL; empty if there are none
     */
    record Postgresql(String userInfo, List<String> hosts, String path, String query) implements DatabaseUrl {
        private static final Pattern PORT = Pattern.compile(":\\d+$");
        private static final int MAX_PORT = 65_535;

        /** Settings by which the driver would connect to another server or database than the URL names. */
        private static final Set<String> PLACES =
                Set.of("host", "hostaddr", "port", "dbname", "service", "pghost", "pgport", "pgdbname");

        public Postgresql {
            hosts = List.copyOf(hosts);
        }

        /** Parses the part after {@code jdbc:postgresql:}. A URL without hosts means this machine. */
        private static Postgresql ofDriver(String text) {
            var rest = text.startsWith("//") ? text.substring(2) : "localhost/" + text.replaceFirst("^/", "");
            return parse(rest.startsWith("/") ? "localhost" + rest : rest);
        }

        /** Parses the part after the scheme and its slashes. */
        private static Postgresql parse(String text) {
            var authority = text.split("[/?]", 2)[0];
            var at = authority.lastIndexOf('@');
            var userInfo = at < 0 ? "" : authority.substring(0, at);
            var hosts = Arrays.asList(authority.substring(at + 1).split(",", -1));
            URI uri = null;
            for (var host : hosts) {
                // Container names may have underscores, which Java's URI does not accept in a host name.
                var name = host.replace('_', 'x');
                uri = uri((at < 0 ? "" : userInfo + "@") + name + text.substring(authority.length()));
                // An @ in the path means that the password contains a slash. The text before this slash was then taken
                // for host and port.
                if (uri.getHost() == null
                        || uri.getRawPath().length() < 2
                        || uri.getRawPath().contains("@")
                        || uri.getRawPath().lastIndexOf('/') > 0) {
                    throw refusal("a PostgreSQL URL is postgresql://USER:PASSWORD@HOST/DATABASE");
                }
                if (host.endsWith(":") || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                    throw refusal("a port in a PostgreSQL URL is a number from 1 to " + MAX_PORT);
                }
            }
            var url = new Postgresql(
                    userInfo,
                    hosts,
                    uri == null ? "" : uri.getRawPath(),
                    uri == null || uri.getRawQuery() == null ? "" : uri.getRawQuery());
            url.names().filter(PLACES::contains).findFirst().ifPresent(place -> {
                throw new IllegalArgumentException("a PostgreSQL URL names host, port and database before its"
                        + " question mark, not by the setting " + place);
            });
            if (url.impliesTls() && url.trustsAsJava() && (url.has("sslcert") || url.has("sslkey"))) {
                throw new IllegalArgumentException("sslcert and sslkey in a PostgreSQL URL need sslrootcert=FILE, the"
                        + " certificate of the authority that issued the server's; without it they would be ignored");
            }
            return url;
        }

        private static URI uri(String text) {
            try {
                return new URI("postgresql://" + text);
            } catch (URISyntaxException malformed) {
                // The message of the exception itself would show the password.
                throw refusal("the PostgreSQL URL is malformed at character " + malformed.getIndex());
            }
        }

        private static IllegalArgumentException refusal(String reason) {
            return new IllegalArgumentException(
                    reason + "; write odd characters of the password, such as @ / ? #, as %XX");
        }

        /** The JDBC URL of the driver. */
        String jdbcUrl() {
            return "jdbc:postgresql://" + String.join(",", hosts) + path + "?ApplicationName=daybook"
                    + credential("user", 0) + credential("password", 1) + primary() + tls()
                    + (query.isEmpty() ? "" : "&" + query);
        }

        /**
         * The setting by which the driver connects to the primary, if there are several hosts. Without it, the driver
         * would take the first host that answers. Empty for one host, or if the URL has this setting itself.
         */
        private String primary() {
            return hosts.size() > 1 && !has("targetServerType") ? "&targetServerType=primary" : "";
        }

        /**
         * The settings by which a server on another machine must prove its identity by its TLS certificate: the default
         * of the driver does not verify the server. Empty if all hosts are local, or if the URL has {@code sslmode} or
         * {@code ssl}.
         */
        private String tls() {
            if (isLocal() || has("sslmode") || has("ssl")) {
                return "";
            }
            return "&sslmode=verify-full"
                    + (trustsAsJava() ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : "");
        }

        /**
         * Whether the driver must trust the certificate authorities that Java trusts, because the URL names no others.
         * The driver then ignores {@code sslcert} and {@code sslkey}.
         */
        private boolean trustsAsJava() {
            return !has("sslrootcert") && !has("sslfactory");
        }

        /** Whether TLS is required although the URL does not mention it. */
        boolean impliesTls() {
            return !tls().isEmpty();
        }

        private boolean isLocal() {
            return hosts.stream()
                    .allMatch(host -> Loopback.isHost(PORT.matcher(host).replaceFirst("")));
        }

        /** The names of the settings, in lower case. */
        private Stream<String> names() {
            return Arrays.stream(query.split("&", -1))
                    .map(setting -> URLDecoder.decode(setting.split("=", 2)[0], StandardCharsets.UTF_8)
                            .toLowerCase(Locale.ROOT));
        }

        private boolean has(String parameter) {
            return Arrays.stream(query.split("&", -1)).anyMatch(given -> given.startsWith(parameter + "="));
        }

        @Override
        public boolean hasPassword() {
            return !credential("password", 1).isEmpty() || has("password") || has("sslpassword");
        }

        private String credential(String name, int index) {
            var parts = userInfo.isEmpty() ? new String[0] : userInfo.split(":", 2);
            return index < parts.length
                    ? "&" + name + "="
                            + URLEncoder.encode(
                                    URLDecoder.decode(parts[index].replace("+", "%2B"), StandardCharsets.UTF_8),
                                    StandardCharsets.UTF_8)
                    : "";
        }

        /** The hosts, as the URL names them, and the database. Hides user and password from logs and error messages. */
        @Override
        public String toString() {
            return "postgresql://" + String.join(",", hosts) + path;
        }
    }
}
