package odind.client;

/**
 * How much may be sent, in samples over the life of a lane. Numbers have 64 bits without a sign.
 */
final class Credit {
    /** What is written from now on is the daemon's to refuse. */
    static final long UNLIMITED = -1;

    private long accepted;
    private long sent;
    private Failure ended;

    synchronized void grant(long until) {
        accepted = until;
        notifyAll();
    }

    synchronized void end(Failure why) {
        ended = why;
        notifyAll();
    }

    /**
     * Waits for credit, spends it on up to so many units, each of so many samples, and returns on
     * how many.
     */
    synchronized int spend(int wanted, int samples) throws InterruptedException {
        while (ended == null && affordable(wanted, samples) < Math.min(wanted, 1)) {
            wait();
        }
        if (ended != null) {
            throw ended.exception();
        }
        int units = affordable(wanted, samples);
        sent += (long) units * samples;
        return units;
    }

    private int affordable(int wanted, int samples) {
        if (Long.compareUnsigned(accepted, sent) < 0) {
            return 0;
        }
        long units = Long.divideUnsigned(accepted - sent, samples);
        return Long.compareUnsigned(units, wanted) < 0 ? (int) units : wanted;
    }
}
