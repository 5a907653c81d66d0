/** Commands about the people who use the console. */
@NullMarked
package dev.daybook.cli.user;

import org.jspecify.annotations.NullMarked;
