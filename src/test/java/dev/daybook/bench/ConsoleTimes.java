package dev.daybook.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Requests every page and search of a running console, and prints the time that each takes, as a table in Markdown:
 * {@code ConsoleTimes URL LINK CM-ID TIMES PID NUMBER}. LINK is the path that {@code daybook user create} prints, PID
 * the process of the server, NUMBER the number of the customer in the CSV that has much history. The times are those of
 * a browser on the same machine; if other work delays them, the least time and the server's processor time are more
 * reliable. The data must be that of {@code bench/console}.
 */
public final class ConsoleTimes {
    private static final int WARM = 10;
    private static final String PASSWORD = "seventeen green boats";
    private static final Pattern FORM_WORD = Pattern.compile("name=\"_form\" value=\"([^\"]+)\"");
    private static final Pattern ASSET = Pattern.compile("\"(/console/assets/[^\"]+\\.(?:css|js))\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String server;
    private final String account;
    private final ProcessHandle process;
    private final int number;

    private ConsoleTimes(String server, String cmId, String pid, String number) {
        this.number = Integer.parseInt(number);
        this.process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        this.server = server;
        this.account = "/console/" + cmId + "/";
    }

    /** Logs in, requests every page and search, and prints the table. Fails if a page is not answered with 200. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var times = new ConsoleTimes(arguments[0], arguments[2], arguments[4], arguments[5]);
        times.logIn(arguments[1]);
        var pages = times.pages();
        var round = Integer.parseInt(arguments[3]);
        System.out.println("| page | least ms | median ms | p95 ms | CPU ms | KB |\n|---|--:|--:|--:|--:|--:|");
        for (var turn = 0; turn < WARM; turn++) {
            for (var path : pages.values()) {
                times.text(path);
            }
        }
        for (var page : pages.entrySet()) {
            times.measure(page.getKey(), page.getValue(), round);
        }
        System.out.printf(
                Locale.ROOT,
                "%nStyle and script, fetched once: %.1f KB%n",
                times.assets(times.text("overview")) / 1024.0);
    }

    private void logIn(String link) throws IOException, InterruptedException {
        var word = FORM_WORD.matcher(plain(get(link)));
        if (!word.find()) {
            throw new IOException("the link " + link + " has been used or is none");
        }
        var form = "_form=" + encoded(word.group(1)) + "&password=" + encoded(PASSWORD) + "&again=" + encoded(PASSWORD);
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(server + link))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 303) {
            throw new IOException("no log-in: " + answer.statusCode() + "\n" + answer.body());
        }
    }

    /**
     * The paths of the pages by their names in the table. The page of a record is that of the first or the middle
     * record of a list.
     */
    private Map<String, String> pages() throws IOException, InterruptedException {
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview", "overview");
        pages.put("customers, newest", "customers");
        pages.put("customers, next page", first("customers", "customers\\?after=[^\"]+"));
        pages.put("customers of 30 days", "customers?from=" + day(180) + "&to=" + day(150));
        pages.put("customers, days without any", "customers?from=2020-01-01&to=2020-01-31");
        var code = "C" + (10_000_000 + number);
        var phone = "9" + (100_000_000 + number);
        for (var words : List.of(
                "a",
                "as",
                "ash",
                "asha",
                "asha r",
                "rao",
                "zzz",
                "9",
                "91",
                "910",
                "9105",
                phone,
                "+91" + phone,
                phone.substring(6),
                phone.substring(3),
                "asha77",
                "asha" + number + "@mail.example",
                "C1",
                code.substring(0, 6),
                code,
                "c107",
                "1")) {
            pages.put("customers, search " + words, "customers?q=" + encoded(words));
        }
        pages.put("customers, search rao of 30 days", "customers?q=rao&from=" + day(180) + "&to=" + day(150));
        var customer = first("customers?q=" + code, "customers/[0-9]+");
        pages.put("customer with much history", customer);
        pages.put("customer, form", customer + "/edit");
        pages.put("customer, erase", customer + "/erase");
        pages.put("customer, new", "customers/new");
        queues(pages);
        var ticket = first("tickets?status=all", "tickets/[0-9]{6,}");
        pages.put("ticket", ticket);
        pages.put("ticket, new", "tickets/new");
        pages.put("orders, newest", "orders");
        pages.put("orders, next page", first("orders", "orders\\?after=[^\"]+"));
        pages.put("orders by status", "orders?status=Shipped");
        pages.put("orders by status without any", "orders?status=Lost");
        pages.put("orders by status of 30 days", "orders?status=Shipped&from=" + day(180) + "&to=" + day(150));
        pages.put("orders of 30 days", "orders?from=" + day(180) + "&to=" + day(150));
        pages.put("order", first("orders", "orders/[0-9]+"));
        pages.put("FAQ", "faq");
        pages.put("FAQ, one word", "faq?q=refund");
        pages.put("FAQ, two words", "faq?q=" + encoded("parcel delivery"));
        pages.put("FAQ, Hindi", "faq?q=" + encoded("भुगतान"));
        pages.put("FAQ entry", first("faq", "faq/[0-9]+"));
        pages.put("FAQ, new", "faq/new");
        for (var kind : List.of("customers", "tickets", "orders")) {
            pages.put("calendar of " + kind, "data?kind=" + kind);
            pages.put(
                    "calendar of " + kind + ", a full month",
                    "data?kind=" + kind + "&month=" + day(60).substring(0, 7));
        }
        pages.put("compare", "data/compare");
        pages.put("import", "data/import");
        pages.put("keys", "developers");
        pages.put("last requests of a key", first("developers", "developers/keys/[0-9]+"));
        pages.put("webhook", "developers/webhook");
        pages.put("settings", "settings");
        pages.put("people", "people");
        pages.put("audit", "audit");
        return pages;
    }

    private void queues(Map<String, String> pages) throws IOException, InterruptedException {
        pages.put("tickets, newest open", "tickets");
        pages.put("tickets, next page", first("tickets", "tickets\\?after=[^\"]+"));
        pages.put("tickets, due first", "tickets?order=due");
        for (var status : List.of("P", "C", "all")) {
            pages.put("tickets " + status, "tickets?status=" + status);
            for (var more : List.of(
                    "priority=3",
                    "assignee=0",
                    "assignee=999999",
                    "late=1",
                    "priority=3&late=1",
                    "priority=9",
                    "priority=3&assignee=0&late=1",
                    "order=due&priority=3",
                    "order=due&assignee=999999",
                    "order=due&late=1")) {
                pages.put(
                        "tickets " + status + ", " + more.replace("&", ", "), "tickets?status=" + status + "&" + more);
            }
        }
    }

    private static String day(int ago) {
        return LocalDate.now(SampleDays.ZONE).minusDays(ago).toString();
    }

    private void measure(String name, String path, int round) throws IOException, InterruptedException {
        var bytes = get(account + path).body().length;
        var millis = new double[round];
        var before = cpu();
        for (var turn = 0; turn < round; turn++) {
            var start = System.nanoTime();
            get(account + path);
            millis[turn] = (System.nanoTime() - start) / 1e6;
        }
        var cpu = cpu().minus(before);
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                name,
                millis[0],
                millis[(round - 1) / 2],
                millis[(round - 1) * 95 / 100],
                cpu.toNanos() / 1e6 / round,
                bytes / 1024.0);
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private int assets(String page) throws IOException, InterruptedException {
        var bytes = 0;
        var found = ASSET.matcher(page);
        while (found.find()) {
            bytes += get(found.group(1)).body().length;
        }
        return bytes;
    }

    /**
     * On the page at {@code path}, the first link that matches a pattern, without its beginning that names the account.
     */
    private String first(String path, String pattern) throws IOException, InterruptedException {
        var found = Pattern.compile("href=\"" + account + "(" + pattern + ")\"").matcher(text(path));
        if (!found.find()) {
            throw new IOException("the page " + path + " has no link like " + pattern);
        }
        return found.group(1).replace("&amp;", "&");
    }

    private String text(String path) throws IOException, InterruptedException {
        return plain(get(account + path));
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered with " + answer.statusCode());
        }
        return answer;
    }

    private static String plain(HttpResponse<byte[]> answer) throws IOException {
        if (answer.headers().firstValue("Content-Encoding").isEmpty()) {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
