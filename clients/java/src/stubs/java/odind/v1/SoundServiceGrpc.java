package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Sounds that are uploaded once and played often. The daemon keeps them in its state folder, over restarts, until they
 * are deleted. A sound is named by its content: who puts the same bytes twice has one sound.
 * Callers see the sounds that they have put; those who may control the daemon see all.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/sounds.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class SoundServiceGrpc {

  private SoundServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.SoundService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.PutSoundRequest,
      odind.v1.PutSoundResponse> getPutSoundMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PutSound",
      requestType = odind.v1.PutSoundRequest.class,
      responseType = odind.v1.PutSoundResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.PutSoundRequest,
      odind.v1.PutSoundResponse> getPutSoundMethod() {
    io.grpc.MethodDescriptor<odind.v1.PutSoundRequest, odind.v1.PutSoundResponse> getPutSoundMethod;
    if ((getPutSoundMethod = SoundServiceGrpc.getPutSoundMethod) == null) {
      synchronized (SoundServiceGrpc.class) {
        if ((getPutSoundMethod = SoundServiceGrpc.getPutSoundMethod) == null) {
          SoundServiceGrpc.getPutSoundMethod = getPutSoundMethod =
              io.grpc.MethodDescriptor.<odind.v1.PutSoundRequest, odind.v1.PutSoundResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PutSound"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PutSoundRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PutSoundResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SoundServiceMethodDescriptorSupplier("PutSound"))
              .build();
        }
      }
    }
    return getPutSoundMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetSoundRequest,
      odind.v1.GetSoundResponse> getGetSoundMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetSound",
      requestType = odind.v1.GetSoundRequest.class,
      responseType = odind.v1.GetSoundResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetSoundRequest,
      odind.v1.GetSoundResponse> getGetSoundMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetSoundRequest, odind.v1.GetSoundResponse> getGetSoundMethod;
    if ((getGetSoundMethod = SoundServiceGrpc.getGetSoundMethod) == null) {
      synchronized (SoundServiceGrpc.class) {
        if ((getGetSoundMethod = SoundServiceGrpc.getGetSoundMethod) == null) {
          SoundServiceGrpc.getGetSoundMethod = getGetSoundMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetSoundRequest, odind.v1.GetSoundResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetSound"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSoundRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSoundResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SoundServiceMethodDescriptorSupplier("GetSound"))
              .build();
        }
      }
    }
    return getGetSoundMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListSoundsRequest,
      odind.v1.ListSoundsResponse> getListSoundsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListSounds",
      requestType = odind.v1.ListSoundsRequest.class,
      responseType = odind.v1.ListSoundsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListSoundsRequest,
      odind.v1.ListSoundsResponse> getListSoundsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListSoundsRequest, odind.v1.ListSoundsResponse> getListSoundsMethod;
    if ((getListSoundsMethod = SoundServiceGrpc.getListSoundsMethod) == null) {
      synchronized (SoundServiceGrpc.class) {
        if ((getListSoundsMethod = SoundServiceGrpc.getListSoundsMethod) == null) {
          SoundServiceGrpc.getListSoundsMethod = getListSoundsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListSoundsRequest, odind.v1.ListSoundsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListSounds"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListSoundsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListSoundsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SoundServiceMethodDescriptorSupplier("ListSounds"))
              .build();
        }
      }
    }
    return getListSoundsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteSoundRequest,
      odind.v1.DeleteSoundResponse> getDeleteSoundMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteSound",
      requestType = odind.v1.DeleteSoundRequest.class,
      responseType = odind.v1.DeleteSoundResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteSoundRequest,
      odind.v1.DeleteSoundResponse> getDeleteSoundMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteSoundRequest, odind.v1.DeleteSoundResponse> getDeleteSoundMethod;
    if ((getDeleteSoundMethod = SoundServiceGrpc.getDeleteSoundMethod) == null) {
      synchronized (SoundServiceGrpc.class) {
        if ((getDeleteSoundMethod = SoundServiceGrpc.getDeleteSoundMethod) == null) {
          SoundServiceGrpc.getDeleteSoundMethod = getDeleteSoundMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteSoundRequest, odind.v1.DeleteSoundResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteSound"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteSoundRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteSoundResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SoundServiceMethodDescriptorSupplier("DeleteSound"))
              .build();
        }
      }
    }
    return getDeleteSoundMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SoundServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SoundServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SoundServiceStub>() {
        @java.lang.Override
        public SoundServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SoundServiceStub(channel, callOptions);
        }
      };
    return SoundServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SoundServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SoundServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SoundServiceBlockingStub>() {
        @java.lang.Override
        public SoundServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SoundServiceBlockingStub(channel, callOptions);
        }
      };
    return SoundServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SoundServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SoundServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SoundServiceFutureStub>() {
        @java.lang.Override
        public SoundServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SoundServiceFutureStub(channel, callOptions);
        }
      };
    return SoundServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Sounds that are uploaded once and played often. The daemon keeps them in its state folder, over restarts, until they
   * are deleted. A sound is named by its content: who puts the same bytes twice has one sound.
   * Callers see the sounds that they have put; those who may control the daemon see all.
   * </pre>
   */
  public static abstract class SoundServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * PutSound uploads a sound in any format that players play. The first request is the config, the others are its bytes
     * in order. The answer comes after the last one, once the sound has been decoded and its loudness measured.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SOUND_NAME_INVALID, SOUND_UNREADABLE; RESOURCE_EXHAUSTED
     * SOUND_TOO_LARGE, LIBRARY_FULL, TOO_MANY_STREAMS; UNAVAILABLE LIBRARY_UNWRITABLE, DECODER_UNAVAILABLE.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.PutSoundRequest> putSound(
        io.grpc.stub.StreamObserver<odind.v1.PutSoundResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getPutSoundMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetSound returns what is known of a sound.
     * Errors: NOT_FOUND SOUND_NOT_FOUND.
     * </pre>
     */
    public void getSound(odind.v1.GetSoundRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSoundResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetSoundMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListSounds returns the sounds, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listSounds(odind.v1.ListSoundsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListSoundsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListSoundsMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteSound removes a sound. A player that plays it goes on to its end.
     * Errors: NOT_FOUND SOUND_NOT_FOUND; UNAVAILABLE LIBRARY_UNWRITABLE.
     * </pre>
     */
    public void deleteSound(odind.v1.DeleteSoundRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteSoundResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteSoundMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getPutSoundMethod(),
            io.grpc.stub.ServerCalls.asyncClientStreamingCall(
              new MethodHandlers<
                odind.v1.PutSoundRequest,
                odind.v1.PutSoundResponse>(
                  this, METHODID_PUT_SOUND)))
          .addMethod(
            getGetSoundMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetSoundRequest,
                odind.v1.GetSoundResponse>(
                  this, METHODID_GET_SOUND)))
          .addMethod(
            getListSoundsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListSoundsRequest,
                odind.v1.ListSoundsResponse>(
                  this, METHODID_LIST_SOUNDS)))
          .addMethod(
            getDeleteSoundMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteSoundRequest,
                odind.v1.DeleteSoundResponse>(
                  this, METHODID_DELETE_SOUND)))
          .build();
    }
  }

  /**
   * <pre>
   * Sounds that are uploaded once and played often. The daemon keeps them in its state folder, over restarts, until they
   * are deleted. A sound is named by its content: who puts the same bytes twice has one sound.
   * Callers see the sounds that they have put; those who may control the daemon see all.
   * </pre>
   */
  public static final class SoundServiceStub extends io.grpc.stub.AbstractAsyncStub<SoundServiceStub> {
    private SoundServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SoundServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SoundServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * PutSound uploads a sound in any format that players play. The first request is the config, the others are its bytes
     * in order. The answer comes after the last one, once the sound has been decoded and its loudness measured.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, SOUND_NAME_INVALID, SOUND_UNREADABLE; RESOURCE_EXHAUSTED
     * SOUND_TOO_LARGE, LIBRARY_FULL, TOO_MANY_STREAMS; UNAVAILABLE LIBRARY_UNWRITABLE, DECODER_UNAVAILABLE.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.PutSoundRequest> putSound(
        io.grpc.stub.StreamObserver<odind.v1.PutSoundResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getPutSoundMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * GetSound returns what is known of a sound.
     * Errors: NOT_FOUND SOUND_NOT_FOUND.
     * </pre>
     */
    public void getSound(odind.v1.GetSoundRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSoundResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetSoundMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListSounds returns the sounds, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listSounds(odind.v1.ListSoundsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListSoundsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListSoundsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteSound removes a sound. A player that plays it goes on to its end.
     * Errors: NOT_FOUND SOUND_NOT_FOUND; UNAVAILABLE LIBRARY_UNWRITABLE.
     * </pre>
     */
    public void deleteSound(odind.v1.DeleteSoundRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteSoundResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteSoundMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Sounds that are uploaded once and played often. The daemon keeps them in its state folder, over restarts, until they
   * are deleted. A sound is named by its content: who puts the same bytes twice has one sound.
   * Callers see the sounds that they have put; those who may control the daemon see all.
   * </pre>
   */
  public static final class SoundServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<SoundServiceBlockingStub> {
    private SoundServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SoundServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SoundServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetSound returns what is known of a sound.
     * Errors: NOT_FOUND SOUND_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetSoundResponse getSound(odind.v1.GetSoundRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetSoundMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListSounds returns the sounds, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListSoundsResponse listSounds(odind.v1.ListSoundsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListSoundsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteSound removes a sound. A player that plays it goes on to its end.
     * Errors: NOT_FOUND SOUND_NOT_FOUND; UNAVAILABLE LIBRARY_UNWRITABLE.
     * </pre>
     */
    public odind.v1.DeleteSoundResponse deleteSound(odind.v1.DeleteSoundRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteSoundMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Sounds that are uploaded once and played often. The daemon keeps them in its state folder, over restarts, until they
   * are deleted. A sound is named by its content: who puts the same bytes twice has one sound.
   * Callers see the sounds that they have put; those who may control the daemon see all.
   * </pre>
   */
  public static final class SoundServiceFutureStub extends io.grpc.stub.AbstractFutureStub<SoundServiceFutureStub> {
    private SoundServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SoundServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SoundServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GetSound returns what is known of a sound.
     * Errors: NOT_FOUND SOUND_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetSoundResponse> getSound(
        odind.v1.GetSoundRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetSoundMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListSounds returns the sounds, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListSoundsResponse> listSounds(
        odind.v1.ListSoundsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListSoundsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteSound removes a sound. A player that plays it goes on to its end.
     * Errors: NOT_FOUND SOUND_NOT_FOUND; UNAVAILABLE LIBRARY_UNWRITABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteSoundResponse> deleteSound(
        odind.v1.DeleteSoundRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteSoundMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_SOUND = 0;
  private static final int METHODID_LIST_SOUNDS = 1;
  private static final int METHODID_DELETE_SOUND = 2;
  private static final int METHODID_PUT_SOUND = 3;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final SoundServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(SoundServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_SOUND:
          serviceImpl.getSound((odind.v1.GetSoundRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetSoundResponse>) responseObserver);
          break;
        case METHODID_LIST_SOUNDS:
          serviceImpl.listSounds((odind.v1.ListSoundsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListSoundsResponse>) responseObserver);
          break;
        case METHODID_DELETE_SOUND:
          serviceImpl.deleteSound((odind.v1.DeleteSoundRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteSoundResponse>) responseObserver);
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
        case METHODID_PUT_SOUND:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.putSound(
              (io.grpc.stub.StreamObserver<odind.v1.PutSoundResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class SoundServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SoundServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Sounds.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SoundService");
    }
  }

  private static final class SoundServiceFileDescriptorSupplier
      extends SoundServiceBaseDescriptorSupplier {
    SoundServiceFileDescriptorSupplier() {}
  }

  private static final class SoundServiceMethodDescriptorSupplier
      extends SoundServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    SoundServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (SoundServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SoundServiceFileDescriptorSupplier())
              .addMethod(getPutSoundMethod())
              .addMethod(getGetSoundMethod())
              .addMethod(getListSoundsMethod())
              .addMethod(getDeleteSoundMethod())
              .build();
        }
      }
    }
    return result;
  }
}
