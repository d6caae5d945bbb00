package odind.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A unix socket that stays open when a thread that uses it is interrupted, as a blocking channel
 * would not. One thread reads, one writes at a time.
 */
final class PlainSocket implements Closeable {
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    PlainSocket(String path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        try {
            channel.configureBlocking(false);
            readable = selector(SelectionKey.OP_READ);
            writable = selector(SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private Selector selector(int operation) throws IOException {
        Selector selector = Selector.open();
        channel.register(selector, operation);
        return selector;
    }

    /** Writes everything, even when the thread is interrupted: half a message is worth nothing. */
    void write(ByteBuffer bytes) throws IOException {
        boolean interrupted = false;
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                interrupted |= await(writable);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The bytes that come. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return PlainSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private int read(ByteBuffer bytes) throws IOException {
        int count = channel.read(bytes);
        while (count == 0 && bytes.hasRemaining()) {
            await(readable);
            count = channel.read(bytes);
        }
        return count;
    }

    /**
     * Waits; returns whether the thread was interrupted meanwhile, which it is no more: it could
     * not wait again.
     */
    private static boolean await(Selector selector) throws IOException {
        try {
            selector.select(key -> {});
            return Thread.interrupted();
        } catch (ClosedSelectorException closed) {
            throw new IOException("the socket was closed", closed);
        }
    }

    /** Closes it, from any thread; who reads or writes gets an IOException. */
    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
