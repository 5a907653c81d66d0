/** Questions of people who operate a server: is it ready, what is wrong, what is set, what does a code mean. */
@NullMarked
package dev.daybook.cli.operate;

import org.jspecify.annotations.NullMarked;
