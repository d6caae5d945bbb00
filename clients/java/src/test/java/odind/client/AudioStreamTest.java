package odind.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.grpc.Status;

import odind.v1.AudioFrame;
import odind.v1.MarkReached;
import odind.v1.StreamAudioResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class AudioStreamTest {
    private static StreamAudioResponse.Builder reached(String name, long position) {
        var mark = MarkReached.newBuilder().setName(name).setPosition(position);
        return StreamAudioResponse.newBuilder().setMarkReached(mark);
    }

    private static AudioFrame.Builder frame(String pcm) {
        return AudioFrame.newBuilder().setPcm(ByteString.copyFromUtf8(pcm));
    }

    @Test
    void aWriterWaitsForCreditAndGoesOnAsFarAsItReaches() throws Exception {
        Script daemon = new Script(3);
        AudioStream stream = daemon.open();
        var written = CompletableFuture.runAsync(() -> stream.write(new byte[10]));
        assertEquals(6, daemon.next().getChunk().getPcm().size());
        daemon.grant(5);
        assertEquals(4, daemon.next().getChunk().getPcm().size());
        written.get();
        assertTrue(daemon.isSilent());
    }

    @Test
    void creditHas64BitsWithoutASign() throws Exception {
        Script daemon = new Script(Long.MAX_VALUE + 5);
        daemon.open().write(new byte[10]);
        assertEquals(10, daemon.next().getChunk().getPcm().size());
    }

    @Test
    void aWriterWithoutCreditIsToldOfTheEnd() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        var written = CompletableFuture.runAsync(() -> stream.write(new byte[10]));
        daemon.end("UNAVAILABLE", "WORKER_LOST");
        var error = assertThrows(ExecutionException.class, written::get);
        assertEquals("WORKER_LOST", ((UnavailableException) error.getCause()).reason());
    }

    @Test
    void anInterruptedWriterGivesUpAndTheStreamGoesOn() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        var error = new CompletableFuture<OdindException>();
        Thread writer =
                new Thread(
                        () -> {
                            var thrown =
                                    assertThrows(
                                            OdindException.class, () -> stream.write(new byte[2]));
                            assertTrue(Thread.currentThread().isInterrupted());
                            error.complete(thrown);
                        });
        writer.start();
        writer.interrupt();
        assertEquals(Status.Code.CANCELLED, error.get(30, TimeUnit.SECONDS).code());
        daemon.grant(1);
        stream.write(new byte[2]);
        assertEquals(2, daemon.next().getChunk().getPcm().size());
    }

    @Test
    void halfASampleWaitsForItsRest() throws Exception {
        Script daemon = new Script(100);
        var output = daemon.open().outputStream();
        output.write(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2}, daemon.next().getChunk().getPcm().toByteArray());
        output.write(4);
        assertArrayEquals(new byte[] {3, 4}, daemon.next().getChunk().getPcm().toByteArray());
        assertTrue(daemon.isSilent());
    }

    @Test
    void marksOfOneNameAreReachedInTheirOrder() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        var first = stream.mark("here");
        var second = stream.mark("here");
        daemon.say(reached("here", 7));
        assertEquals(7, first.get().getPosition());
        assertFalse(second.isDone());
        daemon.say(reached("here", 9));
        assertEquals(9, second.get().getPosition());
    }

    @Test
    void aMarkThatNobodyReachesFailsWithTheStream() throws Exception {
        Script daemon = new Script(0);
        var mark = daemon.open().mark("here");
        daemon.end("ALREADY_EXISTS", "SENDER_EXISTS");
        var error = assertThrows(ExecutionException.class, mark::get);
        assertEquals("SENDER_EXISTS", ((AlreadyExistsException) error.getCause()).reason());
    }

    @Test
    void aReaderReadsAcrossFramesUntilTheConnectionIsLeft() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        daemon.hear(frame("ab"));
        daemon.hear(frame("cdef"));
        daemon.end("FAILED_PRECONDITION", "CONNECTION_LEFT");
        assertEquals("abcdef", new String(stream.inputStream().readAllBytes(), "UTF-8"));
    }

    @Test
    void theOldestOfWhatNobodyReceivesIsDroppedAndCounted() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        for (int n = 1; n <= Heard.UNREAD_MESSAGES + 10; n++) {
            daemon.hear(AudioFrame.newBuilder().setSequence(n));
        }
        daemon.over();
        var oldest = stream.receive().orElseThrow();
        assertEquals(10, oldest.getDropped());
        assertEquals(11, oldest.getFrames(0).getSequence());
    }

    @Test
    void whatIsClosedIsEndedForAllWhoWait() throws Exception {
        Script daemon = new Script(0);
        AudioStream stream = daemon.open();
        var heard = CompletableFuture.supplyAsync(stream::receive);
        stream.close();
        assertTrue(daemon.closed);
        var error = assertThrows(ExecutionException.class, heard::get);
        assertEquals(Status.Code.CANCELLED, ((OdindException) error.getCause()).code());
    }
}
