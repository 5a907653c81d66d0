package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FrameTest {
    /** Asks a server whose only page has this handler. */
    private static HttpResponse<String> answer(Function<Visit, Reply> handler) throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create()) {
            var sessions = new Sessions(stores.database(), false);
            var frame = new Frame(stores.database(), sessions, new Assets(), uploads, Clock.systemUTC(), false);
            var page = Route.open("GET", "/page", handler);
            var server = Javalin.create(config -> config.routes.get("/page", context -> frame.serve(context, page)))
                    .start("127.0.0.1", 0);
            try {
                var uri = URI.create("http://127.0.0.1:" + server.port() + "/page");
                return HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aPageThatCannotBeRenderedBecomesAnErrorPage() throws Exception {
        var answer = answer(visit -> Reply.page("no-such-template.jte", "x"));
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("<html"), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
    }

    @Test
    void aDownloadThatAnErrorEndsDoesNotLookComplete() throws Exception {
        assertThrows(
                IOException.class,
                () -> answer(visit -> new Reply.Download("days.csv", "text/csv", out -> {
                    out.write(new byte[100_000]);
                    throw new NoClassDefFoundError("made up by a test");
                })));
        var nothingSent = answer(visit -> new Reply.Download("days.csv", "text/csv", out -> {
            throw new NoClassDefFoundError("made up by a test");
        }));
        assertEquals(500, nothingSent.statusCode());
        assertTrue(nothingSent.headers().firstValue("Content-Disposition").isEmpty());
    }
}
