package dev.daybook.client.server;

/** Whether something holds of a server, as far as its answers have shown. */
public enum Known {
    UNKNOWN,
    YES,
    NO
}
