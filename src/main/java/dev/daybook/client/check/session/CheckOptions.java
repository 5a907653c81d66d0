package dev.daybook.client.check.session;

import dev.daybook.client.call.Connection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The options of a check.
 *
 * @param connection the account to check; of its retry policy only the longest wait between two attempts is used
 * @param day a day with records; empty to search for one
 * @param zone the account's zone; empty if not given
 * @param write whether the check may add and change records
 */
public record CheckOptions(Connection connection, Optional<LocalDate> day, Optional<ZoneId> zone, boolean write) {}
