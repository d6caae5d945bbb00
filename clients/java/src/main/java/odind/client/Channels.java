package odind.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes channels to daemons. */
final class Channels {
    private static final int MESSAGE_LIMIT = 16 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private Channels() {}

    /**
     * Prepares a channel. No proxy of the environment ever stands between, and nothing is retried
     * by gRPC.
     */
    static ManagedChannel to(Options options) {
        return builder(options)
                .userAgent("odind-java/" + Daemon.VERSION)
                .maxInboundMessageSize(MESSAGE_LIMIT)
                .proxyDetector(address -> null)
                .disableRetry()
                .disableServiceConfigLookUp()
                .intercept(interceptors(options))
                .build();
    }

    private static ManagedChannelBuilder<?> builder(Options options) {
        Target target = options.target();
        if (target.isUnix()) {
            return Grpc.newChannelBuilder(uriOf(target.path()), InsecureChannelCredentials.create())
                    .overrideAuthority("localhost");
        }
        return options.tls() == null
                ? Grpc.newChannelBuilderForAddress(
                                target.host(), target.port(), InsecureChannelCredentials.create())
                        .overrideAuthority("localhost")
                : Grpc.newChannelBuilderForAddress(target.host(), target.port(), options.tls());
    }

    /** Returns the address of a socket, with everything escaped that has a meaning in addresses. */
    private static String uriOf(String path) {
        try {
            String absolute =
                    path.startsWith("/") ? path : System.getProperty("user.dir") + "/" + path;
            return new URI("unix", null, absolute, null).toASCIIString();
        } catch (URISyntaxException impossible) {
            throw Failure.invalid(
                            "TARGET_INVALID",
                            "{path} cannot be the path of a socket",
                            Map.of("path", path))
                    .exception(impossible);
        }
    }

    private static List<ClientInterceptor> interceptors(Options options) {
        List<ClientInterceptor> all = new ArrayList<>();
        if (!options.bearer().isEmpty()) {
            Metadata shown = new Metadata();
            shown.put(AUTHORIZATION, "Bearer " + options.bearer());
            all.add(MetadataUtils.newAttachHeadersInterceptor(shown));
        }
        if (!options.callTimeout().isZero()) {
            all.add(new Bound(options.callTimeout()));
        }
        return all;
    }

    /**
     * Gives calls without a deadline one that begins with the call; a deadline of a stub begins
     * with the stub.
     */
    private record Bound(Duration timeout) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
                MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            boolean bounded =
                    options.getDeadline() != null
                            || !method.getType().equals(MethodDescriptor.MethodType.UNARY);
            return next.newCall(
                    method,
                    bounded
                            ? options
                            : options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
        }
    }
}
