/**
 * The command that checks a server: its options, the table that it prints and the profile that it writes. It calls
 * {@code client} (mainly {@code client.check}), {@code cli.option} and {@code domain}; {@code server} supplies the
 * version of this build.
 */
@NullMarked
package dev.daybook.cli.check;

import org.jspecify.annotations.NullMarked;
