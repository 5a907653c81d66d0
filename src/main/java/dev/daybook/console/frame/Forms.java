package dev.daybook.console.frame;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.domain.Problem;
import dev.daybook.domain.request.SenderAddress;
import dev.daybook.domain.request.TimedInput;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of forms, with and without a file. A form is read before the request takes one of the places of {@link Frame},
 * because a client may send the form slowly. Until the form has arrived, the request holds only a thread. Forms of
 * people and of strangers are bounded separately, so that strangers cannot block people.
 */
public final class Forms {
    /**
     * The largest number of forms received at a time in each of {@link #people}, {@link #strangers} and
     * {@link #loggedOut}. Slow forms must leave threads for the API.
     */
    private static final int PLACES = 64;

    /**
     * The most forms received at a time from one person, or from one address without a session. This limit applies only
     * while {@link #QUIET} or more forms are being received.
     */
    private static final int OF_SENDER = 4;

    /**
     * While fewer forms than this are being received, a sender may send any number, because many people in an office
     * may share one address.
     */
    private static final int QUIET = 32;

    /** The largest number of forms with a file received at a time, which also bounds their space on the disk. */
    private static final int UPLOADS = 4;

    private static final int UPLOADS_OF_PERSON = 1;

    /** The largest field of a form with a file, in bytes: fields are read into memory, files are not. */
    private static final long MAX_FIELD = 1L << 16;

    /**
     * The largest form, in bytes and in fields, of a sender without a session to a page that needs no session. Such
     * forms are small, for example the form to log in.
     */
    private static final Bound OF_STRANGER = new Bound(1 << 16, 100);

    /**
     * The largest form that is read from a sender without a session, if the page needs a session. A person whose
     * session has ended gets the texts of the form back. So there must be room for the longest entry of an FAQ in Hindi
     * (225 KB), and for the many fields of a customer.
     */
    private static final Bound OF_LOGGED_OUT = new Bound(1 << 18, 1_000);

    /** The most fields in a form of a person with a session. A field takes many times its bytes in memory. */
    private static final int MOST_FIELDS = 10_000;

    /** The request attribute from which Jetty takes its settings for forms with files. */
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";

    private final TransferPlaces people = new TransferPlaces(PLACES, OF_SENDER, QUIET, "busy");

    /** The forms of senders without a session, to pages that need no session. */
    private final TransferPlaces strangers = new TransferPlaces(PLACES, OF_SENDER, QUIET, "busy");

    /** The forms of senders without a session, to pages that need a session. */
    private final TransferPlaces loggedOut = new TransferPlaces(PLACES, OF_SENDER, QUIET, "busy");

    private final TransferPlaces uploads = new TransferPlaces(UPLOADS, UPLOADS_OF_PERSON, "uploads");
    private final UploadFolder folder;
    private final Bound ofPerson;
    private final Duration timeout;

    /**
     * The size limits of a form without a file.
     *
     * @param bytes the most bytes of its body
     * @param fields the most fields
     */
    private record Bound(int bytes, int fields) {}

    /**
     * @param folder the folder for uploaded files
     * @param maxBody the largest form without a file, in bytes
     * @param timeout the maximum time for a form without a file to arrive
     */
    public Forms(UploadFolder folder, int maxBody, Duration timeout) {
        this.folder = folder;
        this.ofPerson = new Bound(maxBody, MOST_FIELDS);
        this.timeout = timeout;
    }

