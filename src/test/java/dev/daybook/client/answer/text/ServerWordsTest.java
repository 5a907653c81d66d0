package dev.daybook.client.answer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text says that there is no data only if it says nothing else, such as a cause or a request to try again. */
@Tag("jdk")
class ServerWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No data found",
                "No Record Found",
                "No Records Found.",
                "no records",
                "NoData",
                "0 results",
                "Zero rows returned",
                "No data available",
                "Sorry, there are no matching customers!",
                "No such tickets exist",
                "No customer records found",
                "No more records to display",
                "Records not found",
                "Data is not present.",
                "Nothing found",
                "No customers found for the given dates",
                "No customers found for the given dates 2024-05-02 to 2024-05-02.",
                "No tickets were found between 2024-05-02T00:00:00Z and 2024-05-03T00:00:00Z",
                "No orders found on May 2, 2024",
                "No data found for cm_id 1000298 in the selected date range",
                "No data found from 2024-05-02 00:00:00 to 2024-05-02 11:59:59 pm",
                "No records found in the given time period",
                "No records found for the given date and time",
                "No records found for the given time",
                "No data available for this time",
                "No data found for the selected date time",
                "No tickets found for the given period of time",
                "No records found for day 27",
                "No records found for 27.11.26",
                "No records found between start time and end time",
                "No data found from 2024-05-02 00:00 to 23:59",
                "No data found between 00:00:00 02-05-2024 and 23:59:59 02-05-2024",
                "No data found for account 42",
                "No data found from 20240502 to 20240502",
                "0 tickets in the selected range",
                "No records match your search criteria"
            })
    void aStatementThatNamesNoDataIsRecognised(String text) {
        assertTrue(ServerWords.sayNoData(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No",
                "No data source available, try again later",
                "No records could be loaded, the search server is down",
                "No customers service reachable",
                "No data: database offline",
                "No data found: database offline",
                "No data found \u2013 \u0928\u0939\u0940\u0902",
                "Data not available, try again later",
                "Data not available",
                "Customers not available while the index is rebuilt",
                "No results from upstream: connection refused",
                "No data found for 3 of 5 shards",
                "No results returned in time",
                "No data returned within the requested time",
                "No data returned within 00:00:30",
                "No records available during this time",
                "No data available from 01:00 to 03:00 am",
                "No data returned within 30",
                "No data returned within 30000",
                "No results returned within T00:00:30",
                "No data returned within 100:00",
                "No data available from 01.00 to 03.00 am",
                "No data available from 1 am to 3 am",
                "No Data found/ticket_id is missing",
                "Invalid Auth Key"
            })
    void otherStatementsDoNotMeanThatThereIsNoData(String text) {
        assertFalse(ServerWords.sayNoData(text));
    }

    @Test
    void aLongTextTakesNoLongTime() {
        for (var part : List.of(" 1,", " 1-", " t,", " to", " -,1", " the date", "1")) {
            var text = ("No data found for" + part.repeat(60)).substring(0, Math.min(110, 17 + 60 * part.length()))
                    + " x!";
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> ServerWords.sayNoData(text));
        }
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> ServerWords.gist("a:b".repeat(400_000)));
    }

    /** A longer text may say more than this pattern can tell. */
    @Test
    void onlyATextOfAtMost120CharactersSaysThatThereIsNoData() {
        for (var text : List.of("No data found", "No data found, try later")) {
            var longest = text + ".".repeat(120 - text.length());
            assertEquals(text.equals("No data found"), ServerWords.sayNoData(longest));
            assertTrue(ServerWords.maySayNoData(longest));
            assertFalse(ServerWords.sayNoData(longest + "."));
            assertFalse(ServerWords.maySayNoData(longest + "."));
        }
    }

    @Test
    void aTextOfMoreThan300CharactersIsShownShortened() {
        var longest = "x".repeat(300);
        assertEquals(longest, ServerWords.shown(longest));
        assertEquals(longest + "...", ServerWords.shown(longest + "y"));
        var longestOfSmileys = "\uD83D\uDE42".repeat(longest.length());
        assertEquals(longestOfSmileys, ServerWords.shown(longestOfSmileys));
    }

    @Test
    void theGistOfAStatementIgnoresDatesAndNumbers() {
        assertEquals(
                ServerWords.gist("Nothing on May 2, 2024 (request 3f-ab, 12:00:01Z)"),
                ServerWords.gist("Nothing on November 27,  2027 (request 77-01, 23:59:59Z)"));
        assertEquals("Search timed out", ServerWords.gist(" Search timed\n out"));
        assertEquals("No # of $#", ServerWords.gist("No 5 of $1"));
    }
}
