/**
 * Orders: fields, exact amounts, changes and filters. It must not round an amount.
 */
@NullMarked
package dev.daybook.domain.order;

import org.jspecify.annotations.NullMarked;
