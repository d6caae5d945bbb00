package odind.examples;

import io.grpc.Status;

import odind.client.Daemon;
import odind.client.OdindException;
import odind.v1.AudioFormat;
import odind.v1.StreamAudioConfig;

import java.io.IOException;

/** Says back what it hears, until it is told to end: {@code Echo [ROOM]}. */
public final class Echo {
    private Echo() {}

    /**
     * Echoes.
     *
     * @param arguments the room; the lobby by default
     * @throws IOException never: streams of sound throw other errors
     */
    public static void main(String[] arguments) throws IOException {
        Thread echoing = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(echoing)));
        try {
            echo(arguments.length > 0 ? arguments[0] : "lobby");
        } catch (OdindException error) {
            if (error.code() != Status.Code.CANCELLED) {
                throw error;
            }
        }
    }

    private static void echo(String room) throws IOException {
        var both =
                StreamAudioConfig.newBuilder()
                        .setSend(AudioFormat.getDefaultInstance())
                        .setReceive(AudioFormat.getDefaultInstance())
                        .build();
        try (var daemon = Daemon.connect();
                var connection =
                        daemon.join(
                                room,
                                join -> join.setUserId("echo").getLingerBuilder().setSeconds(5));
                var stream = connection.audio(both)) {
            System.out.println("echo is in " + connection.view().getRoomId());
            stream.inputStream().transferTo(stream.outputStream());
        }
    }

    /**
     * Has the program leave the room before a signal ends the process, which then has done its job.
     */
    private static void end(Thread echoing) {
        if (!echoing.isAlive()) {
            return;
        }
        echoing.interrupt();
        try {
            echoing.join();
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
