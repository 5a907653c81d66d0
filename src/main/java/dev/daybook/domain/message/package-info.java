/**
 * Parts of texts that people read or type, such as the nearest known word, a cell that is no formula, or the blanks
 * around a value. Calls no other package of Daybook.
 */
@NullMarked
package dev.daybook.domain.message;

import org.jspecify.annotations.NullMarked;
