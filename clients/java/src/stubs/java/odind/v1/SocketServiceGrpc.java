package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Bytes between two peers of a room, beside the voice: files, game state, anything that is too much for messages.
 * The peer at the other end may use a daemon or ODIN itself.
 * A socket belongs to its connection. It ends with it, when the connection is lost (even if that comes back), and
 * when the other peer leaves. A connection may have 64 sockets. They are not encrypted end to end: who runs the
 * server can read them, also in a room with a cipher.
 * A call holds its connection as an audio call does. It needs gRPC: over HTTP there is ListenSockets alone.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/sockets.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class SocketServiceGrpc {

  private SocketServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.SocketService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.ListenSocketsRequest,
      odind.v1.ListenSocketsResponse> getListenSocketsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListenSockets",
      requestType = odind.v1.ListenSocketsRequest.class,
      responseType = odind.v1.ListenSocketsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.ListenSocketsRequest,
      odind.v1.ListenSocketsResponse> getListenSocketsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListenSocketsRequest, odind.v1.ListenSocketsResponse> getListenSocketsMethod;
    if ((getListenSocketsMethod = SocketServiceGrpc.getListenSocketsMethod) == null) {
      synchronized (SocketServiceGrpc.class) {
        if ((getListenSocketsMethod = SocketServiceGrpc.getListenSocketsMethod) == null) {
          SocketServiceGrpc.getListenSocketsMethod = getListenSocketsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListenSocketsRequest, odind.v1.ListenSocketsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListenSockets"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListenSocketsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListenSocketsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SocketServiceMethodDescriptorSupplier("ListenSockets"))
              .build();
        }
      }
    }
    return getListenSocketsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.StreamSocketRequest,
      odind.v1.StreamSocketResponse> getStreamSocketMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamSocket",
      requestType = odind.v1.StreamSocketRequest.class,
      responseType = odind.v1.StreamSocketResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.StreamSocketRequest,
      odind.v1.StreamSocketResponse> getStreamSocketMethod() {
    io.grpc.MethodDescriptor<odind.v1.StreamSocketRequest, odind.v1.StreamSocketResponse> getStreamSocketMethod;
    if ((getStreamSocketMethod = SocketServiceGrpc.getStreamSocketMethod) == null) {
      synchronized (SocketServiceGrpc.class) {
        if ((getStreamSocketMethod = SocketServiceGrpc.getStreamSocketMethod) == null) {
          SocketServiceGrpc.getStreamSocketMethod = getStreamSocketMethod =
              io.grpc.MethodDescriptor.<odind.v1.StreamSocketRequest, odind.v1.StreamSocketResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamSocket"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StreamSocketRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StreamSocketResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SocketServiceMethodDescriptorSupplier("StreamSocket"))
              .build();
        }
      }
    }
    return getStreamSocketMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SocketServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SocketServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SocketServiceStub>() {
        @java.lang.Override
        public SocketServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SocketServiceStub(channel, callOptions);
        }
      };
    return SocketServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SocketServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SocketServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SocketServiceBlockingStub>() {
        @java.lang.Override
        public SocketServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SocketServiceBlockingStub(channel, callOptions);
        }
      };
    return SocketServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SocketServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SocketServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SocketServiceFutureStub>() {
        @java.lang.Override
        public SocketServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SocketServiceFutureStub(channel, callOptions);
        }
      };
    return SocketServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Bytes between two peers of a room, beside the voice: files, game state, anything that is too much for messages.
   * The peer at the other end may use a daemon or ODIN itself.
   * A socket belongs to its connection. It ends with it, when the connection is lost (even if that comes back), and
   * when the other peer leaves. A connection may have 64 sockets. They are not encrypted end to end: who runs the
   * server can read them, also in a room with a cipher.
   * A call holds its connection as an audio call does. It needs gRPC: over HTTP there is ListenSockets alone.
   * </pre>
   */
  public static abstract class SocketServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * ListenSockets tells of the sockets that peers open to a connection, from the call's first response on. Each
     * waits for 10 s to be accepted by StreamSocket, with what is sent on it meanwhile: 16 MiB for all that wait.
     * While nobody listens, what peers send on sockets that they open is dropped, and they do not learn of it. The
     * stream ends with the connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED BUFFERS_EXHAUSTED, TOO_MANY_WATCHERS; UNAVAILABLE
     * DAEMON_STOPPING, WORKER_LOST.
     * </pre>
     */
    public void listenSockets(odind.v1.ListenSocketsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListenSocketsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListenSocketsMethod(), responseObserver);
    }

    /**
     * <pre>
     * StreamSocket is one socket, opened to a peer or accepted from it: the first message is the config, the others
     * are what to send. The end of the caller's messages is a `finish`.
     * Once the socket is open, the last response is `ended`, with the reason, and the call ends with OK. A call that is
     * cancelled ends the socket as if it had finished.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SOCKET_CONFIG_INVALID, SOCKET_OPTIONS_INVALID,
     * SOCKET_DATA_INVALID, SOCKET_FINISHED; NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND, SOCKET_NOT_FOUND;
     * RESOURCE_EXHAUSTED TOO_MANY_SOCKETS, BUFFERS_EXHAUSTED, TOO_MANY_STREAMS; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.StreamSocketRequest> streamSocket(
        io.grpc.stub.StreamObserver<odind.v1.StreamSocketResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamSocketMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getListenSocketsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.ListenSocketsRequest,
                odind.v1.ListenSocketsResponse>(
                  this, METHODID_LISTEN_SOCKETS)))
          .addMethod(
            getStreamSocketMethod(),
            io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
              new MethodHandlers<
                odind.v1.StreamSocketRequest,
                odind.v1.StreamSocketResponse>(
                  this, METHODID_STREAM_SOCKET)))
          .build();
    }
  }

  /**
   * <pre>
   * Bytes between two peers of a room, beside the voice: files, game state, anything that is too much for messages.
   * The peer at the other end may use a daemon or ODIN itself.
   * A socket belongs to its connection. It ends with it, when the connection is lost (even if that comes back), and
   * when the other peer leaves. A connection may have 64 sockets. They are not encrypted end to end: who runs the
   * server can read them, also in a room with a cipher.
   * A call holds its connection as an audio call does. It needs gRPC: over HTTP there is ListenSockets alone.
   * </pre>
   */
  public static final class SocketServiceStub extends io.grpc.stub.AbstractAsyncStub<SocketServiceStub> {
    private SocketServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SocketServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SocketServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListenSockets tells of the sockets that peers open to a connection, from the call's first response on. Each
     * waits for 10 s to be accepted by StreamSocket, with what is sent on it meanwhile: 16 MiB for all that wait.
     * While nobody listens, what peers send on sockets that they open is dropped, and they do not learn of it. The
     * stream ends with the connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED BUFFERS_EXHAUSTED, TOO_MANY_WATCHERS; UNAVAILABLE
     * DAEMON_STOPPING, WORKER_LOST.
     * </pre>
     */
    public void listenSockets(odind.v1.ListenSocketsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListenSocketsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getListenSocketsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StreamSocket is one socket, opened to a peer or accepted from it: the first message is the config, the others
     * are what to send. The end of the caller's messages is a `finish`.
     * Once the socket is open, the last response is `ended`, with the reason, and the call ends with OK. A call that is
     * cancelled ends the socket as if it had finished.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SOCKET_CONFIG_INVALID, SOCKET_OPTIONS_INVALID,
     * SOCKET_DATA_INVALID, SOCKET_FINISHED; NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND, SOCKET_NOT_FOUND;
     * RESOURCE_EXHAUSTED TOO_MANY_SOCKETS, BUFFERS_EXHAUSTED, TOO_MANY_STREAMS; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.StreamSocketRequest> streamSocket(
        io.grpc.stub.StreamObserver<odind.v1.StreamSocketResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamSocketMethod(), getCallOptions()), responseObserver);
    }
  }

  /**
   * <pre>
   * Bytes between two peers of a room, beside the voice: files, game state, anything that is too much for messages.
   * The peer at the other end may use a daemon or ODIN itself.
   * A socket belongs to its connection. It ends with it, when the connection is lost (even if that comes back), and
   * when the other peer leaves. A connection may have 64 sockets. They are not encrypted end to end: who runs the
   * server can read them, also in a room with a cipher.
   * A call holds its connection as an audio call does. It needs gRPC: over HTTP there is ListenSockets alone.
   * </pre>
   */
  public static final class SocketServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<SocketServiceBlockingStub> {
    private SocketServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SocketServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SocketServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListenSockets tells of the sockets that peers open to a connection, from the call's first response on. Each
     * waits for 10 s to be accepted by StreamSocket, with what is sent on it meanwhile: 16 MiB for all that wait.
     * While nobody listens, what peers send on sockets that they open is dropped, and they do not learn of it. The
     * stream ends with the connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED BUFFERS_EXHAUSTED, TOO_MANY_WATCHERS; UNAVAILABLE
     * DAEMON_STOPPING, WORKER_LOST.
     * </pre>
     */
    public java.util.Iterator<odind.v1.ListenSocketsResponse> listenSockets(
        odind.v1.ListenSocketsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getListenSocketsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Bytes between two peers of a room, beside the voice: files, game state, anything that is too much for messages.
   * The peer at the other end may use a daemon or ODIN itself.
   * A socket belongs to its connection. It ends with it, when the connection is lost (even if that comes back), and
   * when the other peer leaves. A connection may have 64 sockets. They are not encrypted end to end: who runs the
   * server can read them, also in a room with a cipher.
   * A call holds its connection as an audio call does. It needs gRPC: over HTTP there is ListenSockets alone.
   * </pre>
   */
  public static final class SocketServiceFutureStub extends io.grpc.stub.AbstractFutureStub<SocketServiceFutureStub> {
    private SocketServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SocketServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SocketServiceFutureStub(channel, callOptions);
    }
  }

  private static final int METHODID_LISTEN_SOCKETS = 0;
  private static final int METHODID_STREAM_SOCKET = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final SocketServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(SocketServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_LISTEN_SOCKETS:
          serviceImpl.listenSockets((odind.v1.ListenSocketsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListenSocketsResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_STREAM_SOCKET:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamSocket(
              (io.grpc.stub.StreamObserver<odind.v1.StreamSocketResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class SocketServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SocketServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Sockets.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SocketService");
    }
  }

  private static final class SocketServiceFileDescriptorSupplier
      extends SocketServiceBaseDescriptorSupplier {
    SocketServiceFileDescriptorSupplier() {}
  }

  private static final class SocketServiceMethodDescriptorSupplier
      extends SocketServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    SocketServiceMethodDescriptorSupplier(String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (SocketServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SocketServiceFileDescriptorSupplier())
              .addMethod(getListenSocketsMethod())
              .addMethod(getStreamSocketMethod())
              .build();
        }
      }
    }
    return result;
  }
}
