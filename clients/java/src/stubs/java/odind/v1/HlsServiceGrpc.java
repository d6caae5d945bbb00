package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * HTTP Live Streaming of what is heard in a room, for any number of listeners who are not in it: AAC or Opus in fragments
 * of MP4, in several bit rates, with low latency. The HTTP address serves playlists, segments and a page that plays them.
 * docs/HLS.md explains it.
 * An output is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a
 * worker process or a restart of the daemon, with a discontinuity in its playlists. Every change is an event of
 * WatchEvents.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/hls.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class HlsServiceGrpc {

  private HlsServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.HlsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.StartHlsRequest,
      odind.v1.StartHlsResponse> getStartHlsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StartHls",
      requestType = odind.v1.StartHlsRequest.class,
      responseType = odind.v1.StartHlsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StartHlsRequest,
      odind.v1.StartHlsResponse> getStartHlsMethod() {
    io.grpc.MethodDescriptor<odind.v1.StartHlsRequest, odind.v1.StartHlsResponse> getStartHlsMethod;
    if ((getStartHlsMethod = HlsServiceGrpc.getStartHlsMethod) == null) {
      synchronized (HlsServiceGrpc.class) {
        if ((getStartHlsMethod = HlsServiceGrpc.getStartHlsMethod) == null) {
          HlsServiceGrpc.getStartHlsMethod = getStartHlsMethod =
              io.grpc.MethodDescriptor.<odind.v1.StartHlsRequest, odind.v1.StartHlsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StartHls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartHlsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartHlsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new HlsServiceMethodDescriptorSupplier("StartHls"))
              .build();
        }
      }
    }
    return getStartHlsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.StopHlsRequest,
      odind.v1.StopHlsResponse> getStopHlsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StopHls",
      requestType = odind.v1.StopHlsRequest.class,
      responseType = odind.v1.StopHlsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StopHlsRequest,
      odind.v1.StopHlsResponse> getStopHlsMethod() {
    io.grpc.MethodDescriptor<odind.v1.StopHlsRequest, odind.v1.StopHlsResponse> getStopHlsMethod;
    if ((getStopHlsMethod = HlsServiceGrpc.getStopHlsMethod) == null) {
      synchronized (HlsServiceGrpc.class) {
        if ((getStopHlsMethod = HlsServiceGrpc.getStopHlsMethod) == null) {
          HlsServiceGrpc.getStopHlsMethod = getStopHlsMethod =
              io.grpc.MethodDescriptor.<odind.v1.StopHlsRequest, odind.v1.StopHlsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StopHls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopHlsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopHlsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new HlsServiceMethodDescriptorSupplier("StopHls"))
              .build();
        }
      }
    }
    return getStopHlsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetHlsRequest,
      odind.v1.GetHlsResponse> getGetHlsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetHls",
      requestType = odind.v1.GetHlsRequest.class,
      responseType = odind.v1.GetHlsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetHlsRequest,
      odind.v1.GetHlsResponse> getGetHlsMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetHlsRequest, odind.v1.GetHlsResponse> getGetHlsMethod;
    if ((getGetHlsMethod = HlsServiceGrpc.getGetHlsMethod) == null) {
      synchronized (HlsServiceGrpc.class) {
        if ((getGetHlsMethod = HlsServiceGrpc.getGetHlsMethod) == null) {
          HlsServiceGrpc.getGetHlsMethod = getGetHlsMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetHlsRequest, odind.v1.GetHlsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetHls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetHlsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetHlsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new HlsServiceMethodDescriptorSupplier("GetHls"))
              .build();
        }
      }
    }
    return getGetHlsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListHlsRequest,
      odind.v1.ListHlsResponse> getListHlsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListHls",
      requestType = odind.v1.ListHlsRequest.class,
      responseType = odind.v1.ListHlsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListHlsRequest,
      odind.v1.ListHlsResponse> getListHlsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListHlsRequest, odind.v1.ListHlsResponse> getListHlsMethod;
    if ((getListHlsMethod = HlsServiceGrpc.getListHlsMethod) == null) {
      synchronized (HlsServiceGrpc.class) {
        if ((getListHlsMethod = HlsServiceGrpc.getListHlsMethod) == null) {
          HlsServiceGrpc.getListHlsMethod = getListHlsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListHlsRequest, odind.v1.ListHlsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListHls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListHlsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListHlsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new HlsServiceMethodDescriptorSupplier("ListHls"))
              .build();
        }
      }
    }
    return getListHlsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SignHlsRequest,
      odind.v1.SignHlsResponse> getSignHlsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SignHls",
      requestType = odind.v1.SignHlsRequest.class,
      responseType = odind.v1.SignHlsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SignHlsRequest,
      odind.v1.SignHlsResponse> getSignHlsMethod() {
    io.grpc.MethodDescriptor<odind.v1.SignHlsRequest, odind.v1.SignHlsResponse> getSignHlsMethod;
    if ((getSignHlsMethod = HlsServiceGrpc.getSignHlsMethod) == null) {
      synchronized (HlsServiceGrpc.class) {
        if ((getSignHlsMethod = HlsServiceGrpc.getSignHlsMethod) == null) {
          HlsServiceGrpc.getSignHlsMethod = getSignHlsMethod =
              io.grpc.MethodDescriptor.<odind.v1.SignHlsRequest, odind.v1.SignHlsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SignHls"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SignHlsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SignHlsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new HlsServiceMethodDescriptorSupplier("SignHls"))
              .build();
        }
      }
    }
    return getSignHlsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static HlsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<HlsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<HlsServiceStub>() {
        @java.lang.Override
        public HlsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new HlsServiceStub(channel, callOptions);
        }
      };
    return HlsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static HlsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<HlsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<HlsServiceBlockingStub>() {
        @java.lang.Override
        public HlsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new HlsServiceBlockingStub(channel, callOptions);
        }
      };
    return HlsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static HlsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<HlsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<HlsServiceFutureStub>() {
        @java.lang.Override
        public HlsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new HlsServiceFutureStub(channel, callOptions);
        }
      };
    return HlsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * HTTP Live Streaming of what is heard in a room, for any number of listeners who are not in it: AAC or Opus in fragments
   * of MP4, in several bit rates, with low latency. The HTTP address serves playlists, segments and a page that plays them.
   * docs/HLS.md explains it.
   * An output is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a
   * worker process or a restart of the daemon, with a discontinuity in its playlists. Every change is an event of
   * WatchEvents.
   * </pre>
   */
  public static abstract class HlsServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * StartHls begins to serve a connection, or a room, which the daemon then joins with a peer of its own.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, HLS_NAME_INVALID, HLS_BIT_RATES_INVALID, HLS_WINDOW_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND,
     * OUTPUT_NOT_FOUND; ALREADY_EXISTS HLS_NAME_TAKEN; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public void startHls(odind.v1.StartHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartHlsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStartHlsMethod(), responseObserver);
    }

    /**
     * <pre>
     * StopHls ends an output: its playlists end, and what they have can be played from its beginning until it is erased,
     * `hls.keep` after the end.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public void stopHls(odind.v1.StopHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopHlsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStopHlsMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetHls returns an output as it is now. Who may call it for an output may read its files over HTTP.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getHls(odind.v1.GetHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetHlsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetHlsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListHls returns outputs, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listHls(odind.v1.ListHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListHlsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListHlsMethod(), responseObserver);
    }

    /**
     * <pre>
     * SignHls returns an address of an output that everybody may read who has it, from pages of any origin, for some time.
     * It holds until then, whatever becomes of the grant of who made it.
     * Errors: INVALID_ARGUMENT HLS_LIFETIME_INVALID; NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void signHls(odind.v1.SignHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SignHlsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSignHlsMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getStartHlsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StartHlsRequest,
                odind.v1.StartHlsResponse>(
                  this, METHODID_START_HLS)))
          .addMethod(
            getStopHlsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StopHlsRequest,
                odind.v1.StopHlsResponse>(
                  this, METHODID_STOP_HLS)))
          .addMethod(
            getGetHlsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetHlsRequest,
                odind.v1.GetHlsResponse>(
                  this, METHODID_GET_HLS)))
          .addMethod(
            getListHlsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListHlsRequest,
                odind.v1.ListHlsResponse>(
                  this, METHODID_LIST_HLS)))
          .addMethod(
            getSignHlsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SignHlsRequest,
                odind.v1.SignHlsResponse>(
                  this, METHODID_SIGN_HLS)))
          .build();
    }
  }

  /**
   * <pre>
   * HTTP Live Streaming of what is heard in a room, for any number of listeners who are not in it: AAC or Opus in fragments
   * of MP4, in several bit rates, with low latency. The HTTP address serves playlists, segments and a page that plays them.
   * docs/HLS.md explains it.
   * An output is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a
   * worker process or a restart of the daemon, with a discontinuity in its playlists. Every change is an event of
   * WatchEvents.
   * </pre>
   */
  public static final class HlsServiceStub extends io.grpc.stub.AbstractAsyncStub<HlsServiceStub> {
    private HlsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected HlsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new HlsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartHls begins to serve a connection, or a room, which the daemon then joins with a peer of its own.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, HLS_NAME_INVALID, HLS_BIT_RATES_INVALID, HLS_WINDOW_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND,
     * OUTPUT_NOT_FOUND; ALREADY_EXISTS HLS_NAME_TAKEN; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public void startHls(odind.v1.StartHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartHlsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStartHlsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StopHls ends an output: its playlists end, and what they have can be played from its beginning until it is erased,
     * `hls.keep` after the end.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public void stopHls(odind.v1.StopHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopHlsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStopHlsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetHls returns an output as it is now. Who may call it for an output may read its files over HTTP.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getHls(odind.v1.GetHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetHlsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetHlsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListHls returns outputs, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listHls(odind.v1.ListHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListHlsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListHlsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SignHls returns an address of an output that everybody may read who has it, from pages of any origin, for some time.
     * It holds until then, whatever becomes of the grant of who made it.
     * Errors: INVALID_ARGUMENT HLS_LIFETIME_INVALID; NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void signHls(odind.v1.SignHlsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SignHlsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSignHlsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * HTTP Live Streaming of what is heard in a room, for any number of listeners who are not in it: AAC or Opus in fragments
   * of MP4, in several bit rates, with low latency. The HTTP address serves playlists, segments and a page that plays them.
   * docs/HLS.md explains it.
   * An output is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a
   * worker process or a restart of the daemon, with a discontinuity in its playlists. Every change is an event of
   * WatchEvents.
   * </pre>
   */
  public static final class HlsServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<HlsServiceBlockingStub> {
    private HlsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected HlsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new HlsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartHls begins to serve a connection, or a room, which the daemon then joins with a peer of its own.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, HLS_NAME_INVALID, HLS_BIT_RATES_INVALID, HLS_WINDOW_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND,
     * OUTPUT_NOT_FOUND; ALREADY_EXISTS HLS_NAME_TAKEN; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public odind.v1.StartHlsResponse startHls(odind.v1.StartHlsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStartHlsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * StopHls ends an output: its playlists end, and what they have can be played from its beginning until it is erased,
     * `hls.keep` after the end.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public odind.v1.StopHlsResponse stopHls(odind.v1.StopHlsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStopHlsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetHls returns an output as it is now. Who may call it for an output may read its files over HTTP.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public odind.v1.GetHlsResponse getHls(odind.v1.GetHlsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetHlsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListHls returns outputs, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListHlsResponse listHls(odind.v1.ListHlsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListHlsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SignHls returns an address of an output that everybody may read who has it, from pages of any origin, for some time.
     * It holds until then, whatever becomes of the grant of who made it.
     * Errors: INVALID_ARGUMENT HLS_LIFETIME_INVALID; NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public odind.v1.SignHlsResponse signHls(odind.v1.SignHlsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSignHlsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * HTTP Live Streaming of what is heard in a room, for any number of listeners who are not in it: AAC or Opus in fragments
   * of MP4, in several bit rates, with low latency. The HTTP address serves playlists, segments and a page that plays them.
   * docs/HLS.md explains it.
   * An output is a live job: it goes on while its caller is away, and comes back with its connection after the loss of a
   * worker process or a restart of the daemon, with a discontinuity in its playlists. Every change is an event of
   * WatchEvents.
   * </pre>
   */
  public static final class HlsServiceFutureStub extends io.grpc.stub.AbstractFutureStub<HlsServiceFutureStub> {
    private HlsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected HlsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new HlsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartHls begins to serve a connection, or a room, which the daemon then joins with a peer of its own.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, HLS_NAME_INVALID, HLS_BIT_RATES_INVALID, HLS_WINDOW_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND,
     * OUTPUT_NOT_FOUND; ALREADY_EXISTS HLS_NAME_TAKEN; RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StartHlsResponse> startHls(
        odind.v1.StartHlsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStartHlsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * StopHls ends an output: its playlists end, and what they have can be played from its beginning until it is erased,
     * `hls.keep` after the end.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS, LIVE_JOB_OVER.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StopHlsResponse> stopHls(
        odind.v1.StopHlsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStopHlsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetHls returns an output as it is now. Who may call it for an output may read its files over HTTP.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetHlsResponse> getHls(
        odind.v1.GetHlsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetHlsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListHls returns outputs, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListHlsResponse> listHls(
        odind.v1.ListHlsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListHlsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SignHls returns an address of an output that everybody may read who has it, from pages of any origin, for some time.
     * It holds until then, whatever becomes of the grant of who made it.
     * Errors: INVALID_ARGUMENT HLS_LIFETIME_INVALID; NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SignHlsResponse> signHls(
        odind.v1.SignHlsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSignHlsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_START_HLS = 0;
  private static final int METHODID_STOP_HLS = 1;
  private static final int METHODID_GET_HLS = 2;
  private static final int METHODID_LIST_HLS = 3;
  private static final int METHODID_SIGN_HLS = 4;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final HlsServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(HlsServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_START_HLS:
          serviceImpl.startHls((odind.v1.StartHlsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StartHlsResponse>) responseObserver);
          break;
        case METHODID_STOP_HLS:
          serviceImpl.stopHls((odind.v1.StopHlsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StopHlsResponse>) responseObserver);
          break;
        case METHODID_GET_HLS:
          serviceImpl.getHls((odind.v1.GetHlsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetHlsResponse>) responseObserver);
          break;
        case METHODID_LIST_HLS:
          serviceImpl.listHls((odind.v1.ListHlsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListHlsResponse>) responseObserver);
          break;
        case METHODID_SIGN_HLS:
          serviceImpl.signHls((odind.v1.SignHlsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SignHlsResponse>) responseObserver);
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

  private static abstract class HlsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    HlsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Hls.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("HlsService");
    }
  }

  private static final class HlsServiceFileDescriptorSupplier
      extends HlsServiceBaseDescriptorSupplier {
    HlsServiceFileDescriptorSupplier() {}
  }

  private static final class HlsServiceMethodDescriptorSupplier
      extends HlsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    HlsServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (HlsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new HlsServiceFileDescriptorSupplier())
              .addMethod(getStartHlsMethod())
              .addMethod(getStopHlsMethod())
              .addMethod(getGetHlsMethod())
              .addMethod(getListHlsMethod())
              .addMethod(getSignHlsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
