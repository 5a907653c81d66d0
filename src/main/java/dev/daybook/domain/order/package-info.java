/** Orders: fields, exact amounts, changes and filters. This package must not round an amount. */
@NullMarked
package dev.daybook.domain.order;

import org.jspecify.annotations.NullMarked;
