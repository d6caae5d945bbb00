package odind.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;

/** TLS of the files that ODIND_TLS_CA, ODIND_TLS_CERT and ODIND_TLS_KEY name. */
final class TlsFiles {
    private TlsFiles() {}

    /** Returns null where none is named. */
    static ChannelCredentials of(Folders folders) {
        String ca = folders.variable("ODIND_TLS_CA");
        String certificate = folders.variable("ODIND_TLS_CERT");
        String key = folders.variable("ODIND_TLS_KEY");
        if ((ca + certificate + key).isEmpty()) {
            return null;
        }
        var credentials = TlsChannelCredentials.newBuilder();
        if (!ca.isEmpty() && !ca.equals("system")) {
            trust(credentials, ca);
        }
        if (!(certificate + key).isEmpty()) {
            show(credentials, certificate, key);
        }
        return credentials.build();
    }

    private static void trust(TlsChannelCredentials.Builder credentials, String ca) {
        try (var text = new FileInputStream(ca)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(text).isEmpty()) {
                throw invalid(ca);
            }
            credentials.trustManager(new File(ca));
        } catch (CertificateException garbage) {
            throw invalid(ca);
        } catch (IOException problem) {
            throw unreadable(ca, problem);
        }
    }

    private static void show(
            TlsChannelCredentials.Builder credentials, String certificate, String key) {
        try {
            credentials.keyManager(new File(certificate), new File(key));
        } catch (IOException problem) {
            throw unreadable(certificate + ", " + key, problem);
        }
    }

    private static OdindException invalid(String file) {
        return Failure.invalid("TLS_FILE_INVALID", "{file} must hold PEM", Map.of("file", file))
                .exception();
    }

    private static OdindException unreadable(String file, IOException problem) {
        return Failure.invalid(
                        "TLS_FILE_UNREADABLE",
                        "{file}: {problem}",
                        Map.of("file", file, "problem", String.valueOf(problem.getMessage())))
                .exception(problem);
    }
}
