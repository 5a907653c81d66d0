package dev.daybook.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.EmptyAnswer;
import dev.daybook.client.answer.EmptyShape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerKnowledgeTest {
    private static final LocalDate DAY = LocalDate.parse("2024-05-02");

    private final List<String> reports = new ArrayList<>();
    private final ServerKnowledge knowledge = new ServerKnowledge(false, reports::add);

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertFalse(knowledge.isGiving());
        assertFalse(knowledge.isStartCounted());
        assertFalse(knowledge.isEmptyDay(EmptyAnswer.NONE));
        assertEquals(Optional.empty(), knowledge.givingDay());
        assertEquals(List.of(), reports);
    }

    @Test
    void newKnowledgeIsReportedOnce() {
        for (var time = 0; time < 2; time++) {
            knowledge.learn(known -> known.ordered(Known.YES), "the order is stable");
        }
        assertEquals(Known.YES, knowledge.profile().stableOrder());
        assertEquals(List.of("the order is stable"), reports);
    }

    @Test
    void aPageShowsThatItsDayHasRecordsAndTheFirstFullOneIsReported() {
        knowledge.page(DAY, 100, 99);
        assertTrue(knowledge.isGiving());
        assertEquals(Optional.of(DAY), knowledge.givingDay());
        assertEquals(List.of(), reports);
        knowledge.page(DAY.plusDays(1), 100, 100);
        knowledge.page(DAY.plusDays(2), 100, 100);
        assertEquals(Optional.of(DAY.plusDays(2)), knowledge.givingDay());
        assertEquals(
                List.of("pages have as many records as are asked for, 100, so that a page with fewer is the last of"
                        + " its day"),
                reports);
    }

    @Test
    void aServerThatStatesItsWindowGivesWithoutADay() {
        knowledge.statesWindow();
        assertTrue(knowledge.isGiving());
        assertEquals(Optional.empty(), knowledge.givingDay());
    }

    @Test
    void aCursorWithoutTheHeaderShowsNothingOnceTheHeaderWasSeen() {
        assertEquals(Known.UNKNOWN, knowledge.signing());
        knowledge.signs(false);
        assertEquals(Known.NO, knowledge.signing());
        knowledge.signs(true);
        knowledge.signs(false);
        assertEquals(Known.YES, knowledge.signing());
    }

    @Test
    void theStartOfAWindowCountsOnceThatWasSeen() {
        knowledge.startCounts();
        assertTrue(knowledge.isStartCounted());
    }

    @Test
    void onlyTheSameAnswerIsThatOfADayWithoutRecords() {
        var nothing = new EmptyAnswer(EmptyShape.OTHER_TEXT, "nothing on #");
        knowledge.emptyAs(nothing, DAY);
        assertTrue(knowledge.isEmptyDay(new EmptyAnswer(EmptyShape.OTHER_TEXT, "nothing on #")));
        assertFalse(knowledge.isEmptyDay(new EmptyAnswer(EmptyShape.OTHER_TEXT, "the index is rebuilt")));
        assertEquals(EmptyShape.OTHER_TEXT, knowledge.profile().emptyDay());
        assertEquals(
                List.of("the server answers a day without records with a text in place of the records, also"
                        + " 2024-05-02"),
                reports);
    }

    @Test
    void anUnansweredProbeIsReportedAndLeavesADoubtUntilTheEndOfAWindowIsKnown() {
        knowledge.open("the probe was not answered");
        assertEquals(List.of("the probe was not answered"), reports);
        assertTrue(knowledge.doubt().orElseThrow().startsWith("the probe was not answered, so that "));
        knowledge.learn(known -> known.with(WindowEnd.INCLUSIVE), "the end date counts");
        assertEquals(Optional.empty(), knowledge.doubt());
        assertEquals(Optional.of("the probe was not answered"), knowledge.open());
    }
}
