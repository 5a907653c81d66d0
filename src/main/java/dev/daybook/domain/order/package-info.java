/**
 * Orders: fields, exact amounts, changes and filters. Used by {@code wire}, {@code store} and {@code http}. It must not
 * round an amount.
 */
@NullMarked
package dev.daybook.domain.order;

import org.jspecify.annotations.NullMarked;
