package dev.daybook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of code of a document.
 *
 * @param document the document
 * @param line the number of the line with its first fence
 * @param language the word after the first fence
 * @param text the lines in the block, without the indentation of a list
 * @param notRun the reason in a comment {@code <!-- not run: WHY -->} before the block; empty if the block is run
 */
record DocumentBlock(Path document, int line, String language, String text, String notRun) {
    private static final Pattern FENCE = Pattern.compile("( *)```(\\S*)");
    private static final Pattern NOT_RUN = Pattern.compile(" *<!-- not run: (.+) -->");
    private static final String PROMPT = "$ ";

    /** The blocks of a document, in their order. */
    static List<DocumentBlock> of(Path document) throws IOException {
        var blocks = new ArrayList<DocumentBlock>();
        var lines = Files.readAllLines(document);
        for (var start = 0; start < lines.size(); start++) {
            var fence = FENCE.matcher(lines.get(start));
            if (!fence.matches()) {
                continue;
            }
            var indent = fence.group(1).length();
            var end = start + 1;
            while (!lines.get(end).equals(fence.group(1) + "```")) {
                end++;
            }
            var text = lines.subList(start + 1, end).stream()
                    .map(line -> line.substring(Math.min(indent, line.length())))
                    .collect(Collectors.joining("\n"));
            var before = NOT_RUN.matcher(start == 0 ? "" : lines.get(start - 1));
            blocks.add(new DocumentBlock(
                    document, start + 1, fence.group(2), text, before.matches() ? before.group(1) : ""));
            start = end;
        }
        return blocks;
    }

    /** Whether readers run the block in a shell. */
    boolean isForShell() {
        return language.equals("sh") || language.equals("console");
    }

    /**
     * The commands to run: all lines of an sh block; of a console block, those with a prompt and their continuations.
     */
    String script() {
        if (language.equals("sh")) {
            return text;
        }
        var script = new ArrayList<String>();
        var continues = false;
        for (var line : text.split("\n", -1)) {
            if (line.startsWith(PROMPT) || continues) {
                script.add(continues ? line : line.substring(PROMPT.length()));
                continues = line.endsWith("\\");
            }
        }
        return String.join("\n", script);
    }

    /** The document and line of the block, for messages. */
    String place() {
        return document + " line " + line;
    }
}
