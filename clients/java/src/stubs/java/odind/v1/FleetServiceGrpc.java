package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The fleet that the daemon is a member of, see docs/FLEET.md.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/fleet.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class FleetServiceGrpc {

  private FleetServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.FleetService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.ListMembersRequest,
      odind.v1.ListMembersResponse> getListMembersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListMembers",
      requestType = odind.v1.ListMembersRequest.class,
      responseType = odind.v1.ListMembersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListMembersRequest,
      odind.v1.ListMembersResponse> getListMembersMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListMembersRequest, odind.v1.ListMembersResponse> getListMembersMethod;
    if ((getListMembersMethod = FleetServiceGrpc.getListMembersMethod) == null) {
      synchronized (FleetServiceGrpc.class) {
        if ((getListMembersMethod = FleetServiceGrpc.getListMembersMethod) == null) {
          FleetServiceGrpc.getListMembersMethod = getListMembersMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListMembersRequest, odind.v1.ListMembersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListMembers"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListMembersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListMembersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FleetServiceMethodDescriptorSupplier("ListMembers"))
              .build();
        }
      }
    }
    return getListMembersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetMemberRequest,
      odind.v1.GetMemberResponse> getGetMemberMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetMember",
      requestType = odind.v1.GetMemberRequest.class,
      responseType = odind.v1.GetMemberResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetMemberRequest,
      odind.v1.GetMemberResponse> getGetMemberMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetMemberRequest, odind.v1.GetMemberResponse> getGetMemberMethod;
    if ((getGetMemberMethod = FleetServiceGrpc.getGetMemberMethod) == null) {
      synchronized (FleetServiceGrpc.class) {
        if ((getGetMemberMethod = FleetServiceGrpc.getGetMemberMethod) == null) {
          FleetServiceGrpc.getGetMemberMethod = getGetMemberMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetMemberRequest, odind.v1.GetMemberResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetMember"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetMemberRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetMemberResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FleetServiceMethodDescriptorSupplier("GetMember"))
              .build();
        }
      }
    }
    return getGetMemberMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static FleetServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FleetServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FleetServiceStub>() {
        @java.lang.Override
        public FleetServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FleetServiceStub(channel, callOptions);
        }
      };
    return FleetServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static FleetServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FleetServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FleetServiceBlockingStub>() {
        @java.lang.Override
        public FleetServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FleetServiceBlockingStub(channel, callOptions);
        }
      };
    return FleetServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static FleetServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FleetServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FleetServiceFutureStub>() {
        @java.lang.Override
        public FleetServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FleetServiceFutureStub(channel, callOptions);
        }
      };
    return FleetServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The fleet that the daemon is a member of, see docs/FLEET.md.
   * </pre>
   */
  public static abstract class FleetServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * ListMembers returns the members of the fleet by their names, as the daemon has learned of them last.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public void listMembers(odind.v1.ListMembersRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListMembersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMembersMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetMember returns a member of the fleet, as the daemon has learned of it last; itself as it is now. A name that no
     * member has is NOT_FOUND, with the reason MEMBER_NOT_FOUND.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public void getMember(odind.v1.GetMemberRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetMemberResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMemberMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getListMembersMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListMembersRequest,
                odind.v1.ListMembersResponse>(
                  this, METHODID_LIST_MEMBERS)))
          .addMethod(
            getGetMemberMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetMemberRequest,
                odind.v1.GetMemberResponse>(
                  this, METHODID_GET_MEMBER)))
          .build();
    }
  }

  /**
   * <pre>
   * The fleet that the daemon is a member of, see docs/FLEET.md.
   * </pre>
   */
  public static final class FleetServiceStub extends io.grpc.stub.AbstractAsyncStub<FleetServiceStub> {
    private FleetServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FleetServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FleetServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMembers returns the members of the fleet by their names, as the daemon has learned of them last.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public void listMembers(odind.v1.ListMembersRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListMembersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMembersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetMember returns a member of the fleet, as the daemon has learned of it last; itself as it is now. A name that no
     * member has is NOT_FOUND, with the reason MEMBER_NOT_FOUND.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public void getMember(odind.v1.GetMemberRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetMemberResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMemberMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * The fleet that the daemon is a member of, see docs/FLEET.md.
   * </pre>
   */
  public static final class FleetServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<FleetServiceBlockingStub> {
    private FleetServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FleetServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FleetServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMembers returns the members of the fleet by their names, as the daemon has learned of them last.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public odind.v1.ListMembersResponse listMembers(odind.v1.ListMembersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMembersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetMember returns a member of the fleet, as the daemon has learned of it last; itself as it is now. A name that no
     * member has is NOT_FOUND, with the reason MEMBER_NOT_FOUND.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public odind.v1.GetMemberResponse getMember(odind.v1.GetMemberRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMemberMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * The fleet that the daemon is a member of, see docs/FLEET.md.
   * </pre>
   */
  public static final class FleetServiceFutureStub extends io.grpc.stub.AbstractFutureStub<FleetServiceFutureStub> {
    private FleetServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FleetServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FleetServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMembers returns the members of the fleet by their names, as the daemon has learned of them last.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListMembersResponse> listMembers(
        odind.v1.ListMembersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMembersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetMember returns a member of the fleet, as the daemon has learned of it last; itself as it is now. A name that no
     * member has is NOT_FOUND, with the reason MEMBER_NOT_FOUND.
     * Errors: FAILED_PRECONDITION FLEET_OFF.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetMemberResponse> getMember(
        odind.v1.GetMemberRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMemberMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_MEMBERS = 0;
  private static final int METHODID_GET_MEMBER = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final FleetServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(FleetServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_LIST_MEMBERS:
          serviceImpl.listMembers((odind.v1.ListMembersRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListMembersResponse>) responseObserver);
          break;
        case METHODID_GET_MEMBER:
          serviceImpl.getMember((odind.v1.GetMemberRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetMemberResponse>) responseObserver);
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

  private static abstract class FleetServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    FleetServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Fleet.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("FleetService");
    }
  }

  private static final class FleetServiceFileDescriptorSupplier
      extends FleetServiceBaseDescriptorSupplier {
    FleetServiceFileDescriptorSupplier() {}
  }

  private static final class FleetServiceMethodDescriptorSupplier
      extends FleetServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    FleetServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (FleetServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new FleetServiceFileDescriptorSupplier())
              .addMethod(getListMembersMethod())
              .addMethod(getGetMemberMethod())
              .build();
        }
      }
    }
    return result;
  }
}
