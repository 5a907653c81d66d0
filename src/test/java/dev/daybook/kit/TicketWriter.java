package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Adds tickets to a server in another process, and reads them.
 *
 * @param server its address
 * @param token a key with all scopes
 */
public record TicketWriter(URI server, String token) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TITLE = Pattern.compile("\"title\":\"([^\"]*)\"");

    /** A note that makes a ticket occupy several pages of a database. */
    private static final String NOTE = "n".repeat(30_000);

    /** Adds a ticket with this title. Returns the status of the answer. */
    public int add(String title) throws IOException, InterruptedException {
        return post(Paths.ADD_TICKET, "[{\"title\":\"%s\",\"comment\":\"%s\"}]".formatted(title, NOTE))
                .statusCode();
    }

    /** Pulls today's tickets. Returns the status of the answer. */
    public int read() throws IOException, InterruptedException {
        return page(today(), "").statusCode();
    }

    /** The titles of today's and yesterday's tickets. */
    public Set<String> titles() throws IOException, InterruptedException {
        var titles = new TreeSet<String>();
        var today = today();
        for (var day : List.of(today.minusDays(1), today)) {
            var cursor = "";
            do {
                var answer = page(day, cursor);
                if (answer.statusCode() != 200) {
                    throw new AssertionError(answer.body());
                }
                TITLE.matcher(answer.body()).results().forEach(found -> titles.add(found.group(1)));
                cursor = answer.headers()
                        .firstValue(Headers.NEXT_CURSOR)
                        .map(next -> ",\"cursor\":\"" + next + "\"")
                        .orElse("");
            } while (!cursor.isEmpty());
        }
        return titles;
    }

    private static LocalDate today() {
        return LocalDate.now(Account.DEFAULT_ZONE);
    }

    private HttpResponse<String> page(LocalDate day, String cursor) throws IOException, InterruptedException {
        return post(
                Paths.PULL_TICKETS,
                "{\"start_date\":\"%s\",\"end_date\":\"%s\",\"limit\":1000%s}".formatted(day, day, cursor));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
