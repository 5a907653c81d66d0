package dev.daybook.cli.operate;

import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust manager that accepts a server only if its certificate is the first one in a file. The host name in the
 * certificate is not checked: clients know the server by that name, but this command calls it by its address. The file
 * is read for each connection, because the certificate may be renewed.
 */
final class OwnCertificate extends X509ExtendedTrustManager {
    private final Path file;

    OwnCertificate(Path file) {
        this.file = file;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(read(file))) {
            throw new CertificateException("the server has another certificate than " + file);
        }
    }

    /**
     * The first certificate of a file.
     *
     * @throws CertificateException if there is none; the message names the file and the reason
     */
    static X509Certificate read(Path file) throws CertificateException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException unreadable) {
            throw new CertificateException("cannot read " + file + ": " + FileReason.of(file, unreadable), unreadable);
        } catch (CertificateException other) {
            throw new CertificateException(file + " is no certificate in PEM", other);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no client is asked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no client is asked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no client is asked");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
