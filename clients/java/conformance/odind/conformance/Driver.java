package odind.conformance;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

import odind.client.Connection;
import odind.client.Daemon;
import odind.client.OdindException;
import odind.client.Payloads;
import odind.client.Watch;
import odind.v1.JoinRoomRequest;
import odind.v1.Payload;
import odind.v1.StreamAudioConfig;
import odind.v1.WatchEventsRequest;
import odind.v1.WatchEventsResponse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Java client as {@code odind conformance} drives it; docs/CONFORMANCE.md describes the lines.
 */
public final class Driver {
    private static final List<String> FEATURES =
            List.of(
                    "unix",
                    "tcp",
                    "unicode_paths",
                    "watch",
                    "follow",
                    "speak",
                    "listen",
                    "door",
                    "opus",
                    "u64",
                    "retries",
                    "raw");
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    private final Map<Integer, Thread> orders = new ConcurrentHashMap<>();
    private final Map<Integer, Sound> sounds = new ConcurrentHashMap<>();
    private final PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private volatile Daemon daemon;

    /** An order that the driver does not know. */
    static final class UnsupportedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Driver() {}

    /**
     * Reads orders from the standard input until it ends.
     *
     * @param arguments none
     * @throws IOException when it cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Driver driver = new Driver();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            driver.begin(new Gson().fromJson(line, JsonObject.class));
        }
        System.exit(0); // orders that nobody waits for may still run
    }

    private void begin(JsonObject order) {
        int id = order.get("id").getAsInt();
        Arguments arguments =
                new Arguments(order.has("args") ? order.getAsJsonObject("args") : new JsonObject());
        Thread thread = new Thread(() -> perform(id, order.get("op").getAsString(), arguments));
        thread.setDaemon(true);
        orders.put(id, thread);
        thread.start();
    }

    private void perform(int id, String operation, Arguments arguments) {
        try {
            tell(id, "result", perform(operation, id, arguments));
        } catch (UnsupportedException unknown) {
            tell(id, "unsupported", true);
        } catch (OdindException error) {
            tell(id, "error", told(error));
        } catch (IOException | InterruptedException error) {
            tell(
                    id,
                    "error",
                    Map.of("code", "CANCELLED", "message", String.valueOf(error.getMessage())));
        }
    }

    void tell(int id, String kind, Object value) {
        output.println(new Gson().toJson(Map.of("id", id, kind, value)));
    }

    private static Map<String, Object> told(OdindException error) {
        return Map.of(
                "code", error.code().name(),
                "reason", error.reason(),
                "message", String.valueOf(error.getMessage()),
                "metadata", error.metadata());
    }

    static JsonElement json(Message message) throws IOException {
        return new Gson().fromJson(PRINTER.print(message), JsonElement.class);
    }

    private Object perform(String operation, int id, Arguments a)
            throws IOException, InterruptedException {
        return switch (operation) {
            case "hello" ->
                    Map.of(
                            "protocol",
                            1,
                            "client",
                            "java",
                            "version",
                            Daemon.VERSION,
                            "features",
                            FEATURES);
            case "connect" -> connect(id, a);
            case "close" -> close(id);
            case "info" -> json(daemon.info());
            case "join" -> json(join(a).view());
            case "get" -> json(daemon.connection(a.text("connection_id")).view());
            case "leave" -> done(() -> attached(a).leave());
            case "list" -> list(a);
            case "user_data" -> done(() -> attached(a).setUserData(payload(a.object("payload"))));
            case "message" -> done(() -> attached(a).send(payload(a.object("payload")), peers(a)));
            case "watch" -> tellAll(id, daemon.watch(watching(a)));
            case "follow" -> tellAll(id, daemon.follow(watching(a)));
            case "audio" -> audio(id, a);
            case "control" -> sounds.get(a.number("call")).control(a);
            case "cancel" -> done(orders.get(a.number("call"))::interrupt);
            case "raw" -> Raw.call(daemon, a.text("method"), a.text("json"));
            default -> throw new UnsupportedException();
        };
    }

    static Object done(Runnable action) {
        action.run();
        return Map.of();
    }

    private Object connect(int id, Arguments a) {
        close(id);
        Map<String, String> environment = new HashMap<>(System.getenv());
        a.object("environment")
                .entrySet()
                .forEach(
                        variable -> {
                            environment.remove(variable.getKey());
                            if (!variable.getValue().isJsonNull()) {
                                environment.put(
                                        variable.getKey(), variable.getValue().getAsString());
                            }
                        });
        daemon =
                Daemon.builder()
                        .environment(environment)
                        .target(a.text("target"))
                        .apiKey(a.text("api_key"))
                        .callTimeout(Duration.ofMillis(a.number("call_timeout_ms")))
                        .retries(a.number("retries"))
                        .connect();
        return Map.of();
    }

    private Object close(int by) {
        orders.forEach(
                (id, thread) -> {
                    if (id != by) {
                        thread.interrupt();
                    }
                });
        if (daemon != null) {
            daemon.close();
        }
        return Map.of();
    }

    private Connection attached(Arguments a) {
        return daemon.attached(a.text("connection_id"));
    }

    private Connection join(Arguments a) {
        return daemon.join(a.text("room_id"), join -> details(a, join));
    }

    private static void details(Arguments a, JoinRoomRequest.Builder join) {
        join.setUserId(a.text("user_id"));
        if (a.has("linger_ms")) {
            join.getLingerBuilder()
                    .setSeconds(a.number("linger_ms") / 1_000)
                    .setNanos(a.number("linger_ms") % 1_000 * 1_000_000);
        }
        if (a.has("user_data")) {
            join.setUserData(payload(a.object("user_data")));
        }
    }

    private static Payload payload(JsonObject given) {
        return given.has("base64")
                ? Payloads.data(Arguments.bytes(given.get("base64")))
                : Payloads.json(given.get("json").toString());
    }

    private static int[] peers(Arguments a) {
        return a.all("peer_ids").mapToInt(JsonElement::getAsInt).toArray();
    }

    private Object list(Arguments a) {
        List<String> ids = new ArrayList<>();
        daemon.connections(a.number("page_size")).forEach(connection -> ids.add(connection.id()));
        return Map.of("connection_ids", ids);
    }

    private static WatchEventsRequest watching(Arguments a) {
        var request =
                WatchEventsRequest.newBuilder()
                        .addAllConnectionIds(a.texts("connection_ids"))
                        .addAllKinds(a.texts("kinds"));
        if (a.has("after_sequence")) {
            request.setAfterSequence(Long.parseUnsignedLong(a.text("after_sequence")));
        }
        return request.build();
    }

    private Object tellAll(int id, Watch watch) throws IOException {
        for (WatchEventsResponse item : watch) {
            tell(
                    id,
                    "item",
                    item.hasSnapshot()
                            ? Map.of("snapshot", json(item.getSnapshot()))
                            : Map.of("event", json(item.getEvent())));
        }
        return Map.of();
    }

    private Object audio(int id, Arguments a) throws IOException, InterruptedException {
        JsonObject given = new JsonObject();
        given.addProperty("connection_id", a.text("connection_id"));
        a.given("send").ifPresent(format -> given.add("send", format));
        a.given("receive").ifPresent(format -> given.add("receive", format));
        a.given("mode").ifPresent(mode -> given.add("receive_mode", mode));
        var config = StreamAudioConfig.newBuilder();
        JsonFormat.parser().merge(given.toString(), config);
        try (var stream = daemon.audio(config.build())) {
            Sound sound = new Sound(stream);
            sounds.put(id, sound);
            tell(id, "item", Map.of("started", json(stream.started())));
            sound.awaitClose();
        }
        return Map.of();
    }
}
