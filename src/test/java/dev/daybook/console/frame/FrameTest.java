package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void aPageThatCannotBeRenderedBecomesAnErrorPage() throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create()) {
            var sessions = new Sessions(stores.database(), false);
            var frame = new Frame(stores.database(), sessions, new Assets(), uploads, Clock.systemUTC(), false);
            var broken = Route.open("GET", "/broken", visit -> Reply.page("no-such-template.jte", "x"));
            var server = Javalin.create(config -> config.routes.get("/broken", context -> frame.serve(context, broken)))
                    .start("127.0.0.1", 0);
            try {
                var uri = URI.create("http://127.0.0.1:" + server.port() + "/broken");
                var answer = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                assertEquals(500, answer.statusCode());
                assertTrue(answer.body().contains("<html"), answer.body());
                assertTrue(
                        answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
            } finally {
                server.stop();
            }
        }
    }
}
