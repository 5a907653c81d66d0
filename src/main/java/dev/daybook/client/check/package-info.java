/**
 * Finds out what a server does: a table of questions, each asked of the server and judged by the vendor's reference and
 * by Daybook. It shows kinds, lengths and counts, never values. It calls {@code client}, {@code wire} and {@code
 * domain}; {@code cli} prints the findings.
 */
@NullMarked
package dev.daybook.client.check;

import org.jspecify.annotations.NullMarked;
