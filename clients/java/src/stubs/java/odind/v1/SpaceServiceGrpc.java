package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Where a connection is, and which channels it hears. ODIN has 64 channels, 0 to 63. A peer speaks on every
 * channel on which it has a position, and is heard on those by the peers that are at most one unit away on the
 * same channel and have the channel in their mask for it. Which units that are, `position_scale` says.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/space.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class SpaceServiceGrpc {

  private SpaceServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.SpaceService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.GetSpaceRequest,
      odind.v1.GetSpaceResponse> getGetSpaceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetSpace",
      requestType = odind.v1.GetSpaceRequest.class,
      responseType = odind.v1.GetSpaceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetSpaceRequest,
      odind.v1.GetSpaceResponse> getGetSpaceMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetSpaceRequest, odind.v1.GetSpaceResponse> getGetSpaceMethod;
    if ((getGetSpaceMethod = SpaceServiceGrpc.getGetSpaceMethod) == null) {
      synchronized (SpaceServiceGrpc.class) {
        if ((getGetSpaceMethod = SpaceServiceGrpc.getGetSpaceMethod) == null) {
          SpaceServiceGrpc.getGetSpaceMethod = getGetSpaceMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetSpaceRequest, odind.v1.GetSpaceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetSpace"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSpaceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSpaceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SpaceServiceMethodDescriptorSupplier("GetSpace"))
              .build();
        }
      }
    }
    return getGetSpaceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SetPositionsRequest,
      odind.v1.SetPositionsResponse> getSetPositionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetPositions",
      requestType = odind.v1.SetPositionsRequest.class,
      responseType = odind.v1.SetPositionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SetPositionsRequest,
      odind.v1.SetPositionsResponse> getSetPositionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.SetPositionsRequest, odind.v1.SetPositionsResponse> getSetPositionsMethod;
    if ((getSetPositionsMethod = SpaceServiceGrpc.getSetPositionsMethod) == null) {
      synchronized (SpaceServiceGrpc.class) {
        if ((getSetPositionsMethod = SpaceServiceGrpc.getSetPositionsMethod) == null) {
          SpaceServiceGrpc.getSetPositionsMethod = getSetPositionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.SetPositionsRequest, odind.v1.SetPositionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetPositions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetPositionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetPositionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SpaceServiceMethodDescriptorSupplier("SetPositions"))
              .build();
        }
      }
    }
    return getSetPositionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ClearPositionsRequest,
      odind.v1.ClearPositionsResponse> getClearPositionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ClearPositions",
      requestType = odind.v1.ClearPositionsRequest.class,
      responseType = odind.v1.ClearPositionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ClearPositionsRequest,
      odind.v1.ClearPositionsResponse> getClearPositionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ClearPositionsRequest, odind.v1.ClearPositionsResponse> getClearPositionsMethod;
    if ((getClearPositionsMethod = SpaceServiceGrpc.getClearPositionsMethod) == null) {
      synchronized (SpaceServiceGrpc.class) {
        if ((getClearPositionsMethod = SpaceServiceGrpc.getClearPositionsMethod) == null) {
          SpaceServiceGrpc.getClearPositionsMethod = getClearPositionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ClearPositionsRequest, odind.v1.ClearPositionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ClearPositions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ClearPositionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ClearPositionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SpaceServiceMethodDescriptorSupplier("ClearPositions"))
              .build();
        }
      }
    }
    return getClearPositionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SetChannelMasksRequest,
      odind.v1.SetChannelMasksResponse> getSetChannelMasksMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetChannelMasks",
      requestType = odind.v1.SetChannelMasksRequest.class,
      responseType = odind.v1.SetChannelMasksResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SetChannelMasksRequest,
      odind.v1.SetChannelMasksResponse> getSetChannelMasksMethod() {
    io.grpc.MethodDescriptor<odind.v1.SetChannelMasksRequest, odind.v1.SetChannelMasksResponse> getSetChannelMasksMethod;
    if ((getSetChannelMasksMethod = SpaceServiceGrpc.getSetChannelMasksMethod) == null) {
      synchronized (SpaceServiceGrpc.class) {
        if ((getSetChannelMasksMethod = SpaceServiceGrpc.getSetChannelMasksMethod) == null) {
          SpaceServiceGrpc.getSetChannelMasksMethod = getSetChannelMasksMethod =
              io.grpc.MethodDescriptor.<odind.v1.SetChannelMasksRequest, odind.v1.SetChannelMasksResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetChannelMasks"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetChannelMasksRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetChannelMasksResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SpaceServiceMethodDescriptorSupplier("SetChannelMasks"))
              .build();
        }
      }
    }
    return getSetChannelMasksMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SpaceServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SpaceServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SpaceServiceStub>() {
        @java.lang.Override
        public SpaceServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SpaceServiceStub(channel, callOptions);
        }
      };
    return SpaceServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SpaceServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SpaceServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SpaceServiceBlockingStub>() {
        @java.lang.Override
        public SpaceServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SpaceServiceBlockingStub(channel, callOptions);
        }
      };
    return SpaceServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SpaceServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SpaceServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SpaceServiceFutureStub>() {
        @java.lang.Override
        public SpaceServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SpaceServiceFutureStub(channel, callOptions);
        }
      };
    return SpaceServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Where a connection is, and which channels it hears. ODIN has 64 channels, 0 to 63. A peer speaks on every
   * channel on which it has a position, and is heard on those by the peers that are at most one unit away on the
   * same channel and have the channel in their mask for it. Which units that are, `position_scale` says.
   * </pre>
   */
  public static abstract class SpaceServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * GetSpace returns a connection's places and masks.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getSpace(odind.v1.GetSpaceRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSpaceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetSpaceMethod(), responseObserver);
    }

    /**
     * <pre>
     * SetPositions moves a connection on the channels that the request names, and puts it onto those it was not
     * on; on the others it stays where it is. The first position takes it off channel 0 unless it is for that.
     * Takes effect with the next voice packet, or at once when nothing is said; kept over reconnects.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT CHANNEL_INVALID, POSITION_INVALID (not finite, or
     * more than 1,048,576 units away, scaled), POSITION_SCALE_INVALID, TOO_MANY_POSITIONS (more than 12).
     * </pre>
     */
    public void setPositions(odind.v1.SetPositionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetPositionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetPositionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ClearPositions takes a connection off channels. Off all of them it is where it was at first: on channel 0,
     * at the origin.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void clearPositions(odind.v1.ClearPositionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ClearPositionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getClearPositionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * SetChannelMasks says which channels of which peers the server sends to a connection. Works together with
     * AudioService.UpdateListening: a peer that is paused, and everybody while deafened, is not sent at all. Kept
     * over reconnects; a peer's mask is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT TOO_MANY_MASKS (of more than 1,024
     * peers).
     * </pre>
     */
    public void setChannelMasks(odind.v1.SetChannelMasksRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetChannelMasksResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetChannelMasksMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGetSpaceMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetSpaceRequest,
                odind.v1.GetSpaceResponse>(
                  this, METHODID_GET_SPACE)))
          .addMethod(
            getSetPositionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SetPositionsRequest,
                odind.v1.SetPositionsResponse>(
                  this, METHODID_SET_POSITIONS)))
          .addMethod(
            getClearPositionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ClearPositionsRequest,
                odind.v1.ClearPositionsResponse>(
                  this, METHODID_CLEAR_POSITIONS)))
          .addMethod(
            getSetChannelMasksMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SetChannelMasksRequest,
                odind.v1.SetChannelMasksResponse>(
                  this, METHODID_SET_CHANNEL_MASKS)))
          .build();
    }
  }

  /**
   * <pre>
   * Where a connection is, and which channels it hears. ODIN has 64 channels, 0 to 63. A peer speaks on every
   * channel on which it has a position, and is heard on those by the peers that are at most one unit away on the
   * same channel and have the channel in their mask for it. Which units that are, `position_scale` says.
   * </pre>
   */
  public static final class SpaceServiceStub extends io.grpc.stub.AbstractAsyncStub<SpaceServiceStub> {
    private SpaceServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SpaceServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SpaceServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetSpace returns a connection's places and masks.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getSpace(odind.v1.GetSpaceRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSpaceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetSpaceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SetPositions moves a connection on the channels that the request names, and puts it onto those it was not
     * on; on the others it stays where it is. The first position takes it off channel 0 unless it is for that.
     * Takes effect with the next voice packet, or at once when nothing is said; kept over reconnects.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT CHANNEL_INVALID, POSITION_INVALID (not finite, or
     * more than 1,048,576 units away, scaled), POSITION_SCALE_INVALID, TOO_MANY_POSITIONS (more than 12).
     * </pre>
     */
    public void setPositions(odind.v1.SetPositionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetPositionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetPositionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ClearPositions takes a connection off channels. Off all of them it is where it was at first: on channel 0,
     * at the origin.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void clearPositions(odind.v1.ClearPositionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ClearPositionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getClearPositionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SetChannelMasks says which channels of which peers the server sends to a connection. Works together with
     * AudioService.UpdateListening: a peer that is paused, and everybody while deafened, is not sent at all. Kept
     * over reconnects; a peer's mask is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT TOO_MANY_MASKS (of more than 1,024
     * peers).
     * </pre>
     */
    public void setChannelMasks(odind.v1.SetChannelMasksRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetChannelMasksResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetChannelMasksMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Where a connection is, and which channels it hears. ODIN has 64 channels, 0 to 63. A peer speaks on every
   * channel on which it has a position, and is heard on those by the peers that are at most one unit away on the
   * same channel and have the channel in their mask for it. Which units that are, `position_scale` says.
   * </pre>
   */
  public static final class SpaceServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<SpaceServiceBlockingStub> {
    private SpaceServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SpaceServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SpaceServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetSpace returns a connection's places and masks.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetSpaceResponse getSpace(odind.v1.GetSpaceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetSpaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SetPositions moves a connection on the channels that the request names, and puts it onto those it was not
     * on; on the others it stays where it is. The first position takes it off channel 0 unless it is for that.
     * Takes effect with the next voice packet, or at once when nothing is said; kept over reconnects.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT CHANNEL_INVALID, POSITION_INVALID (not finite, or
     * more than 1,048,576 units away, scaled), POSITION_SCALE_INVALID, TOO_MANY_POSITIONS (more than 12).
     * </pre>
     */
    public odind.v1.SetPositionsResponse setPositions(odind.v1.SetPositionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetPositionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ClearPositions takes a connection off channels. Off all of them it is where it was at first: on channel 0,
     * at the origin.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.ClearPositionsResponse clearPositions(odind.v1.ClearPositionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getClearPositionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SetChannelMasks says which channels of which peers the server sends to a connection. Works together with
     * AudioService.UpdateListening: a peer that is paused, and everybody while deafened, is not sent at all. Kept
     * over reconnects; a peer's mask is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT TOO_MANY_MASKS (of more than 1,024
     * peers).
     * </pre>
     */
    public odind.v1.SetChannelMasksResponse setChannelMasks(odind.v1.SetChannelMasksRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetChannelMasksMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Where a connection is, and which channels it hears. ODIN has 64 channels, 0 to 63. A peer speaks on every
   * channel on which it has a position, and is heard on those by the peers that are at most one unit away on the
   * same channel and have the channel in their mask for it. Which units that are, `position_scale` says.
   * </pre>
   */
  public static final class SpaceServiceFutureStub extends io.grpc.stub.AbstractFutureStub<SpaceServiceFutureStub> {
    private SpaceServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SpaceServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SpaceServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetSpace returns a connection's places and masks.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetSpaceResponse> getSpace(
        odind.v1.GetSpaceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetSpaceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SetPositions moves a connection on the channels that the request names, and puts it onto those it was not
     * on; on the others it stays where it is. The first position takes it off channel 0 unless it is for that.
     * Takes effect with the next voice packet, or at once when nothing is said; kept over reconnects.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT CHANNEL_INVALID, POSITION_INVALID (not finite, or
     * more than 1,048,576 units away, scaled), POSITION_SCALE_INVALID, TOO_MANY_POSITIONS (more than 12).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SetPositionsResponse> setPositions(
        odind.v1.SetPositionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetPositionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ClearPositions takes a connection off channels. Off all of them it is where it was at first: on channel 0,
     * at the origin.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ClearPositionsResponse> clearPositions(
        odind.v1.ClearPositionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getClearPositionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SetChannelMasks says which channels of which peers the server sends to a connection. Works together with
     * AudioService.UpdateListening: a peer that is paused, and everybody while deafened, is not sent at all. Kept
     * over reconnects; a peer's mask is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT TOO_MANY_MASKS (of more than 1,024
     * peers).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SetChannelMasksResponse> setChannelMasks(
        odind.v1.SetChannelMasksRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetChannelMasksMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_SPACE = 0;
  private static final int METHODID_SET_POSITIONS = 1;
  private static final int METHODID_CLEAR_POSITIONS = 2;
  private static final int METHODID_SET_CHANNEL_MASKS = 3;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final SpaceServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(SpaceServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_SPACE:
          serviceImpl.getSpace((odind.v1.GetSpaceRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetSpaceResponse>) responseObserver);
          break;
        case METHODID_SET_POSITIONS:
          serviceImpl.setPositions((odind.v1.SetPositionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SetPositionsResponse>) responseObserver);
          break;
        case METHODID_CLEAR_POSITIONS:
          serviceImpl.clearPositions((odind.v1.ClearPositionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ClearPositionsResponse>) responseObserver);
          break;
        case METHODID_SET_CHANNEL_MASKS:
          serviceImpl.setChannelMasks((odind.v1.SetChannelMasksRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SetChannelMasksResponse>) responseObserver);
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

  private static abstract class SpaceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SpaceServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.SpaceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SpaceService");
    }
  }

  private static final class SpaceServiceFileDescriptorSupplier
      extends SpaceServiceBaseDescriptorSupplier {
    SpaceServiceFileDescriptorSupplier() {}
  }

  private static final class SpaceServiceMethodDescriptorSupplier
      extends SpaceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    SpaceServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (SpaceServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SpaceServiceFileDescriptorSupplier())
              .addMethod(getGetSpaceMethod())
              .addMethod(getSetPositionsMethod())
              .addMethod(getClearPositionsMethod())
              .addMethod(getSetChannelMasksMethod())
              .build();
        }
      }
    }
    return result;
  }
}
