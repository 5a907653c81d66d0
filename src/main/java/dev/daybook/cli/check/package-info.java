/**
 * The command that checks a server: its options, the table that it prints and the profile that it writes. It calls
 * {@code client.check} and {@code cli.option}.
 */
@NullMarked
package dev.daybook.cli.check;

import org.jspecify.annotations.NullMarked;
