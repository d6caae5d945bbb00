package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Pushes: what is heard in a room, sent to streaming servers while it lasts: by RTMP, to Icecast and SHOUTcast, over SRT,
 * and over WebSockets. A room can have several, added and removed while it goes on. docs/PUSH.md explains them.
 * A push is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a worker
 * process or a restart of the daemon. A destination that is lost or takes nothing is tried again, and what it cannot take
 * is dropped: it never holds up the room. Every change is an event of WatchEvents.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/push.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class PushServiceGrpc {

  private PushServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.PushService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.AddPushRequest,
      odind.v1.AddPushResponse> getAddPushMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AddPush",
      requestType = odind.v1.AddPushRequest.class,
      responseType = odind.v1.AddPushResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.AddPushRequest,
      odind.v1.AddPushResponse> getAddPushMethod() {
    io.grpc.MethodDescriptor<odind.v1.AddPushRequest, odind.v1.AddPushResponse> getAddPushMethod;
    if ((getAddPushMethod = PushServiceGrpc.getAddPushMethod) == null) {
      synchronized (PushServiceGrpc.class) {
        if ((getAddPushMethod = PushServiceGrpc.getAddPushMethod) == null) {
          PushServiceGrpc.getAddPushMethod = getAddPushMethod =
              io.grpc.MethodDescriptor.<odind.v1.AddPushRequest, odind.v1.AddPushResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AddPush"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AddPushRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AddPushResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PushServiceMethodDescriptorSupplier("AddPush"))
              .build();
        }
      }
    }
    return getAddPushMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RemovePushRequest,
      odind.v1.RemovePushResponse> getRemovePushMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemovePush",
      requestType = odind.v1.RemovePushRequest.class,
      responseType = odind.v1.RemovePushResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RemovePushRequest,
      odind.v1.RemovePushResponse> getRemovePushMethod() {
    io.grpc.MethodDescriptor<odind.v1.RemovePushRequest, odind.v1.RemovePushResponse> getRemovePushMethod;
    if ((getRemovePushMethod = PushServiceGrpc.getRemovePushMethod) == null) {
      synchronized (PushServiceGrpc.class) {
        if ((getRemovePushMethod = PushServiceGrpc.getRemovePushMethod) == null) {
          PushServiceGrpc.getRemovePushMethod = getRemovePushMethod =
              io.grpc.MethodDescriptor.<odind.v1.RemovePushRequest, odind.v1.RemovePushResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemovePush"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemovePushRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemovePushResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PushServiceMethodDescriptorSupplier("RemovePush"))
              .build();
        }
      }
    }
    return getRemovePushMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetPushRequest,
      odind.v1.GetPushResponse> getGetPushMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPush",
      requestType = odind.v1.GetPushRequest.class,
      responseType = odind.v1.GetPushResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetPushRequest,
      odind.v1.GetPushResponse> getGetPushMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetPushRequest, odind.v1.GetPushResponse> getGetPushMethod;
    if ((getGetPushMethod = PushServiceGrpc.getGetPushMethod) == null) {
      synchronized (PushServiceGrpc.class) {
        if ((getGetPushMethod = PushServiceGrpc.getGetPushMethod) == null) {
          PushServiceGrpc.getGetPushMethod = getGetPushMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetPushRequest, odind.v1.GetPushResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPush"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPushRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPushResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PushServiceMethodDescriptorSupplier("GetPush"))
              .build();
        }
      }
    }
    return getGetPushMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListPushesRequest,
      odind.v1.ListPushesResponse> getListPushesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListPushes",
      requestType = odind.v1.ListPushesRequest.class,
      responseType = odind.v1.ListPushesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListPushesRequest,
      odind.v1.ListPushesResponse> getListPushesMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListPushesRequest, odind.v1.ListPushesResponse> getListPushesMethod;
    if ((getListPushesMethod = PushServiceGrpc.getListPushesMethod) == null) {
      synchronized (PushServiceGrpc.class) {
        if ((getListPushesMethod = PushServiceGrpc.getListPushesMethod) == null) {
          PushServiceGrpc.getListPushesMethod = getListPushesMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListPushesRequest, odind.v1.ListPushesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListPushes"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListPushesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListPushesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PushServiceMethodDescriptorSupplier("ListPushes"))
              .build();
        }
      }
    }
    return getListPushesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static PushServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PushServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PushServiceStub>() {
        @java.lang.Override
        public PushServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PushServiceStub(channel, callOptions);
        }
      };
    return PushServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static PushServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PushServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PushServiceBlockingStub>() {
        @java.lang.Override
        public PushServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PushServiceBlockingStub(channel, callOptions);
        }
      };
    return PushServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static PushServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PushServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PushServiceFutureStub>() {
        @java.lang.Override
        public PushServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PushServiceFutureStub(channel, callOptions);
        }
      };
    return PushServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Pushes: what is heard in a room, sent to streaming servers while it lasts: by RTMP, to Icecast and SHOUTcast, over SRT,
   * and over WebSockets. A room can have several, added and removed while it goes on. docs/PUSH.md explains them.
   * A push is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a worker
   * process or a restart of the daemon. A destination that is lost or takes nothing is tried again, and what it cannot take
   * is dropped: it never holds up the room. Every change is an event of WatchEvents.
   * </pre>
   */
  public static abstract class PushServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * AddPush sends the mix of a connection, or of a room, which the daemon then joins with a peer of its own, to a
     * destination. It returns at once; `link` and the events tell whether the destination takes it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, PUSH_ADDRESS_INVALID, PUSH_CODEC_INVALID, PUSH_BIT_RATE_INVALID,
     * GIVE_UP_AFTER_INVALID, STREAM_KEY_INVALID, PASSPHRASE_INVALID, PUSH_TITLE_INVALID, URL_REFUSED (ws:// without the
     * setting egress.allow_http), ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does not name its
     * network), REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; FAILED_PRECONDITION
     * PUSH_NEEDS_FFMPEG; NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE
     * (with `request_id` alone).
     * </pre>
     */
    public void addPush(odind.v1.AddPushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AddPushResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAddPushMethod(), responseObserver);
    }

    /**
     * <pre>
     * RemovePush ends a push. What the destination has not taken yet is sent for at most 5 s.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public void removePush(odind.v1.RemovePushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemovePushResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemovePushMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetPush returns a push as it is now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getPush(odind.v1.GetPushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPushResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPushMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListPushes returns pushes, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listPushes(odind.v1.ListPushesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListPushesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListPushesMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getAddPushMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.AddPushRequest,
                odind.v1.AddPushResponse>(
                  this, METHODID_ADD_PUSH)))
          .addMethod(
            getRemovePushMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RemovePushRequest,
                odind.v1.RemovePushResponse>(
                  this, METHODID_REMOVE_PUSH)))
          .addMethod(
            getGetPushMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetPushRequest,
                odind.v1.GetPushResponse>(
                  this, METHODID_GET_PUSH)))
          .addMethod(
            getListPushesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListPushesRequest,
                odind.v1.ListPushesResponse>(
                  this, METHODID_LIST_PUSHES)))
          .build();
    }
  }

  /**
   * <pre>
   * Pushes: what is heard in a room, sent to streaming servers while it lasts: by RTMP, to Icecast and SHOUTcast, over SRT,
   * and over WebSockets. A room can have several, added and removed while it goes on. docs/PUSH.md explains them.
   * A push is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a worker
   * process or a restart of the daemon. A destination that is lost or takes nothing is tried again, and what it cannot take
   * is dropped: it never holds up the room. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class PushServiceStub extends io.grpc.stub.AbstractAsyncStub<PushServiceStub> {
    private PushServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PushServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PushServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * AddPush sends the mix of a connection, or of a room, which the daemon then joins with a peer of its own, to a
     * destination. It returns at once; `link` and the events tell whether the destination takes it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, PUSH_ADDRESS_INVALID, PUSH_CODEC_INVALID, PUSH_BIT_RATE_INVALID,
     * GIVE_UP_AFTER_INVALID, STREAM_KEY_INVALID, PASSPHRASE_INVALID, PUSH_TITLE_INVALID, URL_REFUSED (ws:// without the
     * setting egress.allow_http), ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does not name its
     * network), REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; FAILED_PRECONDITION
     * PUSH_NEEDS_FFMPEG; NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE
     * (with `request_id` alone).
     * </pre>
     */
    public void addPush(odind.v1.AddPushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AddPushResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAddPushMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RemovePush ends a push. What the destination has not taken yet is sent for at most 5 s.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public void removePush(odind.v1.RemovePushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemovePushResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemovePushMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetPush returns a push as it is now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getPush(odind.v1.GetPushRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPushResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPushMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListPushes returns pushes, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listPushes(odind.v1.ListPushesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListPushesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListPushesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Pushes: what is heard in a room, sent to streaming servers while it lasts: by RTMP, to Icecast and SHOUTcast, over SRT,
   * and over WebSockets. A room can have several, added and removed while it goes on. docs/PUSH.md explains them.
   * A push is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a worker
   * process or a restart of the daemon. A destination that is lost or takes nothing is tried again, and what it cannot take
   * is dropped: it never holds up the room. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class PushServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<PushServiceBlockingStub> {
    private PushServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PushServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PushServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * AddPush sends the mix of a connection, or of a room, which the daemon then joins with a peer of its own, to a
     * destination. It returns at once; `link` and the events tell whether the destination takes it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, PUSH_ADDRESS_INVALID, PUSH_CODEC_INVALID, PUSH_BIT_RATE_INVALID,
     * GIVE_UP_AFTER_INVALID, STREAM_KEY_INVALID, PASSPHRASE_INVALID, PUSH_TITLE_INVALID, URL_REFUSED (ws:// without the
     * setting egress.allow_http), ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does not name its
     * network), REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; FAILED_PRECONDITION
     * PUSH_NEEDS_FFMPEG; NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE
     * (with `request_id` alone).
     * </pre>
     */
    public odind.v1.AddPushResponse addPush(odind.v1.AddPushRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAddPushMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RemovePush ends a push. What the destination has not taken yet is sent for at most 5 s.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public odind.v1.RemovePushResponse removePush(odind.v1.RemovePushRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemovePushMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetPush returns a push as it is now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public odind.v1.GetPushResponse getPush(odind.v1.GetPushRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPushMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListPushes returns pushes, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListPushesResponse listPushes(odind.v1.ListPushesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListPushesMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Pushes: what is heard in a room, sent to streaming servers while it lasts: by RTMP, to Icecast and SHOUTcast, over SRT,
   * and over WebSockets. A room can have several, added and removed while it goes on. docs/PUSH.md explains them.
   * A push is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a worker
   * process or a restart of the daemon. A destination that is lost or takes nothing is tried again, and what it cannot take
   * is dropped: it never holds up the room. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class PushServiceFutureStub extends io.grpc.stub.AbstractFutureStub<PushServiceFutureStub> {
    private PushServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PushServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PushServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * AddPush sends the mix of a connection, or of a room, which the daemon then joins with a peer of its own, to a
     * destination. It returns at once; `link` and the events tell whether the destination takes it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, PUSH_ADDRESS_INVALID, PUSH_CODEC_INVALID, PUSH_BIT_RATE_INVALID,
     * GIVE_UP_AFTER_INVALID, STREAM_KEY_INVALID, PASSPHRASE_INVALID, PUSH_TITLE_INVALID, URL_REFUSED (ws:// without the
     * setting egress.allow_http), ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does not name its
     * network), REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; FAILED_PRECONDITION
     * PUSH_NEEDS_FFMPEG; NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE
     * (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.AddPushResponse> addPush(
        odind.v1.AddPushRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAddPushMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RemovePush ends a push. What the destination has not taken yet is sent for at most 5 s.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RemovePushResponse> removePush(
        odind.v1.RemovePushRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemovePushMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetPush returns a push as it is now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetPushResponse> getPush(
        odind.v1.GetPushRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPushMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListPushes returns pushes, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListPushesResponse> listPushes(
        odind.v1.ListPushesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListPushesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_ADD_PUSH = 0;
  private static final int METHODID_REMOVE_PUSH = 1;
  private static final int METHODID_GET_PUSH = 2;
  private static final int METHODID_LIST_PUSHES = 3;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final PushServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(PushServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_ADD_PUSH:
          serviceImpl.addPush((odind.v1.AddPushRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.AddPushResponse>) responseObserver);
          break;
        case METHODID_REMOVE_PUSH:
          serviceImpl.removePush((odind.v1.RemovePushRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RemovePushResponse>) responseObserver);
          break;
        case METHODID_GET_PUSH:
          serviceImpl.getPush((odind.v1.GetPushRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetPushResponse>) responseObserver);
          break;
        case METHODID_LIST_PUSHES:
          serviceImpl.listPushes((odind.v1.ListPushesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListPushesResponse>) responseObserver);
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
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class PushServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    PushServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.PushOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("PushService");
    }
  }

  private static final class PushServiceFileDescriptorSupplier
      extends PushServiceBaseDescriptorSupplier {
    PushServiceFileDescriptorSupplier() {}
  }

  private static final class PushServiceMethodDescriptorSupplier
      extends PushServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    PushServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (PushServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new PushServiceFileDescriptorSupplier())
              .addMethod(getAddPushMethod())
              .addMethod(getRemovePushMethod())
              .addMethod(getGetPushMethod())
              .addMethod(getListPushesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
