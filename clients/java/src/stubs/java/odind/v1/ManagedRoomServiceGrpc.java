package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Rooms that the daemon keeps for a backend: it lets users in, observes who is there, ends sessions by rule, and
 * remembers them. docs/MANAGED-ROOMS.md explains it.
 * A session begins with the first human in the room and ends by rule or by call. What is not observed is told as unknown.
 * Rooms belong to who has made them: others do not find them, unless they have the verb admin. All that happens is told
 * by WatchEvents of RoomService.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/managed.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ManagedRoomServiceGrpc {

  private ManagedRoomServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.ManagedRoomService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateManagedRoomRequest,
      odind.v1.CreateManagedRoomResponse> getCreateManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateManagedRoom",
      requestType = odind.v1.CreateManagedRoomRequest.class,
      responseType = odind.v1.CreateManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateManagedRoomRequest,
      odind.v1.CreateManagedRoomResponse> getCreateManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateManagedRoomRequest, odind.v1.CreateManagedRoomResponse> getCreateManagedRoomMethod;
    if ((getCreateManagedRoomMethod = ManagedRoomServiceGrpc.getCreateManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getCreateManagedRoomMethod = ManagedRoomServiceGrpc.getCreateManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getCreateManagedRoomMethod = getCreateManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateManagedRoomRequest, odind.v1.CreateManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("CreateManagedRoom"))
              .build();
        }
      }
    }
    return getCreateManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetManagedRoomRequest,
      odind.v1.GetManagedRoomResponse> getGetManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetManagedRoom",
      requestType = odind.v1.GetManagedRoomRequest.class,
      responseType = odind.v1.GetManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetManagedRoomRequest,
      odind.v1.GetManagedRoomResponse> getGetManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetManagedRoomRequest, odind.v1.GetManagedRoomResponse> getGetManagedRoomMethod;
    if ((getGetManagedRoomMethod = ManagedRoomServiceGrpc.getGetManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getGetManagedRoomMethod = ManagedRoomServiceGrpc.getGetManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getGetManagedRoomMethod = getGetManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetManagedRoomRequest, odind.v1.GetManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("GetManagedRoom"))
              .build();
        }
      }
    }
    return getGetManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListManagedRoomsRequest,
      odind.v1.ListManagedRoomsResponse> getListManagedRoomsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListManagedRooms",
      requestType = odind.v1.ListManagedRoomsRequest.class,
      responseType = odind.v1.ListManagedRoomsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListManagedRoomsRequest,
      odind.v1.ListManagedRoomsResponse> getListManagedRoomsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListManagedRoomsRequest, odind.v1.ListManagedRoomsResponse> getListManagedRoomsMethod;
    if ((getListManagedRoomsMethod = ManagedRoomServiceGrpc.getListManagedRoomsMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getListManagedRoomsMethod = ManagedRoomServiceGrpc.getListManagedRoomsMethod) == null) {
          ManagedRoomServiceGrpc.getListManagedRoomsMethod = getListManagedRoomsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListManagedRoomsRequest, odind.v1.ListManagedRoomsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListManagedRooms"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListManagedRoomsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListManagedRoomsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("ListManagedRooms"))
              .build();
        }
      }
    }
    return getListManagedRoomsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateManagedRoomRequest,
      odind.v1.UpdateManagedRoomResponse> getUpdateManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateManagedRoom",
      requestType = odind.v1.UpdateManagedRoomRequest.class,
      responseType = odind.v1.UpdateManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateManagedRoomRequest,
      odind.v1.UpdateManagedRoomResponse> getUpdateManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateManagedRoomRequest, odind.v1.UpdateManagedRoomResponse> getUpdateManagedRoomMethod;
    if ((getUpdateManagedRoomMethod = ManagedRoomServiceGrpc.getUpdateManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getUpdateManagedRoomMethod = ManagedRoomServiceGrpc.getUpdateManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getUpdateManagedRoomMethod = getUpdateManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateManagedRoomRequest, odind.v1.UpdateManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("UpdateManagedRoom"))
              .build();
        }
      }
    }
    return getUpdateManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ValidateManagedRoomRequest,
      odind.v1.ValidateManagedRoomResponse> getValidateManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ValidateManagedRoom",
      requestType = odind.v1.ValidateManagedRoomRequest.class,
      responseType = odind.v1.ValidateManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ValidateManagedRoomRequest,
      odind.v1.ValidateManagedRoomResponse> getValidateManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.ValidateManagedRoomRequest, odind.v1.ValidateManagedRoomResponse> getValidateManagedRoomMethod;
    if ((getValidateManagedRoomMethod = ManagedRoomServiceGrpc.getValidateManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getValidateManagedRoomMethod = ManagedRoomServiceGrpc.getValidateManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getValidateManagedRoomMethod = getValidateManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.ValidateManagedRoomRequest, odind.v1.ValidateManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ValidateManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ValidateManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ValidateManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("ValidateManagedRoom"))
              .build();
        }
      }
    }
    return getValidateManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.EnableManagedRoomRequest,
      odind.v1.EnableManagedRoomResponse> getEnableManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "EnableManagedRoom",
      requestType = odind.v1.EnableManagedRoomRequest.class,
      responseType = odind.v1.EnableManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.EnableManagedRoomRequest,
      odind.v1.EnableManagedRoomResponse> getEnableManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.EnableManagedRoomRequest, odind.v1.EnableManagedRoomResponse> getEnableManagedRoomMethod;
    if ((getEnableManagedRoomMethod = ManagedRoomServiceGrpc.getEnableManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getEnableManagedRoomMethod = ManagedRoomServiceGrpc.getEnableManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getEnableManagedRoomMethod = getEnableManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.EnableManagedRoomRequest, odind.v1.EnableManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "EnableManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnableManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnableManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("EnableManagedRoom"))
              .build();
        }
      }
    }
    return getEnableManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeactivateManagedRoomRequest,
      odind.v1.DeactivateManagedRoomResponse> getDeactivateManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeactivateManagedRoom",
      requestType = odind.v1.DeactivateManagedRoomRequest.class,
      responseType = odind.v1.DeactivateManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeactivateManagedRoomRequest,
      odind.v1.DeactivateManagedRoomResponse> getDeactivateManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeactivateManagedRoomRequest, odind.v1.DeactivateManagedRoomResponse> getDeactivateManagedRoomMethod;
    if ((getDeactivateManagedRoomMethod = ManagedRoomServiceGrpc.getDeactivateManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getDeactivateManagedRoomMethod = ManagedRoomServiceGrpc.getDeactivateManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getDeactivateManagedRoomMethod = getDeactivateManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeactivateManagedRoomRequest, odind.v1.DeactivateManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeactivateManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeactivateManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeactivateManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("DeactivateManagedRoom"))
              .build();
        }
      }
    }
    return getDeactivateManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteManagedRoomRequest,
      odind.v1.DeleteManagedRoomResponse> getDeleteManagedRoomMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteManagedRoom",
      requestType = odind.v1.DeleteManagedRoomRequest.class,
      responseType = odind.v1.DeleteManagedRoomResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteManagedRoomRequest,
      odind.v1.DeleteManagedRoomResponse> getDeleteManagedRoomMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteManagedRoomRequest, odind.v1.DeleteManagedRoomResponse> getDeleteManagedRoomMethod;
    if ((getDeleteManagedRoomMethod = ManagedRoomServiceGrpc.getDeleteManagedRoomMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getDeleteManagedRoomMethod = ManagedRoomServiceGrpc.getDeleteManagedRoomMethod) == null) {
          ManagedRoomServiceGrpc.getDeleteManagedRoomMethod = getDeleteManagedRoomMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteManagedRoomRequest, odind.v1.DeleteManagedRoomResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteManagedRoom"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteManagedRoomRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteManagedRoomResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("DeleteManagedRoom"))
              .build();
        }
      }
    }
    return getDeleteManagedRoomMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateJoinTokenRequest,
      odind.v1.CreateJoinTokenResponse> getCreateJoinTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateJoinToken",
      requestType = odind.v1.CreateJoinTokenRequest.class,
      responseType = odind.v1.CreateJoinTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateJoinTokenRequest,
      odind.v1.CreateJoinTokenResponse> getCreateJoinTokenMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateJoinTokenRequest, odind.v1.CreateJoinTokenResponse> getCreateJoinTokenMethod;
    if ((getCreateJoinTokenMethod = ManagedRoomServiceGrpc.getCreateJoinTokenMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getCreateJoinTokenMethod = ManagedRoomServiceGrpc.getCreateJoinTokenMethod) == null) {
          ManagedRoomServiceGrpc.getCreateJoinTokenMethod = getCreateJoinTokenMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateJoinTokenRequest, odind.v1.CreateJoinTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateJoinToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateJoinTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateJoinTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("CreateJoinToken"))
              .build();
        }
      }
    }
    return getCreateJoinTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetRoomSessionRequest,
      odind.v1.GetRoomSessionResponse> getGetRoomSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRoomSession",
      requestType = odind.v1.GetRoomSessionRequest.class,
      responseType = odind.v1.GetRoomSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetRoomSessionRequest,
      odind.v1.GetRoomSessionResponse> getGetRoomSessionMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetRoomSessionRequest, odind.v1.GetRoomSessionResponse> getGetRoomSessionMethod;
    if ((getGetRoomSessionMethod = ManagedRoomServiceGrpc.getGetRoomSessionMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getGetRoomSessionMethod = ManagedRoomServiceGrpc.getGetRoomSessionMethod) == null) {
          ManagedRoomServiceGrpc.getGetRoomSessionMethod = getGetRoomSessionMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetRoomSessionRequest, odind.v1.GetRoomSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRoomSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetRoomSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetRoomSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("GetRoomSession"))
              .build();
        }
      }
    }
    return getGetRoomSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListRoomSessionsRequest,
      odind.v1.ListRoomSessionsResponse> getListRoomSessionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRoomSessions",
      requestType = odind.v1.ListRoomSessionsRequest.class,
      responseType = odind.v1.ListRoomSessionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListRoomSessionsRequest,
      odind.v1.ListRoomSessionsResponse> getListRoomSessionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListRoomSessionsRequest, odind.v1.ListRoomSessionsResponse> getListRoomSessionsMethod;
    if ((getListRoomSessionsMethod = ManagedRoomServiceGrpc.getListRoomSessionsMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getListRoomSessionsMethod = ManagedRoomServiceGrpc.getListRoomSessionsMethod) == null) {
          ManagedRoomServiceGrpc.getListRoomSessionsMethod = getListRoomSessionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListRoomSessionsRequest, odind.v1.ListRoomSessionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRoomSessions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListRoomSessionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListRoomSessionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("ListRoomSessions"))
              .build();
        }
      }
    }
    return getListRoomSessionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.EndRoomSessionRequest,
      odind.v1.EndRoomSessionResponse> getEndRoomSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "EndRoomSession",
      requestType = odind.v1.EndRoomSessionRequest.class,
      responseType = odind.v1.EndRoomSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.EndRoomSessionRequest,
      odind.v1.EndRoomSessionResponse> getEndRoomSessionMethod() {
    io.grpc.MethodDescriptor<odind.v1.EndRoomSessionRequest, odind.v1.EndRoomSessionResponse> getEndRoomSessionMethod;
    if ((getEndRoomSessionMethod = ManagedRoomServiceGrpc.getEndRoomSessionMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getEndRoomSessionMethod = ManagedRoomServiceGrpc.getEndRoomSessionMethod) == null) {
          ManagedRoomServiceGrpc.getEndRoomSessionMethod = getEndRoomSessionMethod =
              io.grpc.MethodDescriptor.<odind.v1.EndRoomSessionRequest, odind.v1.EndRoomSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "EndRoomSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EndRoomSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EndRoomSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("EndRoomSession"))
              .build();
        }
      }
    }
    return getEndRoomSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListParticipantsRequest,
      odind.v1.ListParticipantsResponse> getListParticipantsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListParticipants",
      requestType = odind.v1.ListParticipantsRequest.class,
      responseType = odind.v1.ListParticipantsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListParticipantsRequest,
      odind.v1.ListParticipantsResponse> getListParticipantsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListParticipantsRequest, odind.v1.ListParticipantsResponse> getListParticipantsMethod;
    if ((getListParticipantsMethod = ManagedRoomServiceGrpc.getListParticipantsMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getListParticipantsMethod = ManagedRoomServiceGrpc.getListParticipantsMethod) == null) {
          ManagedRoomServiceGrpc.getListParticipantsMethod = getListParticipantsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListParticipantsRequest, odind.v1.ListParticipantsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListParticipants"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListParticipantsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListParticipantsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("ListParticipants"))
              .build();
        }
      }
    }
    return getListParticipantsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RemoveParticipantRequest,
      odind.v1.RemoveParticipantResponse> getRemoveParticipantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemoveParticipant",
      requestType = odind.v1.RemoveParticipantRequest.class,
      responseType = odind.v1.RemoveParticipantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RemoveParticipantRequest,
      odind.v1.RemoveParticipantResponse> getRemoveParticipantMethod() {
    io.grpc.MethodDescriptor<odind.v1.RemoveParticipantRequest, odind.v1.RemoveParticipantResponse> getRemoveParticipantMethod;
    if ((getRemoveParticipantMethod = ManagedRoomServiceGrpc.getRemoveParticipantMethod) == null) {
      synchronized (ManagedRoomServiceGrpc.class) {
        if ((getRemoveParticipantMethod = ManagedRoomServiceGrpc.getRemoveParticipantMethod) == null) {
          ManagedRoomServiceGrpc.getRemoveParticipantMethod = getRemoveParticipantMethod =
              io.grpc.MethodDescriptor.<odind.v1.RemoveParticipantRequest, odind.v1.RemoveParticipantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemoveParticipant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemoveParticipantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemoveParticipantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManagedRoomServiceMethodDescriptorSupplier("RemoveParticipant"))
              .build();
        }
      }
    }
    return getRemoveParticipantMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ManagedRoomServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceStub>() {
        @java.lang.Override
        public ManagedRoomServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManagedRoomServiceStub(channel, callOptions);
        }
      };
    return ManagedRoomServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ManagedRoomServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceBlockingStub>() {
        @java.lang.Override
        public ManagedRoomServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManagedRoomServiceBlockingStub(channel, callOptions);
        }
      };
    return ManagedRoomServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ManagedRoomServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManagedRoomServiceFutureStub>() {
        @java.lang.Override
        public ManagedRoomServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManagedRoomServiceFutureStub(channel, callOptions);
        }
      };
    return ManagedRoomServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Rooms that the daemon keeps for a backend: it lets users in, observes who is there, ends sessions by rule, and
   * remembers them. docs/MANAGED-ROOMS.md explains it.
   * A session begins with the first human in the room and ends by rule or by call. What is not observed is told as unknown.
   * Rooms belong to who has made them: others do not find them, unless they have the verb admin. All that happens is told
   * by WatchEvents of RoomService.
   * </pre>
   */
  public static abstract class ManagedRoomServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * CreateManagedRoom has the daemon keep a room. A call with the custom id of a room that the caller has made returns
     * that room as it is. In a fleet, the member that holds such a room answers,
     * and docs/FLEET.md says what else may happen.
     * Errors: INVALID_ARGUMENT ROOM_ID_INVALID, CUSTOM_ID_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED ROOM_NOT_GRANTED, GATEWAY_NOT_ALLOWED; ALREADY_EXISTS
     * MANAGED_ROOM_EXISTS; FAILED_PRECONDITION AUTO_START_UNIMPLEMENTED; RESOURCE_EXHAUSTED TOO_MANY_MANAGED_ROOMS;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createManagedRoom(odind.v1.CreateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetManagedRoom returns a room.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND.
     * </pre>
     */
    public void getManagedRoom(odind.v1.GetManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListManagedRooms returns rooms, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listManagedRooms(odind.v1.ListManagedRoomsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListManagedRoomsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListManagedRoomsMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateManagedRoom changes the settings that the mask names, by their names in RoomSettings. Who is in the room stays.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED; NOT_FOUND MANAGED_ROOM_NOT_FOUND; FAILED_PRECONDITION
     * AUTO_START_UNIMPLEMENTED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void updateManagedRoom(odind.v1.UpdateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * ValidateManagedRoom tells whether a room is managed and may be used now. It fails for none.
     * </pre>
     */
    public void validateManagedRoom(odind.v1.ValidateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ValidateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getValidateManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * EnableManagedRoom lets a deactivated room be used again. It does nothing for one that is enabled.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void enableManagedRoom(odind.v1.EnableManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnableManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEnableManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeactivateManagedRoom ends the session of a room, and lets it be used no more.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deactivateManagedRoom(odind.v1.DeactivateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeactivateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeactivateManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteManagedRoom ends the session of a room and keeps the room no more. Its past sessions are kept.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteManagedRoom(odind.v1.DeleteManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteManagedRoomResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteManagedRoomMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateJoinToken signs a token with which one user can join a room. It returns once the daemon observes the room, or
     * after two seconds.
     * Errors: INVALID_ARGUMENT USER_ID_MISSING, USER_ID_INVALID, LIFETIME_INVALID; NOT_FOUND MANAGED_ROOM_NOT_FOUND;
     * PERMISSION_DENIED USER_NOT_GRANTED, USER_NOT_ADMITTED; FAILED_PRECONDITION ROOM_DEACTIVATED, NO_ACCESS_KEY;
     * RESOURCE_EXHAUSTED ROOM_FULL; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createJoinToken(odind.v1.CreateJoinTokenRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateJoinTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateJoinTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetRoomSession returns a session.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void getRoomSession(odind.v1.GetRoomSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetRoomSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRoomSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListRoomSessions returns sessions, those that began last first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listRoomSessions(odind.v1.ListRoomSessionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListRoomSessionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRoomSessionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * EndRoomSession ends a session and removes everybody who is in the room, as far as the gateway can.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void endRoomSession(odind.v1.EndRoomSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EndRoomSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEndRoomSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListParticipants returns who was in a session, or who is, in the order in which they first came.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listParticipants(odind.v1.ListParticipantsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListParticipantsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListParticipantsMethod(), responseObserver);
    }

    /**
     * <pre>
     * RemoveParticipant removes a user who is in a session, through the room's gateway. How soon the user may come back is
     * the gateway's decision.
     * Errors: NOT_FOUND SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE
     * REMOVAL_FAILED, STORE_UNAVAILABLE.
     * </pre>
     */
    public void removeParticipant(odind.v1.RemoveParticipantRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemoveParticipantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveParticipantMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getCreateManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateManagedRoomRequest,
                odind.v1.CreateManagedRoomResponse>(
                  this, METHODID_CREATE_MANAGED_ROOM)))
          .addMethod(
            getGetManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetManagedRoomRequest,
                odind.v1.GetManagedRoomResponse>(
                  this, METHODID_GET_MANAGED_ROOM)))
          .addMethod(
            getListManagedRoomsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListManagedRoomsRequest,
                odind.v1.ListManagedRoomsResponse>(
                  this, METHODID_LIST_MANAGED_ROOMS)))
          .addMethod(
            getUpdateManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateManagedRoomRequest,
                odind.v1.UpdateManagedRoomResponse>(
                  this, METHODID_UPDATE_MANAGED_ROOM)))
          .addMethod(
            getValidateManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ValidateManagedRoomRequest,
                odind.v1.ValidateManagedRoomResponse>(
                  this, METHODID_VALIDATE_MANAGED_ROOM)))
          .addMethod(
            getEnableManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.EnableManagedRoomRequest,
                odind.v1.EnableManagedRoomResponse>(
                  this, METHODID_ENABLE_MANAGED_ROOM)))
          .addMethod(
            getDeactivateManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeactivateManagedRoomRequest,
                odind.v1.DeactivateManagedRoomResponse>(
                  this, METHODID_DEACTIVATE_MANAGED_ROOM)))
          .addMethod(
            getDeleteManagedRoomMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteManagedRoomRequest,
                odind.v1.DeleteManagedRoomResponse>(
                  this, METHODID_DELETE_MANAGED_ROOM)))
          .addMethod(
            getCreateJoinTokenMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateJoinTokenRequest,
                odind.v1.CreateJoinTokenResponse>(
                  this, METHODID_CREATE_JOIN_TOKEN)))
          .addMethod(
            getGetRoomSessionMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetRoomSessionRequest,
                odind.v1.GetRoomSessionResponse>(
                  this, METHODID_GET_ROOM_SESSION)))
          .addMethod(
            getListRoomSessionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListRoomSessionsRequest,
                odind.v1.ListRoomSessionsResponse>(
                  this, METHODID_LIST_ROOM_SESSIONS)))
          .addMethod(
            getEndRoomSessionMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.EndRoomSessionRequest,
                odind.v1.EndRoomSessionResponse>(
                  this, METHODID_END_ROOM_SESSION)))
          .addMethod(
            getListParticipantsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListParticipantsRequest,
                odind.v1.ListParticipantsResponse>(
                  this, METHODID_LIST_PARTICIPANTS)))
          .addMethod(
            getRemoveParticipantMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RemoveParticipantRequest,
                odind.v1.RemoveParticipantResponse>(
                  this, METHODID_REMOVE_PARTICIPANT)))
          .build();
    }
  }

  /**
   * <pre>
   * Rooms that the daemon keeps for a backend: it lets users in, observes who is there, ends sessions by rule, and
   * remembers them. docs/MANAGED-ROOMS.md explains it.
   * A session begins with the first human in the room and ends by rule or by call. What is not observed is told as unknown.
   * Rooms belong to who has made them: others do not find them, unless they have the verb admin. All that happens is told
   * by WatchEvents of RoomService.
   * </pre>
   */
  public static final class ManagedRoomServiceStub extends io.grpc.stub.AbstractAsyncStub<ManagedRoomServiceStub> {
    private ManagedRoomServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManagedRoomServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManagedRoomServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateManagedRoom has the daemon keep a room. A call with the custom id of a room that the caller has made returns
     * that room as it is. In a fleet, the member that holds such a room answers,
     * and docs/FLEET.md says what else may happen.
     * Errors: INVALID_ARGUMENT ROOM_ID_INVALID, CUSTOM_ID_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED ROOM_NOT_GRANTED, GATEWAY_NOT_ALLOWED; ALREADY_EXISTS
     * MANAGED_ROOM_EXISTS; FAILED_PRECONDITION AUTO_START_UNIMPLEMENTED; RESOURCE_EXHAUSTED TOO_MANY_MANAGED_ROOMS;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createManagedRoom(odind.v1.CreateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetManagedRoom returns a room.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND.
     * </pre>
     */
    public void getManagedRoom(odind.v1.GetManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListManagedRooms returns rooms, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listManagedRooms(odind.v1.ListManagedRoomsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListManagedRoomsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListManagedRoomsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateManagedRoom changes the settings that the mask names, by their names in RoomSettings. Who is in the room stays.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED; NOT_FOUND MANAGED_ROOM_NOT_FOUND; FAILED_PRECONDITION
     * AUTO_START_UNIMPLEMENTED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void updateManagedRoom(odind.v1.UpdateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ValidateManagedRoom tells whether a room is managed and may be used now. It fails for none.
     * </pre>
     */
    public void validateManagedRoom(odind.v1.ValidateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ValidateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getValidateManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * EnableManagedRoom lets a deactivated room be used again. It does nothing for one that is enabled.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void enableManagedRoom(odind.v1.EnableManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnableManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEnableManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeactivateManagedRoom ends the session of a room, and lets it be used no more.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deactivateManagedRoom(odind.v1.DeactivateManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeactivateManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeactivateManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteManagedRoom ends the session of a room and keeps the room no more. Its past sessions are kept.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteManagedRoom(odind.v1.DeleteManagedRoomRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteManagedRoomResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteManagedRoomMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateJoinToken signs a token with which one user can join a room. It returns once the daemon observes the room, or
     * after two seconds.
     * Errors: INVALID_ARGUMENT USER_ID_MISSING, USER_ID_INVALID, LIFETIME_INVALID; NOT_FOUND MANAGED_ROOM_NOT_FOUND;
     * PERMISSION_DENIED USER_NOT_GRANTED, USER_NOT_ADMITTED; FAILED_PRECONDITION ROOM_DEACTIVATED, NO_ACCESS_KEY;
     * RESOURCE_EXHAUSTED ROOM_FULL; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createJoinToken(odind.v1.CreateJoinTokenRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateJoinTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateJoinTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetRoomSession returns a session.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void getRoomSession(odind.v1.GetRoomSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetRoomSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRoomSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListRoomSessions returns sessions, those that began last first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listRoomSessions(odind.v1.ListRoomSessionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListRoomSessionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRoomSessionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * EndRoomSession ends a session and removes everybody who is in the room, as far as the gateway can.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void endRoomSession(odind.v1.EndRoomSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EndRoomSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEndRoomSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListParticipants returns who was in a session, or who is, in the order in which they first came.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listParticipants(odind.v1.ListParticipantsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListParticipantsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListParticipantsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RemoveParticipant removes a user who is in a session, through the room's gateway. How soon the user may come back is
     * the gateway's decision.
     * Errors: NOT_FOUND SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE
     * REMOVAL_FAILED, STORE_UNAVAILABLE.
     * </pre>
     */
    public void removeParticipant(odind.v1.RemoveParticipantRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemoveParticipantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveParticipantMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Rooms that the daemon keeps for a backend: it lets users in, observes who is there, ends sessions by rule, and
   * remembers them. docs/MANAGED-ROOMS.md explains it.
   * A session begins with the first human in the room and ends by rule or by call. What is not observed is told as unknown.
   * Rooms belong to who has made them: others do not find them, unless they have the verb admin. All that happens is told
   * by WatchEvents of RoomService.
   * </pre>
   */
  public static final class ManagedRoomServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ManagedRoomServiceBlockingStub> {
    private ManagedRoomServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManagedRoomServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManagedRoomServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateManagedRoom has the daemon keep a room. A call with the custom id of a room that the caller has made returns
     * that room as it is. In a fleet, the member that holds such a room answers,
     * and docs/FLEET.md says what else may happen.
     * Errors: INVALID_ARGUMENT ROOM_ID_INVALID, CUSTOM_ID_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED ROOM_NOT_GRANTED, GATEWAY_NOT_ALLOWED; ALREADY_EXISTS
     * MANAGED_ROOM_EXISTS; FAILED_PRECONDITION AUTO_START_UNIMPLEMENTED; RESOURCE_EXHAUSTED TOO_MANY_MANAGED_ROOMS;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.CreateManagedRoomResponse createManagedRoom(odind.v1.CreateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetManagedRoom returns a room.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetManagedRoomResponse getManagedRoom(odind.v1.GetManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListManagedRooms returns rooms, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListManagedRoomsResponse listManagedRooms(odind.v1.ListManagedRoomsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListManagedRoomsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateManagedRoom changes the settings that the mask names, by their names in RoomSettings. Who is in the room stays.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED; NOT_FOUND MANAGED_ROOM_NOT_FOUND; FAILED_PRECONDITION
     * AUTO_START_UNIMPLEMENTED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.UpdateManagedRoomResponse updateManagedRoom(odind.v1.UpdateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ValidateManagedRoom tells whether a room is managed and may be used now. It fails for none.
     * </pre>
     */
    public odind.v1.ValidateManagedRoomResponse validateManagedRoom(odind.v1.ValidateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getValidateManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * EnableManagedRoom lets a deactivated room be used again. It does nothing for one that is enabled.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.EnableManagedRoomResponse enableManagedRoom(odind.v1.EnableManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEnableManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeactivateManagedRoom ends the session of a room, and lets it be used no more.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.DeactivateManagedRoomResponse deactivateManagedRoom(odind.v1.DeactivateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeactivateManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteManagedRoom ends the session of a room and keeps the room no more. Its past sessions are kept.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.DeleteManagedRoomResponse deleteManagedRoom(odind.v1.DeleteManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteManagedRoomMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateJoinToken signs a token with which one user can join a room. It returns once the daemon observes the room, or
     * after two seconds.
     * Errors: INVALID_ARGUMENT USER_ID_MISSING, USER_ID_INVALID, LIFETIME_INVALID; NOT_FOUND MANAGED_ROOM_NOT_FOUND;
     * PERMISSION_DENIED USER_NOT_GRANTED, USER_NOT_ADMITTED; FAILED_PRECONDITION ROOM_DEACTIVATED, NO_ACCESS_KEY;
     * RESOURCE_EXHAUSTED ROOM_FULL; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.CreateJoinTokenResponse createJoinToken(odind.v1.CreateJoinTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateJoinTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetRoomSession returns a session.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.GetRoomSessionResponse getRoomSession(odind.v1.GetRoomSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRoomSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListRoomSessions returns sessions, those that began last first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.ListRoomSessionsResponse listRoomSessions(odind.v1.ListRoomSessionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRoomSessionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * EndRoomSession ends a session and removes everybody who is in the room, as far as the gateway can.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.EndRoomSessionResponse endRoomSession(odind.v1.EndRoomSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEndRoomSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListParticipants returns who was in a session, or who is, in the order in which they first came.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.ListParticipantsResponse listParticipants(odind.v1.ListParticipantsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListParticipantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RemoveParticipant removes a user who is in a session, through the room's gateway. How soon the user may come back is
     * the gateway's decision.
     * Errors: NOT_FOUND SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE
     * REMOVAL_FAILED, STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.RemoveParticipantResponse removeParticipant(odind.v1.RemoveParticipantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveParticipantMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Rooms that the daemon keeps for a backend: it lets users in, observes who is there, ends sessions by rule, and
   * remembers them. docs/MANAGED-ROOMS.md explains it.
   * A session begins with the first human in the room and ends by rule or by call. What is not observed is told as unknown.
   * Rooms belong to who has made them: others do not find them, unless they have the verb admin. All that happens is told
   * by WatchEvents of RoomService.
   * </pre>
   */
  public static final class ManagedRoomServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ManagedRoomServiceFutureStub> {
    private ManagedRoomServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManagedRoomServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManagedRoomServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateManagedRoom has the daemon keep a room. A call with the custom id of a room that the caller has made returns
     * that room as it is. In a fleet, the member that holds such a room answers,
     * and docs/FLEET.md says what else may happen.
     * Errors: INVALID_ARGUMENT ROOM_ID_INVALID, CUSTOM_ID_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE,
     * GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED ROOM_NOT_GRANTED, GATEWAY_NOT_ALLOWED; ALREADY_EXISTS
     * MANAGED_ROOM_EXISTS; FAILED_PRECONDITION AUTO_START_UNIMPLEMENTED; RESOURCE_EXHAUSTED TOO_MANY_MANAGED_ROOMS;
     * UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateManagedRoomResponse> createManagedRoom(
        odind.v1.CreateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetManagedRoom returns a room.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetManagedRoomResponse> getManagedRoom(
        odind.v1.GetManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListManagedRooms returns rooms, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListManagedRoomsResponse> listManagedRooms(
        odind.v1.ListManagedRoomsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListManagedRoomsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateManagedRoom changes the settings that the mask names, by their names in RoomSettings. Who is in the room stays.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID, ROOM_SETTINGS_INVALID, PASSWORD_NOT_DURABLE, GATEWAY_INVALID,
     * GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED; NOT_FOUND MANAGED_ROOM_NOT_FOUND; FAILED_PRECONDITION
     * AUTO_START_UNIMPLEMENTED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateManagedRoomResponse> updateManagedRoom(
        odind.v1.UpdateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ValidateManagedRoom tells whether a room is managed and may be used now. It fails for none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ValidateManagedRoomResponse> validateManagedRoom(
        odind.v1.ValidateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getValidateManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * EnableManagedRoom lets a deactivated room be used again. It does nothing for one that is enabled.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.EnableManagedRoomResponse> enableManagedRoom(
        odind.v1.EnableManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEnableManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeactivateManagedRoom ends the session of a room, and lets it be used no more.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeactivateManagedRoomResponse> deactivateManagedRoom(
        odind.v1.DeactivateManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeactivateManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteManagedRoom ends the session of a room and keeps the room no more. Its past sessions are kept.
     * Errors: NOT_FOUND MANAGED_ROOM_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteManagedRoomResponse> deleteManagedRoom(
        odind.v1.DeleteManagedRoomRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteManagedRoomMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateJoinToken signs a token with which one user can join a room. It returns once the daemon observes the room, or
     * after two seconds.
     * Errors: INVALID_ARGUMENT USER_ID_MISSING, USER_ID_INVALID, LIFETIME_INVALID; NOT_FOUND MANAGED_ROOM_NOT_FOUND;
     * PERMISSION_DENIED USER_NOT_GRANTED, USER_NOT_ADMITTED; FAILED_PRECONDITION ROOM_DEACTIVATED, NO_ACCESS_KEY;
     * RESOURCE_EXHAUSTED ROOM_FULL; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateJoinTokenResponse> createJoinToken(
        odind.v1.CreateJoinTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateJoinTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetRoomSession returns a session.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetRoomSessionResponse> getRoomSession(
        odind.v1.GetRoomSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRoomSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListRoomSessions returns sessions, those that began last first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListRoomSessionsResponse> listRoomSessions(
        odind.v1.ListRoomSessionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRoomSessionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * EndRoomSession ends a session and removes everybody who is in the room, as far as the gateway can.
     * Errors: NOT_FOUND SESSION_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.EndRoomSessionResponse> endRoomSession(
        odind.v1.EndRoomSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEndRoomSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListParticipants returns who was in a session, or who is, in the order in which they first came.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND SESSION_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListParticipantsResponse> listParticipants(
        odind.v1.ListParticipantsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListParticipantsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RemoveParticipant removes a user who is in a session, through the room's gateway. How soon the user may come back is
     * the gateway's decision.
     * Errors: NOT_FOUND SESSION_NOT_FOUND, PARTICIPANT_NOT_FOUND; FAILED_PRECONDITION SESSION_ENDED; UNAVAILABLE
     * REMOVAL_FAILED, STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RemoveParticipantResponse> removeParticipant(
        odind.v1.RemoveParticipantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveParticipantMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_MANAGED_ROOM = 0;
  private static final int METHODID_GET_MANAGED_ROOM = 1;
  private static final int METHODID_LIST_MANAGED_ROOMS = 2;
  private static final int METHODID_UPDATE_MANAGED_ROOM = 3;
  private static final int METHODID_VALIDATE_MANAGED_ROOM = 4;
  private static final int METHODID_ENABLE_MANAGED_ROOM = 5;
  private static final int METHODID_DEACTIVATE_MANAGED_ROOM = 6;
  private static final int METHODID_DELETE_MANAGED_ROOM = 7;
  private static final int METHODID_CREATE_JOIN_TOKEN = 8;
  private static final int METHODID_GET_ROOM_SESSION = 9;
  private static final int METHODID_LIST_ROOM_SESSIONS = 10;
  private static final int METHODID_END_ROOM_SESSION = 11;
  private static final int METHODID_LIST_PARTICIPANTS = 12;
  private static final int METHODID_REMOVE_PARTICIPANT = 13;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ManagedRoomServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ManagedRoomServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_MANAGED_ROOM:
          serviceImpl.createManagedRoom((odind.v1.CreateManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateManagedRoomResponse>) responseObserver);
          break;
        case METHODID_GET_MANAGED_ROOM:
          serviceImpl.getManagedRoom((odind.v1.GetManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetManagedRoomResponse>) responseObserver);
          break;
        case METHODID_LIST_MANAGED_ROOMS:
          serviceImpl.listManagedRooms((odind.v1.ListManagedRoomsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListManagedRoomsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_MANAGED_ROOM:
          serviceImpl.updateManagedRoom((odind.v1.UpdateManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateManagedRoomResponse>) responseObserver);
          break;
        case METHODID_VALIDATE_MANAGED_ROOM:
          serviceImpl.validateManagedRoom((odind.v1.ValidateManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ValidateManagedRoomResponse>) responseObserver);
          break;
        case METHODID_ENABLE_MANAGED_ROOM:
          serviceImpl.enableManagedRoom((odind.v1.EnableManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.EnableManagedRoomResponse>) responseObserver);
          break;
        case METHODID_DEACTIVATE_MANAGED_ROOM:
          serviceImpl.deactivateManagedRoom((odind.v1.DeactivateManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeactivateManagedRoomResponse>) responseObserver);
          break;
        case METHODID_DELETE_MANAGED_ROOM:
          serviceImpl.deleteManagedRoom((odind.v1.DeleteManagedRoomRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteManagedRoomResponse>) responseObserver);
          break;
        case METHODID_CREATE_JOIN_TOKEN:
          serviceImpl.createJoinToken((odind.v1.CreateJoinTokenRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateJoinTokenResponse>) responseObserver);
          break;
        case METHODID_GET_ROOM_SESSION:
          serviceImpl.getRoomSession((odind.v1.GetRoomSessionRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetRoomSessionResponse>) responseObserver);
          break;
        case METHODID_LIST_ROOM_SESSIONS:
          serviceImpl.listRoomSessions((odind.v1.ListRoomSessionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListRoomSessionsResponse>) responseObserver);
          break;
        case METHODID_END_ROOM_SESSION:
          serviceImpl.endRoomSession((odind.v1.EndRoomSessionRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.EndRoomSessionResponse>) responseObserver);
          break;
        case METHODID_LIST_PARTICIPANTS:
          serviceImpl.listParticipants((odind.v1.ListParticipantsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListParticipantsResponse>) responseObserver);
          break;
        case METHODID_REMOVE_PARTICIPANT:
          serviceImpl.removeParticipant((odind.v1.RemoveParticipantRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RemoveParticipantResponse>) responseObserver);
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

  private static abstract class ManagedRoomServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ManagedRoomServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Managed.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ManagedRoomService");
    }
  }

  private static final class ManagedRoomServiceFileDescriptorSupplier
      extends ManagedRoomServiceBaseDescriptorSupplier {
    ManagedRoomServiceFileDescriptorSupplier() {}
  }

  private static final class ManagedRoomServiceMethodDescriptorSupplier
      extends ManagedRoomServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ManagedRoomServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ManagedRoomServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ManagedRoomServiceFileDescriptorSupplier())
              .addMethod(getCreateManagedRoomMethod())
              .addMethod(getGetManagedRoomMethod())
              .addMethod(getListManagedRoomsMethod())
              .addMethod(getUpdateManagedRoomMethod())
              .addMethod(getValidateManagedRoomMethod())
              .addMethod(getEnableManagedRoomMethod())
              .addMethod(getDeactivateManagedRoomMethod())
              .addMethod(getDeleteManagedRoomMethod())
              .addMethod(getCreateJoinTokenMethod())
              .addMethod(getGetRoomSessionMethod())
              .addMethod(getListRoomSessionsMethod())
              .addMethod(getEndRoomSessionMethod())
              .addMethod(getListParticipantsMethod())
              .addMethod(getRemoveParticipantMethod())
              .build();
        }
      }
    }
    return result;
  }
}
