/**
 * The other side of the API, Daybook or any server that speaks the same: a typed client for Java programs, and what it
 * shares with the puller in {@code client.pull}: calls, the pages of a day, options. It may call {@code wire} and
 * {@code domain}, knows no database and no server, and does not call the puller.
 */
@NullMarked
package dev.daybook.client;

import org.jspecify.annotations.NullMarked;
