/** {@code daybook serve}: the options of a server, the account that its first start adds, and the running process. */
@NullMarked
package dev.daybook.cli.serve;

import org.jspecify.annotations.NullMarked;
