package dev.daybook.cli.operate;

import dev.daybook.domain.message.FileReason;
import dev.daybook.server.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Checks of the PEM file that has the certificate chain of this machine's server. */
final class OwnCertificate {
    private static final Duration ENOUGH_LEFT = Duration.ofDays(21);

    private OwnCertificate() {}

    /**
     * The certificates of a file.
     *
     * @throws CertificateException if there is none; the message names the file and the reason
     */
    private static List<X509Certificate> read(Path file) throws CertificateException {
        try {
            return PemFiles.chain(file);
        } catch (IOException unreadable) {
            throw new CertificateException("cannot read " + file + ": " + FileReason.of(file, unreadable), unreadable);
        }
    }

    /**
     * The finding of {@code daybook doctor} about a certificate file: whether each of its certificates is valid at this
     * time, and for how long.
     */
    static Diagnosis diagnosis(Path file, Instant now) {
        try {
            var chain = read(file);
            var last = Collections.max(chain, Comparator.comparing(X509Certificate::getNotBefore));
            var from = last.getNotBefore().toInstant();
            if (from.isAfter(now)) {
                return Diagnosis.problem(
                        "certificate",
                        PemFiles.name(file, chain, last) + " is valid only from " + from,
                        "correct the clock, or use a certificate that is valid now");
            }
            var first = PemFiles.firstToEnd(chain);
            var until = first.getNotAfter().toInstant();
            var told = PemFiles.name(file, chain, first) + " is valid until " + until;
            var remedy = "put a renewed one into the file; a running server reads it by itself";
            if (until.isBefore(now)) {
                return Diagnosis.problem("certificate", told, remedy);
            }
            return until.isBefore(now.plus(ENOUGH_LEFT))
                    ? Diagnosis.warning("certificate", told, remedy)
                    : Diagnosis.ok("certificate", told);
        } catch (CertificateException unusable) {
            return Diagnosis.problem(
                    "certificate",
                    String.valueOf(unusable.getMessage()),
                    "name the certificate chain with --tls-certificate");
        }
    }

    /**
     * The message that the certificate of a server differs from the first one of the file, or that one of the two
     * cannot be read. Empty if they are equal.
     */
    static Optional<String> difference(SSLSession session, Path file) {
        try {
            return session.getPeerCertificates()[0].equals(read(file).get(0))
                    ? Optional.empty()
                    : Optional.of("the server uses another certificate than the first one of " + file);
        } catch (CertificateException | SSLPeerUnverifiedException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }
}
