package odind.client;

import io.grpc.ChannelCredentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to reach a daemon, once everything is known.
 *
 * @param target where it is
 * @param bearer what calls show; empty: nothing
 * @param tls how TCP is secured; null: it is not
 * @param callTimeout what bounds calls but streams; zero: nothing
 * @param retries how often a call with a {@code request_id} is sent again
 */
record Options(
        Target target, String bearer, ChannelCredentials tls, Duration callTimeout, int retries) {

    static Options of(DaemonBuilder given) {
        Folders folders = new Folders(given.environment);
        Target target = Target.resolve(given.target, folders);
        ChannelCredentials tls =
                target.isUnix()
                        ? null
                        : Optional.ofNullable(given.tls).orElseGet(() -> TlsFiles.of(folders));
        String key = given.apiKey.isEmpty() ? folders.variable("ODIND_API_KEY") : given.apiKey;
        requireProtected(key, target, tls);
        String bearer = key.isEmpty() && target.isLoopback() ? cookie(folders) : key;
        return new Options(target, bearer, tls, given.callTimeout, given.retries);
    }

    private static void requireProtected(String key, Target target, ChannelCredentials tls) {
        if (!key.isEmpty() && tls == null && !target.isUnix() && !target.isLoopback()) {
            throw Failure.invalid(
                            "KEY_UNPROTECTED",
                            "an API key must not leave this machine in the clear, as it would to {target}: use TLS",
                            Map.of("target", target.text()))
                    .exception();
        }
    }

    private static String cookie(Folders folders) {
        return folders.cookies().flatMap(Options::textOf).findFirst().orElse("");
    }

    private static Stream<String> textOf(String file) {
        try {
            return Stream.of(Files.readString(Path.of(file)).strip());
        } catch (IOException | InvalidPathException notThere) {
            return Stream.empty();
        }
    }
}
