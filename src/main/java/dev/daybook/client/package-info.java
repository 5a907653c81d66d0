/**
 * The other side of the API: a typed client and the puller that fetches long date ranges, from Daybook or any server
 * that speaks the same API. It may call {@code wire} and {@code domain}, and knows no database and no server.
 */
@NullMarked
package dev.daybook.client;

import org.jspecify.annotations.NullMarked;
