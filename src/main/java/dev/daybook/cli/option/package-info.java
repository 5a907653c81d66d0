/**
 * What commands of several rooms share: the options of all, of a database and of a server, how an account's zone and a
 * token are read, the log, and the terminal. It calls no other room of {@code cli}.
 */
@NullMarked
package dev.daybook.cli.option;

import org.jspecify.annotations.NullMarked;
