package dev.daybook.console.markdown;

/** HTML that may have at most a certain length. */
final class BoundedHtml implements Appendable {
    private final StringBuilder html = new StringBuilder();
    private final int longest;

    /** Thrown if the HTML becomes too long. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Empty HTML that may grow to {@code longest} characters. */
    BoundedHtml(int longest) {
        this.longest = longest;
    }

    @Override
    public Appendable append(CharSequence text) {
        return append(text, 0, text.length());
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
        if (end - start > longest - html.length()) {
            throw new TooLong();
        }
        html.append(text, start, end);
        return this;
    }

    @Override
    public Appendable append(char letter) {
        return append(Character.toString(letter));
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
