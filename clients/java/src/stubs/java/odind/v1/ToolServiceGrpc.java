package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Work on samples for programs that have no library for it. It concerns no connection: StreamAudio converts rates and
 * mixes peers by itself.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/tools.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ToolServiceGrpc {

  private ToolServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.ToolService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.ResampleRequest,
      odind.v1.ResampleResponse> getResampleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Resample",
      requestType = odind.v1.ResampleRequest.class,
      responseType = odind.v1.ResampleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.ResampleRequest,
      odind.v1.ResampleResponse> getResampleMethod() {
    io.grpc.MethodDescriptor<odind.v1.ResampleRequest, odind.v1.ResampleResponse> getResampleMethod;
    if ((getResampleMethod = ToolServiceGrpc.getResampleMethod) == null) {
      synchronized (ToolServiceGrpc.class) {
        if ((getResampleMethod = ToolServiceGrpc.getResampleMethod) == null) {
          ToolServiceGrpc.getResampleMethod = getResampleMethod =
              io.grpc.MethodDescriptor.<odind.v1.ResampleRequest, odind.v1.ResampleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Resample"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResampleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResampleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ToolServiceMethodDescriptorSupplier("Resample"))
              .build();
        }
      }
    }
    return getResampleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.MixRequest,
      odind.v1.MixResponse> getMixMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Mix",
      requestType = odind.v1.MixRequest.class,
      responseType = odind.v1.MixResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.MixRequest,
      odind.v1.MixResponse> getMixMethod() {
    io.grpc.MethodDescriptor<odind.v1.MixRequest, odind.v1.MixResponse> getMixMethod;
    if ((getMixMethod = ToolServiceGrpc.getMixMethod) == null) {
      synchronized (ToolServiceGrpc.class) {
        if ((getMixMethod = ToolServiceGrpc.getMixMethod) == null) {
          ToolServiceGrpc.getMixMethod = getMixMethod =
              io.grpc.MethodDescriptor.<odind.v1.MixRequest, odind.v1.MixResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Mix"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.MixRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.MixResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ToolServiceMethodDescriptorSupplier("Mix"))
              .build();
        }
      }
    }
    return getMixMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ToolServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ToolServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ToolServiceStub>() {
        @java.lang.Override
        public ToolServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ToolServiceStub(channel, callOptions);
        }
      };
    return ToolServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ToolServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ToolServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ToolServiceBlockingStub>() {
        @java.lang.Override
        public ToolServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ToolServiceBlockingStub(channel, callOptions);
        }
      };
    return ToolServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ToolServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ToolServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ToolServiceFutureStub>() {
        @java.lang.Override
        public ToolServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ToolServiceFutureStub(channel, callOptions);
        }
      };
    return ToolServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Work on samples for programs that have no library for it. It concerns no connection: StreamAudio converts rates and
   * mixes peers by itself.
   * </pre>
   */
  public static abstract class ToolServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * Resample converts a stream of samples to another rate, and another type if wanted. The first request is the config,
     * the others are samples; each is answered by what it makes, which may be nothing. The end of the requests brings the
     * rest, so that as much comes out in time as went in, and the call ends with OK.
     * Nothing is delayed in the sound itself. The converter holds back at most 20 samples of the lower rate: 2.5 ms at
     * 8 kHz, 0.5 ms at 48 kHz. Noise and aliases are 95 dB or more below a tone of full scale; the band ends at 90 % of
     * half of the lower rate.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SAMPLE_RATE_INVALID, CHANNELS_INVALID, FORMAT_INVALID
     * (Opus), FORMATS_DIFFER (in their channels), CHUNK_NOT_WHOLE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.ResampleRequest> resample(
        io.grpc.stub.StreamObserver<odind.v1.ResampleResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getResampleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Mix adds up sounds. The first request is the config, each of the others has a piece of every sound; the answer to
     * it is their sum, as long as the longest of them, clipped to full scale. The end of the requests ends the call.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SAMPLE_RATE_INVALID, CHANNELS_INVALID, FORMAT_INVALID
     * (Opus), CHUNK_NOT_WHOLE, GAIN_INVALID, INPUTS_INVALID (more than 64 sounds); RESOURCE_EXHAUSTED TOO_MANY_STREAMS.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.MixRequest> mix(
        io.grpc.stub.StreamObserver<odind.v1.MixResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getMixMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getResampleMethod(),
            io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
              new MethodHandlers<
                odind.v1.ResampleRequest,
                odind.v1.ResampleResponse>(
                  this, METHODID_RESAMPLE)))
          .addMethod(
            getMixMethod(),
            io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
              new MethodHandlers<
                odind.v1.MixRequest,
                odind.v1.MixResponse>(
                  this, METHODID_MIX)))
          .build();
    }
  }

  /**
   * <pre>
   * Work on samples for programs that have no library for it. It concerns no connection: StreamAudio converts rates and
   * mixes peers by itself.
   * </pre>
   */
  public static final class ToolServiceStub extends io.grpc.stub.AbstractAsyncStub<ToolServiceStub> {
    private ToolServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ToolServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ToolServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Resample converts a stream of samples to another rate, and another type if wanted. The first request is the config,
     * the others are samples; each is answered by what it makes, which may be nothing. The end of the requests brings the
     * rest, so that as much comes out in time as went in, and the call ends with OK.
     * Nothing is delayed in the sound itself. The converter holds back at most 20 samples of the lower rate: 2.5 ms at
     * 8 kHz, 0.5 ms at 48 kHz. Noise and aliases are 95 dB or more below a tone of full scale; the band ends at 90 % of
     * half of the lower rate.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SAMPLE_RATE_INVALID, CHANNELS_INVALID, FORMAT_INVALID
     * (Opus), FORMATS_DIFFER (in their channels), CHUNK_NOT_WHOLE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.ResampleRequest> resample(
        io.grpc.stub.StreamObserver<odind.v1.ResampleResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getResampleMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * Mix adds up sounds. The first request is the config, each of the others has a piece of every sound; the answer to
     * it is their sum, as long as the longest of them, clipped to full scale. The end of the requests ends the call.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SAMPLE_RATE_INVALID, CHANNELS_INVALID, FORMAT_INVALID
     * (Opus), CHUNK_NOT_WHOLE, GAIN_INVALID, INPUTS_INVALID (more than 64 sounds); RESOURCE_EXHAUSTED TOO_MANY_STREAMS.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.MixRequest> mix(
        io.grpc.stub.StreamObserver<odind.v1.MixResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getMixMethod(), getCallOptions()), responseObserver);
    }
  }

  /**
   * <pre>
   * Work on samples for programs that have no library for it. It concerns no connection: StreamAudio converts rates and
   * mixes peers by itself.
   * </pre>
   */
  public static final class ToolServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ToolServiceBlockingStub> {
    private ToolServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ToolServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ToolServiceBlockingStub(channel, callOptions);
    }
  }

  /**
   * <pre>
   * Work on samples for programs that have no library for it. It concerns no connection: StreamAudio converts rates and
   * mixes peers by itself.
   * </pre>
   */
  public static final class ToolServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ToolServiceFutureStub> {
    private ToolServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ToolServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ToolServiceFutureStub(channel, callOptions);
    }
  }

  private static final int METHODID_RESAMPLE = 0;
  private static final int METHODID_MIX = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ToolServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ToolServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_RESAMPLE:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.resample(
              (io.grpc.stub.StreamObserver<odind.v1.ResampleResponse>) responseObserver);
        case METHODID_MIX:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.mix(
              (io.grpc.stub.StreamObserver<odind.v1.MixResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class ToolServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ToolServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Tools.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ToolService");
    }
  }

  private static final class ToolServiceFileDescriptorSupplier
      extends ToolServiceBaseDescriptorSupplier {
    ToolServiceFileDescriptorSupplier() {}
  }

  private static final class ToolServiceMethodDescriptorSupplier
      extends ToolServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ToolServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ToolServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ToolServiceFileDescriptorSupplier())
              .addMethod(getResampleMethod())
              .addMethod(getMixMethod())
              .build();
        }
      }
    }
    return result;
  }
}
