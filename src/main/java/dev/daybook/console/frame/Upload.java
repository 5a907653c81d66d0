package dev.daybook.console.frame;

import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Uploaded file of a form. It is deleted when the request ends, unless {@link #keepAs} keeps it. */
public final class Upload {
    private static final int LONGEST = 200;

    private final Part file;

    Upload(Part file) {
        this.file = file;
    }

    /** The name of the file without a folder, shortened, without control characters, which a terminal would act on. */
    public String name() {
        var name = file.getSubmittedFileName().replaceAll("\\p{Cntrl}", "");
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
