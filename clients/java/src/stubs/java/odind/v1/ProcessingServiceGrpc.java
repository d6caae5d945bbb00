package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What is done to a connection's sound before it is sent. The settings belong to the connection: they hold for
 * whoever speaks on it, now and later. Opus packets that are passed through are sent as they are.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/processing.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ProcessingServiceGrpc {

  private ProcessingServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.ProcessingService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.GetProcessingRequest,
      odind.v1.GetProcessingResponse> getGetProcessingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProcessing",
      requestType = odind.v1.GetProcessingRequest.class,
      responseType = odind.v1.GetProcessingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetProcessingRequest,
      odind.v1.GetProcessingResponse> getGetProcessingMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetProcessingRequest, odind.v1.GetProcessingResponse> getGetProcessingMethod;
    if ((getGetProcessingMethod = ProcessingServiceGrpc.getGetProcessingMethod) == null) {
      synchronized (ProcessingServiceGrpc.class) {
        if ((getGetProcessingMethod = ProcessingServiceGrpc.getGetProcessingMethod) == null) {
          ProcessingServiceGrpc.getGetProcessingMethod = getGetProcessingMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetProcessingRequest, odind.v1.GetProcessingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProcessing"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetProcessingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetProcessingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProcessingServiceMethodDescriptorSupplier("GetProcessing"))
              .build();
        }
      }
    }
    return getGetProcessingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SetProcessingRequest,
      odind.v1.SetProcessingResponse> getSetProcessingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetProcessing",
      requestType = odind.v1.SetProcessingRequest.class,
      responseType = odind.v1.SetProcessingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SetProcessingRequest,
      odind.v1.SetProcessingResponse> getSetProcessingMethod() {
    io.grpc.MethodDescriptor<odind.v1.SetProcessingRequest, odind.v1.SetProcessingResponse> getSetProcessingMethod;
    if ((getSetProcessingMethod = ProcessingServiceGrpc.getSetProcessingMethod) == null) {
      synchronized (ProcessingServiceGrpc.class) {
        if ((getSetProcessingMethod = ProcessingServiceGrpc.getSetProcessingMethod) == null) {
          ProcessingServiceGrpc.getSetProcessingMethod = getSetProcessingMethod =
              io.grpc.MethodDescriptor.<odind.v1.SetProcessingRequest, odind.v1.SetProcessingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetProcessing"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetProcessingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetProcessingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProcessingServiceMethodDescriptorSupplier("SetProcessing"))
              .build();
        }
      }
    }
    return getSetProcessingMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ProcessingServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceStub>() {
        @java.lang.Override
        public ProcessingServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProcessingServiceStub(channel, callOptions);
        }
      };
    return ProcessingServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ProcessingServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceBlockingStub>() {
        @java.lang.Override
        public ProcessingServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProcessingServiceBlockingStub(channel, callOptions);
        }
      };
    return ProcessingServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ProcessingServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProcessingServiceFutureStub>() {
        @java.lang.Override
        public ProcessingServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProcessingServiceFutureStub(channel, callOptions);
        }
      };
    return ProcessingServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What is done to a connection's sound before it is sent. The settings belong to the connection: they hold for
   * whoever speaks on it, now and later. Opus packets that are passed through are sent as they are.
   * </pre>
   */
  public static abstract class ProcessingServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * GetProcessing returns the settings in force.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getProcessing(odind.v1.GetProcessingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetProcessingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProcessingMethod(), responseObserver);
    }

    /**
     * <pre>
     * SetProcessing replaces the settings and returns those in force. It takes effect with the next frame of
     * 20 ms, in the midst of speech as well, and no packet is lost by it. What can be heard: effects that are
     * added or taken away change the delay by theirs, so that 5 to 40 ms are missing or silent once, and another
     * `application` can give a click of at most 20 ms. The echo canceller learns anew, within a second or two, when
     * it was off or when settings of Opus change. Voice isolation, used for the first time since the daemon started,
     * holds up all sound of the daemon for up to 0.1 s.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT PROCESSING_INVALID (metadata `setting`),
     * PRESET_INVALID, CHOSEN_PRESET_INVALID, NOISE_SUPPRESSION_INVALID, GAIN_CONTROL_INVALID, APPLICATION_INVALID.
     * </pre>
     */
    public void setProcessing(odind.v1.SetProcessingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetProcessingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetProcessingMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGetProcessingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetProcessingRequest,
                odind.v1.GetProcessingResponse>(
                  this, METHODID_GET_PROCESSING)))
          .addMethod(
            getSetProcessingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SetProcessingRequest,
                odind.v1.SetProcessingResponse>(
                  this, METHODID_SET_PROCESSING)))
          .build();
    }
  }

  /**
   * <pre>
   * What is done to a connection's sound before it is sent. The settings belong to the connection: they hold for
   * whoever speaks on it, now and later. Opus packets that are passed through are sent as they are.
   * </pre>
   */
  public static final class ProcessingServiceStub extends io.grpc.stub.AbstractAsyncStub<ProcessingServiceStub> {
    private ProcessingServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProcessingServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProcessingServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetProcessing returns the settings in force.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getProcessing(odind.v1.GetProcessingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetProcessingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProcessingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SetProcessing replaces the settings and returns those in force. It takes effect with the next frame of
     * 20 ms, in the midst of speech as well, and no packet is lost by it. What can be heard: effects that are
     * added or taken away change the delay by theirs, so that 5 to 40 ms are missing or silent once, and another
     * `application` can give a click of at most 20 ms. The echo canceller learns anew, within a second or two, when
     * it was off or when settings of Opus change. Voice isolation, used for the first time since the daemon started,
     * holds up all sound of the daemon for up to 0.1 s.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT PROCESSING_INVALID (metadata `setting`),
     * PRESET_INVALID, CHOSEN_PRESET_INVALID, NOISE_SUPPRESSION_INVALID, GAIN_CONTROL_INVALID, APPLICATION_INVALID.
     * </pre>
     */
    public void setProcessing(odind.v1.SetProcessingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetProcessingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetProcessingMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * What is done to a connection's sound before it is sent. The settings belong to the connection: they hold for
   * whoever speaks on it, now and later. Opus packets that are passed through are sent as they are.
   * </pre>
   */
  public static final class ProcessingServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ProcessingServiceBlockingStub> {
    private ProcessingServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProcessingServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProcessingServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetProcessing returns the settings in force.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetProcessingResponse getProcessing(odind.v1.GetProcessingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProcessingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SetProcessing replaces the settings and returns those in force. It takes effect with the next frame of
     * 20 ms, in the midst of speech as well, and no packet is lost by it. What can be heard: effects that are
     * added or taken away change the delay by theirs, so that 5 to 40 ms are missing or silent once, and another
     * `application` can give a click of at most 20 ms. The echo canceller learns anew, within a second or two, when
     * it was off or when settings of Opus change. Voice isolation, used for the first time since the daemon started,
     * holds up all sound of the daemon for up to 0.1 s.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT PROCESSING_INVALID (metadata `setting`),
     * PRESET_INVALID, CHOSEN_PRESET_INVALID, NOISE_SUPPRESSION_INVALID, GAIN_CONTROL_INVALID, APPLICATION_INVALID.
     * </pre>
     */
    public odind.v1.SetProcessingResponse setProcessing(odind.v1.SetProcessingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetProcessingMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * What is done to a connection's sound before it is sent. The settings belong to the connection: they hold for
   * whoever speaks on it, now and later. Opus packets that are passed through are sent as they are.
   * </pre>
   */
  public static final class ProcessingServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ProcessingServiceFutureStub> {
    private ProcessingServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProcessingServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProcessingServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetProcessing returns the settings in force.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetProcessingResponse> getProcessing(
        odind.v1.GetProcessingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProcessingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SetProcessing replaces the settings and returns those in force. It takes effect with the next frame of
     * 20 ms, in the midst of speech as well, and no packet is lost by it. What can be heard: effects that are
     * added or taken away change the delay by theirs, so that 5 to 40 ms are missing or silent once, and another
     * `application` can give a click of at most 20 ms. The echo canceller learns anew, within a second or two, when
     * it was off or when settings of Opus change. Voice isolation, used for the first time since the daemon started,
     * holds up all sound of the daemon for up to 0.1 s.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND; INVALID_ARGUMENT PROCESSING_INVALID (metadata `setting`),
     * PRESET_INVALID, CHOSEN_PRESET_INVALID, NOISE_SUPPRESSION_INVALID, GAIN_CONTROL_INVALID, APPLICATION_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SetProcessingResponse> setProcessing(
        odind.v1.SetProcessingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetProcessingMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_PROCESSING = 0;
  private static final int METHODID_SET_PROCESSING = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ProcessingServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ProcessingServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_PROCESSING:
          serviceImpl.getProcessing((odind.v1.GetProcessingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetProcessingResponse>) responseObserver);
          break;
        case METHODID_SET_PROCESSING:
          serviceImpl.setProcessing((odind.v1.SetProcessingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SetProcessingResponse>) responseObserver);
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

  private static abstract class ProcessingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ProcessingServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.ProcessingOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ProcessingService");
    }
  }

  private static final class ProcessingServiceFileDescriptorSupplier
      extends ProcessingServiceBaseDescriptorSupplier {
    ProcessingServiceFileDescriptorSupplier() {}
  }

  private static final class ProcessingServiceMethodDescriptorSupplier
      extends ProcessingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ProcessingServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ProcessingServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ProcessingServiceFileDescriptorSupplier())
              .addMethod(getGetProcessingMethod())
              .addMethod(getSetProcessingMethod())
              .build();
        }
      }
    }
    return result;
  }
}
