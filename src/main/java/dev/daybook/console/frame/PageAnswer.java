package dev.daybook.console.frame;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The answer of a page or action. */
public sealed interface PageAnswer {
    /**
     * A page.
     *
     * @param status the HTTP status
     * @param template the name of the template
     * @param model the values of the template's parameters, without the {@link Shell}
     */
    record Page(int status, String template, Map<String, Object> model) implements PageAnswer {
        public Page {
            model = Map.copyOf(model);
        }
    }

    /**
     * A redirect to another page.
     *
     * @param path the path of the page on this server, or a full address: of this server, or of the provider that logs
     *     people in
     */
    record Redirect(String path) implements PageAnswer {}

    /**
     * A file to download.
     *
     * @param type its media type
     * @param content writes the file's content
     */
    record Download(String name, String type, Content content) implements PageAnswer {}

    /**
     * A page that is not sent before a certain time.
     *
     * @param dueNanos the time, as {@link System#nanoTime} measures it
     */
    record Delayed(PageAnswer page, long dueNanos) implements PageAnswer {}

    /**
     * A reply that needs a password's hash, which takes long. While the hash is computed, the request holds none of the
     * places of {@link Frame}, so that log-ins do not block other pages.
     *
     * @param work computes the hash, or checks a password
     * @param then makes the reply from the result; the request has a place again by then
     */
    record Hashed<T>(Supplier<T> work, Function<T, PageAnswer> then) implements PageAnswer {}

    /**
     * A reply that waits for other work of the server. While it waits, the request holds none of the places of
     * {@link Frame}, so that other requests are served.
     *
     * @param work waits, at most some seconds, and makes the reply; it must not use the database
     */
    record Awaited(Supplier<PageAnswer> work) implements PageAnswer {}

    /** Writer of a file's content. */
    @FunctionalInterface
    interface Content {
        /** Writes the whole content. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Sender of a page. */
    @FunctionalInterface
    interface Sender {
        /**
         * Sends a page whose status and headers are set.
         *
         * @param owner the owner of the page in {@link dev.daybook.domain.request.Shares}
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many large pages are in transit
         */
        void send(Context context, Object owner, byte[] html);
    }

    /** Sender of a page that is the answer to a form which a person has sent. */
    @FunctionalInterface
    interface FormSender {
        /**
         * Sends a page whose status and headers are set.
         *
         * @param owner the owner of the page, as in {@link Sender#send}; the pages of several people may have the same
         *     owner, such as an account
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many large pages are in transit
         */
        void send(Context context, Object owner, long personId, byte[] html);
    }

    /** A page whose template has the model as its parameter {@code page}. */
    static PageAnswer page(String template, Object model) {
        return new Page(200, template, Map.of("page", model));
    }

    /** The page of a refused form, which shows the values as they were typed. */
    static PageAnswer refused(String template, Object model) {
        return new Page(422, template, Map.of("page", model));
    }

    /** The page to show instead of something that is gone. */
    static PageAnswer gone(String template, Object model) {
        return new Page(404, template, Map.of("page", model));
    }

    /** A redirect to another page. */
    static PageAnswer redirect(String path) {
        return new Redirect(path);
    }
}
