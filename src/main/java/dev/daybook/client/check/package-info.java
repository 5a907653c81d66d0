/**
 * Finds out what a server does: a table of questions, each asked of the server and judged by the vendor's reference and by
 * Daybook. It shows kinds, lengths and counts, never values. It calls {@code client}, {@code wire} and {@code domain}; how
 * findings are printed is the business of {@code cli}.
 */
@NullMarked
package dev.daybook.client.check;

import org.jspecify.annotations.NullMarked;
