/**
 * Finds out what a server does: a table of questions, each asked of the server and judged by the vendor's reference and
 * by Daybook. It shows kinds, lengths and counts, never a value of a record. Of the server's messages it shows those of
 * a closed list, {@code KnownTexts}; of other texts only kind, length and count. It calls {@code client}, {@code wire}
 * and {@code domain}; {@code cli} prints the findings.
 */
@NullMarked
package dev.daybook.client.check;

import org.jspecify.annotations.NullMarked;
