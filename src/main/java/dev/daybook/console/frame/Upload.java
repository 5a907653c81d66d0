package dev.daybook.console.frame;

import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** File that somebody sent with a form. It is gone when the request ends, unless it is kept. */
public final class Upload {
    private static final int LONGEST = 200;

    private final Part file;

    Upload(Part file) {
        this.file = file;
    }

    /** Its name without a folder, shortened, without characters that a terminal would act on. */
    public String name() {
        var name = file.getSubmittedFileName().replaceAll("\\p{Cntrl}", "");
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.substring(Math.max(0, last.length() - LONGEST));
    }

    /** Keeps it as this file, which does not exist yet. */
    public void keepAs(Path target) {
        try {
            file.write(target.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
