package dev.daybook.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.answer.EmptyShape;
import dev.daybook.client.answer.text.Leniency;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerProfileTest {
    @Test
    void aProfileIsWrittenInWords() {
        var profile = ServerProfile.NOTHING
                .with(WindowEnd.EXCLUSIVE)
                .with(Paging.OFFSET)
                .with(EmptyShape.NULL)
                .tellingMore(Known.NO)
                .ordered(Known.YES)
                .after(100, 50)
                .and(Set.of(Leniency.NOT_A_NUMBER, Leniency.UNANNOUNCED_GZIP));
        assertEquals(
                "{windowEnd=exclusive, paging=offset, tellsMore=no, largestPage=50, fullPages=unknown,"
                        + " stableOrder=yes, emptyDay=null, leniency=unannounced_gzip,not_a_number}",
                profile.words().toString());
    }

    @Test
    void onlyAPageOfTheRequestedSizeIsFull() {
        assertEquals(Known.UNKNOWN, ServerProfile.NOTHING.after(100, 50).fullPages());
        assertEquals(
                Known.YES, ServerProfile.NOTHING.after(100, 100).after(100, 3).fullPages());
        assertEquals(100, ServerProfile.NOTHING.after(100, 100).after(100, 3).largestPage());
    }

    @Test
    void aWindowWithAnExclusiveEndNamesTheNextDay() {
        var day = LocalDate.parse("2024-02-29");
        assertEquals(day, WindowEnd.UNKNOWN.endOf(day));
        assertEquals(LocalDate.parse("2024-03-01"), WindowEnd.EXCLUSIVE.endOf(day));
    }
}
