/**
 * What is known of how a server behaves where the vendor's reference is silent: one record, learned by a pull at its start,
 * or measured by a check and handed to a pull. It knows no HTTP and makes no calls: whoever calls a server notes here
 * what it saw. It may call {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.server;

import org.jspecify.annotations.NullMarked;
