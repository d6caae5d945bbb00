package odind.client;

import io.grpc.ChannelCredentials;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Says how to connect. */
public final class DaemonBuilder {
    String target = "";
    String apiKey = "";
    ChannelCredentials tls;
    Duration callTimeout = Duration.ZERO;
    int retries;
    Map<String, String> environment = System.getenv();

    DaemonBuilder() {}

    /**
     * Names the daemon. The default is that of ODIND_TARGET, else the first socket that exists
     * where daemons put theirs, else 127.0.0.1:7710.
     *
     * @param target {@code unix:/path}, an absolute path, or {@code host:port}
     * @return this
     */
    public DaemonBuilder target(String target) {
        this.target = Objects.requireNonNull(target);
        return this;
    }

    /**
     * Has calls carry a key or a session. The default is ODIND_API_KEY, and over loopback TCP the
     * cookie of ODIND_COOKIE_FILE, of the user's state folder, or of the system's daemon.
     *
     * @param apiKey its text
     * @return this
     */
    public DaemonBuilder apiKey(String apiKey) {
        this.apiKey = Objects.requireNonNull(apiKey);
        return this;
    }

    /**
     * Secures TCP. The default are the files of ODIND_TLS_CA, ODIND_TLS_CERT and ODIND_TLS_KEY.
     *
     * @param tls as {@link io.grpc.TlsChannelCredentials} makes it
     * @return this
     */
    public DaemonBuilder tls(ChannelCredentials tls) {
        this.tls = Objects.requireNonNull(tls);
        return this;
    }

    /**
     * Bounds every call but streams that has no deadline of its own.
     *
     * @param timeout how long a call may take, with its retries; zero, the default: as long as it
     *     takes
     * @return this
     */
    public DaemonBuilder callTimeout(Duration timeout) {
        this.callTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /**
     * Has calls that make or send something sent again, with growing pauses, while the daemon is
     * unavailable. Their {@code request_id} keeps them from being done twice.
     *
     * @param retries how often at most; 0 by default
     * @return this
     */
    public DaemonBuilder retries(int retries) {
        this.retries = retries;
        return this;
    }

    /**
     * Replaces the variables of the process, for tests.
     *
     * @param environment all variables that there are to be
     * @return this
     */
    public DaemonBuilder environment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        return this;
    }

    /**
     * Prepares to talk to the daemon; the first call dials.
     *
     * @return the daemon, to be closed after use
     * @throws InvalidArgumentException TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE,
     *     TLS_FILE_INVALID
     */
    public Daemon connect() {
        Options options = Options.of(this);
        return new Daemon(options, Channels.to(options));
    }
}
