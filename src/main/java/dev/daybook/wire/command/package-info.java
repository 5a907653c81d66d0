/** The JSON output of commands, for programs that read it. */
@NullMarked
package dev.daybook.wire.command;

import org.jspecify.annotations.NullMarked;
