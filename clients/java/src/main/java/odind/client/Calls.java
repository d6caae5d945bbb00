package odind.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Unary calls, in the thread of the caller.
 *
 * @param channel to the daemon
 * @param options of it
 */
record Calls(ManagedChannel channel, Options options) {

    <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        Q named = options.retries() > 0 ? Calls.named(request) : request;
        int retries = canBeSentAgain(named) ? options.retries() : 0;
        CallOptions bounds =
                timeout.isZero()
                        ? CallOptions.DEFAULT
                        : CallOptions.DEFAULT.withDeadline(
                                Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS));
        Pauses pauses = new Pauses();
        for (int left = retries; ; left--) {
            try {
                return send(method, named, bounds);
            } catch (OdindException error) {
                if (left == 0
                        || !Pauses.mayPass(error)
                        || !slept(pauses.after(error), bounds.getDeadline())) {
                    throw error;
                }
                channel.resetConnectBackoff(); // the pauses are ours
            }
        }
    }

    private <Q, A> A send(MethodDescriptor<Q, A> method, Q request, CallOptions bounds) {
        try {
            return ClientCalls.blockingUnaryCall(channel, method, bounds, request);
        } catch (StatusRuntimeException error) {
            throw Failures.translated(error, options.target().text());
        }
    }

    /** Waits; says whether there is time for another attempt afterwards. */
    private static boolean slept(Duration pause, Deadline deadline) {
        if (deadline != null && deadline.timeRemaining(TimeUnit.NANOSECONDS) <= pause.toNanos()) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static FieldDescriptor requestId(Message message) {
        return message.getDescriptorForType().findFieldByName("request_id");
    }

    private static boolean canBeSentAgain(Object request) {
        return request instanceof Message message && requestId(message) != null;
    }

    /** Gives a request an id where it can have one, and has none. */
    @SuppressWarnings("unchecked") // a message's builder builds messages of its type
    private static <Q> Q named(Q request) {
        if (!canBeSentAgain(request)) {
            return request;
        }
        Message message = (Message) request;
        FieldDescriptor id = requestId(message);
        return message.getField(id).equals("")
                ? (Q) message.toBuilder().setField(id, UUID.randomUUID().toString()).build()
                : request;
    }
}
