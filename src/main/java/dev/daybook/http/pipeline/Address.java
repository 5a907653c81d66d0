package dev.daybook.http.pipeline;

import dev.daybook.domain.request.SenderAddress;
import io.javalin.http.Context;

/** Finds the address under which the requests of a sender are counted. */
public final class Address {
    private Address() {}

    /** The IPv4 address, or the /64 network of an IPv6 address; of the sender, even behind a trusted proxy. */
    public static String of(Context context) {
        return SenderAddress.counted(context.req().getRemoteAddr());
    }
}
