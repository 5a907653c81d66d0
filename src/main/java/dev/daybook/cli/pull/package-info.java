/**
 * Commands that pull from a server: {@code daybook pull}, with a small command for each kind of record, and {@code
 * daybook verify}. They call {@code client} and {@code cli.option}, and open no database.
 */
@NullMarked
package dev.daybook.cli.pull;

import org.jspecify.annotations.NullMarked;
