package dev.daybook.cli;

/**
 * Failure to read a file with settings or with the value of a setting. Also used for a value that has several lines in
 * place of a file name.
 */
final class UnreadableSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableSetting(String message) {
        super(message);
    }
}
