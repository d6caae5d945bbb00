package odind.client;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Speaks what is written; a part of a sample waits for the rest. */
final class SpeakerOutput extends OutputStream {
    private final Speaker speaker;
    private final ByteBuffer part;

    SpeakerOutput(Speaker speaker, int sampleBytes) {
        this.speaker = speaker;
        this.part = ByteBuffer.allocate(sampleBytes);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        ByteBuffer given = ByteBuffer.wrap(bytes, offset, length);
        if (part.position() > 0) {
            fill(given);
        }
        given.limit(given.limit() - given.remaining() % part.capacity());
        speaker.write(given);
        given.limit(offset + length);
        part.put(given);
    }

    /** Completes the sample that was begun, and speaks it. */
    private void fill(ByteBuffer given) {
        while (part.hasRemaining() && given.hasRemaining()) {
            part.put(given.get());
        }
        if (!part.hasRemaining()) {
            part.flip();
            speaker.write(part);
            part.clear();
        }
    }
}
