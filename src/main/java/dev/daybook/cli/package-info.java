/**
 * The {@code daybook} command: {@code Main} and one class per subcommand, which reads its options and calls {@code
 * server} or {@code client}. Each group of commands has its own package below this one; what they share is in {@code
 * cli.option}. Picocli stays in this room, and no other room may call it.
 */
@NullMarked
package dev.daybook.cli;

import org.jspecify.annotations.NullMarked;
