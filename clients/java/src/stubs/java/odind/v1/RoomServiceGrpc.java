package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Rooms as this daemon is in them. A connection is one peer of ours in one room; the same room can be
 * joined many times.
 * A daemon may spread its connections over worker processes. Callers notice it in one case: a worker can
 * be lost. Its connections are then RECONNECTING until another worker has restored them, under the same ids, with
 * their settings and user data as they were and new peer ids; one whose return is refused is left, which says why.
 * Meanwhile, calls that name one of them fail with UNAVAILABLE WORKER_LOST where their comment does not say
 * otherwise, in all services; what only looks (GetConnection, ListConnections, WatchEvents, GetSpace,
 * GetProcessing) and LeaveRoom work.
 * In the same way, with CONNECTION_LOST in place of WORKER_LOST, a connection returns whose reconnect the server
 * refuses, as after an hour without a network, if the daemon made its token. With a token of the caller's it is left.
 * Connections outlive the daemon too. When it is started again after a stop or a crash, all that were not left are
 * RECONNECTING, and return in the same way; what was set for single peers holds for those that are still there under
 * the same number and user id. Calls that must have them meanwhile fail with CONNECTION_LOST. A `linger` begins anew
 * with the return. A connection is ended instead (ConnectionLeft) with TOKEN_NOT_KEPT or PASSWORD_NOT_KEPT when it was joined
 * with a token or a password of the caller's, with NOT_RESTORED when the setting `server.restore` is off, and with the reason of the error, as
 * JoinRoom lists it, when the gateway or the server refuses it now. While these are only unreachable, the daemon goes
 * on trying. Lines of sound devices and audio calls do not return.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/rooms.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class RoomServiceGrpc {

  private RoomServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.RoomService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.JoinRoomRequest,
      odind.v1.JoinRoomResponse> getJoinRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "JoinRoom",
      requestType = odind.v1.JoinRoomRequest.class,
      responseType = odind.v1.JoinRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.JoinRoomRequest,
      odind.v1.JoinRoomResponse> getJoinRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.JoinRoomRequest, odind.v1.JoinRoomResponse> getJoinRoomMethod;
    if ((getJoinRoomMethod = RoomServiceGrpc.getJoinRoomMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getJoinRoomMethod = RoomServiceGrpc.getJoinRoomMethod) == null) {
          RoomServiceGrpc.getJoinRoomMethod = getJoinRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.JoinRoomRequest, odind.v1.JoinRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "JoinRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.JoinRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.JoinRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("JoinRoom"))
              .build();
        }
      }
    }
    return getJoinRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.LeaveRoomRequest,
      odind.v1.LeaveRoomResponse> getLeaveRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "LeaveRoom",
      requestType = odind.v1.LeaveRoomRequest.class,
      responseType = odind.v1.LeaveRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.LeaveRoomRequest,
      odind.v1.LeaveRoomResponse> getLeaveRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.LeaveRoomRequest, odind.v1.LeaveRoomResponse> getLeaveRoomMethod;
    if ((getLeaveRoomMethod = RoomServiceGrpc.getLeaveRoomMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getLeaveRoomMethod = RoomServiceGrpc.getLeaveRoomMethod) == null) {
          RoomServiceGrpc.getLeaveRoomMethod = getLeaveRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.LeaveRoomRequest, odind.v1.LeaveRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "LeaveRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.LeaveRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.LeaveRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("LeaveRoom"))
              .build();
        }
      }
    }
    return getLeaveRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetConnectionRequest,
      odind.v1.GetConnectionResponse> getGetConnectionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetConnection",
      requestType = odind.v1.GetConnectionRequest.class,
      responseType = odind.v1.GetConnectionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetConnectionRequest,
      odind.v1.GetConnectionResponse> getGetConnectionMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetConnectionRequest, odind.v1.GetConnectionResponse> getGetConnectionMethod;
    if ((getGetConnectionMethod = RoomServiceGrpc.getGetConnectionMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getGetConnectionMethod = RoomServiceGrpc.getGetConnectionMethod) == null) {
          RoomServiceGrpc.getGetConnectionMethod = getGetConnectionMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetConnectionRequest, odind.v1.GetConnectionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetConnection"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetConnectionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetConnectionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("GetConnection"))
              .build();
        }
      }
    }
    return getGetConnectionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListConnectionsRequest,
      odind.v1.ListConnectionsResponse> getListConnectionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListConnections",
      requestType = odind.v1.ListConnectionsRequest.class,
      responseType = odind.v1.ListConnectionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListConnectionsRequest,
      odind.v1.ListConnectionsResponse> getListConnectionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListConnectionsRequest, odind.v1.ListConnectionsResponse> getListConnectionsMethod;
    if ((getListConnectionsMethod = RoomServiceGrpc.getListConnectionsMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getListConnectionsMethod = RoomServiceGrpc.getListConnectionsMethod) == null) {
          RoomServiceGrpc.getListConnectionsMethod = getListConnectionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListConnectionsRequest, odind.v1.ListConnectionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListConnections"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListConnectionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListConnectionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("ListConnections"))
              .build();
        }
      }
    }
    return getListConnectionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateUserDataRequest,
      odind.v1.UpdateUserDataResponse> getUpdateUserDataMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateUserData",
      requestType = odind.v1.UpdateUserDataRequest.class,
      responseType = odind.v1.UpdateUserDataResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateUserDataRequest,
      odind.v1.UpdateUserDataResponse> getUpdateUserDataMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateUserDataRequest, odind.v1.UpdateUserDataResponse> getUpdateUserDataMethod;
    if ((getUpdateUserDataMethod = RoomServiceGrpc.getUpdateUserDataMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getUpdateUserDataMethod = RoomServiceGrpc.getUpdateUserDataMethod) == null) {
          RoomServiceGrpc.getUpdateUserDataMethod = getUpdateUserDataMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateUserDataRequest, odind.v1.UpdateUserDataResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateUserData"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateUserDataRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateUserDataResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("UpdateUserData"))
              .build();
        }
      }
    }
    return getUpdateUserDataMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SetCipherRequest,
      odind.v1.SetCipherResponse> getSetCipherMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetCipher",
      requestType = odind.v1.SetCipherRequest.class,
      responseType = odind.v1.SetCipherResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SetCipherRequest,
      odind.v1.SetCipherResponse> getSetCipherMethod() {
    io.grpc.MethodDescriptor<odind.v1.SetCipherRequest, odind.v1.SetCipherResponse> getSetCipherMethod;
    if ((getSetCipherMethod = RoomServiceGrpc.getSetCipherMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getSetCipherMethod = RoomServiceGrpc.getSetCipherMethod) == null) {
          RoomServiceGrpc.getSetCipherMethod = getSetCipherMethod =
              io.grpc.MethodDescriptor.<odind.v1.SetCipherRequest, odind.v1.SetCipherResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetCipher"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetCipherRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetCipherResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("SetCipher"))
              .build();
        }
      }
    }
    return getSetCipherMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SendMessageRequest,
      odind.v1.SendMessageResponse> getSendMessageMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SendMessage",
      requestType = odind.v1.SendMessageRequest.class,
      responseType = odind.v1.SendMessageResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SendMessageRequest,
      odind.v1.SendMessageResponse> getSendMessageMethod() {
    io.grpc.MethodDescriptor<odind.v1.SendMessageRequest, odind.v1.SendMessageResponse> getSendMessageMethod;
    if ((getSendMessageMethod = RoomServiceGrpc.getSendMessageMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getSendMessageMethod = RoomServiceGrpc.getSendMessageMethod) == null) {
          RoomServiceGrpc.getSendMessageMethod = getSendMessageMethod =
              io.grpc.MethodDescriptor.<odind.v1.SendMessageRequest, odind.v1.SendMessageResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SendMessage"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SendMessageRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SendMessageResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("SendMessage"))
              .build();
        }
      }
    }
    return getSendMessageMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.WatchEventsRequest,
      odind.v1.WatchEventsResponse> getWatchEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchEvents",
      requestType = odind.v1.WatchEventsRequest.class,
      responseType = odind.v1.WatchEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.WatchEventsRequest,
      odind.v1.WatchEventsResponse> getWatchEventsMethod() {
    io.grpc.MethodDescriptor<odind.v1.WatchEventsRequest, odind.v1.WatchEventsResponse> getWatchEventsMethod;
    if ((getWatchEventsMethod = RoomServiceGrpc.getWatchEventsMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getWatchEventsMethod = RoomServiceGrpc.getWatchEventsMethod) == null) {
          RoomServiceGrpc.getWatchEventsMethod = getWatchEventsMethod =
              io.grpc.MethodDescriptor.<odind.v1.WatchEventsRequest, odind.v1.WatchEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchEvents"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("WatchEvents"))
              .build();
        }
      }
    }
    return getWatchEventsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.AcknowledgeEventsRequest,
      odind.v1.AcknowledgeEventsResponse> getAcknowledgeEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AcknowledgeEvents",
      requestType = odind.v1.AcknowledgeEventsRequest.class,
      responseType = odind.v1.AcknowledgeEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.AcknowledgeEventsRequest,
      odind.v1.AcknowledgeEventsResponse> getAcknowledgeEventsMethod() {
    io.grpc.MethodDescriptor<odind.v1.AcknowledgeEventsRequest, odind.v1.AcknowledgeEventsResponse> getAcknowledgeEventsMethod;
    if ((getAcknowledgeEventsMethod = RoomServiceGrpc.getAcknowledgeEventsMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getAcknowledgeEventsMethod = RoomServiceGrpc.getAcknowledgeEventsMethod) == null) {
          RoomServiceGrpc.getAcknowledgeEventsMethod = getAcknowledgeEventsMethod =
              io.grpc.MethodDescriptor.<odind.v1.AcknowledgeEventsRequest, odind.v1.AcknowledgeEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AcknowledgeEvents"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AcknowledgeEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AcknowledgeEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("AcknowledgeEvents"))
              .build();
        }
      }
    }
    return getAcknowledgeEventsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListConsumersRequest,
      odind.v1.ListConsumersResponse> getListConsumersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListConsumers",
      requestType = odind.v1.ListConsumersRequest.class,
      responseType = odind.v1.ListConsumersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListConsumersRequest,
      odind.v1.ListConsumersResponse> getListConsumersMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListConsumersRequest, odind.v1.ListConsumersResponse> getListConsumersMethod;
    if ((getListConsumersMethod = RoomServiceGrpc.getListConsumersMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getListConsumersMethod = RoomServiceGrpc.getListConsumersMethod) == null) {
          RoomServiceGrpc.getListConsumersMethod = getListConsumersMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListConsumersRequest, odind.v1.ListConsumersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListConsumers"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListConsumersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListConsumersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("ListConsumers"))
              .build();
        }
      }
    }
    return getListConsumersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteConsumerRequest,
      odind.v1.DeleteConsumerResponse> getDeleteConsumerMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteConsumer",
      requestType = odind.v1.DeleteConsumerRequest.class,
      responseType = odind.v1.DeleteConsumerResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteConsumerRequest,
      odind.v1.DeleteConsumerResponse> getDeleteConsumerMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteConsumerRequest, odind.v1.DeleteConsumerResponse> getDeleteConsumerMethod;
    if ((getDeleteConsumerMethod = RoomServiceGrpc.getDeleteConsumerMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getDeleteConsumerMethod = RoomServiceGrpc.getDeleteConsumerMethod) == null) {
          RoomServiceGrpc.getDeleteConsumerMethod = getDeleteConsumerMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteConsumerRequest, odind.v1.DeleteConsumerResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteConsumer"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteConsumerRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteConsumerResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("DeleteConsumer"))
              .build();
        }
      }
    }
    return getDeleteConsumerMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.HoldConnectionsRequest,
      odind.v1.HoldConnectionsResponse> getHoldConnectionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "HoldConnections",
      requestType = odind.v1.HoldConnectionsRequest.class,
      responseType = odind.v1.HoldConnectionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.HoldConnectionsRequest,
      odind.v1.HoldConnectionsResponse> getHoldConnectionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.HoldConnectionsRequest, odind.v1.HoldConnectionsResponse> getHoldConnectionsMethod;
    if ((getHoldConnectionsMethod = RoomServiceGrpc.getHoldConnectionsMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getHoldConnectionsMethod = RoomServiceGrpc.getHoldConnectionsMethod) == null) {
          RoomServiceGrpc.getHoldConnectionsMethod = getHoldConnectionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.HoldConnectionsRequest, odind.v1.HoldConnectionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "HoldConnections"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.HoldConnectionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.HoldConnectionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("HoldConnections"))
              .build();
        }
      }
    }
    return getHoldConnectionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.AdoptConnectionsRequest,
      odind.v1.AdoptConnectionsResponse> getAdoptConnectionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AdoptConnections",
      requestType = odind.v1.AdoptConnectionsRequest.class,
      responseType = odind.v1.AdoptConnectionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.AdoptConnectionsRequest,
      odind.v1.AdoptConnectionsResponse> getAdoptConnectionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.AdoptConnectionsRequest, odind.v1.AdoptConnectionsResponse> getAdoptConnectionsMethod;
    if ((getAdoptConnectionsMethod = RoomServiceGrpc.getAdoptConnectionsMethod) == null) {
      synchronized (RoomServiceGrpc.class) {
        if ((getAdoptConnectionsMethod = RoomServiceGrpc.getAdoptConnectionsMethod) == null) {
          RoomServiceGrpc.getAdoptConnectionsMethod = getAdoptConnectionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.AdoptConnectionsRequest, odind.v1.AdoptConnectionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AdoptConnections"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AdoptConnectionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AdoptConnectionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RoomServiceMethodDescriptorSupplier("AdoptConnections"))
              .build();
        }
      }
    }
    return getAdoptConnectionsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static RoomServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RoomServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RoomServiceStub>() {
        @java.lang.Override
        public RoomServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RoomServiceStub(channel, callOptions);
        }
      };
    return RoomServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static RoomServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RoomServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RoomServiceBlockingStub>() {
        @java.lang.Override
        public RoomServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RoomServiceBlockingStub(channel, callOptions);
        }
      };
    return RoomServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static RoomServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RoomServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RoomServiceFutureStub>() {
        @java.lang.Override
        public RoomServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RoomServiceFutureStub(channel, callOptions);
        }
      };
    return RoomServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Rooms as this daemon is in them. A connection is one peer of ours in one room; the same room can be
   * joined many times.
   * A daemon may spread its connections over worker processes. Callers notice it in one case: a worker can
   * be lost. Its connections are then RECONNECTING until another worker has restored them, under the same ids, with
   * their settings and user data as they were and new peer ids; one whose return is refused is left, which says why.
   * Meanwhile, calls that name one of them fail with UNAVAILABLE WORKER_LOST where their comment does not say
   * otherwise, in all services; what only looks (GetConnection, ListConnections, WatchEvents, GetSpace,
   * GetProcessing) and LeaveRoom work.
   * In the same way, with CONNECTION_LOST in place of WORKER_LOST, a connection returns whose reconnect the server
   * refuses, as after an hour without a network, if the daemon made its token. With a token of the caller's it is left.
   * Connections outlive the daemon too. When it is started again after a stop or a crash, all that were not left are
   * RECONNECTING, and return in the same way; what was set for single peers holds for those that are still there under
   * the same number and user id. Calls that must have them meanwhile fail with CONNECTION_LOST. A `linger` begins anew
   * with the return. A connection is ended instead (ConnectionLeft) with TOKEN_NOT_KEPT or PASSWORD_NOT_KEPT when it was joined
   * with a token or a password of the caller's, with NOT_RESTORED when the setting `server.restore` is off, and with the reason of the error, as
   * JoinRoom lists it, when the gateway or the server refuses it now. While these are only unreachable, the daemon goes
   * on trying. Lines of sound devices and audio calls do not return.
   * </pre>
   */
  public static abstract class RoomServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * JoinRoom enters a room and returns once the server has confirmed it. The connection stays until
     * LeaveRoom, whatever becomes of the caller; `linger` has it left once the caller is gone. Cancelling the call,
     * or its deadline, undoes the join, unless the answer is on its way already: who never got it finds the
     * connection by ListConnections, or has `linger` end it. Once it is answered, the connection outlives a daemon that is
     * killed, unless the store fails.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID,
     * TOKEN_MALFORMED, ROOM_NOT_IN_TOKEN, GATEWAY_INVALID, GATEWAY_UNKNOWN, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with
     * `rooms_peer`), PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID, CHANNEL_INVALID,
     * POSITION_INVALID, POSITION_SCALE_INVALID, TOO_MANY_POSITIONS, LINGER_INVALID, ON_LOST_INVALID, PASSWORD_INVALID,
     * PASSWORD_FILE_UNKNOWN, API_KEY_INVALID, SECRET_FILE_UNKNOWN, REQUEST_ID_INVALID, REQUEST_ID_REUSED (the id is that of another request);
     * PERMISSION_DENIED ROOM_NOT_GRANTED, USER_NOT_GRANTED (see docs/ACCESS.md), GATEWAY_NOT_ALLOWED, TOKEN_EXPIRED, TOKEN_REFUSED (the gateway's words in metadata `detail`,
     * 300 characters at most), TOKEN_SERVICE_REFUSED (the token service's words), ROOM_REFUSED (the server's words); FAILED_PRECONDITION NO_ACCESS_KEY,
     * FLEET_OFF (a placement without a fleet), CERTIFICATE_UNTRUSTED, ROOM_DEACTIVATED (a managed room; EnableManagedRoom has it used again); RESOURCE_EXHAUSTED
     * TOO_MANY_CONNECTIONS, TOKEN_SERVICE_BUSY (it has had too many requests,
     * or a minute's worth of joins wait for it already; metadata `retry_after_s`); UNAVAILABLE TOKEN_SERVICE_UNREACHABLE,
     * TOKEN_SERVICE_TIMEOUT, TOKEN_SERVICE_ANSWER_INVALID, GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, SERVER_UNREACHABLE, JOIN_TIMEOUT, DISMISSED (left, kicked or closed before it was joined),
     * RUNTIME_FAILED, WORKER_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone), DRAINING (see
     * ServerService.Drain; join through another daemon. With a deadline, metadata `retry_after_s` says in how many
     * seconds this one has stopped at the latest).
     * </pre>
     */
    public void joinRoom(odind.v1.JoinRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.JoinRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getJoinRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * LeaveRoom ends a connection. Its audio and event streams end. Once it is answered, no restart brings the
     * connection back, unless the store fails.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_OF_DAEMON (it observes a managed room).
     * </pre>
     */
    public void leaveRoom(odind.v1.LeaveRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.LeaveRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getLeaveRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetConnection returns a connection with the peers it sees now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getConnection(odind.v1.GetConnectionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetConnectionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetConnectionMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListConnections returns the connections, oldest first; in a fleet those of all members, one after another. A page
     * ends with its member's connections, so it may be shorter than was asked for.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listConnections(odind.v1.ListConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListConnectionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListConnectionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateUserData replaces our peer's user data, which every peer of the room sees.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects;
     * INVALID_ARGUMENT PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with `rooms_peer`), PEER_DATA_INVALID,
     * AVATAR_INVALID, AVATAR_SEED_INVALID.
     * </pre>
     */
    public void updateUserData(odind.v1.UpdateUserDataRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateUserDataResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateUserDataMethod(), responseObserver);
    }

    /**
     * <pre>
     * SetCipher changes the password of a connection that was joined with a cipher. It takes effect at once: our user
     * data is sent again, and the peers' `cipher_status` changes. The connection keeps it over reconnects and the loss
     * of a worker. Encryption cannot be turned on or off while a connection lasts: leave, and join again.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects,
     * CONNECTION_NOT_ENCRYPTED; INVALID_ARGUMENT PASSWORD_INVALID, PASSWORD_FILE_UNKNOWN; UNAVAILABLE RUNTIME_FAILED.
     * </pre>
     */
    public void setCipher(odind.v1.SetCipherRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetCipherResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetCipherMethod(), responseObserver);
    }

    /**
     * <pre>
     * SendMessage hands a message to all other peers of the room or to some. The server confirms nothing.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND (nothing is sent then); FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED while it reconnects; INVALID_ARGUMENT PAYLOAD_NOT_JSON, MESSAGE_TOO_LARGE, MESSAGE_AMBIGUOUS (with `chat`),
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void sendMessage(odind.v1.SendMessageRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SendMessageResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSendMessageMethod(), responseObserver);
    }

    /**
     * <pre>
     * WatchEvents sends a snapshot first, then every event after it. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left. A caller that reads more slowly than events
     * happen, and for which the daemon no longer keeps the next event, gets another snapshot in the same stream.
     * A watch holds the connections that its request names, as HoldConnections does.
     * A watch without a snapshot at first begins at one of three places: after an event that the caller has seen
     * (`after_sequence`), at a moment (`since`), or after what a consumer has acknowledged (`consumer`).
     * A consumer is a program that must deal with every event, as one that bills. The daemon keeps how far it has come,
     * by its name: the first watch with a name begins with a snapshot, each later one after the last event of
     * AcknowledgeEvents. What was sent and not acknowledged is sent again. Filters are each watch's own. Of a consumer
     * that comes too late for the oldest events that are kept, the watch begins with a snapshot that says so.
     * Events of before a restart of the daemon come from its store, without the messages and user data that its
     * settings do not allow to keep. An event is sent once it is stored; while the store fails, at once.
     * With `scope` EVENT_SCOPE_FLEET the watch is of all members of a fleet, whichever is asked, and can go on at any
     * other of them after the last event that was seen. The events of a member come in its order, and each once. They
     * come from the fleet's database, always without what the settings do not allow to keep. A snapshot has
     * the connections of all members, and may contain what some events after it tell. The watch holds no connection.
     * While the database does not answer, it stays open, says so with FleetStanding, and sends later what
     * happened meanwhile. It ends with the member that is asked.
     * Errors: INVALID_ARGUMENT START_AMBIGUOUS (more than one place to begin), SINCE_AHEAD (a moment in the future),
     * SCOPE_INVALID, SEQUENCE_OF_FLEET (`after_sequence` is a number of the fleet's sequence), SEQUENCE_OF_MEMBER (it is one of
     * a member's), CONSUMER_OF_MEMBER (consumers have no part in the fleet's sequence),
     * KIND_UNKNOWN, CONSUMER_INVALID; FAILED_PRECONDITION FLEET_OFF (the daemon is in no fleet); NOT_FOUND CONNECTION_NOT_FOUND, EVENTS_EXPIRED (the daemon does not keep the events
     * after `after_sequence`, or some were lost while its store failed; metadata `oldest` is the oldest that it keeps:
     * watch from a snapshot), SEQUENCE_AHEAD (no event has that number: it is of another store, watch from a snapshot);
     * RESOURCE_EXHAUSTED TOO_MANY_WATCHERS, TOO_MANY_CONSUMERS (there are 256); UNAVAILABLE STORE_UNAVAILABLE (the events
     * are in the store, which cannot be read now, or a consumer is new and cannot be written),
     * FLEET_DATABASE_UNAVAILABLE (as a watch of the fleet begins).
     * </pre>
     */
    public void watchEvents(odind.v1.WatchEventsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchEventsMethod(), responseObserver);
    }

    /**
     * <pre>
     * AcknowledgeEvents notes that a consumer has dealt with all events up to one. It is durable when the call returns.
     * An earlier event than the last acknowledged one changes nothing.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND (a watch makes it), SEQUENCE_AHEAD;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void acknowledgeEvents(odind.v1.AcknowledgeEventsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AcknowledgeEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAcknowledgeEventsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListConsumers returns all consumers, at most 256, by their names.
     * </pre>
     */
    public void listConsumers(odind.v1.ListConsumersRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListConsumersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListConsumersMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteConsumer forgets a consumer. A watch with its name makes it anew.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteConsumer(odind.v1.DeleteConsumerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteConsumerResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteConsumerMethod(), responseObserver);
    }

    /**
     * <pre>
     * HoldConnections keeps connections that were joined with `linger` for as long as the call is open. It answers
     * once, as soon as all of them are held. It ends with OK when the last of them is left and when the daemon stops;
     * the loss of a worker does not end it. Programs that have another call open which holds their connection need
     * not make it. A connection that was joined without `linger` stays in any case.
     * Another program can take the connections over with AdoptConnections. The call then goes on for those that it
     * still holds, and ends with ADOPTED once there are none.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING, HOLDER_INVALID; NOT_FOUND CONNECTION_NOT_FOUND;
     * FAILED_PRECONDITION ADOPTED (metadata `connection_id` names one that was taken over, and `holder` by whom);
     * RESOURCE_EXHAUSTED TOO_MANY_HOLDERS (32 calls hold one of the connections already), TOO_MANY_WATCHERS (holds
     * count as watches).
     * </pre>
     */
    public void holdConnections(odind.v1.HoldConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.HoldConnectionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getHoldConnectionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * AdoptConnections takes connections over from other programs, and holds them for as long as the call is open. It
     * answers once, as soon as all of them are held; from then on no HoldConnections or AdoptConnections call of others
     * holds any of them. There is no moment in between in which nobody holds a connection. It ends as HoldConnections
     * does.
     * Watches and audio calls on the connections go on. A program that learns by ADOPTED or by a ConnectionAdopted event
     * that it was replaced ends its own.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING (neither connections nor a holder are named), HOLDER_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND, HOLDER_NOT_FOUND (no connection is or was last held by `from_holder`);
     * FAILED_PRECONDITION ADOPTED; RESOURCE_EXHAUSTED TOO_MANY_HOLDERS, TOO_MANY_WATCHERS.
     * </pre>
     */
    public void adoptConnections(odind.v1.AdoptConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AdoptConnectionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAdoptConnectionsMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getJoinRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.JoinRoomRequest,
                odind.v1.JoinRoomResponse>(
                  this, METHODID_JOIN_ROOM)))
          .addMethod(
            getLeaveRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.LeaveRoomRequest,
                odind.v1.LeaveRoomResponse>(
                  this, METHODID_LEAVE_ROOM)))
          .addMethod(
            getGetConnectionMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetConnectionRequest,
                odind.v1.GetConnectionResponse>(
                  this, METHODID_GET_CONNECTION)))
          .addMethod(
            getListConnectionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListConnectionsRequest,
                odind.v1.ListConnectionsResponse>(
                  this, METHODID_LIST_CONNECTIONS)))
          .addMethod(
            getUpdateUserDataMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateUserDataRequest,
                odind.v1.UpdateUserDataResponse>(
                  this, METHODID_UPDATE_USER_DATA)))
          .addMethod(
            getSetCipherMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SetCipherRequest,
                odind.v1.SetCipherResponse>(
                  this, METHODID_SET_CIPHER)))
          .addMethod(
            getSendMessageMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SendMessageRequest,
                odind.v1.SendMessageResponse>(
                  this, METHODID_SEND_MESSAGE)))
          .addMethod(
            getWatchEventsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.WatchEventsRequest,
                odind.v1.WatchEventsResponse>(
                  this, METHODID_WATCH_EVENTS)))
          .addMethod(
            getAcknowledgeEventsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.AcknowledgeEventsRequest,
                odind.v1.AcknowledgeEventsResponse>(
                  this, METHODID_ACKNOWLEDGE_EVENTS)))
          .addMethod(
            getListConsumersMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListConsumersRequest,
                odind.v1.ListConsumersResponse>(
                  this, METHODID_LIST_CONSUMERS)))
          .addMethod(
            getDeleteConsumerMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteConsumerRequest,
                odind.v1.DeleteConsumerResponse>(
                  this, METHODID_DELETE_CONSUMER)))
          .addMethod(
            getHoldConnectionsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.HoldConnectionsRequest,
                odind.v1.HoldConnectionsResponse>(
                  this, METHODID_HOLD_CONNECTIONS)))
          .addMethod(
            getAdoptConnectionsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.AdoptConnectionsRequest,
                odind.v1.AdoptConnectionsResponse>(
                  this, METHODID_ADOPT_CONNECTIONS)))
          .build();
    }
  }

  /**
   * <pre>
   * Rooms as this daemon is in them. A connection is one peer of ours in one room; the same room can be
   * joined many times.
   * A daemon may spread its connections over worker processes. Callers notice it in one case: a worker can
   * be lost. Its connections are then RECONNECTING until another worker has restored them, under the same ids, with
   * their settings and user data as they were and new peer ids; one whose return is refused is left, which says why.
   * Meanwhile, calls that name one of them fail with UNAVAILABLE WORKER_LOST where their comment does not say
   * otherwise, in all services; what only looks (GetConnection, ListConnections, WatchEvents, GetSpace,
   * GetProcessing) and LeaveRoom work.
   * In the same way, with CONNECTION_LOST in place of WORKER_LOST, a connection returns whose reconnect the server
   * refuses, as after an hour without a network, if the daemon made its token. With a token of the caller's it is left.
   * Connections outlive the daemon too. When it is started again after a stop or a crash, all that were not left are
   * RECONNECTING, and return in the same way; what was set for single peers holds for those that are still there under
   * the same number and user id. Calls that must have them meanwhile fail with CONNECTION_LOST. A `linger` begins anew
   * with the return. A connection is ended instead (ConnectionLeft) with TOKEN_NOT_KEPT or PASSWORD_NOT_KEPT when it was joined
   * with a token or a password of the caller's, with NOT_RESTORED when the setting `server.restore` is off, and with the reason of the error, as
   * JoinRoom lists it, when the gateway or the server refuses it now. While these are only unreachable, the daemon goes
   * on trying. Lines of sound devices and audio calls do not return.
   * </pre>
   */
  public static final class RoomServiceStub extends io.grpc.stub.AbstractAsyncStub<RoomServiceStub> {
    private RoomServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RoomServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RoomServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * JoinRoom enters a room and returns once the server has confirmed it. The connection stays until
     * LeaveRoom, whatever becomes of the caller; `linger` has it left once the caller is gone. Cancelling the call,
     * or its deadline, undoes the join, unless the answer is on its way already: who never got it finds the
     * connection by ListConnections, or has `linger` end it. Once it is answered, the connection outlives a daemon that is
     * killed, unless the store fails.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID,
     * TOKEN_MALFORMED, ROOM_NOT_IN_TOKEN, GATEWAY_INVALID, GATEWAY_UNKNOWN, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with
     * `rooms_peer`), PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID, CHANNEL_INVALID,
     * POSITION_INVALID, POSITION_SCALE_INVALID, TOO_MANY_POSITIONS, LINGER_INVALID, ON_LOST_INVALID, PASSWORD_INVALID,
     * PASSWORD_FILE_UNKNOWN, API_KEY_INVALID, SECRET_FILE_UNKNOWN, REQUEST_ID_INVALID, REQUEST_ID_REUSED (the id is that of another request);
     * PERMISSION_DENIED ROOM_NOT_GRANTED, USER_NOT_GRANTED (see docs/ACCESS.md), GATEWAY_NOT_ALLOWED, TOKEN_EXPIRED, TOKEN_REFUSED (the gateway's words in metadata `detail`,
     * 300 characters at most), TOKEN_SERVICE_REFUSED (the token service's words), ROOM_REFUSED (the server's words); FAILED_PRECONDITION NO_ACCESS_KEY,
     * FLEET_OFF (a placement without a fleet), CERTIFICATE_UNTRUSTED, ROOM_DEACTIVATED (a managed room; EnableManagedRoom has it used again); RESOURCE_EXHAUSTED
     * TOO_MANY_CONNECTIONS, TOKEN_SERVICE_BUSY (it has had too many requests,
     * or a minute's worth of joins wait for it already; metadata `retry_after_s`); UNAVAILABLE TOKEN_SERVICE_UNREACHABLE,
     * TOKEN_SERVICE_TIMEOUT, TOKEN_SERVICE_ANSWER_INVALID, GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, SERVER_UNREACHABLE, JOIN_TIMEOUT, DISMISSED (left, kicked or closed before it was joined),
     * RUNTIME_FAILED, WORKER_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone), DRAINING (see
     * ServerService.Drain; join through another daemon. With a deadline, metadata `retry_after_s` says in how many
     * seconds this one has stopped at the latest).
     * </pre>
     */
    public void joinRoom(odind.v1.JoinRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.JoinRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getJoinRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * LeaveRoom ends a connection. Its audio and event streams end. Once it is answered, no restart brings the
     * connection back, unless the store fails.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_OF_DAEMON (it observes a managed room).
     * </pre>
     */
    public void leaveRoom(odind.v1.LeaveRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.LeaveRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getLeaveRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetConnection returns a connection with the peers it sees now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getConnection(odind.v1.GetConnectionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetConnectionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetConnectionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListConnections returns the connections, oldest first; in a fleet those of all members, one after another. A page
     * ends with its member's connections, so it may be shorter than was asked for.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listConnections(odind.v1.ListConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListConnectionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListConnectionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateUserData replaces our peer's user data, which every peer of the room sees.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects;
     * INVALID_ARGUMENT PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with `rooms_peer`), PEER_DATA_INVALID,
     * AVATAR_INVALID, AVATAR_SEED_INVALID.
     * </pre>
     */
    public void updateUserData(odind.v1.UpdateUserDataRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateUserDataResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateUserDataMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SetCipher changes the password of a connection that was joined with a cipher. It takes effect at once: our user
     * data is sent again, and the peers' `cipher_status` changes. The connection keeps it over reconnects and the loss
     * of a worker. Encryption cannot be turned on or off while a connection lasts: leave, and join again.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects,
     * CONNECTION_NOT_ENCRYPTED; INVALID_ARGUMENT PASSWORD_INVALID, PASSWORD_FILE_UNKNOWN; UNAVAILABLE RUNTIME_FAILED.
     * </pre>
     */
    public void setCipher(odind.v1.SetCipherRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetCipherResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetCipherMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SendMessage hands a message to all other peers of the room or to some. The server confirms nothing.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND (nothing is sent then); FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED while it reconnects; INVALID_ARGUMENT PAYLOAD_NOT_JSON, MESSAGE_TOO_LARGE, MESSAGE_AMBIGUOUS (with `chat`),
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void sendMessage(odind.v1.SendMessageRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SendMessageResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSendMessageMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * WatchEvents sends a snapshot first, then every event after it. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left. A caller that reads more slowly than events
     * happen, and for which the daemon no longer keeps the next event, gets another snapshot in the same stream.
     * A watch holds the connections that its request names, as HoldConnections does.
     * A watch without a snapshot at first begins at one of three places: after an event that the caller has seen
     * (`after_sequence`), at a moment (`since`), or after what a consumer has acknowledged (`consumer`).
     * A consumer is a program that must deal with every event, as one that bills. The daemon keeps how far it has come,
     * by its name: the first watch with a name begins with a snapshot, each later one after the last event of
     * AcknowledgeEvents. What was sent and not acknowledged is sent again. Filters are each watch's own. Of a consumer
     * that comes too late for the oldest events that are kept, the watch begins with a snapshot that says so.
     * Events of before a restart of the daemon come from its store, without the messages and user data that its
     * settings do not allow to keep. An event is sent once it is stored; while the store fails, at once.
     * With `scope` EVENT_SCOPE_FLEET the watch is of all members of a fleet, whichever is asked, and can go on at any
     * other of them after the last event that was seen. The events of a member come in its order, and each once. They
     * come from the fleet's database, always without what the settings do not allow to keep. A snapshot has
     * the connections of all members, and may contain what some events after it tell. The watch holds no connection.
     * While the database does not answer, it stays open, says so with FleetStanding, and sends later what
     * happened meanwhile. It ends with the member that is asked.
     * Errors: INVALID_ARGUMENT START_AMBIGUOUS (more than one place to begin), SINCE_AHEAD (a moment in the future),
     * SCOPE_INVALID, SEQUENCE_OF_FLEET (`after_sequence` is a number of the fleet's sequence), SEQUENCE_OF_MEMBER (it is one of
     * a member's), CONSUMER_OF_MEMBER (consumers have no part in the fleet's sequence),
     * KIND_UNKNOWN, CONSUMER_INVALID; FAILED_PRECONDITION FLEET_OFF (the daemon is in no fleet); NOT_FOUND CONNECTION_NOT_FOUND, EVENTS_EXPIRED (the daemon does not keep the events
     * after `after_sequence`, or some were lost while its store failed; metadata `oldest` is the oldest that it keeps:
     * watch from a snapshot), SEQUENCE_AHEAD (no event has that number: it is of another store, watch from a snapshot);
     * RESOURCE_EXHAUSTED TOO_MANY_WATCHERS, TOO_MANY_CONSUMERS (there are 256); UNAVAILABLE STORE_UNAVAILABLE (the events
     * are in the store, which cannot be read now, or a consumer is new and cannot be written),
     * FLEET_DATABASE_UNAVAILABLE (as a watch of the fleet begins).
     * </pre>
     */
    public void watchEvents(odind.v1.WatchEventsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchEventsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * AcknowledgeEvents notes that a consumer has dealt with all events up to one. It is durable when the call returns.
     * An earlier event than the last acknowledged one changes nothing.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND (a watch makes it), SEQUENCE_AHEAD;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void acknowledgeEvents(odind.v1.AcknowledgeEventsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AcknowledgeEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAcknowledgeEventsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListConsumers returns all consumers, at most 256, by their names.
     * </pre>
     */
    public void listConsumers(odind.v1.ListConsumersRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListConsumersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListConsumersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteConsumer forgets a consumer. A watch with its name makes it anew.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteConsumer(odind.v1.DeleteConsumerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteConsumerResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteConsumerMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * HoldConnections keeps connections that were joined with `linger` for as long as the call is open. It answers
     * once, as soon as all of them are held. It ends with OK when the last of them is left and when the daemon stops;
     * the loss of a worker does not end it. Programs that have another call open which holds their connection need
     * not make it. A connection that was joined without `linger` stays in any case.
     * Another program can take the connections over with AdoptConnections. The call then goes on for those that it
     * still holds, and ends with ADOPTED once there are none.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING, HOLDER_INVALID; NOT_FOUND CONNECTION_NOT_FOUND;
     * FAILED_PRECONDITION ADOPTED (metadata `connection_id` names one that was taken over, and `holder` by whom);
     * RESOURCE_EXHAUSTED TOO_MANY_HOLDERS (32 calls hold one of the connections already), TOO_MANY_WATCHERS (holds
     * count as watches).
     * </pre>
     */
    public void holdConnections(odind.v1.HoldConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.HoldConnectionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getHoldConnectionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * AdoptConnections takes connections over from other programs, and holds them for as long as the call is open. It
     * answers once, as soon as all of them are held; from then on no HoldConnections or AdoptConnections call of others
     * holds any of them. There is no moment in between in which nobody holds a connection. It ends as HoldConnections
     * does.
     * Watches and audio calls on the connections go on. A program that learns by ADOPTED or by a ConnectionAdopted event
     * that it was replaced ends its own.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING (neither connections nor a holder are named), HOLDER_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND, HOLDER_NOT_FOUND (no connection is or was last held by `from_holder`);
     * FAILED_PRECONDITION ADOPTED; RESOURCE_EXHAUSTED TOO_MANY_HOLDERS, TOO_MANY_WATCHERS.
     * </pre>
     */
    public void adoptConnections(odind.v1.AdoptConnectionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AdoptConnectionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getAdoptConnectionsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Rooms as this daemon is in them. A connection is one peer of ours in one room; the same room can be
   * joined many times.
   * A daemon may spread its connections over worker processes. Callers notice it in one case: a worker can
   * be lost. Its connections are then RECONNECTING until another worker has restored them, under the same ids, with
   * their settings and user data as they were and new peer ids; one whose return is refused is left, which says why.
   * Meanwhile, calls that name one of them fail with UNAVAILABLE WORKER_LOST where their comment does not say
   * otherwise, in all services; what only looks (GetConnection, ListConnections, WatchEvents, GetSpace,
   * GetProcessing) and LeaveRoom work.
   * In the same way, with CONNECTION_LOST in place of WORKER_LOST, a connection returns whose reconnect the server
   * refuses, as after an hour without a network, if the daemon made its token. With a token of the caller's it is left.
   * Connections outlive the daemon too. When it is started again after a stop or a crash, all that were not left are
   * RECONNECTING, and return in the same way; what was set for single peers holds for those that are still there under
   * the same number and user id. Calls that must have them meanwhile fail with CONNECTION_LOST. A `linger` begins anew
   * with the return. A connection is ended instead (ConnectionLeft) with TOKEN_NOT_KEPT or PASSWORD_NOT_KEPT when it was joined
   * with a token or a password of the caller's, with NOT_RESTORED when the setting `server.restore` is off, and with the reason of the error, as
   * JoinRoom lists it, when the gateway or the server refuses it now. While these are only unreachable, the daemon goes
   * on trying. Lines of sound devices and audio calls do not return.
   * </pre>
   */
  public static final class RoomServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<RoomServiceBlockingStub> {
    private RoomServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RoomServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RoomServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * JoinRoom enters a room and returns once the server has confirmed it. The connection stays until
     * LeaveRoom, whatever becomes of the caller; `linger` has it left once the caller is gone. Cancelling the call,
     * or its deadline, undoes the join, unless the answer is on its way already: who never got it finds the
     * connection by ListConnections, or has `linger` end it. Once it is answered, the connection outlives a daemon that is
     * killed, unless the store fails.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID,
     * TOKEN_MALFORMED, ROOM_NOT_IN_TOKEN, GATEWAY_INVALID, GATEWAY_UNKNOWN, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with
     * `rooms_peer`), PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID, CHANNEL_INVALID,
     * POSITION_INVALID, POSITION_SCALE_INVALID, TOO_MANY_POSITIONS, LINGER_INVALID, ON_LOST_INVALID, PASSWORD_INVALID,
     * PASSWORD_FILE_UNKNOWN, API_KEY_INVALID, SECRET_FILE_UNKNOWN, REQUEST_ID_INVALID, REQUEST_ID_REUSED (the id is that of another request);
     * PERMISSION_DENIED ROOM_NOT_GRANTED, USER_NOT_GRANTED (see docs/ACCESS.md), GATEWAY_NOT_ALLOWED, TOKEN_EXPIRED, TOKEN_REFUSED (the gateway's words in metadata `detail`,
     * 300 characters at most), TOKEN_SERVICE_REFUSED (the token service's words), ROOM_REFUSED (the server's words); FAILED_PRECONDITION NO_ACCESS_KEY,
     * FLEET_OFF (a placement without a fleet), CERTIFICATE_UNTRUSTED, ROOM_DEACTIVATED (a managed room; EnableManagedRoom has it used again); RESOURCE_EXHAUSTED
     * TOO_MANY_CONNECTIONS, TOKEN_SERVICE_BUSY (it has had too many requests,
     * or a minute's worth of joins wait for it already; metadata `retry_after_s`); UNAVAILABLE TOKEN_SERVICE_UNREACHABLE,
     * TOKEN_SERVICE_TIMEOUT, TOKEN_SERVICE_ANSWER_INVALID, GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, SERVER_UNREACHABLE, JOIN_TIMEOUT, DISMISSED (left, kicked or closed before it was joined),
     * RUNTIME_FAILED, WORKER_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone), DRAINING (see
     * ServerService.Drain; join through another daemon. With a deadline, metadata `retry_after_s` says in how many
     * seconds this one has stopped at the latest).
     * </pre>
     */
    public odind.v1.JoinRoomResponse joinRoom(odind.v1.JoinRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getJoinRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * LeaveRoom ends a connection. Its audio and event streams end. Once it is answered, no restart brings the
     * connection back, unless the store fails.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_OF_DAEMON (it observes a managed room).
     * </pre>
     */
    public odind.v1.LeaveRoomResponse leaveRoom(odind.v1.LeaveRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getLeaveRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetConnection returns a connection with the peers it sees now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetConnectionResponse getConnection(odind.v1.GetConnectionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetConnectionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListConnections returns the connections, oldest first; in a fleet those of all members, one after another. A page
     * ends with its member's connections, so it may be shorter than was asked for.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListConnectionsResponse listConnections(odind.v1.ListConnectionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListConnectionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateUserData replaces our peer's user data, which every peer of the room sees.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects;
     * INVALID_ARGUMENT PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with `rooms_peer`), PEER_DATA_INVALID,
     * AVATAR_INVALID, AVATAR_SEED_INVALID.
     * </pre>
     */
    public odind.v1.UpdateUserDataResponse updateUserData(odind.v1.UpdateUserDataRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateUserDataMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SetCipher changes the password of a connection that was joined with a cipher. It takes effect at once: our user
     * data is sent again, and the peers' `cipher_status` changes. The connection keeps it over reconnects and the loss
     * of a worker. Encryption cannot be turned on or off while a connection lasts: leave, and join again.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects,
     * CONNECTION_NOT_ENCRYPTED; INVALID_ARGUMENT PASSWORD_INVALID, PASSWORD_FILE_UNKNOWN; UNAVAILABLE RUNTIME_FAILED.
     * </pre>
     */
    public odind.v1.SetCipherResponse setCipher(odind.v1.SetCipherRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetCipherMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SendMessage hands a message to all other peers of the room or to some. The server confirms nothing.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND (nothing is sent then); FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED while it reconnects; INVALID_ARGUMENT PAYLOAD_NOT_JSON, MESSAGE_TOO_LARGE, MESSAGE_AMBIGUOUS (with `chat`),
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public odind.v1.SendMessageResponse sendMessage(odind.v1.SendMessageRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSendMessageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WatchEvents sends a snapshot first, then every event after it. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left. A caller that reads more slowly than events
     * happen, and for which the daemon no longer keeps the next event, gets another snapshot in the same stream.
     * A watch holds the connections that its request names, as HoldConnections does.
     * A watch without a snapshot at first begins at one of three places: after an event that the caller has seen
     * (`after_sequence`), at a moment (`since`), or after what a consumer has acknowledged (`consumer`).
     * A consumer is a program that must deal with every event, as one that bills. The daemon keeps how far it has come,
     * by its name: the first watch with a name begins with a snapshot, each later one after the last event of
     * AcknowledgeEvents. What was sent and not acknowledged is sent again. Filters are each watch's own. Of a consumer
     * that comes too late for the oldest events that are kept, the watch begins with a snapshot that says so.
     * Events of before a restart of the daemon come from its store, without the messages and user data that its
     * settings do not allow to keep. An event is sent once it is stored; while the store fails, at once.
     * With `scope` EVENT_SCOPE_FLEET the watch is of all members of a fleet, whichever is asked, and can go on at any
     * other of them after the last event that was seen. The events of a member come in its order, and each once. They
     * come from the fleet's database, always without what the settings do not allow to keep. A snapshot has
     * the connections of all members, and may contain what some events after it tell. The watch holds no connection.
     * While the database does not answer, it stays open, says so with FleetStanding, and sends later what
     * happened meanwhile. It ends with the member that is asked.
     * Errors: INVALID_ARGUMENT START_AMBIGUOUS (more than one place to begin), SINCE_AHEAD (a moment in the future),
     * SCOPE_INVALID, SEQUENCE_OF_FLEET (`after_sequence` is a number of the fleet's sequence), SEQUENCE_OF_MEMBER (it is one of
     * a member's), CONSUMER_OF_MEMBER (consumers have no part in the fleet's sequence),
     * KIND_UNKNOWN, CONSUMER_INVALID; FAILED_PRECONDITION FLEET_OFF (the daemon is in no fleet); NOT_FOUND CONNECTION_NOT_FOUND, EVENTS_EXPIRED (the daemon does not keep the events
     * after `after_sequence`, or some were lost while its store failed; metadata `oldest` is the oldest that it keeps:
     * watch from a snapshot), SEQUENCE_AHEAD (no event has that number: it is of another store, watch from a snapshot);
     * RESOURCE_EXHAUSTED TOO_MANY_WATCHERS, TOO_MANY_CONSUMERS (there are 256); UNAVAILABLE STORE_UNAVAILABLE (the events
     * are in the store, which cannot be read now, or a consumer is new and cannot be written),
     * FLEET_DATABASE_UNAVAILABLE (as a watch of the fleet begins).
     * </pre>
     */
    public java.util.Iterator<odind.v1.WatchEventsResponse> watchEvents(
        odind.v1.WatchEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * AcknowledgeEvents notes that a consumer has dealt with all events up to one. It is durable when the call returns.
     * An earlier event than the last acknowledged one changes nothing.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND (a watch makes it), SEQUENCE_AHEAD;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.AcknowledgeEventsResponse acknowledgeEvents(odind.v1.AcknowledgeEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAcknowledgeEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListConsumers returns all consumers, at most 256, by their names.
     * </pre>
     */
    public odind.v1.ListConsumersResponse listConsumers(odind.v1.ListConsumersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListConsumersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteConsumer forgets a consumer. A watch with its name makes it anew.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.DeleteConsumerResponse deleteConsumer(odind.v1.DeleteConsumerRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteConsumerMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * HoldConnections keeps connections that were joined with `linger` for as long as the call is open. It answers
     * once, as soon as all of them are held. It ends with OK when the last of them is left and when the daemon stops;
     * the loss of a worker does not end it. Programs that have another call open which holds their connection need
     * not make it. A connection that was joined without `linger` stays in any case.
     * Another program can take the connections over with AdoptConnections. The call then goes on for those that it
     * still holds, and ends with ADOPTED once there are none.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING, HOLDER_INVALID; NOT_FOUND CONNECTION_NOT_FOUND;
     * FAILED_PRECONDITION ADOPTED (metadata `connection_id` names one that was taken over, and `holder` by whom);
     * RESOURCE_EXHAUSTED TOO_MANY_HOLDERS (32 calls hold one of the connections already), TOO_MANY_WATCHERS (holds
     * count as watches).
     * </pre>
     */
    public java.util.Iterator<odind.v1.HoldConnectionsResponse> holdConnections(
        odind.v1.HoldConnectionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getHoldConnectionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * AdoptConnections takes connections over from other programs, and holds them for as long as the call is open. It
     * answers once, as soon as all of them are held; from then on no HoldConnections or AdoptConnections call of others
     * holds any of them. There is no moment in between in which nobody holds a connection. It ends as HoldConnections
     * does.
     * Watches and audio calls on the connections go on. A program that learns by ADOPTED or by a ConnectionAdopted event
     * that it was replaced ends its own.
     * Errors: INVALID_ARGUMENT CONNECTION_IDS_MISSING (neither connections nor a holder are named), HOLDER_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND, HOLDER_NOT_FOUND (no connection is or was last held by `from_holder`);
     * FAILED_PRECONDITION ADOPTED; RESOURCE_EXHAUSTED TOO_MANY_HOLDERS, TOO_MANY_WATCHERS.
     * </pre>
     */
    public java.util.Iterator<odind.v1.AdoptConnectionsResponse> adoptConnections(
        odind.v1.AdoptConnectionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getAdoptConnectionsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Rooms as this daemon is in them. A connection is one peer of ours in one room; the same room can be
   * joined many times.
   * A daemon may spread its connections over worker processes. Callers notice it in one case: a worker can
   * be lost. Its connections are then RECONNECTING until another worker has restored them, under the same ids, with
   * their settings and user data as they were and new peer ids; one whose return is refused is left, which says why.
   * Meanwhile, calls that name one of them fail with UNAVAILABLE WORKER_LOST where their comment does not say
   * otherwise, in all services; what only looks (GetConnection, ListConnections, WatchEvents, GetSpace,
   * GetProcessing) and LeaveRoom work.
   * In the same way, with CONNECTION_LOST in place of WORKER_LOST, a connection returns whose reconnect the server
   * refuses, as after an hour without a network, if the daemon made its token. With a token of the caller's it is left.
   * Connections outlive the daemon too. When it is started again after a stop or a crash, all that were not left are
   * RECONNECTING, and return in the same way; what was set for single peers holds for those that are still there under
   * the same number and user id. Calls that must have them meanwhile fail with CONNECTION_LOST. A `linger` begins anew
   * with the return. A connection is ended instead (ConnectionLeft) with TOKEN_NOT_KEPT or PASSWORD_NOT_KEPT when it was joined
   * with a token or a password of the caller's, with NOT_RESTORED when the setting `server.restore` is off, and with the reason of the error, as
   * JoinRoom lists it, when the gateway or the server refuses it now. While these are only unreachable, the daemon goes
   * on trying. Lines of sound devices and audio calls do not return.
   * </pre>
   */
  public static final class RoomServiceFutureStub extends io.grpc.stub.AbstractFutureStub<RoomServiceFutureStub> {
    private RoomServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RoomServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RoomServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * JoinRoom enters a room and returns once the server has confirmed it. The connection stays until
     * LeaveRoom, whatever becomes of the caller; `linger` has it left once the caller is gone. Cancelling the call,
     * or its deadline, undoes the join, unless the answer is on its way already: who never got it finds the
     * connection by ListConnections, or has `linger` end it. Once it is answered, the connection outlives a daemon that is
     * killed, unless the store fails.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID,
     * TOKEN_MALFORMED, ROOM_NOT_IN_TOKEN, GATEWAY_INVALID, GATEWAY_UNKNOWN, PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with
     * `rooms_peer`), PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID, CHANNEL_INVALID,
     * POSITION_INVALID, POSITION_SCALE_INVALID, TOO_MANY_POSITIONS, LINGER_INVALID, ON_LOST_INVALID, PASSWORD_INVALID,
     * PASSWORD_FILE_UNKNOWN, API_KEY_INVALID, SECRET_FILE_UNKNOWN, REQUEST_ID_INVALID, REQUEST_ID_REUSED (the id is that of another request);
     * PERMISSION_DENIED ROOM_NOT_GRANTED, USER_NOT_GRANTED (see docs/ACCESS.md), GATEWAY_NOT_ALLOWED, TOKEN_EXPIRED, TOKEN_REFUSED (the gateway's words in metadata `detail`,
     * 300 characters at most), TOKEN_SERVICE_REFUSED (the token service's words), ROOM_REFUSED (the server's words); FAILED_PRECONDITION NO_ACCESS_KEY,
     * FLEET_OFF (a placement without a fleet), CERTIFICATE_UNTRUSTED, ROOM_DEACTIVATED (a managed room; EnableManagedRoom has it used again); RESOURCE_EXHAUSTED
     * TOO_MANY_CONNECTIONS, TOKEN_SERVICE_BUSY (it has had too many requests,
     * or a minute's worth of joins wait for it already; metadata `retry_after_s`); UNAVAILABLE TOKEN_SERVICE_UNREACHABLE,
     * TOKEN_SERVICE_TIMEOUT, TOKEN_SERVICE_ANSWER_INVALID, GATEWAY_UNREACHABLE,
     * GATEWAY_ANSWER_INVALID, SERVER_UNREACHABLE, JOIN_TIMEOUT, DISMISSED (left, kicked or closed before it was joined),
     * RUNTIME_FAILED, WORKER_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone), DRAINING (see
     * ServerService.Drain; join through another daemon. With a deadline, metadata `retry_after_s` says in how many
     * seconds this one has stopped at the latest).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.JoinRoomResponse> joinRoom(
        odind.v1.JoinRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getJoinRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * LeaveRoom ends a connection. Its audio and event streams end. Once it is answered, no restart brings the
     * connection back, unless the store fails.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_OF_DAEMON (it observes a managed room).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.LeaveRoomResponse> leaveRoom(
        odind.v1.LeaveRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getLeaveRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetConnection returns a connection with the peers it sees now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetConnectionResponse> getConnection(
        odind.v1.GetConnectionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetConnectionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListConnections returns the connections, oldest first; in a fleet those of all members, one after another. A page
     * ends with its member's connections, so it may be shorter than was asked for.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListConnectionsResponse> listConnections(
        odind.v1.ListConnectionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListConnectionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateUserData replaces our peer's user data, which every peer of the room sees.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects;
     * INVALID_ARGUMENT PAYLOAD_NOT_JSON, USER_DATA_TOO_LARGE, USER_DATA_AMBIGUOUS (with `rooms_peer`), PEER_DATA_INVALID,
     * AVATAR_INVALID, AVATAR_SEED_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateUserDataResponse> updateUserData(
        odind.v1.UpdateUserDataRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateUserDataMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SetCipher changes the password of a connection that was joined with a cipher. It takes effect at once: our user
     * data is sent again, and the peers' `cipher_status` changes. The connection keeps it over reconnects and the loss
     * of a worker. Encryption cannot be turned on or off while a connection lasts: leave, and join again.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CONNECTION_NOT_JOINED while it reconnects,
     * CONNECTION_NOT_ENCRYPTED; INVALID_ARGUMENT PASSWORD_INVALID, PASSWORD_FILE_UNKNOWN; UNAVAILABLE RUNTIME_FAILED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SetCipherResponse> setCipher(
        odind.v1.SetCipherRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetCipherMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SendMessage hands a message to all other peers of the room or to some. The server confirms nothing.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND (nothing is sent then); FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED while it reconnects; INVALID_ARGUMENT PAYLOAD_NOT_JSON, MESSAGE_TOO_LARGE, MESSAGE_AMBIGUOUS (with `chat`),
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SendMessageResponse> sendMessage(
        odind.v1.SendMessageRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSendMessageMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * AcknowledgeEvents notes that a consumer has dealt with all events up to one. It is durable when the call returns.
     * An earlier event than the last acknowledged one changes nothing.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND (a watch makes it), SEQUENCE_AHEAD;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.AcknowledgeEventsResponse> acknowledgeEvents(
        odind.v1.AcknowledgeEventsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAcknowledgeEventsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListConsumers returns all consumers, at most 256, by their names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListConsumersResponse> listConsumers(
        odind.v1.ListConsumersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListConsumersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteConsumer forgets a consumer. A watch with its name makes it anew.
     * Errors: INVALID_ARGUMENT CONSUMER_INVALID; NOT_FOUND CONSUMER_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteConsumerResponse> deleteConsumer(
        odind.v1.DeleteConsumerRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteConsumerMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_JOIN_ROOM = 0;
  private static final int METHODID_LEAVE_ROOM = 1;
  private static final int METHODID_GET_CONNECTION = 2;
  private static final int METHODID_LIST_CONNECTIONS = 3;
  private static final int METHODID_UPDATE_USER_DATA = 4;
  private static final int METHODID_SET_CIPHER = 5;
  private static final int METHODID_SEND_MESSAGE = 6;
  private static final int METHODID_WATCH_EVENTS = 7;
  private static final int METHODID_ACKNOWLEDGE_EVENTS = 8;
  private static final int METHODID_LIST_CONSUMERS = 9;
  private static final int METHODID_DELETE_CONSUMER = 10;
  private static final int METHODID_HOLD_CONNECTIONS = 11;
  private static final int METHODID_ADOPT_CONNECTIONS = 12;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final RoomServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(RoomServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_JOIN_ROOM:
          serviceImpl.joinRoom((odind.v1.JoinRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.JoinRoomResponse>) responseObserver);
          break;
        case METHODID_LEAVE_ROOM:
          serviceImpl.leaveRoom((odind.v1.LeaveRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.LeaveRoomResponse>) responseObserver);
          break;
        case METHODID_GET_CONNECTION:
          serviceImpl.getConnection((odind.v1.GetConnectionRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetConnectionResponse>) responseObserver);
          break;
        case METHODID_LIST_CONNECTIONS:
          serviceImpl.listConnections((odind.v1.ListConnectionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListConnectionsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_USER_DATA:
          serviceImpl.updateUserData((odind.v1.UpdateUserDataRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateUserDataResponse>) responseObserver);
          break;
        case METHODID_SET_CIPHER:
          serviceImpl.setCipher((odind.v1.SetCipherRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SetCipherResponse>) responseObserver);
          break;
        case METHODID_SEND_MESSAGE:
          serviceImpl.sendMessage((odind.v1.SendMessageRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SendMessageResponse>) responseObserver);
          break;
        case METHODID_WATCH_EVENTS:
          serviceImpl.watchEvents((odind.v1.WatchEventsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WatchEventsResponse>) responseObserver);
          break;
        case METHODID_ACKNOWLEDGE_EVENTS:
          serviceImpl.acknowledgeEvents((odind.v1.AcknowledgeEventsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.AcknowledgeEventsResponse>) responseObserver);
          break;
        case METHODID_LIST_CONSUMERS:
          serviceImpl.listConsumers((odind.v1.ListConsumersRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListConsumersResponse>) responseObserver);
          break;
        case METHODID_DELETE_CONSUMER:
          serviceImpl.deleteConsumer((odind.v1.DeleteConsumerRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteConsumerResponse>) responseObserver);
          break;
        case METHODID_HOLD_CONNECTIONS:
          serviceImpl.holdConnections((odind.v1.HoldConnectionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.HoldConnectionsResponse>) responseObserver);
          break;
        case METHODID_ADOPT_CONNECTIONS:
          serviceImpl.adoptConnections((odind.v1.AdoptConnectionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.AdoptConnectionsResponse>) responseObserver);
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

  private static abstract class RoomServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    RoomServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Rooms.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("RoomService");
    }
  }

  private static final class RoomServiceFileDescriptorSupplier
      extends RoomServiceBaseDescriptorSupplier {
    RoomServiceFileDescriptorSupplier() {}
  }

  private static final class RoomServiceMethodDescriptorSupplier
      extends RoomServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    RoomServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (RoomServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new RoomServiceFileDescriptorSupplier())
              .addMethod(getJoinRoomMethod())
              .addMethod(getLeaveRoomMethod())
              .addMethod(getGetConnectionMethod())
              .addMethod(getListConnectionsMethod())
              .addMethod(getUpdateUserDataMethod())
              .addMethod(getSetCipherMethod())
              .addMethod(getSendMessageMethod())
              .addMethod(getWatchEventsMethod())
              .addMethod(getAcknowledgeEventsMethod())
              .addMethod(getListConsumersMethod())
              .addMethod(getDeleteConsumerMethod())
              .addMethod(getHoldConnectionsMethod())
              .addMethod(getAdoptConnectionsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
