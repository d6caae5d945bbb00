package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What the daemon counts on its connections. Counters only grow, unless said otherwise; those of a connection that
 * another worker process restored begin anew, and while it is being restored there are none.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/statistics.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class StatisticsServiceGrpc {

  private StatisticsServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.StatisticsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.GetStatisticsRequest,
      odind.v1.GetStatisticsResponse> getGetStatisticsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStatistics",
      requestType = odind.v1.GetStatisticsRequest.class,
      responseType = odind.v1.GetStatisticsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetStatisticsRequest,
      odind.v1.GetStatisticsResponse> getGetStatisticsMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetStatisticsRequest, odind.v1.GetStatisticsResponse> getGetStatisticsMethod;
    if ((getGetStatisticsMethod = StatisticsServiceGrpc.getGetStatisticsMethod) == null) {
      synchronized (StatisticsServiceGrpc.class) {
        if ((getGetStatisticsMethod = StatisticsServiceGrpc.getGetStatisticsMethod) == null) {
          StatisticsServiceGrpc.getGetStatisticsMethod = getGetStatisticsMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetStatisticsRequest, odind.v1.GetStatisticsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStatistics"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetStatisticsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetStatisticsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StatisticsServiceMethodDescriptorSupplier("GetStatistics"))
              .build();
        }
      }
    }
    return getGetStatisticsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.WatchStatisticsRequest,
      odind.v1.WatchStatisticsResponse> getWatchStatisticsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchStatistics",
      requestType = odind.v1.WatchStatisticsRequest.class,
      responseType = odind.v1.WatchStatisticsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.WatchStatisticsRequest,
      odind.v1.WatchStatisticsResponse> getWatchStatisticsMethod() {
    io.grpc.MethodDescriptor<odind.v1.WatchStatisticsRequest, odind.v1.WatchStatisticsResponse> getWatchStatisticsMethod;
    if ((getWatchStatisticsMethod = StatisticsServiceGrpc.getWatchStatisticsMethod) == null) {
      synchronized (StatisticsServiceGrpc.class) {
        if ((getWatchStatisticsMethod = StatisticsServiceGrpc.getWatchStatisticsMethod) == null) {
          StatisticsServiceGrpc.getWatchStatisticsMethod = getWatchStatisticsMethod =
              io.grpc.MethodDescriptor.<odind.v1.WatchStatisticsRequest, odind.v1.WatchStatisticsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchStatistics"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchStatisticsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchStatisticsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StatisticsServiceMethodDescriptorSupplier("WatchStatistics"))
              .build();
        }
      }
    }
    return getWatchStatisticsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static StatisticsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceStub>() {
        @java.lang.Override
        public StatisticsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StatisticsServiceStub(channel, callOptions);
        }
      };
    return StatisticsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static StatisticsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceBlockingStub>() {
        @java.lang.Override
        public StatisticsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StatisticsServiceBlockingStub(channel, callOptions);
        }
      };
    return StatisticsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static StatisticsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StatisticsServiceFutureStub>() {
        @java.lang.Override
        public StatisticsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StatisticsServiceFutureStub(channel, callOptions);
        }
      };
    return StatisticsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What the daemon counts on its connections. Counters only grow, unless said otherwise; those of a connection that
   * another worker process restored begin anew, and while it is being restored there are none.
   * </pre>
   */
  public static abstract class StatisticsServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * GetStatistics returns the counters of one connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getStatistics(odind.v1.GetStatisticsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetStatisticsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStatisticsMethod(), responseObserver);
    }

    /**
     * <pre>
     * WatchStatistics sends the counters at once and then at an interval. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT INTERVAL_INVALID; RESOURCE_EXHAUSTED
     * TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchStatistics(odind.v1.WatchStatisticsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchStatisticsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchStatisticsMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGetStatisticsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetStatisticsRequest,
                odind.v1.GetStatisticsResponse>(
                  this, METHODID_GET_STATISTICS)))
          .addMethod(
            getWatchStatisticsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.WatchStatisticsRequest,
                odind.v1.WatchStatisticsResponse>(
                  this, METHODID_WATCH_STATISTICS)))
          .build();
    }
  }

  /**
   * <pre>
   * What the daemon counts on its connections. Counters only grow, unless said otherwise; those of a connection that
   * another worker process restored begin anew, and while it is being restored there are none.
   * </pre>
   */
  public static final class StatisticsServiceStub extends io.grpc.stub.AbstractAsyncStub<StatisticsServiceStub> {
    private StatisticsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StatisticsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StatisticsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetStatistics returns the counters of one connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getStatistics(odind.v1.GetStatisticsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetStatisticsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStatisticsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * WatchStatistics sends the counters at once and then at an interval. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT INTERVAL_INVALID; RESOURCE_EXHAUSTED
     * TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchStatistics(odind.v1.WatchStatisticsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchStatisticsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchStatisticsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * What the daemon counts on its connections. Counters only grow, unless said otherwise; those of a connection that
   * another worker process restored begin anew, and while it is being restored there are none.
   * </pre>
   */
  public static final class StatisticsServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<StatisticsServiceBlockingStub> {
    private StatisticsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StatisticsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StatisticsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetStatistics returns the counters of one connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetStatisticsResponse getStatistics(odind.v1.GetStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStatisticsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WatchStatistics sends the counters at once and then at an interval. It ends with OK when the daemon stops,
     * and when the last connection that the request names is left.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT INTERVAL_INVALID; RESOURCE_EXHAUSTED
     * TOO_MANY_WATCHERS.
     * </pre>
     */
    public java.util.Iterator<odind.v1.WatchStatisticsResponse> watchStatistics(
        odind.v1.WatchStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchStatisticsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * What the daemon counts on its connections. Counters only grow, unless said otherwise; those of a connection that
   * another worker process restored begin anew, and while it is being restored there are none.
   * </pre>
   */
  public static final class StatisticsServiceFutureStub extends io.grpc.stub.AbstractFutureStub<StatisticsServiceFutureStub> {
    private StatisticsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StatisticsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StatisticsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetStatistics returns the counters of one connection.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetStatisticsResponse> getStatistics(
        odind.v1.GetStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStatisticsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_STATISTICS = 0;
  private static final int METHODID_WATCH_STATISTICS = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final StatisticsServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(StatisticsServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_STATISTICS:
          serviceImpl.getStatistics((odind.v1.GetStatisticsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetStatisticsResponse>) responseObserver);
          break;
        case METHODID_WATCH_STATISTICS:
          serviceImpl.watchStatistics((odind.v1.WatchStatisticsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WatchStatisticsResponse>) responseObserver);
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

  private static abstract class StatisticsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    StatisticsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Statistics.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("StatisticsService");
    }
  }

  private static final class StatisticsServiceFileDescriptorSupplier
      extends StatisticsServiceBaseDescriptorSupplier {
    StatisticsServiceFileDescriptorSupplier() {}
  }

  private static final class StatisticsServiceMethodDescriptorSupplier
      extends StatisticsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    StatisticsServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (StatisticsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new StatisticsServiceFileDescriptorSupplier())
              .addMethod(getGetStatisticsMethod())
              .addMethod(getWatchStatisticsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
