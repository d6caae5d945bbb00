package odind.client;

import odind.v1.Connection;
import odind.v1.Snapshot;

import java.util.Optional;

/** Joins the parts of a snapshot. */
final class Snapshots {
    private Snapshot.Builder whole;

    /** Adds a part; returns the snapshot, once it has no more. */
    Optional<Snapshot> add(Snapshot part) {
        if (whole == null) {
            whole = part.toBuilder();
        } else {
            part.getConnectionsList().forEach(this::add);
        }
        return part.getMore() ? Optional.empty() : Optional.of(complete());
    }

    private Snapshot complete() {
        Snapshot snapshot = whole.setMore(false).build();
        whole = null;
        return snapshot;
    }

    /** Adds a connection, or goes on with the peers of the last one. */
    private void add(Connection connection) {
        int last = whole.getConnectionsCount() - 1;
        if (last >= 0
                && whole.getConnections(last)
                        .getConnectionId()
                        .equals(connection.getConnectionId())) {
            whole.getConnectionsBuilder(last).addAllPeers(connection.getPeersList());
        } else {
            whole.addConnections(connection);
        }
    }
}
