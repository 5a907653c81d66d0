package dev.daybook.client.output;

/** What a file has a line or row for. */
public enum Content {
    CUSTOMERS,
    CONTACTS
}
