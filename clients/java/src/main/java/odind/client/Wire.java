package odind.client;

import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioResponse;

/** Carries one audio call. */
interface Wire {
    /** Is told what the daemon says, by one thread at a time. */
    interface Ear {
        void onResponse(StreamAudioResponse response);

        /** The call is over: null, as it should. */
        void onEnd(Failure why);
    }

    /** Sends a request, for one thread at a time. Why it cannot be sent, the ear is told. */
    void send(StreamAudioRequest request);

    /** Waits until the daemon takes more, or the call is over. */
    void awaitRoom() throws InterruptedException;

    /** Ends the call at once, from any thread. */
    void close();
}
