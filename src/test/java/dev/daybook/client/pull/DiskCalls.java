package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The system calls of pulls, as strace records them. Keeps a list of what is not on the disk yet, and fails at a call
 * that relies on something that a power cut could still remove.
 */
final class DiskCalls {
    /** A call on an open file, with its path and a text that is written; deleted files are left out. */
    private static final Pattern OPEN_FILE =
            Pattern.compile("\\d+ +(write|pwrite64|fsync|fdatasync|ftruncate)\\(\\d+<([^>]+)>(?!\\(deleted\\))"
                    + "(?:, \"(\\w+) [^\"]*)?.*");

    /** A call on a path or two. */
    private static final Pattern NAMED =
            Pattern.compile("\\d+ +(open|rename|unlink|mkdir)\\w*\\([^\"]*\"([^\"]+)\"(?:[^\"]*\"([^\"]+)\")?.*");

    /** The first words of the journal's lines that are forced to the disk before anything else happens. */
    private static final Set<String> FORCED_LINES =
            Set.of("pull", JournalState.BEGUN, JournalState.SAFE, JournalState.WHOLE);

    /** The files whose bytes are not all on the disk. */
    private final Set<String> bytes = new TreeSet<>();

    /** The files and folders whose names are not on the disk. */
    private final Set<String> names = new TreeSet<>();

    private final Set<String> existing = new HashSet<>();
    private final Map<String, Integer> lines = new HashMap<>();

    /** The files and folders that the next calls must force to the disk. */
    private final Queue<String> next = new ArrayDeque<>();

    /** The number of lines of all journals that begin with this word. */
    int lines(String word) {
        return lines.getOrDefault(word, 0);
    }

    /** Checks a call. A call that failed has changed nothing. */
    void check(String call) {
        var open = OPEN_FILE.matcher(call);
        var named = NAMED.matcher(call);
        if (call.contains(" = -1 ")) {
            return;
        }
        if (open.matches()) {
            onOpenFile(call, open.group(1), open.group(2), String.valueOf(open.group(3)));
        } else if (named.matches()) {
            onName(call, named.group(1), named.group(2), named.group(3));
        } else {
            assertTrue(call.contains("(deleted)"), () -> "another kind of call: " + call);
        }
    }

    /** Checks at the end that nothing is left to be forced to the disk. */
    void checkEnd() {
        onDisk("the end", "");
    }

    private void onOpenFile(String call, String name, String file, String word) {
        var isForce = name.equals("fsync") || name.equals("fdatasync");
        if (!next.isEmpty()) {
            assertEquals(next.remove(), isForce ? file : call, "the next file or folder to be forced");
        }
        if (isForce) {
            bytes.remove(file);
            names.removeIf(path -> parent(path).equals(file));
            return;
        }
        if (isJournal(file) && name.equals("write")) {
            onLine(call, file, word);
        }
        bytes.add(file);
    }

    private void onLine(String call, String journal, String word) {
        lines.merge(word, 1, Integer::sum);
        if (word.equals(JournalState.SAFE) || word.equals(JournalState.WHOLE)) {
            onDisk(call, journal);
        }
        if (FORCED_LINES.contains(word)) {
            next.add(journal);
        }
        if (word.equals("pull")) {
            next.add(parent(journal));
        }
    }

    private void onName(String call, String name, String path, String target) {
        if (name.equals("open") && !call.contains("O_CREAT")) {
            return;
        }
        assertEquals(Set.of(), Set.copyOf(next), call);
        switch (name) {
            case "unlink" -> {
                // The journal is deleted last. The incomplete file is deleted when the complete one has its name, or
                // after the journal was cleared.
                if (isJournal(path) || path.endsWith(PartFile.SUFFIX)) {
                    onDisk(call, path);
                }
                bytes.remove(path);
                names.remove(path);
                existing.remove(path);
            }
            case "rename" -> {
                assertEquals(
                        List.of(),
                        bytes.stream().filter(file -> !isJournal(file)).toList(),
                        () -> "not on the disk at " + call);
                existing.remove(path);
                existing.add(target);
                names.remove(path);
                names.add(target);
            }
            default -> {
                if (existing.add(path)) {
                    names.add(path);
                } else if (call.contains("O_TRUNC")) {
                    bytes.add(path);
                }
            }
        }
    }

    /** Checks that everything except one file is on the disk. */
    private void onDisk(String call, String except) {
        var left = new TreeSet<>(bytes);
        left.addAll(names);
        left.remove(except);
        assertEquals(Set.of(), left, () -> "not on the disk at " + call);
    }

    private static boolean isJournal(String file) {
        return file.endsWith(".pull") || file.endsWith(".daybook-pull");
    }

    private static String parent(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
