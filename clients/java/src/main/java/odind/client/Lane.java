package odind.client;

import io.grpc.Status;

import odind.v1.Flushed;
import odind.v1.LaneEnded;
import odind.v1.MarkReached;
import odind.v1.QueueStatus;
import odind.v1.SendDrained;
import odind.v1.StreamAudioResponse;
import odind.v1.StreamAudioStarted;

import java.util.Map;

/** What the daemon has told about a stream. */
final class Lane implements Wire.Ear {
    final Credit credit = new Credit();
    final Questions questions = new Questions();
    final Heard heard = new Heard();

    private Failure ended;

    @Override
    public void onResponse(StreamAudioResponse response) {
        switch (response.getKindCase()) {
            case STARTED -> onStarted(response.getStarted());
            case FLOW -> credit.grant(response.getFlow().getAcceptedUntil());
            case FRAMES -> heard.add(response.getFrames());
            case MARK_REACHED -> onMarkReached(response.getMarkReached());
            case FLUSHED ->
                    questions.answer(
                            new Questions.Question<>(Flushed.class), response.getFlushed());
            case QUEUE_STATUS ->
                    questions.answer(
                            new Questions.Question<>(QueueStatus.class), response.getQueueStatus());
            case DRAINED -> onDrained(response.getDrained());
            case LANE_ENDED -> onLaneEnded(response.getLaneEnded());
            default -> {} // of no meaning to us, or of a newer daemon
        }
    }

    private void onStarted(StreamAudioStarted started) {
        credit.grant(started.getAcceptedUntil());
        questions.answer(new Questions.Question<>(StreamAudioStarted.class), started);
    }

    private void onMarkReached(MarkReached reached) {
        questions.answer(new Questions.Question<>(MarkReached.class, reached.getName()), reached);
    }

    private void onDrained(SendDrained drained) {
        credit.grant(Credit.UNLIMITED);
        questions.answer(new Questions.Question<>(SendDrained.class), drained);
    }

    private void onLaneEnded(LaneEnded ended) {
        Failure why = Failures.endedBy(ended);
        end(why, why.reason().equals("CONNECTION_LEFT"));
    }

    @Override
    public void onEnd(Failure why) {
        if (why == null) {
            end(
                    Failure.of(
                            Status.Code.UNAVAILABLE,
                            "STREAM_ENDED",
                            "the audio stream has ended",
                            Map.of()),
                    true);
        } else {
            end(why, why.reason().equals("CONNECTION_LEFT"));
        }
    }

    /** Tells all who wait why it has ended; the first reason counts. */
    void end(Failure why, boolean quietly) {
        if (isFirstEnd(why)) {
            credit.end(why);
            heard.end(why, quietly);
            questions.end(why);
        }
    }

    private synchronized boolean isFirstEnd(Failure why) {
        boolean first = ended == null;
        ended = first ? why : ended;
        return first;
    }

    /** Throws what has ended it. */
    synchronized void requireLive() {
        if (ended != null) {
            throw ended.exception();
        }
    }
}
