/**
 * Shared code of the commands: their common options, those of a database and of a server, parsing of an account's zone
 * and a token, commands to run next, the log, and the terminal. This package calls no other package of {@code cli}.
 */
@NullMarked
package dev.daybook.cli.option;

import org.jspecify.annotations.NullMarked;
