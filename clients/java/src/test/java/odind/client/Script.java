package odind.client;

import odind.v1.AudioFormat;
import odind.v1.AudioFrame;
import odind.v1.AudioFrames;
import odind.v1.FlowControl;
import odind.v1.LaneEnded;
import odind.v1.StreamAudioConfig;
import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioResponse;
import odind.v1.StreamAudioStarted;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A wire whose other end is the test. */
final class Script implements Wire {
    private static final long PATIENCE_S = 30;

    private final BlockingQueue<StreamAudioRequest> requests = new LinkedBlockingQueue<>();
    private final long credit;
    private Ear ear;
    volatile boolean closed;

    Script(long credit) {
        this.credit = credit;
    }

    AudioStream open() throws InterruptedException {
        var config = StreamAudioConfig.newBuilder().setSend(AudioFormat.getDefaultInstance());
        AudioStream stream = new AudioStream(config.build(), this::with);
        next(); // the config
        return stream;
    }

    private Wire with(Ear ear) {
        this.ear = ear;
        return this;
    }

    @Override
    public void send(StreamAudioRequest request) {
        requests.add(request);
        if (request.hasConfig()) {
            var started = StreamAudioStarted.newBuilder().setAcceptedUntil(credit);
            say(StreamAudioResponse.newBuilder().setStarted(started));
        }
    }

    @Override
    public void awaitRoom() {
        // There is always some.
    }

    @Override
    public void close() {
        closed = true;
    }

    StreamAudioRequest next() throws InterruptedException {
        StreamAudioRequest request = requests.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nothing was sent");
        }
        return request;
    }

    boolean isSilent() {
        return requests.isEmpty();
    }

    void say(StreamAudioResponse.Builder response) {
        ear.onResponse(response.build());
    }

    void grant(long until) {
        say(
                StreamAudioResponse.newBuilder()
                        .setFlow(FlowControl.newBuilder().setAcceptedUntil(until)));
    }

    void hear(AudioFrame.Builder frame) {
        say(StreamAudioResponse.newBuilder().setFrames(AudioFrames.newBuilder().addFrames(frame)));
    }

    void end(String code, String reason) {
        say(
                StreamAudioResponse.newBuilder()
                        .setLaneEnded(LaneEnded.newBuilder().setCode(code).setReason(reason)));
    }

    void over() {
        ear.onEnd(null);
    }
}
