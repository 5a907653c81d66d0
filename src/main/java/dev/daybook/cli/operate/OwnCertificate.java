package dev.daybook.cli.operate;

import dev.daybook.domain.message.FileReason;
import dev.daybook.server.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificate of the server of this machine: the first one of a file in PEM. */
final class OwnCertificate {
    private OwnCertificate() {}

    /**
     * The first certificate of a file.
     *
     * @throws CertificateException if there is none; the message names the file and the reason
     */
    static X509Certificate read(Path file) throws CertificateException {
        try {
            return PemFiles.chain(file).get(0);
        } catch (IOException unreadable) {
            throw new CertificateException("cannot read " + file + ": " + FileReason.of(file, unreadable), unreadable);
        }
    }

    /** The reason why the certificate of a server is not known to be that of the file; empty if it is. */
    static Optional<String> difference(SSLSession session, Path file) {
        try {
            return session.getPeerCertificates()[0].equals(read(file))
                    ? Optional.empty()
                    : Optional.of("the server uses another certificate than the first one of " + file);
        } catch (CertificateException | SSLPeerUnverifiedException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }
}
