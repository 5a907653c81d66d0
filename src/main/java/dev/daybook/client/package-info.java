/**
 * The other side of the API, Daybook or any server that speaks the same: a typed client for Java programs, and the
 * pages of a day, which the puller in {@code client.pull} uses too. It may call {@code client.call}, {@code
 * client.answer}, {@code client.request}, {@code wire} and {@code domain}. It knows no database and no server, and does
 * not call the puller.
 */
@NullMarked
package dev.daybook.client;

import org.jspecify.annotations.NullMarked;
