package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What the daemon is and what it allows.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/server.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ServerServiceGrpc {

  private ServerServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.ServerService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.GetInfoRequest,
      odind.v1.GetInfoResponse> getGetInfoMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetInfo",
      requestType = odind.v1.GetInfoRequest.class,
      responseType = odind.v1.GetInfoResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetInfoRequest,
      odind.v1.GetInfoResponse> getGetInfoMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetInfoRequest, odind.v1.GetInfoResponse> getGetInfoMethod;
    if ((getGetInfoMethod = ServerServiceGrpc.getGetInfoMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getGetInfoMethod = ServerServiceGrpc.getGetInfoMethod) == null) {
          ServerServiceGrpc.getGetInfoMethod = getGetInfoMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetInfoRequest, odind.v1.GetInfoResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetInfo"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetInfoRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetInfoResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("GetInfo"))
              .build();
        }
      }
    }
    return getGetInfoMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetCapacityRequest,
      odind.v1.GetCapacityResponse> getGetCapacityMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCapacity",
      requestType = odind.v1.GetCapacityRequest.class,
      responseType = odind.v1.GetCapacityResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetCapacityRequest,
      odind.v1.GetCapacityResponse> getGetCapacityMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetCapacityRequest, odind.v1.GetCapacityResponse> getGetCapacityMethod;
    if ((getGetCapacityMethod = ServerServiceGrpc.getGetCapacityMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getGetCapacityMethod = ServerServiceGrpc.getGetCapacityMethod) == null) {
          ServerServiceGrpc.getGetCapacityMethod = getGetCapacityMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetCapacityRequest, odind.v1.GetCapacityResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCapacity"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCapacityRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCapacityResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("GetCapacity"))
              .build();
        }
      }
    }
    return getGetCapacityMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DrainRequest,
      odind.v1.DrainResponse> getDrainMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Drain",
      requestType = odind.v1.DrainRequest.class,
      responseType = odind.v1.DrainResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DrainRequest,
      odind.v1.DrainResponse> getDrainMethod() {
    io.grpc.MethodDescriptor<odind.v1.DrainRequest, odind.v1.DrainResponse> getDrainMethod;
    if ((getDrainMethod = ServerServiceGrpc.getDrainMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getDrainMethod = ServerServiceGrpc.getDrainMethod) == null) {
          ServerServiceGrpc.getDrainMethod = getDrainMethod =
              io.grpc.MethodDescriptor.<odind.v1.DrainRequest, odind.v1.DrainResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Drain"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DrainRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DrainResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("Drain"))
              .build();
        }
      }
    }
    return getDrainMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UndrainRequest,
      odind.v1.UndrainResponse> getUndrainMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Undrain",
      requestType = odind.v1.UndrainRequest.class,
      responseType = odind.v1.UndrainResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UndrainRequest,
      odind.v1.UndrainResponse> getUndrainMethod() {
    io.grpc.MethodDescriptor<odind.v1.UndrainRequest, odind.v1.UndrainResponse> getUndrainMethod;
    if ((getUndrainMethod = ServerServiceGrpc.getUndrainMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getUndrainMethod = ServerServiceGrpc.getUndrainMethod) == null) {
          ServerServiceGrpc.getUndrainMethod = getUndrainMethod =
              io.grpc.MethodDescriptor.<odind.v1.UndrainRequest, odind.v1.UndrainResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Undrain"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UndrainRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UndrainResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("Undrain"))
              .build();
        }
      }
    }
    return getUndrainMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpgradeRequest,
      odind.v1.UpgradeResponse> getUpgradeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Upgrade",
      requestType = odind.v1.UpgradeRequest.class,
      responseType = odind.v1.UpgradeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpgradeRequest,
      odind.v1.UpgradeResponse> getUpgradeMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpgradeRequest, odind.v1.UpgradeResponse> getUpgradeMethod;
    if ((getUpgradeMethod = ServerServiceGrpc.getUpgradeMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getUpgradeMethod = ServerServiceGrpc.getUpgradeMethod) == null) {
          ServerServiceGrpc.getUpgradeMethod = getUpgradeMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpgradeRequest, odind.v1.UpgradeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Upgrade"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpgradeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpgradeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("Upgrade"))
              .build();
        }
      }
    }
    return getUpgradeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetHealthRequest,
      odind.v1.GetHealthResponse> getGetHealthMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetHealth",
      requestType = odind.v1.GetHealthRequest.class,
      responseType = odind.v1.GetHealthResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetHealthRequest,
      odind.v1.GetHealthResponse> getGetHealthMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetHealthRequest, odind.v1.GetHealthResponse> getGetHealthMethod;
    if ((getGetHealthMethod = ServerServiceGrpc.getGetHealthMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getGetHealthMethod = ServerServiceGrpc.getGetHealthMethod) == null) {
          ServerServiceGrpc.getGetHealthMethod = getGetHealthMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetHealthRequest, odind.v1.GetHealthResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetHealth"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetHealthRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetHealthResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("GetHealth"))
              .build();
        }
      }
    }
    return getGetHealthMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DiagnoseRequest,
      odind.v1.DiagnoseResponse> getDiagnoseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Diagnose",
      requestType = odind.v1.DiagnoseRequest.class,
      responseType = odind.v1.DiagnoseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DiagnoseRequest,
      odind.v1.DiagnoseResponse> getDiagnoseMethod() {
    io.grpc.MethodDescriptor<odind.v1.DiagnoseRequest, odind.v1.DiagnoseResponse> getDiagnoseMethod;
    if ((getDiagnoseMethod = ServerServiceGrpc.getDiagnoseMethod) == null) {
      synchronized (ServerServiceGrpc.class) {
        if ((getDiagnoseMethod = ServerServiceGrpc.getDiagnoseMethod) == null) {
          ServerServiceGrpc.getDiagnoseMethod = getDiagnoseMethod =
              io.grpc.MethodDescriptor.<odind.v1.DiagnoseRequest, odind.v1.DiagnoseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Diagnose"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DiagnoseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DiagnoseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServerServiceMethodDescriptorSupplier("Diagnose"))
              .build();
        }
      }
    }
    return getDiagnoseMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ServerServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServerServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServerServiceStub>() {
        @java.lang.Override
        public ServerServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServerServiceStub(channel, callOptions);
        }
      };
    return ServerServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ServerServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServerServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServerServiceBlockingStub>() {
        @java.lang.Override
        public ServerServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServerServiceBlockingStub(channel, callOptions);
        }
      };
    return ServerServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ServerServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServerServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServerServiceFutureStub>() {
        @java.lang.Override
        public ServerServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServerServiceFutureStub(channel, callOptions);
        }
      };
    return ServerServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What the daemon is and what it allows.
   * </pre>
   */
  public static abstract class ServerServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * GetInfo describes the running daemon. It never fails while the daemon runs.
     * </pre>
     */
    public void getInfo(odind.v1.GetInfoRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetInfoResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetInfoMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetCapacity tells how many more connections fit into this daemon, what would run out first, how busy it is, and
     * what its fleet has room for. The first call takes some 20 ms more: it times the codecs on this machine. It never fails while the daemon runs,
     * with workers while one of them does.
     * </pre>
     */
    public void getCapacity(odind.v1.GetCapacityRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCapacityResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCapacityMethod(), responseObserver);
    }

    /**
     * <pre>
     * Drain has the daemon join no more rooms, and stop by itself, with exit code 0: when its last connection has left,
     * or at the deadline, whichever is first. Until then all other calls go on, and connections whose worker or link is
     * lost are restored. JoinRoom fails with UNAVAILABLE DRAINING, health says NOT_SERVING for odind.v1.RoomService, and
     * the event `daemon_draining` and open audio streams tell the deadline. A daemon without connections stops at once.
     * Another Drain replaces the deadline.
     * Errors: INVALID_ARGUMENT DEADLINE_INVALID; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public void drain(odind.v1.DrainRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DrainResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDrainMethod(), responseObserver);
    }

    /**
     * <pre>
     * Undrain ends a drain: the daemon joins rooms again, and does not stop by itself. It changes nothing when the
     * daemon does not drain.
     * Errors: UNAVAILABLE DAEMON_STOPPING (also when the drain has just stopped the daemon).
     * </pre>
     */
    public void undrain(odind.v1.UndrainRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UndrainResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndrainMethod(), responseObserver);
    }

    /**
     * <pre>
     * Upgrade has the version of odind that is installed now take over, with the settings as they are now: under the same
     * process id, with the connections of this one under their ids, after a silence of a few seconds. First that
     * version checks beside this one, for some seconds, all that it needs to start; when it would not, this one goes on
     * as if nothing had been asked. The answer comes before the daemon stops as for a signal, with the event
     * `daemon_stopping` of reason UPGRADE. Callers over HTTP are not refused meanwhile, but wait; callers over gRPC
     * dial again. SIGUSR2 does the same.
     * Errors: FAILED_PRECONDITION UPGRADE_FAILED (metadata `problem`); UNAVAILABLE DRAINING, DAEMON_STOPPING.
     * </pre>
     */
    public void upgrade(odind.v1.UpgradeRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpgradeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpgradeMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetHealth tells what the daemon knows about its own health, from a look every 5 s. It never fails while the
     * daemon runs, and is not counted in the log's summary of calls, so that supervisors may ask often.
     * The standard service grpc.health.v1.Health tells the same to load balancers: NOT_SERVING of odind.v1.RoomService
     * while no room can be joined, of odind.v1.AudioService while sound suffers, and of "" while the daemon stops.
     * </pre>
     */
    public void getHealth(odind.v1.GetHealthRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetHealthResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetHealthMethod(), responseObserver);
    }

    /**
     * <pre>
     * Diagnose looks closer, which takes up to 10 s, and 5 s more with a probe: at the access key, sound devices, the state
     * folder, disk, file descriptors, memory, the gateway's certificate and the clock. What is wrong is in the answer: it
     * never fails while the daemon runs, but for a gateway that must not be named. One diagnosis is made at a time; others
     * wait.
     * Errors: INVALID_ARGUMENT GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED.
     * </pre>
     */
    public void diagnose(odind.v1.DiagnoseRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DiagnoseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDiagnoseMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGetInfoMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetInfoRequest,
                odind.v1.GetInfoResponse>(
                  this, METHODID_GET_INFO)))
          .addMethod(
            getGetCapacityMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetCapacityRequest,
                odind.v1.GetCapacityResponse>(
                  this, METHODID_GET_CAPACITY)))
          .addMethod(
            getDrainMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DrainRequest,
                odind.v1.DrainResponse>(
                  this, METHODID_DRAIN)))
          .addMethod(
            getUndrainMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UndrainRequest,
                odind.v1.UndrainResponse>(
                  this, METHODID_UNDRAIN)))
          .addMethod(
            getUpgradeMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpgradeRequest,
                odind.v1.UpgradeResponse>(
                  this, METHODID_UPGRADE)))
          .addMethod(
            getGetHealthMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetHealthRequest,
                odind.v1.GetHealthResponse>(
                  this, METHODID_GET_HEALTH)))
          .addMethod(
            getDiagnoseMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DiagnoseRequest,
                odind.v1.DiagnoseResponse>(
                  this, METHODID_DIAGNOSE)))
          .build();
    }
  }

  /**
   * <pre>
   * What the daemon is and what it allows.
   * </pre>
   */
  public static final class ServerServiceStub extends io.grpc.stub.AbstractAsyncStub<ServerServiceStub> {
    private ServerServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServerServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServerServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetInfo describes the running daemon. It never fails while the daemon runs.
     * </pre>
     */
    public void getInfo(odind.v1.GetInfoRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetInfoResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetInfoMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetCapacity tells how many more connections fit into this daemon, what would run out first, how busy it is, and
     * what its fleet has room for. The first call takes some 20 ms more: it times the codecs on this machine. It never fails while the daemon runs,
     * with workers while one of them does.
     * </pre>
     */
    public void getCapacity(odind.v1.GetCapacityRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCapacityResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCapacityMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Drain has the daemon join no more rooms, and stop by itself, with exit code 0: when its last connection has left,
     * or at the deadline, whichever is first. Until then all other calls go on, and connections whose worker or link is
     * lost are restored. JoinRoom fails with UNAVAILABLE DRAINING, health says NOT_SERVING for odind.v1.RoomService, and
     * the event `daemon_draining` and open audio streams tell the deadline. A daemon without connections stops at once.
     * Another Drain replaces the deadline.
     * Errors: INVALID_ARGUMENT DEADLINE_INVALID; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public void drain(odind.v1.DrainRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DrainResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDrainMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Undrain ends a drain: the daemon joins rooms again, and does not stop by itself. It changes nothing when the
     * daemon does not drain.
     * Errors: UNAVAILABLE DAEMON_STOPPING (also when the drain has just stopped the daemon).
     * </pre>
     */
    public void undrain(odind.v1.UndrainRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UndrainResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndrainMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Upgrade has the version of odind that is installed now take over, with the settings as they are now: under the same
     * process id, with the connections of this one under their ids, after a silence of a few seconds. First that
     * version checks beside this one, for some seconds, all that it needs to start; when it would not, this one goes on
     * as if nothing had been asked. The answer comes before the daemon stops as for a signal, with the event
     * `daemon_stopping` of reason UPGRADE. Callers over HTTP are not refused meanwhile, but wait; callers over gRPC
     * dial again. SIGUSR2 does the same.
     * Errors: FAILED_PRECONDITION UPGRADE_FAILED (metadata `problem`); UNAVAILABLE DRAINING, DAEMON_STOPPING.
     * </pre>
     */
    public void upgrade(odind.v1.UpgradeRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpgradeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpgradeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetHealth tells what the daemon knows about its own health, from a look every 5 s. It never fails while the
     * daemon runs, and is not counted in the log's summary of calls, so that supervisors may ask often.
     * The standard service grpc.health.v1.Health tells the same to load balancers: NOT_SERVING of odind.v1.RoomService
     * while no room can be joined, of odind.v1.AudioService while sound suffers, and of "" while the daemon stops.
     * </pre>
     */
    public void getHealth(odind.v1.GetHealthRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetHealthResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetHealthMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Diagnose looks closer, which takes up to 10 s, and 5 s more with a probe: at the access key, sound devices, the state
     * folder, disk, file descriptors, memory, the gateway's certificate and the clock. What is wrong is in the answer: it
     * never fails while the daemon runs, but for a gateway that must not be named. One diagnosis is made at a time; others
     * wait.
     * Errors: INVALID_ARGUMENT GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED.
     * </pre>
     */
    public void diagnose(odind.v1.DiagnoseRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DiagnoseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDiagnoseMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * What the daemon is and what it allows.
   * </pre>
   */
  public static final class ServerServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ServerServiceBlockingStub> {
    private ServerServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServerServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServerServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetInfo describes the running daemon. It never fails while the daemon runs.
     * </pre>
     */
    public odind.v1.GetInfoResponse getInfo(odind.v1.GetInfoRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetInfoMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetCapacity tells how many more connections fit into this daemon, what would run out first, how busy it is, and
     * what its fleet has room for. The first call takes some 20 ms more: it times the codecs on this machine. It never fails while the daemon runs,
     * with workers while one of them does.
     * </pre>
     */
    public odind.v1.GetCapacityResponse getCapacity(odind.v1.GetCapacityRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCapacityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Drain has the daemon join no more rooms, and stop by itself, with exit code 0: when its last connection has left,
     * or at the deadline, whichever is first. Until then all other calls go on, and connections whose worker or link is
     * lost are restored. JoinRoom fails with UNAVAILABLE DRAINING, health says NOT_SERVING for odind.v1.RoomService, and
     * the event `daemon_draining` and open audio streams tell the deadline. A daemon without connections stops at once.
     * Another Drain replaces the deadline.
     * Errors: INVALID_ARGUMENT DEADLINE_INVALID; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public odind.v1.DrainResponse drain(odind.v1.DrainRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDrainMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Undrain ends a drain: the daemon joins rooms again, and does not stop by itself. It changes nothing when the
     * daemon does not drain.
     * Errors: UNAVAILABLE DAEMON_STOPPING (also when the drain has just stopped the daemon).
     * </pre>
     */
    public odind.v1.UndrainResponse undrain(odind.v1.UndrainRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndrainMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Upgrade has the version of odind that is installed now take over, with the settings as they are now: under the same
     * process id, with the connections of this one under their ids, after a silence of a few seconds. First that
     * version checks beside this one, for some seconds, all that it needs to start; when it would not, this one goes on
     * as if nothing had been asked. The answer comes before the daemon stops as for a signal, with the event
     * `daemon_stopping` of reason UPGRADE. Callers over HTTP are not refused meanwhile, but wait; callers over gRPC
     * dial again. SIGUSR2 does the same.
     * Errors: FAILED_PRECONDITION UPGRADE_FAILED (metadata `problem`); UNAVAILABLE DRAINING, DAEMON_STOPPING.
     * </pre>
     */
    public odind.v1.UpgradeResponse upgrade(odind.v1.UpgradeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpgradeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetHealth tells what the daemon knows about its own health, from a look every 5 s. It never fails while the
     * daemon runs, and is not counted in the log's summary of calls, so that supervisors may ask often.
     * The standard service grpc.health.v1.Health tells the same to load balancers: NOT_SERVING of odind.v1.RoomService
     * while no room can be joined, of odind.v1.AudioService while sound suffers, and of "" while the daemon stops.
     * </pre>
     */
    public odind.v1.GetHealthResponse getHealth(odind.v1.GetHealthRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetHealthMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Diagnose looks closer, which takes up to 10 s, and 5 s more with a probe: at the access key, sound devices, the state
     * folder, disk, file descriptors, memory, the gateway's certificate and the clock. What is wrong is in the answer: it
     * never fails while the daemon runs, but for a gateway that must not be named. One diagnosis is made at a time; others
     * wait.
     * Errors: INVALID_ARGUMENT GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED.
     * </pre>
     */
    public odind.v1.DiagnoseResponse diagnose(odind.v1.DiagnoseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDiagnoseMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * What the daemon is and what it allows.
   * </pre>
   */
  public static final class ServerServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ServerServiceFutureStub> {
    private ServerServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServerServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServerServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetInfo describes the running daemon. It never fails while the daemon runs.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetInfoResponse> getInfo(
        odind.v1.GetInfoRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetInfoMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetCapacity tells how many more connections fit into this daemon, what would run out first, how busy it is, and
     * what its fleet has room for. The first call takes some 20 ms more: it times the codecs on this machine. It never fails while the daemon runs,
     * with workers while one of them does.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetCapacityResponse> getCapacity(
        odind.v1.GetCapacityRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCapacityMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Drain has the daemon join no more rooms, and stop by itself, with exit code 0: when its last connection has left,
     * or at the deadline, whichever is first. Until then all other calls go on, and connections whose worker or link is
     * lost are restored. JoinRoom fails with UNAVAILABLE DRAINING, health says NOT_SERVING for odind.v1.RoomService, and
     * the event `daemon_draining` and open audio streams tell the deadline. A daemon without connections stops at once.
     * Another Drain replaces the deadline.
     * Errors: INVALID_ARGUMENT DEADLINE_INVALID; UNAVAILABLE DAEMON_STOPPING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DrainResponse> drain(
        odind.v1.DrainRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDrainMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Undrain ends a drain: the daemon joins rooms again, and does not stop by itself. It changes nothing when the
     * daemon does not drain.
     * Errors: UNAVAILABLE DAEMON_STOPPING (also when the drain has just stopped the daemon).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UndrainResponse> undrain(
        odind.v1.UndrainRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndrainMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Upgrade has the version of odind that is installed now take over, with the settings as they are now: under the same
     * process id, with the connections of this one under their ids, after a silence of a few seconds. First that
     * version checks beside this one, for some seconds, all that it needs to start; when it would not, this one goes on
     * as if nothing had been asked. The answer comes before the daemon stops as for a signal, with the event
     * `daemon_stopping` of reason UPGRADE. Callers over HTTP are not refused meanwhile, but wait; callers over gRPC
     * dial again. SIGUSR2 does the same.
     * Errors: FAILED_PRECONDITION UPGRADE_FAILED (metadata `problem`); UNAVAILABLE DRAINING, DAEMON_STOPPING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpgradeResponse> upgrade(
        odind.v1.UpgradeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpgradeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetHealth tells what the daemon knows about its own health, from a look every 5 s. It never fails while the
     * daemon runs, and is not counted in the log's summary of calls, so that supervisors may ask often.
     * The standard service grpc.health.v1.Health tells the same to load balancers: NOT_SERVING of odind.v1.RoomService
     * while no room can be joined, of odind.v1.AudioService while sound suffers, and of "" while the daemon stops.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetHealthResponse> getHealth(
        odind.v1.GetHealthRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetHealthMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Diagnose looks closer, which takes up to 10 s, and 5 s more with a probe: at the access key, sound devices, the state
     * folder, disk, file descriptors, memory, the gateway's certificate and the clock. What is wrong is in the answer: it
     * never fails while the daemon runs, but for a gateway that must not be named. One diagnosis is made at a time; others
     * wait.
     * Errors: INVALID_ARGUMENT GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED GATEWAY_NOT_ALLOWED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DiagnoseResponse> diagnose(
        odind.v1.DiagnoseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDiagnoseMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_INFO = 0;
  private static final int METHODID_GET_CAPACITY = 1;
  private static final int METHODID_DRAIN = 2;
  private static final int METHODID_UNDRAIN = 3;
  private static final int METHODID_UPGRADE = 4;
  private static final int METHODID_GET_HEALTH = 5;
  private static final int METHODID_DIAGNOSE = 6;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ServerServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ServerServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_INFO:
          serviceImpl.getInfo((odind.v1.GetInfoRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetInfoResponse>) responseObserver);
          break;
        case METHODID_GET_CAPACITY:
          serviceImpl.getCapacity((odind.v1.GetCapacityRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetCapacityResponse>) responseObserver);
          break;
        case METHODID_DRAIN:
          serviceImpl.drain((odind.v1.DrainRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DrainResponse>) responseObserver);
          break;
        case METHODID_UNDRAIN:
          serviceImpl.undrain((odind.v1.UndrainRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UndrainResponse>) responseObserver);
          break;
        case METHODID_UPGRADE:
          serviceImpl.upgrade((odind.v1.UpgradeRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpgradeResponse>) responseObserver);
          break;
        case METHODID_GET_HEALTH:
          serviceImpl.getHealth((odind.v1.GetHealthRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetHealthResponse>) responseObserver);
          break;
        case METHODID_DIAGNOSE:
          serviceImpl.diagnose((odind.v1.DiagnoseRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DiagnoseResponse>) responseObserver);
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

  private static abstract class ServerServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ServerServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Server.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ServerService");
    }
  }

  private static final class ServerServiceFileDescriptorSupplier
      extends ServerServiceBaseDescriptorSupplier {
    ServerServiceFileDescriptorSupplier() {}
  }

  private static final class ServerServiceMethodDescriptorSupplier
      extends ServerServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ServerServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ServerServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ServerServiceFileDescriptorSupplier())
              .addMethod(getGetInfoMethod())
              .addMethod(getGetCapacityMethod())
              .addMethod(getDrainMethod())
              .addMethod(getUndrainMethod())
              .addMethod(getUpgradeMethod())
              .addMethod(getGetHealthMethod())
              .addMethod(getDiagnoseMethod())
              .build();
        }
      }
    }
    return result;
  }
}
