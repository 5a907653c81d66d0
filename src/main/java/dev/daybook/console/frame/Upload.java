package dev.daybook.console.frame;

import io.javalin.http.Context;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Uploaded file of a form. It is deleted when the request ends, unless {@link #keepAs} keeps it. */
public final class Upload {
    private static final int LONGEST = 200;

    private final Part file;

    private Upload(Part file) {
        this.file = file;
    }

    /** The file in a field of a form; empty if none was chosen. */
    static Optional<Upload> of(Context context, String field) {
        try {
            return Optional.ofNullable(context.isMultipart() ? context.req().getPart(field) : null)
                    .filter(part -> part.getSubmittedFileName() != null
                            && !part.getSubmittedFileName().isBlank())
                    .map(Upload::new);
        } catch (IOException | ServletException broken) {
            throw new IllegalStateException("a form that was read cannot be read again", broken);
        }
    }

    /**
     * The file's name without folders; of a longer name, the last 200 characters. Control characters are removed,
     * because a terminal would act on them.
     */
    public String name() {
        var name = file.getSubmittedFileName().replaceAll("\\p{Cc}", "");
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.substring(Math.max(0, last.length() - LONGEST));
    }

    /** Keeps the file at this path, at which no file exists yet. */
    public void keepAs(Path target) {
        try {
            file.write(target.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
