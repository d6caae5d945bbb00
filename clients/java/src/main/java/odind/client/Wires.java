package odind.client;

import io.grpc.ManagedChannel;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens audio calls: through the daemon's audio socket where there is one, else over gRPC. */
final class Wires {
    private final ManagedChannel channel;
    private final Options options;
    private final Set<DoorWire> doors = ConcurrentHashMap.newKeySet();

    Wires(ManagedChannel channel, Options options) {
        this.channel = channel;
        this.options = options;
    }

    Wire open(Wire.Ear ear) {
        return options.target()
                .audioSocket()
                .filter(path -> !channel.isShutdown())
                .flatMap(path -> door(path, ear))
                .orElseGet(() -> RpcWire.open(channel, ear, options.target().text()));
    }

    private Optional<Wire> door(String path, Wire.Ear ear) {
        try {
            DoorWire door = new DoorWire(path, ear, doors::remove);
            doors.add(door);
            door.begin(options.bearer());
            return Optional.of(door);
        } catch (IOException | IllegalArgumentException closedToUs) {
            return Optional.empty(); // or a path that the file system of this locale cannot name
        }
    }

    /** Ends calls that do not end with the channel. */
    void close() {
        doors.forEach(DoorWire::close);
    }
}
