package dev.daybook.cli.option;

import dev.daybook.domain.account.Account;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Parses the time zone of an account. */
public final class AccountZone {
    private AccountZone() {}

    /** The zone with this name; the default one for null. */
    public static ZoneId named(@Nullable String name) {
        if (name == null) {
            return Account.DEFAULT_ZONE;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("unknown zone '" + name + "'; did you mean '"
                    + Suggestion.to(name, new ArrayList<>(ZoneId.getAvailableZoneIds())) + "'?");
        }
    }
}
