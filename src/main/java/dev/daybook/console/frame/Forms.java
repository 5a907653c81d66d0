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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reader of forms, with and without a file. A form is read before the request takes a place, because a client may send
 * the form slowly. Meanwhile the request holds only a thread. Forms of people and of strangers are bounded separately, so
 * that strangers cannot keep people from their work.
 */
public final class Forms {
    /** The largest number of forms of people received at a time: slow forms must leave threads for the API. */
    private static final int OF_PEOPLE = 16;

    private static final int OF_PERSON = 8;

    /** The largest number of forms received at a time from senders without a session. */
    private static final int OF_STRANGERS = 64;

    private static final int OF_ADDRESS = 4;

    /** So many forms of strangers may come from one address if nobody else sends: the people of an office share one. */
    private static final int OF_OFFICE = 32;

    /** The largest number of forms with a file received at a time, which also bounds their space on the disk. */
    private static final int UPLOADS = 4;

    private static final int UPLOADS_OF_PERSON = 1;

    /** The largest field of a form with a file, in bytes: fields are read into memory, files are not. */
    private static final long MAX_FIELD = 1L << 16;

    /** The request attribute from which Jetty takes its settings for forms with files. */
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";

    /** The request attribute for the fields that were read. */
    private static final String FIELDS = Forms.class.getName();

    private final TransferPlaces people = new TransferPlaces(OF_PEOPLE, OF_PERSON, TransferPlaces.Kind.FORMS);
    private final TransferPlaces strangers =
            new TransferPlaces(OF_STRANGERS, OF_ADDRESS, OF_OFFICE, TransferPlaces.Kind.FORMS);
    private final TransferPlaces uploads = new TransferPlaces(UPLOADS, UPLOADS_OF_PERSON, TransferPlaces.Kind.UPLOADS);
    private final UploadFolder folder;
    private final int maxBody;
    private final Duration timeout;

    /**
     * @param folder the folder for uploaded files
     * @param maxBody the largest form without a file, in bytes
     * @param timeout the maximum time for a form without a file to arrive
     */
    public Forms(UploadFolder folder, int maxBody, Duration timeout) {
        this.folder = folder;
        this.maxBody = maxBody;
        this.timeout = timeout;
    }

    /** The first value of a field of a form that was read; null if the form has no such field. */
    static @Nullable String value(Context context, String name) {
        var values = values(context, name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** All values of a field of a form that was read. */
    static List<String> values(Context context, String name) {
        Map<String, List<String>> fields = context.attribute(FIELDS);
        return fields == null ? List.of() : fields.getOrDefault(name, List.of());
    }

    /**
     * Reads a form.
     *
     * @param withFile whether the form may have a file, which is stored in the folder
     */
    void read(Visit visit, boolean withFile) {
        var context = visit.context();
        if (context.isMultipart()) {
            if (!withFile) {
                throw Problem.INVALID_VALUE.because("this form has no file");
            }
            checkLength(context.req().getContentLengthLong());
            context.req()
                    .setAttribute(
                            MULTIPART,
                            new MultipartConfigElement(
                                    folder.path().toString(), UploadFolder.MOST_BYTES, UploadFolder.MOST_BYTES, 0));
            read(context, uploads, visit.personId());
        } else if (visit.visitor().isPresent()) {
            read(context, people, visit.personId());
        } else {
            read(context, strangers, SenderAddress.counted(visit.address()));
        }
    }

    private static void checkLength(long length) {
        if (length > UploadFolder.MOST_BYTES) {
            throw Problem.BODY_TOO_LARGE.because(Long.toString(UploadFolder.MOST_BYTES >> 20));
        }
        if (length < 0) {
            throw Problem.INVALID_VALUE.because("a form with a file says how long it is");
        }
    }

    private void read(Context context, TransferPlaces places, Object sender) {
        places.take(sender);
        try {
            context.attribute(FIELDS, context.isMultipart() ? fieldsWithFile(context) : fields(body(context)));
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception gone) {
            // Jetty throws checked exceptions here, which Javalin does not declare.
            throw Problem.INVALID_VALUE.because("the form did not arrive whole or in time");
        } finally {
            places.release(sender);
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

    private String body(Context context) throws IOException {
        if (context.contentLength() > maxBody) {
            throw new ContentTooLargeResponse();
        }
        try (var input = new TimedInput(context.bodyInputStream(), timeout)) {
            var body = input.readNBytes(maxBody + 1);
            if (body.length > maxBody) {
                throw new ContentTooLargeResponse();
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The fields of a form in {@code application/x-www-form-urlencoded}, by name. */
    private static Map<String, List<String>> fields(String body) {
        var fields = new HashMap<String, List<String>>();
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
