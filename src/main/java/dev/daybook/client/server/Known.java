package dev.daybook.client.server;

/** A yes-or-no property of a server, which may be unknown. */
public enum Known {
    UNKNOWN,
    YES,
    NO
}
