package dev.daybook.cli;

/**
 * Failure to read a file with settings or with the value of a setting. Also used if a setting must name a file, but has
 * several lines.
 */
final class UnreadableSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableSetting(String message) {
        super(message);
    }
}
