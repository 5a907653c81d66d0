package dev.daybook.client.check.session;

import dev.daybook.client.answer.Failure;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The answer to a request, or the reason why there is none that can be read. */
public final class CheckedAnswer {
    private final int status;
    private final HttpHeaders headers;
    private final int length;
    private final boolean packed;
    private final String trouble;
    private final boolean utf8;
    private final boolean ascii;
    private final boolean strict;
    private final boolean white;
    private final boolean noDataText;
    private final Optional<Failure> failure;
    private final Seen json;

    /**
     * An answer that the server gave.
     *
     * @param body the body, decompressed
     * @param packed whether the body was compressed with gzip
     */
    public CheckedAnswer(int status, HttpHeaders headers, byte[] body, boolean packed) {
        this(status, headers, body, packed, "");
    }

    private CheckedAnswer(int status, HttpHeaders headers, byte[] body, boolean packed, String trouble) {
        this.status = status;
        this.headers = headers;
        this.length = body.length;
        this.packed = packed;
        this.trouble = trouble;
        this.utf8 = AnswerText.notUtf8(body) < 0;
        var text = new String(body, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        this.ascii = utf8 && text.length() == length; // a character outside ASCII has more bytes than chars
        var parsed = utf8 ? Seen.strict(text) : Optional.<Seen>empty();
        this.strict = parsed.isPresent();
        this.white = text.replace("\uFEFF", "").isBlank();
        var mayFail = parsed.map(Seen::isFailure).orElse(true); // a page is not parsed again
        this.failure = mayFail ? Failure.read(body).filter(found -> !found.isNoData()) : Optional.empty();
        this.json = parsed.or(() -> Seen.lenient(text)).orElse(Seen.NOTHING);
        this.noDataText = utf8 && json.is(Kind.NOTHING) && ServerWords.sayNoData(text.strip());
    }

    /** No usable answer, with the reason: the server did not answer, or only with temporary failures. */
    static CheckedAnswer none(String trouble) {
        return unread(NotEstablished.SILENCE + ": " + trouble);
    }

    /** An answer that came but cannot be read, with the reason. */
    static CheckedAnswer unread(String trouble) {
        return new CheckedAnswer(0, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0], false, trouble);
    }

    /** The HTTP status; 0 if no answer came, or if the answer cannot be read. */
    public int status() {
        return status;
    }

    /** Whether the server gave an answer that can be read. */
    public boolean came() {
        return trouble.isEmpty();
    }

    /** Whether the server did not answer, or only with temporary failures. */
    boolean isSilence() {
        return trouble.startsWith(NotEstablished.SILENCE);
    }

    /** This answer; throws {@link NotEstablished} if there is none, or if it cannot be read. */
    public CheckedAnswer required() {
        if (!came()) {
            throw NotEstablished.unanswered(trouble);
        }
        return this;
    }

    /** This answer; throws {@link NotEstablished} if it refuses the key, because that says nothing of the operation. */
    public CheckedAnswer allowed() {
        if (refusesKey()) {
            throw new NotEstablished("the key is refused for this operation");
        }
        return this;
    }

