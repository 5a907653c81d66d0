/**
 * The {@code daybook} command: {@code Main} and one class per subcommand, which reads its options and hands over to
 * {@code server} or {@code client}. Families of commands have a room each, below this one, and share what is in
 * {@code cli.option}. Picocli stays in this room, and no other room may call it.
 */
@NullMarked
package dev.daybook.cli;

import org.jspecify.annotations.NullMarked;
