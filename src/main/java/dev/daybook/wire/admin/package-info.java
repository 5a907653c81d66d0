/** The JSON of the admin API: operations, requests and answers, shared by the server and the commands that call it. */
@NullMarked
package dev.daybook.wire.admin;

import org.jspecify.annotations.NullMarked;
