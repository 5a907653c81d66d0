package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.wire.TraceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No notation of an address makes a server within the network reachable. */
class AddressTricksTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    /** A trial is one notation of an address. */
    @Tag("battery-23")
    @Test
    void noNotationOfAPrivateAddressIsCalled() throws Exception {
        var tricks = tricks();
        assertTrue(tricks.size() >= 300, "only " + tricks.size() + " tricks");
        assertEquals(tricks.size(), new HashSet<>(tricks).size(), "a trick is there twice");
        Tally.run(Check.WEBHOOK_ADDRESSES, "ways to write an address", tally -> {
            try (var receiver = StandInReceiver.start()) {
                for (var trick : tricks) {
                    if (isRefused(trick.replace("{port}", Integer.toString(receiver.port())))) {
                        tally.held();
                    } else {
                        tally.missed(trick);
                    }
                }
                assertTrue(receiver.isUntouched());
            }
        });
    }

    /**
     * Whether a webhook with this URL is safe: it is refused, or it only calls a public address, which Java gets by
     * reading octal digits as decimal ones.
     */
    private static boolean isRefused(String url) throws InterruptedException {
        Webhook webhook;
        try {
            webhook = new Webhook(1, URI.create(url), HookedAccount.SECRET, false);
        } catch (IllegalArgumentException malformed) {
            return true;
        }
        var resolver = new Resolver(AddressTricksTest::look, PATIENT);
        List<InetAddress> addresses;
        try {
            addresses = resolver.addresses(webhook);
        } catch (IOException notAllowed) {
            assertPostRefuses(webhook, resolver);
            return true;
        }
        for (var address : addresses) {
            assertTrue(
                    !address.isLoopbackAddress()
                            && !address.isAnyLocalAddress()
                            && !address.isLinkLocalAddress()
                            && !address.isSiteLocalAddress()
                            && !address.isMulticastAddress(),
                    url + " leads to " + address);
        }
        return addresses.equals(decimal(webhook.url().getHost()));
    }

    /**
     * The public address that Java gets if it reads the octal numbers of a host as decimal ones; an empty list if there
     * is none.
     */
    private static List<InetAddress> decimal(String host) {
        if (!host.matches("0[0-9]{1,12}|0[0-9.]+")) {
            return List.of();
        }
        var numbers = Stream.of(host.split("\\.")).map(Long::valueOf).toList();
        var plain = numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
        try {
            var address = InetAddress.getByName(plain);
            return PublicAddresses.isPublic(address) ? List.of(address) : List.of();
        } catch (UnknownHostException tooLarge) {
            return List.of();
        }
    }

    private static void assertPostRefuses(Webhook webhook, Resolver resolver) throws InterruptedException {
        var delivery = new Delivery(webhook, 2, 3, "{}", 1);
        try (var post = new HttpPost(resolver, new CallTimeouts(PATIENT, PATIENT, PATIENT), null)) {
            var answer = post.send(delivery, Signed.of(delivery, Instant.EPOCH), TraceContext.start());
            throw new AssertionError(webhook.url() + " was answered with " + answer);
        } catch (IOException notAllowed) {
            // Expected.
        }
    }

    /**
     * Looks up a host. A host that looks like a number is passed to the system, which also knows the notations of the C
     * library; every other name gets a private address.
     */
    private static InetAddress[] look(String host) throws UnknownHostException {
        return host.matches("[0-9a-fA-FxX.]+|\\[.*]")
                ? InetAddress.getAllByName(host)
                : new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private static List<String> tricks() throws IOException {
        try (var file = AddressTricksTest.class.getResourceAsStream("/webhook/address-tricks.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
