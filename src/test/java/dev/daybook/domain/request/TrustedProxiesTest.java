package dev.daybook.domain.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sender of a request, if some proxies are trusted. */
@Tag("jdk")
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("127.0.0.1", " 10.0.0.0/8", "2001:db8:aa::/48"));

    private static String sender(TrustedProxies proxies, String peer, String... forwardedFor) {
        return proxies.sender(SenderAddress.parse(peer).orElseThrow(), List.of(forwardedFor))
                .getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1      | 203.0.113.9                           | 203.0.113.9
            127.0.0.1      | 198.51.100.1, 203.0.113.9             | 203.0.113.9
            127.0.0.1      | 198.51.100.1, 203.0.113.9 , 10.2.3.4  | 203.0.113.9
            10.255.0.1     | 203.0.113.9,10.0.0.1,127.0.0.1        | 203.0.113.9
            2001:db8:aa::7 | 2001:db8:bb::9                        | 2001:db8:bb:0:0:0:0:9
            127.0.0.1      | ::ffff:203.0.113.9                    | 203.0.113.9
            127.0.0.1      | 203.0.113.9:4711                      | 203.0.113.9
            127.0.0.1      | [2001:db8:bb::9]:4711                 | 2001:db8:bb:0:0:0:0:9
            127.0.0.1      | [2001:db8:bb::9]                      | 2001:db8:bb:0:0:0:0:9
            127.0.0.1      | 10.0.0.7, 10.0.0.8                    | 10.0.0.7
            """)
    void theSenderIsTheRightmostAddressThatIsNoProxy(String peer, String header, String sender) {
        assertEquals(sender, sender(PROXIES, peer, header));
    }

    @Test
    void severalForwardedHeadersAreReadAsOneList() {
        assertEquals("203.0.113.9", sender(PROXIES, "127.0.0.1", "198.51.100.1", "203.0.113.9, 10.0.0.1"));
        assertEquals("127.0.0.1", sender(PROXIES, "127.0.0.1"), "without the header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9", "11.0.0.1", "2001:db8:ab::1"})
    void theHeaderOfAnUntrustedPeerIsIgnored(String peer) {
        var same = SenderAddress.parse(peer).orElseThrow().getHostAddress();
        assertEquals(same, sender(PROXIES, peer, "198.51.100.1"));
        assertEquals("127.0.0.1", sender(TrustedProxies.of(List.of()), "127.0.0.1", "198.51.100.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "1",
                "127.1",
                "256.1.1.1",
                "203.0.113.9:",
                "203.0.113.9:123456",
                "[203.0.113.9",
                "::1::",
                "fe80::1%eth0",
                "_hidden",
                "203.0.113.9,",
                "203.0.113.9, bad",
                "198.51.100.1, bad, 10.0.0.1"
            })
    void aMalformedEntryGivesTheAddressOfTheProxy(String header) {
        assertEquals("127.0.0.1", sender(PROXIES, "127.0.0.1", header));
    }

    /** Such a text looks like an IPv4 address. Java would take it for a host name, and look it up in DNS. */
    @ParameterizedTest
    @ValueSource(strings = {"256.1.1.1", "1.260.1.1", "1.1.300.1", "1.1.1.256", "999.1.1.1", "1.1.1.1000"})
    void aPartAbove255MakesAnAddressInvalid(String text) {
        assertFalse(SenderAddress.isAddress(text));
    }

    /** Java looks up such a text in DNS, although it has a colon. */
    @Test
    void aTextThatBeginsWithADotIsNoAddress() {
        assertFalse(SenderAddress.isAddress(".:1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "9.10.99.100", "199.200.249.250", "255.255.255.255"})
    void partsFrom0To255MakeAnAddressValid(String text) {
        assertTrue(SenderAddress.isAddress(text));
    }

    @Test
    void entriesBeforeTheSenderAreIgnored() {
        assertEquals("203.0.113.9", sender(PROXIES, "127.0.0.1", "bad, 203.0.113.9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0/8", "::/129", "x/8"})
    void aMistakeInTheSettingIsNamed(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(text)));
        assertTrue(refused.getMessage().startsWith("--trusted-proxies: '" + text + "'"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "203.0.113.8/31, 203.0.113.9, true",
        "203.0.113.8/31, 203.0.113.10, false",
        "203.0.113.9/8, 203.1.1.1, true",
        "203.0.113.9, 203.0.113.9, true",
        "203.0.113.9/32, 203.0.113.9, true",
        "203.0.113.9/32, 203.0.113.8, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "203.0.113.9, 203.0.113.8, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void aRangeContainsExactlyTheAddressesWithItsPrefix(String range, String address, boolean contained) {
        assertEquals(
                contained,
                AddressRange.parse(range)
                        .orElseThrow()
                        .contains(SenderAddress.parse(address).orElseThrow()));
    }
}
