/**
 * Commands that call a server from outside: {@code daybook pull}, with a small command for each kind of record, and
 * {@code daybook verify}. They hand over to {@code client}, and open no database.
 */
@NullMarked
package dev.daybook.cli.pull;

import org.jspecify.annotations.NullMarked;
