/**
 * The {@code daybook} command: {@code Main} and one class per subcommand, which reads its options and hands over to
 * {@code server} or {@code client}. Picocli stays in this room, and no other room may call it.
 */
@NullMarked
package dev.daybook.cli;

import org.jspecify.annotations.NullMarked;
