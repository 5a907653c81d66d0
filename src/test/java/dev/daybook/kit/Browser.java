package dev.daybook.kit;

import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.frame.Secrets;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without JavaScript: it keeps cookies, and sends each form with the form token of the last page that had
 * one.
 */
public final class Browser {
    private static final Pattern FORM_WORD = Pattern.compile("name=\"_form\" value=\"([^\"]+)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final TestServer server;

    /** The cookies by name. */
    public final Map<String, String> cookies = new LinkedHashMap<>();

    private String formWord = "";

    private Browser(TestServer server) {
        this.server = server;
    }

    /** A browser that is not logged in. */
    public static Browser of(TestServer server) {
        return new Browser(server);
    }

    /** A browser of a new person who has this role in an account and is logged in. */
    public static Browser of(TestServer server, Role role, long cmId) {
        var email = role.label() + cmId + "." + Secrets.create().substring(0, 8) + "@shop.example";
        var person = server.stores.database().write(transaction -> {
            var added = PersonStore.add(transaction, email, "Asha " + role.label(), false, Instant.EPOCH)
                    .orElseThrow();
            MembershipStore.put(transaction, cmId, added.id(), role);
            return added;
        });
        return loggedIn(server, person);
    }

    /** A browser of a new operator who is logged in. */
    public static Browser ofOperator(TestServer server) {
        var email = "operator." + Secrets.create().substring(0, 8) + "@shop.example";
        return loggedIn(
                server,
                server.stores
                        .database()
                        .write(transaction -> PersonStore.add(transaction, email, "Operator", true, Instant.EPOCH))
                        .orElseThrow());
    }

    /** A browser of this person, logged in by a link. */
    public static Browser loggedIn(TestServer server, Person person) {
        var link = PersonLink.create();
        server.stores
                .database()
                .run("log in", transaction -> link.put(transaction, LinkKind.DEMO, person.id(), Instant.EPOCH));
        var browser = new Browser(server);
        browser.get(link.path());
        return browser;
    }

    /** GETs a page. */
    public HttpResponse<String> get(String path) {
        return get(path, Map.of());
    }

    /** GETs a page with more headers. */
    public HttpResponse<String> get(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::setHeader);
        return send(request);
    }

    /** GETs a file. */
    public HttpResponse<byte[]> file(String path) {
        return file(path, Map.of());
    }

    /** GETs a file with more headers. */
    public HttpResponse<byte[]> file(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::setHeader);
        return send(request, BodyHandlers.ofByteArray());
    }

    /**
     * Sends a form with the form token of the last page.
     *
     * @param fields the names and values of the form's fields, in turn
     */
    public HttpResponse<String> post(String path, String... fields) {
        return postAs(path, formWord, Map.of(), fields);
    }

    /**
     * Sends a form with a form token and with more headers.
     *
     * @param word the form token
     * @param fields the names and values of the form's fields, in turn
     */
    public HttpResponse<String> postAs(String path, String word, Map<String, String> headers, String... fields) {
        var all = new ArrayList<>(List.of("_form", word));
        all.addAll(List.of(fields));
        var body = new ArrayList<String>();
        for (var at = 0; at < all.size(); at += 2) {
            body.add(encoded(all.get(at)) + "=" + encoded(all.get(at + 1)));
        }
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", body)));
        headers.forEach(request::setHeader);
        return send(request);
    }

    /**
     * Sends a form with a file and with the form token of the last page.
     *
     * @param name the name of the file
     * @param fields the names and values of the form's other fields, in turn
     */
    public HttpResponse<String> upload(String path, String name, byte[] file, String... fields) {
        var boundary = "Boundary" + Secrets.create();
        var body = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of("_form", formWord));
        all.addAll(List.of(fields));
        for (var at = 0; at < all.size(); at += 2) {
            body.writeBytes(bytes("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + all.get(at)
                    + "\"\r\n\r\n" + all.get(at + 1) + "\r\n"));
        }
        body.writeBytes(bytes("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(file);
        body.writeBytes(bytes("\r\n--" + boundary + "--\r\n"));
        return send(HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /**
     * Sends the head of a request with a body, but nothing of the body, and returns the answer as text. A browser that
     * is still sending a large body may miss the refusal, because the server closes the connection.
     *
     * @param length the number of bytes of the body, as the head says; if negative, the head says that the body is sent
     *     in chunks, without their number of bytes
     */
    public String answerToHead(String path, String contentType, long length) throws IOException {
        var uri = uri(path);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(bytes("POST " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getHost() + "\r\nCookie: "
                            + cookieHeader() + "\r\nConnection: close\r\nContent-Type: " + contentType
                            + (length < 0 ? "\r\nTransfer-Encoding: chunked" : "\r\nContent-Length: " + length)
                            + "\r\n\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The form token of the last page that had one: a hidden value that a form must send back. */
    public String formWord() {
        return formWord;
    }

    /** Sets a cookie that the server need not have sent. */
    public Browser with(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    private URI uri(String path) {
        return server.consoleUri(path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        var answer = send(request, BodyHandlers.ofString());
        var found = FORM_WORD.matcher(answer.body());
        if (found.find()) {
            formWord = found.group(1);
        }
        return answer;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie", cookieHeader());
        }
        try {
            var answer = HTTP.send(request.build(), body);
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void keep(String header) {
        var pair = header.substring(0, header.indexOf(';')).split("=", 2);
        if (header.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
