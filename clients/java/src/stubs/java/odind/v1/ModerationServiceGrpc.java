package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What the owner of the access key may do to a room from outside, through ODIN's gateway. The daemon need not be in
 * the room: it signs a token with its key for each call, valid for a minute and for that method alone. A call succeeds
 * when the gateway has accepted it; no gateway tells whether the room or the user was there.
 * A call that fails on the way is repeated twice within 10 s where that is safe: when nothing was sent yet, and for
 * all methods but SendMessageToUser also when the answer was lost. GATEWAY_REFUSED carries the gateway's own words in
 * its metadata `detail`. GATEWAY_UNSUPPORTED names the method that the gateway lacks, and the version that has it.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/moderation.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ModerationServiceGrpc {

  private ModerationServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.ModerationService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.KickUserRequest,
      odind.v1.KickUserResponse> getKickUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "KickUser",
      requestType = odind.v1.KickUserRequest.class,
      responseType = odind.v1.KickUserResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.KickUserRequest,
      odind.v1.KickUserResponse> getKickUserMethod() {
    io.grpc.MethodDescriptor<odind.v1.KickUserRequest, odind.v1.KickUserResponse> getKickUserMethod;
    if ((getKickUserMethod = ModerationServiceGrpc.getKickUserMethod) == null) {
      synchronized (ModerationServiceGrpc.class) {
        if ((getKickUserMethod = ModerationServiceGrpc.getKickUserMethod) == null) {
          ModerationServiceGrpc.getKickUserMethod = getKickUserMethod =
              io.grpc.MethodDescriptor.<odind.v1.KickUserRequest, odind.v1.KickUserResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "KickUser"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.KickUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.KickUserResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ModerationServiceMethodDescriptorSupplier("KickUser"))
              .build();
        }
      }
    }
    return getKickUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.BanUserRequest,
      odind.v1.BanUserResponse> getBanUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BanUser",
      requestType = odind.v1.BanUserRequest.class,
      responseType = odind.v1.BanUserResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.BanUserRequest,
      odind.v1.BanUserResponse> getBanUserMethod() {
    io.grpc.MethodDescriptor<odind.v1.BanUserRequest, odind.v1.BanUserResponse> getBanUserMethod;
    if ((getBanUserMethod = ModerationServiceGrpc.getBanUserMethod) == null) {
      synchronized (ModerationServiceGrpc.class) {
        if ((getBanUserMethod = ModerationServiceGrpc.getBanUserMethod) == null) {
          ModerationServiceGrpc.getBanUserMethod = getBanUserMethod =
              io.grpc.MethodDescriptor.<odind.v1.BanUserRequest, odind.v1.BanUserResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BanUser"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.BanUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.BanUserResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ModerationServiceMethodDescriptorSupplier("BanUser"))
              .build();
        }
      }
    }
    return getBanUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.CloseRoomRequest,
      odind.v1.CloseRoomResponse> getCloseRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CloseRoom",
      requestType = odind.v1.CloseRoomRequest.class,
      responseType = odind.v1.CloseRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CloseRoomRequest,
      odind.v1.CloseRoomResponse> getCloseRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.CloseRoomRequest, odind.v1.CloseRoomResponse> getCloseRoomMethod;
    if ((getCloseRoomMethod = ModerationServiceGrpc.getCloseRoomMethod) == null) {
      synchronized (ModerationServiceGrpc.class) {
        if ((getCloseRoomMethod = ModerationServiceGrpc.getCloseRoomMethod) == null) {
          ModerationServiceGrpc.getCloseRoomMethod = getCloseRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.CloseRoomRequest, odind.v1.CloseRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CloseRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CloseRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CloseRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ModerationServiceMethodDescriptorSupplier("CloseRoom"))
              .build();
        }
      }
    }
    return getCloseRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SendMessageToUserRequest,
      odind.v1.SendMessageToUserResponse> getSendMessageToUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SendMessageToUser",
      requestType = odind.v1.SendMessageToUserRequest.class,
      responseType = odind.v1.SendMessageToUserResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SendMessageToUserRequest,
      odind.v1.SendMessageToUserResponse> getSendMessageToUserMethod() {
    io.grpc.MethodDescriptor<odind.v1.SendMessageToUserRequest, odind.v1.SendMessageToUserResponse> getSendMessageToUserMethod;
    if ((getSendMessageToUserMethod = ModerationServiceGrpc.getSendMessageToUserMethod) == null) {
      synchronized (ModerationServiceGrpc.class) {
        if ((getSendMessageToUserMethod = ModerationServiceGrpc.getSendMessageToUserMethod) == null) {
          ModerationServiceGrpc.getSendMessageToUserMethod = getSendMessageToUserMethod =
              io.grpc.MethodDescriptor.<odind.v1.SendMessageToUserRequest, odind.v1.SendMessageToUserResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SendMessageToUser"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SendMessageToUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SendMessageToUserResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ModerationServiceMethodDescriptorSupplier("SendMessageToUser"))
              .build();
        }
      }
    }
    return getSendMessageToUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateRoomRequest,
      odind.v1.UpdateRoomResponse> getUpdateRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateRoom",
      requestType = odind.v1.UpdateRoomRequest.class,
      responseType = odind.v1.UpdateRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateRoomRequest,
      odind.v1.UpdateRoomResponse> getUpdateRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateRoomRequest, odind.v1.UpdateRoomResponse> getUpdateRoomMethod;
    if ((getUpdateRoomMethod = ModerationServiceGrpc.getUpdateRoomMethod) == null) {
      synchronized (ModerationServiceGrpc.class) {
        if ((getUpdateRoomMethod = ModerationServiceGrpc.getUpdateRoomMethod) == null) {
          ModerationServiceGrpc.getUpdateRoomMethod = getUpdateRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateRoomRequest, odind.v1.UpdateRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ModerationServiceMethodDescriptorSupplier("UpdateRoom"))
              .build();
        }
      }
    }
    return getUpdateRoomMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ModerationServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ModerationServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ModerationServiceStub>() {
        @java.lang.Override
        public ModerationServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ModerationServiceStub(channel, callOptions);
        }
      };
    return ModerationServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ModerationServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ModerationServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ModerationServiceBlockingStub>() {
        @java.lang.Override
        public ModerationServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ModerationServiceBlockingStub(channel, callOptions);
        }
      };
    return ModerationServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ModerationServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ModerationServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ModerationServiceFutureStub>() {
        @java.lang.Override
        public ModerationServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ModerationServiceFutureStub(channel, callOptions);
        }
      };
    return ModerationServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What the owner of the access key may do to a room from outside, through ODIN's gateway. The daemon need not be in
   * the room: it signs a token with its key for each call, valid for a minute and for that method alone. A call succeeds
   * when the gateway has accepted it; no gateway tells whether the room or the user was there.
   * A call that fails on the way is repeated twice within 10 s where that is safe: when nothing was sent yet, and for
   * all methods but SendMessageToUser also when the answer was lost. GATEWAY_REFUSED carries the gateway's own words in
   * its metadata `detail`. GATEWAY_UNSUPPORTED names the method that the gateway lacks, and the version that has it.
   * </pre>
   */
  public static abstract class ModerationServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * KickUser removes a user from a room, with all its peers. How soon the user may come back is the gateway's decision.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void kickUser(odind.v1.KickUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.KickUserResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getKickUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * BanUser removes a user from a room, and refuses its joins until the ban ends. Of two bans the later end counts.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, BAN_INVALID,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY,
     * GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID,
     * GATEWAY_TIMEOUT.
     * </pre>
     */
    public void banUser(odind.v1.BanUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.BanUserResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBanUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * CloseRoom removes everybody from a room, our own connections included.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, BAN_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void closeRoom(odind.v1.CloseRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CloseRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCloseRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * SendMessageToUser hands a message to all peers of a user in a room. They get it from peer 0. It is not encrypted,
     * so clients that encrypt end to end do not read it. GATEWAY_TIMEOUT leaves open whether it was sent.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, PAYLOAD_NOT_JSON,
     * MESSAGE_TOO_LARGE, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION
     * NO_ACCESS_KEY, GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void sendMessageToUser(odind.v1.SendMessageToUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SendMessageToUserResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSendMessageToUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateRoom replaces the user data of a room itself. Clients of ODIN 2 pass it to their programs; the daemon has no
     * event for it yet. A room that nobody is in has none.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void updateRoom(odind.v1.UpdateRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateRoomMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getKickUserMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.KickUserRequest,
                odind.v1.KickUserResponse>(
                  this, METHODID_KICK_USER)))
          .addMethod(
            getBanUserMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.BanUserRequest,
                odind.v1.BanUserResponse>(
                  this, METHODID_BAN_USER)))
          .addMethod(
            getCloseRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CloseRoomRequest,
                odind.v1.CloseRoomResponse>(
                  this, METHODID_CLOSE_ROOM)))
          .addMethod(
            getSendMessageToUserMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SendMessageToUserRequest,
                odind.v1.SendMessageToUserResponse>(
                  this, METHODID_SEND_MESSAGE_TO_USER)))
          .addMethod(
            getUpdateRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateRoomRequest,
                odind.v1.UpdateRoomResponse>(
                  this, METHODID_UPDATE_ROOM)))
          .build();
    }
  }

  /**
   * <pre>
   * What the owner of the access key may do to a room from outside, through ODIN's gateway. The daemon need not be in
   * the room: it signs a token with its key for each call, valid for a minute and for that method alone. A call succeeds
   * when the gateway has accepted it; no gateway tells whether the room or the user was there.
   * A call that fails on the way is repeated twice within 10 s where that is safe: when nothing was sent yet, and for
   * all methods but SendMessageToUser also when the answer was lost. GATEWAY_REFUSED carries the gateway's own words in
   * its metadata `detail`. GATEWAY_UNSUPPORTED names the method that the gateway lacks, and the version that has it.
   * </pre>
   */
  public static final class ModerationServiceStub extends io.grpc.stub.AbstractAsyncStub<ModerationServiceStub> {
    private ModerationServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ModerationServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ModerationServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * KickUser removes a user from a room, with all its peers. How soon the user may come back is the gateway's decision.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void kickUser(odind.v1.KickUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.KickUserResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getKickUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * BanUser removes a user from a room, and refuses its joins until the ban ends. Of two bans the later end counts.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, BAN_INVALID,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY,
     * GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID,
     * GATEWAY_TIMEOUT.
     * </pre>
     */
    public void banUser(odind.v1.BanUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.BanUserResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBanUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CloseRoom removes everybody from a room, our own connections included.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, BAN_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void closeRoom(odind.v1.CloseRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CloseRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCloseRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SendMessageToUser hands a message to all peers of a user in a room. They get it from peer 0. It is not encrypted,
     * so clients that encrypt end to end do not read it. GATEWAY_TIMEOUT leaves open whether it was sent.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, PAYLOAD_NOT_JSON,
     * MESSAGE_TOO_LARGE, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION
     * NO_ACCESS_KEY, GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void sendMessageToUser(odind.v1.SendMessageToUserRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SendMessageToUserResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSendMessageToUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateRoom replaces the user data of a room itself. Clients of ODIN 2 pass it to their programs; the daemon has no
     * event for it yet. A room that nobody is in has none.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public void updateRoom(odind.v1.UpdateRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateRoomMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * What the owner of the access key may do to a room from outside, through ODIN's gateway. The daemon need not be in
   * the room: it signs a token with its key for each call, valid for a minute and for that method alone. A call succeeds
   * when the gateway has accepted it; no gateway tells whether the room or the user was there.
   * A call that fails on the way is repeated twice within 10 s where that is safe: when nothing was sent yet, and for
   * all methods but SendMessageToUser also when the answer was lost. GATEWAY_REFUSED carries the gateway's own words in
   * its metadata `detail`. GATEWAY_UNSUPPORTED names the method that the gateway lacks, and the version that has it.
   * </pre>
   */
  public static final class ModerationServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ModerationServiceBlockingStub> {
    private ModerationServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ModerationServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ModerationServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * KickUser removes a user from a room, with all its peers. How soon the user may come back is the gateway's decision.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public odind.v1.KickUserResponse kickUser(odind.v1.KickUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getKickUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BanUser removes a user from a room, and refuses its joins until the ban ends. Of two bans the later end counts.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, BAN_INVALID,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY,
     * GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID,
     * GATEWAY_TIMEOUT.
     * </pre>
     */
    public odind.v1.BanUserResponse banUser(odind.v1.BanUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBanUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CloseRoom removes everybody from a room, our own connections included.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, BAN_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public odind.v1.CloseRoomResponse closeRoom(odind.v1.CloseRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCloseRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SendMessageToUser hands a message to all peers of a user in a room. They get it from peer 0. It is not encrypted,
     * so clients that encrypt end to end do not read it. GATEWAY_TIMEOUT leaves open whether it was sent.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, PAYLOAD_NOT_JSON,
     * MESSAGE_TOO_LARGE, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION
     * NO_ACCESS_KEY, GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public odind.v1.SendMessageToUserResponse sendMessageToUser(odind.v1.SendMessageToUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSendMessageToUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateRoom replaces the user data of a room itself. Clients of ODIN 2 pass it to their programs; the daemon has no
     * event for it yet. A room that nobody is in has none.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public odind.v1.UpdateRoomResponse updateRoom(odind.v1.UpdateRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateRoomMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * What the owner of the access key may do to a room from outside, through ODIN's gateway. The daemon need not be in
   * the room: it signs a token with its key for each call, valid for a minute and for that method alone. A call succeeds
   * when the gateway has accepted it; no gateway tells whether the room or the user was there.
   * A call that fails on the way is repeated twice within 10 s where that is safe: when nothing was sent yet, and for
   * all methods but SendMessageToUser also when the answer was lost. GATEWAY_REFUSED carries the gateway's own words in
   * its metadata `detail`. GATEWAY_UNSUPPORTED names the method that the gateway lacks, and the version that has it.
   * </pre>
   */
  public static final class ModerationServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ModerationServiceFutureStub> {
    private ModerationServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ModerationServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ModerationServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * KickUser removes a user from a room, with all its peers. How soon the user may come back is the gateway's decision.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.KickUserResponse> kickUser(
        odind.v1.KickUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getKickUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * BanUser removes a user from a room, and refuses its joins until the ban ends. Of two bans the later end counts.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, BAN_INVALID,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY,
     * GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID,
     * GATEWAY_TIMEOUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.BanUserResponse> banUser(
        odind.v1.BanUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBanUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CloseRoom removes everybody from a room, our own connections included.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, BAN_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CloseRoomResponse> closeRoom(
        odind.v1.CloseRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCloseRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SendMessageToUser hands a message to all peers of a user in a room. They get it from peer 0. It is not encrypted,
     * so clients that encrypt end to end do not read it. GATEWAY_TIMEOUT leaves open whether it was sent.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, PAYLOAD_NOT_JSON,
     * MESSAGE_TOO_LARGE, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION
     * NO_ACCESS_KEY, GATEWAY_UNSUPPORTED, CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SendMessageToUserResponse> sendMessageToUser(
        odind.v1.SendMessageToUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSendMessageToUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateRoom replaces the user data of a room itself. Clients of ODIN 2 pass it to their programs; the daemon has no
     * event for it yet. A room that nobody is in has none.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED, GATEWAY_REFUSED; FAILED_PRECONDITION NO_ACCESS_KEY, GATEWAY_UNSUPPORTED,
     * CERTIFICATE_UNTRUSTED; UNAVAILABLE GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateRoomResponse> updateRoom(
        odind.v1.UpdateRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateRoomMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_KICK_USER = 0;
  private static final int METHODID_BAN_USER = 1;
  private static final int METHODID_CLOSE_ROOM = 2;
  private static final int METHODID_SEND_MESSAGE_TO_USER = 3;
  private static final int METHODID_UPDATE_ROOM = 4;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ModerationServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ModerationServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_KICK_USER:
          serviceImpl.kickUser((odind.v1.KickUserRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.KickUserResponse>) responseObserver);
          break;
        case METHODID_BAN_USER:
          serviceImpl.banUser((odind.v1.BanUserRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.BanUserResponse>) responseObserver);
          break;
        case METHODID_CLOSE_ROOM:
          serviceImpl.closeRoom((odind.v1.CloseRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CloseRoomResponse>) responseObserver);
          break;
        case METHODID_SEND_MESSAGE_TO_USER:
          serviceImpl.sendMessageToUser((odind.v1.SendMessageToUserRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SendMessageToUserResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ROOM:
          serviceImpl.updateRoom((odind.v1.UpdateRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateRoomResponse>) responseObserver);
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

  private static abstract class ModerationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ModerationServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Moderation.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ModerationService");
    }
  }

  private static final class ModerationServiceFileDescriptorSupplier
      extends ModerationServiceBaseDescriptorSupplier {
    ModerationServiceFileDescriptorSupplier() {}
  }

  private static final class ModerationServiceMethodDescriptorSupplier
      extends ModerationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ModerationServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ModerationServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ModerationServiceFileDescriptorSupplier())
              .addMethod(getKickUserMethod())
              .addMethod(getBanUserMethod())
              .addMethod(getCloseRoomMethod())
              .addMethod(getSendMessageToUserMethod())
              .addMethod(getUpdateRoomMethod())
              .build();
        }
      }
    }
    return result;
  }
}
