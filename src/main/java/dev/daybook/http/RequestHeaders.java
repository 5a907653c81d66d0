package dev.daybook.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;

/**
 * The headers of a request as Javalin should read them. Javalin does not parse the weights of Accept-Encoding, so it
 * would not recognise Ruby's {@code gzip;q=1.0}. Javalin would also take the method from X-HTTP-Method-Override, which
 * is no part of the API.
 */
public final class RequestHeaders {
    private static final String METHOD = "X-HTTP-Method-Override";
    private static final String GZIP = "gzip";
    private static final String ZSTD = "zstd";

    private RequestHeaders() {}

    /**
     * The request without X-HTTP-Method-Override, and with an Accept-Encoding that has no weights: only the names of
     * the encodings, the preferred one first.
     */
    public static Request plain(Request request) {
        var headers = request.getHeaders();
        var accepted = headers.get(HttpHeader.ACCEPT_ENCODING);
        var weighted = accepted != null && accepted.indexOf(';') >= 0;
        if (!weighted && !headers.contains(METHOD)) {
            return request;
        }
        var plain = HttpFields.build(headers).remove(METHOD);
        if (weighted) {
            plain.put(HttpHeader.ACCEPT_ENCODING, String.join(", ", encodings(accepted)));
        }
        var read = plain.asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return read;
            }
        };
    }

    /** The names of the accepted encodings, without zstd if gzip is preferred to it; none if the header is invalid. */
    private static List<String> encodings(String accepted) {
        var weights = new QuotedQualityCSV(name -> name.equals(ZSTD) ? 1 : 0);
        try {
            weights.addValue(accepted.replace(" ", "").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException quotes) {
            // The header is malformed: a quote is not closed, or is within a name.
            return List.of();
        }
        var names = new ArrayList<>(weights.getValues());
        if (names.contains(GZIP) && names.indexOf(GZIP) < names.indexOf(ZSTD)) {
            names.remove(ZSTD);
        }
        return names;
    }
}
