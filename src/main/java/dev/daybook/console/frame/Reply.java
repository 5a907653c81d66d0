package dev.daybook.console.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What a page answers. */
public sealed interface Reply {
    /**
     * A page.
     *
     * @param status the HTTP status
     * @param template the name of the template
     * @param model the values of its parameters, without the shell
     */
    record Page(int status, String template, Map<String, Object> model) implements Reply {
        public Page {
            model = Map.copyOf(model);
        }
    }

    /**
     * Another page to go to.
     *
     * @param path its path on this server, or the address of the provider that logs people in
     */
    record Redirect(String path) implements Reply {}

    /**
     * A file to keep.
     *
     * @param name its name
     * @param type its media type
     * @param content writes it
     */
    record Download(String name, String type, Content content) implements Reply {}

    /** Writer of a file's content. */
    @FunctionalInterface
    interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A page with one value. */
    static Reply page(String template, Object model) {
        return new Page(200, template, Map.of("page", model));
    }

    /** A form that could not be done, with what was typed. */
    static Reply refused(String template, Object model) {
        return new Page(422, template, Map.of("page", model));
    }

    /** Another page to go to. */
    static Reply redirect(String path) {
        return new Redirect(path);
    }
}
