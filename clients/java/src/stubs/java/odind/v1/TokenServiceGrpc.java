package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Access keys and room tokens. Everything here is computed in the daemon; nobody else is asked.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/tokens.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class TokenServiceGrpc {

  private TokenServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.TokenService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.GenerateAccessKeyRequest,
      odind.v1.GenerateAccessKeyResponse> getGenerateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateAccessKey",
      requestType = odind.v1.GenerateAccessKeyRequest.class,
      responseType = odind.v1.GenerateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GenerateAccessKeyRequest,
      odind.v1.GenerateAccessKeyResponse> getGenerateAccessKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.GenerateAccessKeyRequest, odind.v1.GenerateAccessKeyResponse> getGenerateAccessKeyMethod;
    if ((getGenerateAccessKeyMethod = TokenServiceGrpc.getGenerateAccessKeyMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getGenerateAccessKeyMethod = TokenServiceGrpc.getGenerateAccessKeyMethod) == null) {
          TokenServiceGrpc.getGenerateAccessKeyMethod = getGenerateAccessKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.GenerateAccessKeyRequest, odind.v1.GenerateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GenerateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GenerateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("GenerateAccessKey"))
              .build();
        }
      }
    }
    return getGenerateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DescribeAccessKeyRequest,
      odind.v1.DescribeAccessKeyResponse> getDescribeAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DescribeAccessKey",
      requestType = odind.v1.DescribeAccessKeyRequest.class,
      responseType = odind.v1.DescribeAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DescribeAccessKeyRequest,
      odind.v1.DescribeAccessKeyResponse> getDescribeAccessKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.DescribeAccessKeyRequest, odind.v1.DescribeAccessKeyResponse> getDescribeAccessKeyMethod;
    if ((getDescribeAccessKeyMethod = TokenServiceGrpc.getDescribeAccessKeyMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getDescribeAccessKeyMethod = TokenServiceGrpc.getDescribeAccessKeyMethod) == null) {
          TokenServiceGrpc.getDescribeAccessKeyMethod = getDescribeAccessKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.DescribeAccessKeyRequest, odind.v1.DescribeAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DescribeAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DescribeAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DescribeAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("DescribeAccessKey"))
              .build();
        }
      }
    }
    return getDescribeAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateTokenRequest,
      odind.v1.CreateTokenResponse> getCreateTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateToken",
      requestType = odind.v1.CreateTokenRequest.class,
      responseType = odind.v1.CreateTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateTokenRequest,
      odind.v1.CreateTokenResponse> getCreateTokenMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateTokenRequest, odind.v1.CreateTokenResponse> getCreateTokenMethod;
    if ((getCreateTokenMethod = TokenServiceGrpc.getCreateTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getCreateTokenMethod = TokenServiceGrpc.getCreateTokenMethod) == null) {
          TokenServiceGrpc.getCreateTokenMethod = getCreateTokenMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateTokenRequest, odind.v1.CreateTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("CreateToken"))
              .build();
        }
      }
    }
    return getCreateTokenMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static TokenServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceStub>() {
        @java.lang.Override
        public TokenServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceStub(channel, callOptions);
        }
      };
    return TokenServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static TokenServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingStub>() {
        @java.lang.Override
        public TokenServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceBlockingStub(channel, callOptions);
        }
      };
    return TokenServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static TokenServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceFutureStub>() {
        @java.lang.Override
        public TokenServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceFutureStub(channel, callOptions);
        }
      };
    return TokenServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Access keys and room tokens. Everything here is computed in the daemon; nobody else is asked.
   * </pre>
   */
  public static abstract class TokenServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * GenerateAccessKey makes a new access key. The daemon keeps no copy.
     * </pre>
     */
    public void generateAccessKey(odind.v1.GenerateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GenerateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * DescribeAccessKey derives what is public about an access key.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED; FAILED_PRECONDITION NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public void describeAccessKey(odind.v1.DescribeAccessKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DescribeAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDescribeAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateToken signs a token that lets one user into one or several rooms.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING,
     * USER_ID_INVALID, LIFETIME_INVALID, CLAIM_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, ROOM_NOT_GRANTED, USER_NOT_GRANTED, VERB_NOT_GRANTED (a subject other than "connect" needs the
     * verb moderate), GRANT_EXCEEDED (it would be valid for longer than the caller's grant); FAILED_PRECONDITION
     * NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public void createToken(odind.v1.CreateTokenRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateTokenMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGenerateAccessKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GenerateAccessKeyRequest,
                odind.v1.GenerateAccessKeyResponse>(
                  this, METHODID_GENERATE_ACCESS_KEY)))
          .addMethod(
            getDescribeAccessKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DescribeAccessKeyRequest,
                odind.v1.DescribeAccessKeyResponse>(
                  this, METHODID_DESCRIBE_ACCESS_KEY)))
          .addMethod(
            getCreateTokenMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateTokenRequest,
                odind.v1.CreateTokenResponse>(
                  this, METHODID_CREATE_TOKEN)))
          .build();
    }
  }

  /**
   * <pre>
   * Access keys and room tokens. Everything here is computed in the daemon; nobody else is asked.
   * </pre>
   */
  public static final class TokenServiceStub extends io.grpc.stub.AbstractAsyncStub<TokenServiceStub> {
    private TokenServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * GenerateAccessKey makes a new access key. The daemon keeps no copy.
     * </pre>
     */
    public void generateAccessKey(odind.v1.GenerateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GenerateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGenerateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DescribeAccessKey derives what is public about an access key.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED; FAILED_PRECONDITION NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public void describeAccessKey(odind.v1.DescribeAccessKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DescribeAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDescribeAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateToken signs a token that lets one user into one or several rooms.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING,
     * USER_ID_INVALID, LIFETIME_INVALID, CLAIM_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, ROOM_NOT_GRANTED, USER_NOT_GRANTED, VERB_NOT_GRANTED (a subject other than "connect" needs the
     * verb moderate), GRANT_EXCEEDED (it would be valid for longer than the caller's grant); FAILED_PRECONDITION
     * NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public void createToken(odind.v1.CreateTokenRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateTokenMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Access keys and room tokens. Everything here is computed in the daemon; nobody else is asked.
   * </pre>
   */
  public static final class TokenServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<TokenServiceBlockingStub> {
    private TokenServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * GenerateAccessKey makes a new access key. The daemon keeps no copy.
     * </pre>
     */
    public odind.v1.GenerateAccessKeyResponse generateAccessKey(odind.v1.GenerateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGenerateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DescribeAccessKey derives what is public about an access key.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED; FAILED_PRECONDITION NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public odind.v1.DescribeAccessKeyResponse describeAccessKey(odind.v1.DescribeAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDescribeAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateToken signs a token that lets one user into one or several rooms.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING,
     * USER_ID_INVALID, LIFETIME_INVALID, CLAIM_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, ROOM_NOT_GRANTED, USER_NOT_GRANTED, VERB_NOT_GRANTED (a subject other than "connect" needs the
     * verb moderate), GRANT_EXCEEDED (it would be valid for longer than the caller's grant); FAILED_PRECONDITION
     * NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public odind.v1.CreateTokenResponse createToken(odind.v1.CreateTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateTokenMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Access keys and room tokens. Everything here is computed in the daemon; nobody else is asked.
   * </pre>
   */
  public static final class TokenServiceFutureStub extends io.grpc.stub.AbstractFutureStub<TokenServiceFutureStub> {
    private TokenServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * GenerateAccessKey makes a new access key. The daemon keeps no copy.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GenerateAccessKeyResponse> generateAccessKey(
        odind.v1.GenerateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGenerateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DescribeAccessKey derives what is public about an access key.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED; FAILED_PRECONDITION NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DescribeAccessKeyResponse> describeAccessKey(
        odind.v1.DescribeAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDescribeAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateToken signs a token that lets one user into one or several rooms.
     * Errors: INVALID_ARGUMENT ACCESS_KEY_MALFORMED, ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING,
     * USER_ID_INVALID, LIFETIME_INVALID, CLAIM_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PERMISSION_DENIED
     * GATEWAY_NOT_ALLOWED, ROOM_NOT_GRANTED, USER_NOT_GRANTED, VERB_NOT_GRANTED (a subject other than "connect" needs the
     * verb moderate), GRANT_EXCEEDED (it would be valid for longer than the caller's grant); FAILED_PRECONDITION
     * NO_ACCESS_KEY when the request has no key and the daemon none configured.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateTokenResponse> createToken(
        odind.v1.CreateTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateTokenMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GENERATE_ACCESS_KEY = 0;
  private static final int METHODID_DESCRIBE_ACCESS_KEY = 1;
  private static final int METHODID_CREATE_TOKEN = 2;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final TokenServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(TokenServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GENERATE_ACCESS_KEY:
          serviceImpl.generateAccessKey((odind.v1.GenerateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GenerateAccessKeyResponse>) responseObserver);
          break;
        case METHODID_DESCRIBE_ACCESS_KEY:
          serviceImpl.describeAccessKey((odind.v1.DescribeAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DescribeAccessKeyResponse>) responseObserver);
          break;
        case METHODID_CREATE_TOKEN:
          serviceImpl.createToken((odind.v1.CreateTokenRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateTokenResponse>) responseObserver);
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

  private static abstract class TokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    TokenServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Tokens.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("TokenService");
    }
  }

  private static final class TokenServiceFileDescriptorSupplier
      extends TokenServiceBaseDescriptorSupplier {
    TokenServiceFileDescriptorSupplier() {}
  }

  private static final class TokenServiceMethodDescriptorSupplier
      extends TokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    TokenServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (TokenServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new TokenServiceFileDescriptorSupplier())
              .addMethod(getGenerateAccessKeyMethod())
              .addMethod(getDescribeAccessKeyMethod())
              .addMethod(getCreateTokenMethod())
              .build();
        }
      }
    }
    return result;
  }
}
