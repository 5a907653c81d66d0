package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a connection. */
class ConnectionTest {
    /**
     * The client appends the path of an operation to the address. After a query or a fragment, the path would be a part
     * of these. Java does not send the name and password of a URL, but messages and files of a pull would show them.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crm.example?lang=en",
                "https://crm.example/?",
                "https://crm.example/#/dashboard",
                "https://crm.example#",
                "https://user:password@crm.example",
                "https://user@crm.example/",
                "ftp://crm.example",
                "http://crm.example:0",
                "crm.example"
            })
    void anAddressToWhichNoPathCanBeAppendedIsRefused(String server) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Connection.to(URI.create(server), 7, "key"));
        assertFalse(String.valueOf(refused.getMessage()).contains("password@"), refused::getMessage);
    }

    @Test
    void anAddressMayHaveAPath() {
        assertEquals(
                "https://crm.example/api",
                Connection.to(URI.create("https://crm.example/api/"), 7, "key").address());
    }
}
