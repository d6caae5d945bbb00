package odind.client;

import odind.v1.ListConnectionsRequest;
import odind.v1.ListConnectionsResponse;
import odind.v1.RoomServiceGrpc;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Connections, page after page. */
final class Pages implements Iterator<Connection> {
    private final Daemon daemon;
    private final int pageSize;
    private ListConnectionsResponse page;
    private int index;

    Pages(Daemon daemon, int pageSize) {
        this.daemon = daemon;
        this.pageSize = pageSize;
    }

    @Override
    public boolean hasNext() {
        while (page == null
                || (index == page.getConnectionsCount() && !page.getNextPageToken().isEmpty())) {
            turn();
        }
        return index < page.getConnectionsCount();
    }

    private void turn() {
        var request = ListConnectionsRequest.newBuilder().setPageSize(pageSize);
        if (page != null) {
            request.setPageToken(page.getNextPageToken());
        }
        page = daemon.call(RoomServiceGrpc.getListConnectionsMethod(), request.build());
        index = 0;
    }

    @Override
    public Connection next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return new Connection(daemon, page.getConnections(index++));
    }
}