    /** A header, empty if it is missing or blank. */
    public Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }

    /** All values of a header, whatever the case of its name. */
    public List<String> headers(String name) {
        return headers.allValues(name);
    }

    /** The facts about this answer that questions about all answers need. */
    AnswerFacts facts() {
        return new AnswerFacts(headers, length, isSuccess(), isHtml(), utf8, ascii, strict);
    }

    /** Whether the body was compressed with gzip, announced by a header or not. No other compression is recognised. */
    public boolean isPacked() {
        return packed;
    }

    /** The length of the body in bytes, after decompression. */
    public int length() {
        return length;
    }

    /**
     * The body as JSON: parsed strictly or, if that fails, by {@link Seen#lenient}. {@link Seen#NOTHING} if both fail.
     */
    public Seen json() {
        return json;
    }

    /** The message, under the key {@code message} or {@code Message}; {@link Seen#NOTHING} if there is none. */
    public Seen message() {
        return json.at("message").is(Kind.NOTHING) ? json.at("Message") : json.at("message");
    }

    /** The status in the body, in lower case; empty if there is none. */
    public String said() {
        var text = json.at("status").is(Kind.NOTHING) ? json.at("Status") : json.at("status");
        return text.text().toLowerCase(Locale.ROOT);
    }

    /** Whether the server refused the request: by a status of 400 or more, or by a failure in the body. */
    public boolean isRefusal() {
        return came() && (status >= 400 || json.isFailure());
    }

    /**
     * Whether it is a redirect. Redirects are not followed, because the key is sent only to the address that was given.
     */
    boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /** Whether the server refused a pull. A refusal that only says that there is no data does not count. */
    public boolean isRefusedPull() {
        return isRefusal() && !saysNoData();
    }

    /** Whether it is a page of a pull with at least one record. */
    public boolean hasRecords() {
        return !records().isEmpty();
    }

    /** Whether a readable answer came with status 200, and its body does not report a failure. */
    public boolean isSuccess() {
        return came() && status == 200 && !isRefusal();
    }

    /**
     * Whether it shows that the request was accepted. A page of HTML does not: even with status 200 it may be a form to
     * log in.
     */
    public boolean isAccepted() {
        return isSuccess() && !isHtml();
    }

    /**
     * Whether it is a success with nothing in it: a body that is empty or blank, or null in place of the answer. Its
     * status may be 204, which a pull accepts too.
     */
    public boolean isBlank() {
        var maySucceed = came() && !isRefusal() && (status == 200 || status == 204);
        return maySucceed && (white || json.is(Kind.NULL));
    }

    /**
     * The records of a page. An object in place of the list counts as one record if it has keys. Empty if the answer is
     * no success.
     */
    public List<Seen> records() {
        if (!isSuccess()) {
            return List.of();
        }
        return message().names().isEmpty() ? message().items() : List.of(message());
    }

    /** The times at which its records were created, in their order. Leaves out those that cannot be read. */
    public Stream<LocalDateTime> created(PulledKind kind) {
        return records().stream()
                .flatMap(record -> TimeFormats.read(record.at(kind.keys().created())).stream());
    }

    /**
     * The failure that the body of the answer describes; empty if there is none, or if its message may mean that there
     * is no data.
     */
    Optional<Failure> failure() {
        return failure;
    }

    /** The message of a refusal; Get Customer has it under {@code Customer Details}. Empty if there is none. */
    public String refusalText() {
        var text = message().is(Kind.TEXT) ? message() : json.at("Customer Details");
        return text.is(Kind.TEXT) ? text.text() : "";
    }

    /** Whether the server answers, in place of records, that there is no data: as the message, or as the whole body. */
    public boolean saysNoData() {
        var text = json.is(Kind.TEXT) ? json.text() : refusalText();
        return noDataText || ServerWords.sayNoData(text.strip());
    }

    /** Whether the server does not accept the key. */
    public boolean refusesKey() {
        return isRefusal() && (status == 401 || status == 403 || Failure.refusesKey(refusalText()));
    }

    /**
     * A description by status, kinds, lengths and counts. Of the answer's texts, only those in {@link KnownTexts} are
     * shown. If there is no answer that can be read, the description is the reason.
     */
    public String described() {
        return came() ? status + ", " + shape() : trouble;
    }

    private String shape() {
        if (length == 0) {
            return "an empty body";
        }
        if (json.is(Kind.NOTHING)) {
            return (isHtml() ? "HTML" : "not JSON") + ", " + length + " bytes";
        }
        if (json.is(Kind.LIST)) {
            return "a bare list of " + json.items().size();
        }
        if (!json.is(Kind.OBJECT)) {
            return json.kind().word();
        }
        if (json.names().isEmpty()) {
            return "an object without keys";
        }
        return (said().isEmpty() ? "no status" : KnownTexts.known(said())) + ", " + messageShape();
    }

    private String messageShape() {
        if (message().is(Kind.NOTHING)) {
            return refusalText().isEmpty() ? "no message" : KnownTexts.known(refusalText());
        }
        return switch (message().kind()) {
            case LIST -> "a list of " + message().items().size();
            case TEXT -> KnownTexts.known(message().text());
            default -> message().kind().word() + " as message";
        };
    }

    /** Whether it is a page of HTML. JSON never counts as HTML, whatever its Content-Type. */
    public boolean isHtml() {
        return json.is(Kind.NOTHING)
                && header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html");
    }
}
