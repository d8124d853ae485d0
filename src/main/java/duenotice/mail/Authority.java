package duenotice.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature under a server's certificate counts, in place of those that the machine trusts. */
record Authority(SSLSocketFactory sockets) {

    /**
     * @param file certificates in PEM
     * @throws IllegalArgumentException when there are none in it
     */
    static Authority of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + ++number, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("there is no certificate in " + file);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new Authority(context.getSocketFactory());
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the certificates in " + file + " cannot be read", unreadable);
        }
    }
}
