package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    /** The texts of the vendor's table of statuses, and those that its older pages have in place of the table. */
    @ParameterizedTest
    @CsvSource({
        "400, Bad Request - Invalid parameters or missing data",
        "400, Mandatory field missing",
        "401, Invalid Auth Key",
        "401, Unauthorized - Invalid or missing API key",
        "401, Please use correct Authkey",
        "401, API Request is Expired",
        "401, Forbidden - Insufficient permissions",
        "500, Internal Server Error - Server-side issue",
        "500, Server error while processing this request"
    })
    void aFailureWithoutAStatusHasThatOfItsText(int status, String text) {
        for (var keys : new String[] {"\"message\":\"%s\",\"status\"", "\"Message\":\"%s\",\"Status\""}) {
            var body = ("{" + keys + ":\"failed\"}").formatted(text).getBytes(StandardCharsets.UTF_8);
            assertEquals(status, Failure.read(body).orElseThrow().status(false));
            assertEquals(status, Failure.ofWrite(body).orElseThrow().statusOfWrite(false));
        }
    }

    @Test
    void aRefusalOfAReadHasAtMostAMebibyte() {
        var frame = "{\"message\":\"\",\"status\":\"failed\"}";
        var most = frame.replace("\"\"", '"' + "a".repeat((1 << 20) - frame.length()) + '"');
        var larger = most.replace("\"a", "\"aa");
        assertEquals(
                400,
                Failure.read(most.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .status(false));
        assertEquals(Optional.empty(), Failure.read(larger.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                400,
                Failure.ofWrite(larger.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .statusOfWrite(false));
    }
}
