package dev.daybook.server.connection;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Connector whose connections count the bytes of their clients, so that {@link Connections} can see the slow ones. */
public final class CountingConnector extends ServerConnector {
    /** Creates a connector. The first factory handles new connections. */
    public CountingConnector(Server server, ConnectionFactory... factories) {
        super(server, factories);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var client = new CountingEndPoint(channel, selector, key, getScheduler());
        client.setIdleTimeout(getIdleTimeout());
        return client;
    }
}
