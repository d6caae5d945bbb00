package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Who called what, on what, and how it ended. docs/SECURITY.md says what is noted.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/audit.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class AuditServiceGrpc {

  private AuditServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.AuditService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.WatchAuditRequest,
      odind.v1.WatchAuditResponse> getWatchAuditMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchAudit",
      requestType = odind.v1.WatchAuditRequest.class,
      responseType = odind.v1.WatchAuditResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.WatchAuditRequest,
      odind.v1.WatchAuditResponse> getWatchAuditMethod() {
    io.grpc.MethodDescriptor<odind.v1.WatchAuditRequest, odind.v1.WatchAuditResponse> getWatchAuditMethod;
    if ((getWatchAuditMethod = AuditServiceGrpc.getWatchAuditMethod) == null) {
      synchronized (AuditServiceGrpc.class) {
        if ((getWatchAuditMethod = AuditServiceGrpc.getWatchAuditMethod) == null) {
          AuditServiceGrpc.getWatchAuditMethod = getWatchAuditMethod =
              io.grpc.MethodDescriptor.<odind.v1.WatchAuditRequest, odind.v1.WatchAuditResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchAudit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchAuditRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchAuditResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuditServiceMethodDescriptorSupplier("WatchAudit"))
              .build();
        }
      }
    }
    return getWatchAuditMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AuditServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceStub>() {
        @java.lang.Override
        public AuditServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceStub(channel, callOptions);
        }
      };
    return AuditServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AuditServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingStub>() {
        @java.lang.Override
        public AuditServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceBlockingStub(channel, callOptions);
        }
      };
    return AuditServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AuditServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceFutureStub>() {
        @java.lang.Override
        public AuditServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceFutureStub(channel, callOptions);
        }
      };
    return AuditServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Who called what, on what, and how it ended. docs/SECURITY.md says what is noted.
   * </pre>
   */
  public static abstract class AuditServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * WatchAudit sends what is noted of calls, the refused ones too, as it comes: of those that the daemon itself serves, not
     * of calls at the own sockets of its workers, whose files are on its machine. Callers of a tenant are sent that
     * tenant's calls alone. It ends with OK when the daemon stops.
     * Errors: FAILED_PRECONDITION AUDIT_OFF (the setting audit.to is ""); RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchAudit(odind.v1.WatchAuditRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchAuditResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchAuditMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getWatchAuditMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.WatchAuditRequest,
                odind.v1.WatchAuditResponse>(
                  this, METHODID_WATCH_AUDIT)))
          .build();
    }
  }

  /**
   * <pre>
   * Who called what, on what, and how it ended. docs/SECURITY.md says what is noted.
   * </pre>
   */
  public static final class AuditServiceStub extends io.grpc.stub.AbstractAsyncStub<AuditServiceStub> {
    private AuditServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * WatchAudit sends what is noted of calls, the refused ones too, as it comes: of those that the daemon itself serves, not
     * of calls at the own sockets of its workers, whose files are on its machine. Callers of a tenant are sent that
     * tenant's calls alone. It ends with OK when the daemon stops.
     * Errors: FAILED_PRECONDITION AUDIT_OFF (the setting audit.to is ""); RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchAudit(odind.v1.WatchAuditRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchAuditResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchAuditMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Who called what, on what, and how it ended. docs/SECURITY.md says what is noted.
   * </pre>
   */
  public static final class AuditServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<AuditServiceBlockingStub> {
    private AuditServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * WatchAudit sends what is noted of calls, the refused ones too, as it comes: of those that the daemon itself serves, not
     * of calls at the own sockets of its workers, whose files are on its machine. Callers of a tenant are sent that
     * tenant's calls alone. It ends with OK when the daemon stops.
     * Errors: FAILED_PRECONDITION AUDIT_OFF (the setting audit.to is ""); RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public java.util.Iterator<odind.v1.WatchAuditResponse> watchAudit(
        odind.v1.WatchAuditRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchAuditMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Who called what, on what, and how it ended. docs/SECURITY.md says what is noted.
   * </pre>
   */
  public static final class AuditServiceFutureStub extends io.grpc.stub.AbstractFutureStub<AuditServiceFutureStub> {
    private AuditServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceFutureStub(channel, callOptions);
    }
  }

  private static final int METHODID_WATCH_AUDIT = 0;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AuditServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(AuditServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_WATCH_AUDIT:
          serviceImpl.watchAudit((odind.v1.WatchAuditRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WatchAuditResponse>) responseObserver);
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

  private static abstract class AuditServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AuditServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Audit.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AuditService");
    }
  }

  private static final class AuditServiceFileDescriptorSupplier
      extends AuditServiceBaseDescriptorSupplier {
    AuditServiceFileDescriptorSupplier() {}
  }

  private static final class AuditServiceMethodDescriptorSupplier
      extends AuditServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    AuditServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (AuditServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AuditServiceFileDescriptorSupplier())
              .addMethod(getWatchAuditMethod())
              .build();
        }
      }
    }
    return result;
  }
}
