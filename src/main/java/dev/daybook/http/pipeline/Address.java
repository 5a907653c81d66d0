package dev.daybook.http.pipeline;

import dev.daybook.domain.request.SenderAddress;
import io.javalin.http.Context;

/** Finds the address under which the requests of a sender are counted. */
public final class Address {
    private Address() {}

    /**
     * The sender's IPv4 address, or the /64 network of the sender's IPv6 address. Behind a trusted proxy, this is not
     * the proxy's address.
     */
    public static String of(Context context) {
        return SenderAddress.counted(context.req().getRemoteAddr());
    }
}
