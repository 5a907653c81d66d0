package dev.daybook.cli.check;

import dev.daybook.client.check.CheckResult;
import dev.daybook.client.check.CheckResult.Answered;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Printed table of the findings, with a row for each question, in groups. The table is as wide as the terminal, within
 * bounds.
 */
final class CheckTable {
    private static final int NARROWEST = 80;
    private static final int WIDEST = 160;
    private static final int MARK = 2;
    private static final String GAP = "  ";
    private static final List<String> HEAD = List.of("Question", "This server", "Reference", "Daybook");

    private final PrintWriter out;
    private final int[] widths;
    private final int width;

    CheckTable(PrintWriter out, int width) {
        this.out = out;
        this.width = Math.max(NARROWEST, Math.min(WIDEST, width)) - 1;
        var text = this.width - MARK - HEAD.size() * GAP.length();
        var small = text * 2 / 10;
        this.widths = new int[] {text - 2 * small - text * 3 / 10, text * 3 / 10, small, small};
    }

    /** Prints the legend and the table. */
    void print(CheckResult result) {
        line("ok conforms, ! differs and an integration would notice, ~ differs, ? not established");
        out.println();
        row("", HEAD);
        out.println("-".repeat(width));
        var group = "";
        for (var one : result.answered()) {
            if (!one.question().group().equals(group)) {
                out.println(
                        group.isEmpty()
                                ? one.question().group()
                                : "\n" + one.question().group());
                group = one.question().group();
            }
            var id = one.question().id().substring(group.length() + 1);
            row(
                    mark(one),
                    List.of(
                            id + ": " + one.question().asks(),
                            one.finding().found(),
                            one.question().reference(),
                            one.question().daybook()));
        }
    }

    /** Prints a sentence, wrapped at the width of the table. */
    void line(String sentence) {
        wrapped(sentence, width).forEach(out::println);
    }

    private static String mark(Answered one) {
        return switch (one.finding().verdict()) {
            case CONFORMS -> "ok";
            case DIFFERS -> one.finding().noticed() ? "!" : "~";
            case NOT_ESTABLISHED -> "?";
        };
    }

    private void row(String mark, List<String> cells) {
        var columns = new ArrayList<List<String>>();
        for (var i = 0; i < cells.size(); i++) {
            columns.add(wrapped(cells.get(i), widths[i]));
        }
        var lines = columns.stream().mapToInt(List::size).max().orElse(0);
        for (var line = 0; line < lines; line++) {
            var text = new StringBuilder(padded(line == 0 ? mark : "", MARK));
            for (var i = 0; i < columns.size(); i++) {
                var column = columns.get(i);
                text.append(GAP).append(padded(line < column.size() ? column.get(line) : "", widths[i]));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Wraps a text at blanks; a word that is longer than a line is split. */
    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            var rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
