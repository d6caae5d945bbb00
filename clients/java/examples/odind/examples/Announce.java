package odind.examples;

import odind.client.Daemon;
import odind.v1.AudioFormat;

import java.io.File;
import java.io.IOException;

import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Says a WAV file of 16 bit into a room: {@code Announce ROOM FILE}. */
public final class Announce {
    private Announce() {}

    /**
     * Announces.
     *
     * @param arguments the room and the file
     * @throws IOException when the file cannot be read
     * @throws UnsupportedAudioFileException when it is no sound
     */
    public static void main(String[] arguments) throws IOException, UnsupportedAudioFileException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: Announce ROOM FILE");
        }
        try (var sound = AudioSystem.getAudioInputStream(new File(arguments[1]));
                var daemon = Daemon.connect();
                var connection =
                        daemon.join(
                                arguments[0],
                                join ->
                                        join.setUserId("announcer")
                                                .getLingerBuilder()
                                                .setSeconds(5));
                var speaker =
                        connection.speak(
                                AudioFormat.newBuilder()
                                        .setChannels(sound.getFormat().getChannels())
                                        .setSampleRateHz((int) sound.getFormat().getSampleRate())
                                        .build())) {
            sound.transferTo(speaker.outputStream());
            speaker.drain();
        }
    }
}
