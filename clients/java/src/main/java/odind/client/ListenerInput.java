package odind.client;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The samples of what is heard. */
final class ListenerInput extends InputStream {
    private final Frames frames;
    private ByteBuffer unread = ByteBuffer.allocate(0);

    ListenerInput(Listener listener) {
        frames = new Frames(listener);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        while (length > 0 && !unread.hasRemaining()) {
            if (!frames.hasNext()) {
                return -1;
            }
            unread = frames.next().getPcm().asReadOnlyByteBuffer();
        }
        int count = Math.min(length, unread.remaining());
        unread.get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        return unread.remaining();
    }
}
