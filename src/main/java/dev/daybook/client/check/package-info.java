/**
 * Finds out what a server does: asks it a table of questions, and compares each answer with the vendor's reference and
 * with Daybook's behaviour. It shows kinds, lengths and counts, never a value of a record. Of the server's messages it
 * shows those of a closed list, {@code KnownTexts}; of other texts only kind, length and count. It calls
 * {@code client}, {@code wire} and {@code domain}; {@code cli} prints the findings.
 */
@NullMarked
package dev.daybook.client.check;

import org.jspecify.annotations.NullMarked;
