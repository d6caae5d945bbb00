package odind.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

import odind.v1.LaneEnded;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the daemon's errors from what gRPC and audio calls tell. */
final class Failures {
    private static final String DOMAIN = "odind";

    private Failures() {}

    static OdindException translated(Throwable error, String target) {
        return error instanceof OdindException already
                ? already
                : failureOf(error, target).exception(error);
    }

    static Failure failureOf(Throwable error, String target) {
        Status status = Status.fromThrowable(error);
        String message = Objects.requireNonNullElse(status.getDescription(), "");
        return infoIn(error)
                .map(
                        info ->
                                new Failure(
                                        status.getCode(),
                                        info.getReason(),
                                        message,
                                        info.getMetadataMap()))
                .orElseGet(
                        () ->
                                status.getCode() == Status.Code.UNAVAILABLE
                                        ? Failure.unreachable(target, message)
                                        : Failure.plain(status.getCode(), message));
    }

    private static Optional<ErrorInfo> infoIn(Throwable error) {
        return detailsIn(error).stream().map(Failures::ours).flatMap(Optional::stream).findFirst();
    }

    private static List<Any> detailsIn(Throwable error) {
        try {
            com.google.rpc.Status status = StatusProto.fromThrowable(error);
            return status == null ? List.of() : status.getDetailsList();
        } catch (IllegalArgumentException garbage) {
            return List.of();
        }
    }

    private static Optional<ErrorInfo> ours(Any detail) {
        try {
            return detail.is(ErrorInfo.class)
                    ? Optional.of(detail.unpack(ErrorInfo.class))
                            .filter(info -> info.getDomain().equals(DOMAIN))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException garbage) {
            return Optional.empty();
        }
    }

    /** Returns what ended a lane or a call. */
    static Failure endedBy(LaneEnded ended) {
        return new Failure(
                codeNamed(ended.getCode()),
                ended.getReason(),
                ended.getDetail(),
                ended.getMetadataMap());
    }

    private static Status.Code codeNamed(String name) {
        try {
            return Status.Code.valueOf(name);
        } catch (IllegalArgumentException ofTomorrow) {
            return Status.Code.UNKNOWN;
        }
    }

    static Optional<Duration> seconds(String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos((long) (Double.parseDouble(text) * 1e9)));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
