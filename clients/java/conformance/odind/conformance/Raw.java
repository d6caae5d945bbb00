package odind.conformance;

import com.google.gson.JsonElement;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;

import odind.client.Daemon;

import java.io.IOException;

/** Calls any unary method by its name, as in RoomService/GetConnection. */
final class Raw {
    private Raw() {}

    static JsonElement call(Daemon daemon, String name, String json) throws IOException {
        return call(daemon, method(name), json);
    }

    private static <Q, A> JsonElement call(
            Daemon daemon, MethodDescriptor<Q, A> method, String json) throws IOException {
        var marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
        var request = ((Message) marshaller.getMessagePrototype()).newBuilderForType();
        JsonFormat.parser().merge(json, request);
        Q asked = marshaller.getMessageClass().cast(request.build());
        return Driver.json((Message) daemon.call(method, asked));
    }

    private static MethodDescriptor<?, ?> method(String name) {
        String service = name.substring(0, name.indexOf('/'));
        return serviceNamed(service).getMethods().stream()
                .filter(method -> method.getFullMethodName().equals("odind.v1." + name))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceDescriptor serviceNamed(String name) {
        try {
            Class<?> stubs = Class.forName("odind.v1." + name + "Grpc");
            return (ServiceDescriptor) stubs.getMethod("getServiceDescriptor").invoke(null);
        } catch (ReflectiveOperationException unknown) {
            throw new IllegalArgumentException(name, unknown);
        }
    }
}
