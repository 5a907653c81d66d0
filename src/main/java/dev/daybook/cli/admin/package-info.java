/**
 * How commands administer: on the database itself, or by the admin API of its server. A command asks for an operation
 * and prints the answer, and does not know whether a database or a server gave it.
 */
@NullMarked
package dev.daybook.cli.admin;

import org.jspecify.annotations.NullMarked;
