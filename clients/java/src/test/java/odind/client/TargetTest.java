package odind.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class TargetTest {
    private static final Folders NOWHERE = new Folders(Map.of());

    @ParameterizedTest
    @CsvSource({
        "/run/my.sock, unix:/run/my.sock",
        "unix:/run/x.sock, unix:/run/x.sock",
        "127.0.0.1:7710, 127.0.0.1:7710",
        "[::1]:7710, [::1]:7710"
    })
    void aTargetIsAPathASocketOrHostAndPort(String given, String wanted) {
        assertEquals(wanted, Target.resolve(given, NOWHERE).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "unix:", "host:http", "a b:1", "host:123456", "host:65536"})
    void whatIsNoTargetIsRefusedWithAReason(String given) {
        var error =
                assertThrows(InvalidArgumentException.class, () -> Target.resolve(given, NOWHERE));
        assertEquals("TARGET_INVALID", error.reason());
        assertEquals(Map.of("target", given), error.metadata());
    }

    @Test
    void hostAndPortAreTakenApartWithoutBrackets() {
        Target target = Target.resolve("[::1]:7710", NOWHERE);
        assertEquals("::1 7710", target.host() + " " + target.port());
    }

    @Test
    void withoutATargetTheSocketOfTheSessionIsFound(@TempDir Path folder) throws Exception {
        Path socket = Files.createDirectory(folder.resolve("odind")).resolve("odind.sock");
        Folders session = new Folders(Map.of("XDG_RUNTIME_DIR", folder.toString()));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertEquals("unix:" + socket, Target.resolve("", session).text());
        }
    }

    @Test
    void theAudioSocketIsBesideTheSocket() {
        Target target = Target.resolve("/run/bots.sock", NOWHERE);
        assertEquals("/run/bots.audio", target.audioSocket().orElseThrow());
    }

    @Test
    void aKeyIsNotSentInTheClearBeyondThisMachine() {
        var builder = Daemon.builder().environment(Map.of()).target("192.0.2.1:7710");
        var error =
                assertThrows(
                        InvalidArgumentException.class, () -> builder.apiKey("secret").connect());
        assertEquals("KEY_UNPROTECTED", error.reason());
    }

    @Test
    void onLoopbackTheCookieOfItsFileIsShown(@TempDir Path folder) throws Exception {
        Path cookie = Files.writeString(folder.resolve("cookie"), "secret\n");
        var builder = Daemon.builder().target("127.0.0.1:7710");
        builder.environment(Map.of("ODIND_COOKIE_FILE", cookie.toString()));
        assertEquals("secret", Options.of(builder).bearer());
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed() {
        var builder = Daemon.builder().target("127.0.0.1:7710");
        builder.environment(Map.of("ODIND_TLS_CA", "/nowhere/ca.pem"));
        var error = assertThrows(InvalidArgumentException.class, builder::connect);
        assertEquals("TLS_FILE_UNREADABLE", error.reason());
        assertEquals("/nowhere/ca.pem", error.metadata().get("file"));
    }

    @Test
    void aCertificateThatIsNoneIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing of the kind");
        var builder = Daemon.builder().target("127.0.0.1:7710");
        builder.environment(Map.of("ODIND_TLS_CA", file.toString()));
        var error = assertThrows(InvalidArgumentException.class, builder::connect);
        assertEquals("TLS_FILE_INVALID", error.reason());
    }
}
