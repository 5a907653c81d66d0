package dev.daybook.cli.option;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parser for the time zone of an account. */
public final class AccountZone {
    private AccountZone() {}

    /**
     * The zone with this name; the default one for null.
     *
     * @throws IllegalArgumentException if there is no such zone; the message suggests one
     */
    public static ZoneId named(@Nullable String name) {
        if (name == null) {
            return Account.DEFAULT_ZONE;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("unknown zone '" + name + "'; "
                    + meant(name)
                            .map(meant -> "did you mean '" + meant + "'?")
                            .orElse("zones are named by a city, such as Asia/Kolkata or Europe/London"));
        }
    }

    /**
     * Suggests a zone for an unknown name; empty if no zone has a similar name. An abbreviation can mean several zones;
     * the one in Java's own list is suggested.
     */
    private static Optional<String> meant(String name) {
        return Optional.ofNullable(ZoneId.SHORT_IDS.get(name.toUpperCase(Locale.ROOT)))
                .or(() -> Suggestion.near(
                        name,
                        ZoneId.getAvailableZoneIds().stream()
                                .filter(zone -> zone.contains("/"))
                                .sorted()
                                .toList()));
    }
}
