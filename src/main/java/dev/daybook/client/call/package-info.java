/**
 * Calls to a server: the connection to one account, one HTTP request within a time and a size limit, and retries. It
 * may call {@code client.answer} (which reads refusals), {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.call;

import org.jspecify.annotations.NullMarked;
