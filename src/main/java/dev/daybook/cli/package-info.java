/**
 * The {@code daybook} command: {@code Main} and one class per subcommand, which reads its options and calls the room
 * that does the work, such as {@code server} or {@code client}. Each group of commands has its own package below this
 * one; what they share is in {@code cli.option}. Only this room uses picocli, and no other room may call this room.
 */
@NullMarked
package dev.daybook.cli;

import org.jspecify.annotations.NullMarked;
