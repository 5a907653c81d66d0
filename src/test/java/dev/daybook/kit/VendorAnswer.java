package dev.daybook.kit;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * An answer of {@link VendorServer}, before it is sent.
 *
 * @param status its HTTP status
 * @param headers its headers
 * @param body its body as it is sent
 * @param delivery how it is sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record VendorAnswer(int status, SortedMap<String, String> headers, byte[] body, Delivery delivery) {
    private static final String JSON = "application/json;charset=UTF-8";

    /** How an answer is sent. */
    public enum Delivery {
        WHOLE,
        /** The connection is closed without a byte. */
        DROPPED,
        /** Nothing is sent and the connection stays open. */
        HANGING
    }

    /** JSON with this status. */
    public static VendorAnswer json(int status, String text) {
        return of(status, JSON, text);
    }

    /** An HTML page, as from a gateway. */
    public static VendorAnswer html(int status, String title) {
        return of(
                status,
                "text/html",
                "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n</body>\r\n</html>\r\n");
    }

    /** A failure with the vendor's body. */
    public static VendorAnswer failed(int status, String message) {
        return json(status, "{\"message\":\"" + message + "\",\"status\":\"failed\"}");
    }

    private static VendorAnswer of(int status, String type, String text) {
        var headers = new TreeMap<String, String>();
        headers.put("Content-Type", type);
        return new VendorAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8), Delivery.WHOLE);
    }

    /** A copy with this header. */
    public VendorAnswer with(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new VendorAnswer(status, more, body, delivery);
    }

    /** A copy with another body. */
    public VendorAnswer with(byte[] other) {
        return new VendorAnswer(status, headers, other, delivery);
    }

    /** A copy with another delivery. */
    public VendorAnswer with(Delivery other) {
        return new VendorAnswer(status, headers, body, other);
    }

    /** A copy with its text changed. */
    public VendorAnswer text(UnaryOperator<String> change) {
        return with(change.apply(text()).getBytes(StandardCharsets.UTF_8));
    }

    /** Its body as a text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
