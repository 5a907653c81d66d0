/**
 * The command that checks a server: its options, the table it prints and the profile it writes. It calls {@code
 * client.check}, {@code wire} and {@code cli.option}.
 */
@NullMarked
package dev.daybook.cli.check;

import org.jspecify.annotations.NullMarked;
