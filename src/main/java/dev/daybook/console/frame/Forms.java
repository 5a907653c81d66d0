package dev.daybook.console.frame;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.domain.Problem;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Reader of forms, with and without a file. A form is read before the request takes a place, because a client may send
 * the form slowly. Meanwhile the request holds only a thread.
 */
final class Forms {
    /** The largest number of forms received at a time: slow forms must leave threads for the API. */
    private static final int FORMS = 32;

    /** The largest number of forms with a file received at a time, which also bounds their space on the disk. */
    private static final int UPLOADS = 4;

    private static final int UPLOADS_OF_PERSON = 1;

    /** The largest field of a form with a file, in bytes: fields are read into memory, files are not. */
    private static final long MAX_FIELD = 1L << 16;

    /** The request attribute from which Jetty takes its settings for forms with files. */
    private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";

    private final Semaphore forms = new Semaphore(FORMS);
    private final FilePlaces uploads = new FilePlaces(UPLOADS, UPLOADS_OF_PERSON, FilePlaces.Kind.UPLOADS);
    private final UploadFolder folder;

    Forms(UploadFolder folder) {
        this.folder = folder;
    }

    /**
     * Reads a form.
     *
     * @param withFile whether the form may have a file, which is stored in the folder
     * @param personId the sender, 0 if nobody is logged in
     */
    void read(Context context, boolean withFile, long personId) {
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
            uploads.take(personId);
            try {
                read(context);
            } finally {
                uploads.release(personId);
            }
        } else {
            readFields(context);
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

    private static void checkFields(Context context) throws IOException, ServletException {
        for (var part : context.req().getParts()) {
            if (part.getSubmittedFileName() == null && part.getSize() > MAX_FIELD) {
                throw Problem.INVALID_VALUE.because("a field of this form is longer than " + MAX_FIELD + " bytes");
            }
        }
    }

    private void readFields(Context context) {
        if (!forms.tryAcquire()) {
            throw Problem.UNAVAILABLE.because("too many forms are on their way");
        }
        try {
            read(context);
        } finally {
            forms.release();
        }
    }

    private static void read(Context context) {
        try {
            if (context.isMultipart()) {
                checkFields(context);
            }
            context.formParamMap();
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception gone) {
            // Jetty throws checked exceptions here, which Javalin does not declare.
            throw Problem.INVALID_VALUE.because("the form did not arrive whole or in time");
        }
    }
}
