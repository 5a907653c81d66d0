/**
 * The admin API: what operators do with accounts, keys, settings, webhooks and people. Requests with an admin key and
 * commands that work directly on the database use the same handlers, so that both do the same.
 */
@NullMarked
package dev.daybook.http.admin;

import org.jspecify.annotations.NullMarked;
