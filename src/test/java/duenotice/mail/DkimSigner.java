package duenotice.mail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Signs mails as a reporter's mail server does. */
public final class DkimSigner {
    public static final String ORDINARY =
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=key; h=from:to:subject:date:message-id; bh=; b=;";

    private final KeyPair keys;

    public DkimSigner(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What the domain publishes. */
    public String record() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** The mail with a signature above it. */
    public byte[] sign(String mail, String template) {
        try {
            var field = new org.apache.james.jdkim.DKIMSigner(template, keys.getPrivate())
                    .sign(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            return (field + "\r\n" + mail).getBytes(StandardCharsets.UTF_8);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
