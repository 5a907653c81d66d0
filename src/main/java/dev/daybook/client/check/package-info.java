/**
 * Finds out what a server does: asks it a table of questions, and compares each answer with the vendor's reference and
 * with Daybook's behaviour. The findings have kinds of values, lengths and counts, never a value of a record. A message
 * of the server is shown only if {@code KnownTexts} lists it; of any other text, only the length is shown. This package
 * calls {@code client}, {@code wire} and {@code domain}; {@code cli} prints the findings.
 */
@NullMarked
package dev.daybook.client.check;

import org.jspecify.annotations.NullMarked;
