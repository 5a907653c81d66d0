/** Parts of messages for people, such as the nearest known word. Calls nothing. */
@NullMarked
package dev.daybook.domain.message;

import org.jspecify.annotations.NullMarked;