    /**
     * Reads a form.
     *
     * @param route the page that the form is sent to, which says whether the form may have a file; the file is stored
     *     in the folder for uploads
     * @throws FailurePage.Refused if too many forms of the sender are being received, or if the folder cannot store the
     *     file. Also if the page needs a session, the sender has none, and the form is larger than
     *     {@link #OF_LOGGED_OUT}; a smaller form is read, and {@link PageRoute#admit} refuses or redirects it later
     * @throws ContentTooLargeResponse if any other form without a file is too large
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the form is malformed or does not arrive in time;
     *     BODY_TOO_LARGE if a form with a file is too large; UNAVAILABLE if too many forms are being received in all
     */
    void read(Visit visit, PageRoute route) {
        var context = visit.context();
        if (context.isMultipart()) {
            if (!route.upload()) {
                throw Problem.INVALID_VALUE.because("this form has no file");
            }
            checkLength(context.req().getContentLengthLong());
            // If the folder is missing, create it here: a folder that Jetty creates can be read by other users.
            var path = folder.kept().toString();
            context.req()
                    .setAttribute(
                            MULTIPART,
                            new MultipartConfigElement(path, UploadFolder.MOST_BYTES, UploadFolder.MOST_BYTES, 0));
            read(context, uploads, visit.personId(), ofPerson);
        } else if (visit.visitor().isPresent()) {
            read(context, people, visit.personId(), ofPerson);
        } else if (route.personal()) {
            try {
                read(context, loggedOut, SenderAddress.counted(visit.address()), OF_LOGGED_OUT);
            } catch (ContentTooLargeResponse tooLarge) {
                throw new FailurePage.Refused("ended", 401);
            }
        } else {
            read(context, strangers, SenderAddress.counted(visit.address()), OF_STRANGER);
        }
    }

    /**
     * Reads the form of a request that failed before its sender was known, so that the error page can give its texts
     * back. The form has the limits of a sender who is logged out. Does nothing unless the route takes a form without a
     * file and needs a log-in.
     *
     * @param failure the failure of the request; if the form is refused, the reason is added as a suppressed exception
     */
    void readAfter(Throwable failure, Visit unknown, PageRoute route) {
        if (route.method().equals("POST") && route.personal() && !route.upload()) {
            try {
                read(unknown, route);
            } catch (RuntimeException refused) {
                failure.addSuppressed(refused);
            }
        }
    }

    private static void checkLength(long length) {
        if (length > UploadFolder.MOST_BYTES) {
            throw Problem.BODY_TOO_LARGE.because(Long.toString(UploadFolder.MOST_BYTES >> 20));
        }
        if (length < 0) {
            throw Problem.INVALID_VALUE.because("Content-Length: required for a form with a file");
        }
    }

    private void read(Context context, TransferPlaces places, Object sender, Bound bound) {
        SentForm.keep(context, places.during(sender, () -> receive(context, bound)));
    }

    private Map<String, List<String>> receive(Context context, Bound bound) {
        try {
            return context.isMultipart() ? fieldsWithFile(context) : fields(context, bound);
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception gone) {
            // Catch everything: methods of Javalin throw checked exceptions of Jetty that they do not declare.
            if (context.isMultipart() && folder.logFailure(gone, context.req().getContentLengthLong())) {
                throw new FailurePage.Refused("space", 503);
            }
            throw Problem.INVALID_VALUE.because("the form did not arrive whole or in time");
        }
    }

    private static Map<String, List<String>> fieldsWithFile(Context context) throws IOException, ServletException {
        for (var part : context.req().getParts()) {
            if (part.getSubmittedFileName() == null && part.getSize() > MAX_FIELD) {
                throw Problem.INVALID_VALUE.because("a field of this form is longer than " + MAX_FIELD + " bytes");
            }
        }
        return context.formParamMap();
    }

    private String body(Context context, int most) throws IOException {
        if (context.contentLength() > most) {
            throw new ContentTooLargeResponse();
        }
        try (var input = new TimedInput(context.bodyInputStream(), timeout)) {
            var body = input.readNBytes(most + 1);
            if (body.length > most) {
                throw new ContentTooLargeResponse();
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The fields of a form in {@code application/x-www-form-urlencoded}, by name. */
    private Map<String, List<String>> fields(Context context, Bound bound) throws IOException {
        var body = body(context, bound.bytes);
        if (body.chars().filter(letter -> letter == '&').count() >= bound.fields) {
            throw new ContentTooLargeResponse();
        }
        var fields = new LinkedHashMap<String, List<String>>();
        for (var field : body.split("&", -1)) {
            var parts = field.split("=", 2);
            fields.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                    .add(parts.length == 1 ? "" : decoded(parts[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Problem.INVALID_VALUE.because("the form is not encoded as forms are");
        }
    }
}
