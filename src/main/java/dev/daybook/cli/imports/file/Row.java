package dev.daybook.cli.imports.file;

import dev.daybook.wire.Fields;
import java.util.List;
import java.util.function.Supplier;

/**
 * One row of a file, not yet read.
 *
 * @param place where it is: the line that it starts on, counted from 1, or the file
 * @param original its values as they stand in the file, by column
 * @param fields takes it apart, and fails with a {@link dev.daybook.domain.ProblemException} if that cannot be done
 */
public record Row(String place, List<String> original, Supplier<Fields> fields) {}
