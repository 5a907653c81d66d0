package dev.daybook.client.server;

/** Whether a property of a server is known, and its value. */
public enum Known {
    UNKNOWN,
    YES,
    NO
}
