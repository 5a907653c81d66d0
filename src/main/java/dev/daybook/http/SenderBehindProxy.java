package dev.daybook.http;

import dev.daybook.domain.request.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Replaces the address of a trusted proxy by the address of the request's sender. This is the only place that decides
 * who the sender is: limits, log, audit and sessions all read the remote address of the request.
 */
public final class SenderBehindProxy implements HttpConfiguration.Customizer {
    private final TrustedProxies proxies;

    public SenderBehindProxy(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                && peer.getAddress() != null) {
            var sender =
                    proxies.sender(peer.getAddress(), request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
            return sender.equals(peer.getAddress()) ? request : from(sender, request);
        }
        return request;
    }

    private static Request from(InetAddress sender, Request request) {
        var connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
                return new InetSocketAddress(sender, 0);
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return connection;
            }
        };
    }
}
