/**
 * The admin API: what operators do with accounts, keys, settings, webhooks and people. The handlers serve requests with
 * an admin key, and the commands on the database itself, so that both do the same.
 */
@NullMarked
package dev.daybook.http.admin;

import org.jspecify.annotations.NullMarked;
