package dev.daybook.console.frame;

import dev.daybook.domain.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answer with a file. The headers are sent with the first bytes. If the download fails later, the connection is reset
 * before the last chunk of the answer is sent, so that no browser takes the file for complete.
 */
final class FileAnswer extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);

    private final Context context;
    private final PageAnswer.Download download;
    private boolean begun;

    private FileAnswer(Context context, PageAnswer.Download download) {
        this.context = context;
        this.download = download;
    }

    /**
     * Sends a file, and holds one of the places until the file is sent. The answer to HEAD has only the headers: it
     * needs no place, and the file is not read.
     *
     * @return the failure, if there was one before the first byte was sent, so that a page can be sent instead
     */
    static Optional<Throwable> send(Visit visit, PageAnswer.Download download, TransferPlaces places) {
        var answer = new FileAnswer(visit.context(), download);
        if (HandlerType.HEAD.equals(visit.context().method())) {
            return answer.send(out -> {
                answer.begin();
                // Send the headers now. Otherwise the answer gets Content-Length: 0, because it ends without content.
                visit.context().res().flushBuffer();
            });
        }
        try {
            return places.during(visit.personId(), () -> answer.send(download.content()));
        } catch (ProblemException | FailurePage.Refused full) {
            return Optional.of(full);
        }
    }

    private Optional<Throwable> send(PageAnswer.Content content) {
        try {
            content.writeTo(this);
            begin();
        } catch (IOException | RuntimeException | Error failure) {
            if (!begun) {
                return Optional.of(failure);
            }
            LOG.warn("the download of {} ended before its end: {}", download.name(), failure.toString());
            close(context);
        }
        return Optional.empty();
    }

    private OutputStream begin() {
        if (!begun) {
            begun = true;
            context.contentType(download.type())
                    .header("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
        }
        return context.outputStream();
    }

    @Override
    public void write(int letter) throws IOException {
        begin().write(letter);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            begin().write(bytes, offset, length);
        }
    }

    /**
     * Resets the connection. Closing it would look like the regular end of the file in HTTP/1.0, which some proxies
     * speak. With TLS, this resets the TCP connection below TLS, because TLS would first send a regular end of the
     * answer.
     */
    private static void close(Context context) {
        var end = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        while (end instanceof EndPoint.Wrapper wrapper) {
            end = wrapper.unwrap();
        }
        try {
            if (end.getTransport() instanceof SocketChannel socket) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException closed) {
            LOG.debug("a connection was closed before it could be reset", closed);
        }
        end.close();
    }
}
