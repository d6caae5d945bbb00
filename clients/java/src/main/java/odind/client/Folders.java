package odind.client;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where daemons keep their files, as the environment says.
 *
 * @param environment the variables
 */
record Folders(Map<String, String> environment) {
    private static final String SYSTEM_RUNTIME = "/run/odind";
    private static final String SYSTEM_COOKIE = "/var/lib/odind/cookie";

    /** Returns the value of a variable; empty where it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private Optional<String> given(String name) {
        return Optional.of(variable(name)).filter(value -> !value.isEmpty());
    }

    /** The folders of sockets, in the order in which they are tried. */
    Stream<String> runtime() {
        return Stream.of(
                        given("RUNTIME_DIRECTORY"),
                        given("XDG_RUNTIME_DIR").map(session -> session + "/odind"),
                        Optional.of(SYSTEM_RUNTIME).filter(folder -> isRoot()),
                        state(),
                        Optional.of(SYSTEM_RUNTIME))
                .flatMap(Optional::stream);
    }

    /** Where a daemon of this user keeps its files; nothing for a user without a home. */
    private Optional<String> state() {
        return given("STATE_DIRECTORY")
                .or(() -> given("XDG_STATE_HOME").map(folder -> folder + "/odind"))
                .or(() -> given("HOME").map(home -> home + "/.local/state/odind"));
    }

    /** The files in which the cookie may be. */
    Stream<String> cookies() {
        return given("ODIND_COOKIE_FILE")
                .map(Stream::of)
                .orElseGet(
                        () ->
                                Stream.concat(
                                        state().map(folder -> folder + "/cookie").stream(),
                                        Stream.of(SYSTEM_COOKIE)));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
