package odind.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

import odind.v1.LaneEnded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class FailuresTest {
    private static Any info(String domain, String reason) {
        return Any.pack(
                ErrorInfo.newBuilder()
                        .setDomain(domain)
                        .setReason(reason)
                        .putMetadata("id", "c-1")
                        .build());
    }

    private static OdindException failed(Status.Code code, Map<String, String> metadata) {
        return new Failure(code, "", "", metadata).exception();
    }

    @Test
    void theReasonIsThatOfTheDaemonsDomain() {
        var status =
                com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.NOT_FOUND.value())
                        .setMessage("no c-1")
                        .addDetails(info("example.com", "OTHER"))
                        .addDetails(info("odind", "CONNECTION_NOT_FOUND"))
                        .build();
        var error = OdindException.of(StatusProto.toStatusRuntimeException(status));
        assertInstanceOf(NotFoundException.class, error);
        assertEquals("CONNECTION_NOT_FOUND", error.reason());
        assertEquals("no c-1", error.getMessage());
        assertEquals(Map.of("id", "c-1"), error.metadata());
        assertTrue(error.toString().endsWith("no c-1 (CONNECTION_NOT_FOUND)"), error.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, InvalidArgumentException",
        "PERMISSION_DENIED, PermissionDeniedException",
        "NOT_FOUND, NotFoundException",
        "ALREADY_EXISTS, AlreadyExistsException",
        "FAILED_PRECONDITION, FailedPreconditionException",
        "RESOURCE_EXHAUSTED, ResourceExhaustedException",
        "UNAVAILABLE, UnavailableException",
        "INTERNAL, OdindException"
    })
    void theClassIsThatOfTheCode(Status.Code code, String wanted) {
        var error = OdindException.of(code.toStatus().asRuntimeException());
        assertEquals(wanted, error.getClass().getSimpleName());
        assertEquals(code, error.code());
    }

    @Test
    void whoEndsALaneIsToldByItsCode() {
        var ended = LaneEnded.newBuilder().setCode("ALREADY_EXISTS").setReason("SENDER_EXISTS");
        var error = Failures.endedBy(ended.build()).exception();
        assertInstanceOf(AlreadyExistsException.class, error);
        assertEquals("SENDER_EXISTS", error.reason());
        var unknown = Failures.endedBy(ended.setCode("OF_TOMORROW").build());
        assertEquals(Status.Code.UNKNOWN, unknown.code());
    }

    @Test
    void onlyWhatMayPassIsTriedAgain() {
        assertTrue(Pauses.mayPass(failed(Status.Code.UNAVAILABLE, Map.of())));
        assertFalse(Pauses.mayPass(failed(Status.Code.INVALID_ARGUMENT, Map.of())));
        var tooLong = Map.of("retry_after_s", "600");
        assertFalse(Pauses.mayPass(failed(Status.Code.UNAVAILABLE, tooLong)));
    }

    @Test
    void aPauseIsAsLongAsTheDaemonAsks() {
        var error = failed(Status.Code.RESOURCE_EXHAUSTED, Map.of("retry_after_s", "2.5"));
        assertTrue(Pauses.mayPass(error));
        assertEquals(Duration.ofMillis(2_500), new Pauses().after(error));
    }

    @Test
    void pausesGrowUpToALimitAndBeginAnew() {
        Pauses pauses = new Pauses();
        Duration first = pauses.next();
        assertEquals(first.multipliedBy(2), pauses.next());
        for (int n = 0; n < 10; n++) {
            pauses.next();
        }
        assertEquals(pauses.next(), pauses.next());
        pauses.reset();
        assertEquals(first, pauses.next());
    }
}
