/** JSON that is posted to a webhook. */
@NullMarked
package dev.daybook.wire.webhook;

import org.jspecify.annotations.NullMarked;
