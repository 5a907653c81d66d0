/**
 * Runs the operations of administration for commands, on the database itself or through the admin API of its server. A
 * command asks for an operation and prints the answer. It does not know whether a database or a server gave the answer.
 */
@NullMarked
package dev.daybook.cli.admin;

import org.jspecify.annotations.NullMarked;
