package odind.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a daemon is: {@code unix:/path} or {@code host:port}.
 *
 * @param text the one or the other
 */
record Target(String text) {
    private static final int LAST_PORT = 65_535;
    private static final String UNIX = "unix:";
    private static final String TCP = "127.0.0.1:7710";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[^\\s:/\\[\\]]+):([0-9]{1,5})");

    /**
     * Returns the given target, else that of ODIND_TARGET, else the first socket that exists where
     * daemons put theirs, else loopback TCP. An absolute path alone is taken as a socket. Throws
     * TARGET_INVALID.
     */
    static Target resolve(String given, Folders folders) {
        String text =
                Stream.of(given, folders.variable("ODIND_TARGET"))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElseGet(() -> preferred(folders));
        Target target = new Target(text.startsWith("/") ? UNIX + text : text);
        if (target.isUnix() ? target.path().isEmpty() : !target.isHostAndPort()) {
            throw invalid(text);
        }
        return target;
    }

    private static OdindException invalid(String text) {
        return Failure.invalid(
                        "TARGET_INVALID",
                        "the target \"{target}\" is neither \"unix:/path\" nor \"host:port\"",
                        Map.of("target", text))
                .exception();
    }

    private static String preferred(Folders folders) {
        return folders.runtime()
                .map(folder -> folder + "/odind.sock")
                .filter(Target::isSocket)
                .findFirst()
                .map(path -> UNIX + path)
                .orElse(TCP);
    }

    private static boolean isSocket(String path) {
        try {
            return Files.readAttributes(Path.of(path), BasicFileAttributes.class).isOther();
        } catch (IOException | InvalidPathException notThere) {
            return false;
        }
    }

    boolean isUnix() {
        return text.startsWith(UNIX);
    }

    /** The path of a unix target. */
    String path() {
        return text.substring(UNIX.length());
    }

    /** The path of the audio socket that is beside a socket of gRPC. */
    Optional<String> audioSocket() {
        return isUnix()
                ? Optional.of(path().replaceFirst("\\.sock$", "") + ".audio")
                : Optional.empty();
    }

    private boolean isHostAndPort() {
        return hostAndPort().matches() && port() <= LAST_PORT;
    }

    private Matcher hostAndPort() {
        return HOST_AND_PORT.matcher(text);
    }

    /** The host of a TCP target, without brackets. */
    String host() {
        Matcher found = hostAndPort();
        return found.matches() ? found.group(1).replaceAll("[\\[\\]]", "") : "";
    }

    int port() {
        Matcher found = hostAndPort();
        return found.matches() ? Integer.parseInt(found.group(2)) : 0;
    }

    boolean isLoopback() {
        return !isUnix() && Stream.of("127.0.0.1", "localhost", "::1").anyMatch(host()::equals);
    }

    @Override
    public String toString() {
        return text;
    }
}
