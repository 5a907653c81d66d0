/** Webhooks: where status changes are posted, what signs them, and how attempts are spread over a day. */
@NullMarked
package dev.daybook.domain.webhook;

import org.jspecify.annotations.NullMarked;
