/** The commands of {@code daybook import}: one for each kind of record, and those that list and remove imports. */
@NullMarked
package dev.daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
