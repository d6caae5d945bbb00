package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Who may do what: API keys for programs, and sessions for browsers and games. docs/ACCESS.md explains it.
 * Callers are the owner of the daemon, on its unix socket or with its cookie, or send a key or a session as
 * "authorization: Bearer …". Whoever lacks the verb of an RPC gets PERMISSION_DENIED VERB_NOT_GRANTED. Connections belong
 * to who has joined them: others do not find them, unless they have the verb admin, and nobody of another tenant does.
 * A key of a tenant gets DAEMON_NOT_GRANTED where an RPC is about the whole daemon. Whoever names a gateway that the grant is
 * not for gets GATEWAY_NOT_GRANTED; passwords and secrets that it is not for do not exist for the caller. A call that lasts ends with
 * PERMISSION_DENIED GRANT_REVOKED within a second after its key is revoked, changed or expired.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/access.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class AccessServiceGrpc {

  private AccessServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.AccessService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateKeyRequest,
      odind.v1.CreateKeyResponse> getCreateKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateKey",
      requestType = odind.v1.CreateKeyRequest.class,
      responseType = odind.v1.CreateKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateKeyRequest,
      odind.v1.CreateKeyResponse> getCreateKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateKeyRequest, odind.v1.CreateKeyResponse> getCreateKeyMethod;
    if ((getCreateKeyMethod = AccessServiceGrpc.getCreateKeyMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getCreateKeyMethod = AccessServiceGrpc.getCreateKeyMethod) == null) {
          AccessServiceGrpc.getCreateKeyMethod = getCreateKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateKeyRequest, odind.v1.CreateKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("CreateKey"))
              .build();
        }
      }
    }
    return getCreateKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListKeysRequest,
      odind.v1.ListKeysResponse> getListKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListKeys",
      requestType = odind.v1.ListKeysRequest.class,
      responseType = odind.v1.ListKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListKeysRequest,
      odind.v1.ListKeysResponse> getListKeysMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListKeysRequest, odind.v1.ListKeysResponse> getListKeysMethod;
    if ((getListKeysMethod = AccessServiceGrpc.getListKeysMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getListKeysMethod = AccessServiceGrpc.getListKeysMethod) == null) {
          AccessServiceGrpc.getListKeysMethod = getListKeysMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListKeysRequest, odind.v1.ListKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("ListKeys"))
              .build();
        }
      }
    }
    return getListKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetKeyRequest,
      odind.v1.GetKeyResponse> getGetKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetKey",
      requestType = odind.v1.GetKeyRequest.class,
      responseType = odind.v1.GetKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetKeyRequest,
      odind.v1.GetKeyResponse> getGetKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetKeyRequest, odind.v1.GetKeyResponse> getGetKeyMethod;
    if ((getGetKeyMethod = AccessServiceGrpc.getGetKeyMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getGetKeyMethod = AccessServiceGrpc.getGetKeyMethod) == null) {
          AccessServiceGrpc.getGetKeyMethod = getGetKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetKeyRequest, odind.v1.GetKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("GetKey"))
              .build();
        }
      }
    }
    return getGetKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RotateKeyRequest,
      odind.v1.RotateKeyResponse> getRotateKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateKey",
      requestType = odind.v1.RotateKeyRequest.class,
      responseType = odind.v1.RotateKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RotateKeyRequest,
      odind.v1.RotateKeyResponse> getRotateKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.RotateKeyRequest, odind.v1.RotateKeyResponse> getRotateKeyMethod;
    if ((getRotateKeyMethod = AccessServiceGrpc.getRotateKeyMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getRotateKeyMethod = AccessServiceGrpc.getRotateKeyMethod) == null) {
          AccessServiceGrpc.getRotateKeyMethod = getRotateKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.RotateKeyRequest, odind.v1.RotateKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RotateKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RotateKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("RotateKey"))
              .build();
        }
      }
    }
    return getRotateKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RevokeKeyRequest,
      odind.v1.RevokeKeyResponse> getRevokeKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeKey",
      requestType = odind.v1.RevokeKeyRequest.class,
      responseType = odind.v1.RevokeKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RevokeKeyRequest,
      odind.v1.RevokeKeyResponse> getRevokeKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.RevokeKeyRequest, odind.v1.RevokeKeyResponse> getRevokeKeyMethod;
    if ((getRevokeKeyMethod = AccessServiceGrpc.getRevokeKeyMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getRevokeKeyMethod = AccessServiceGrpc.getRevokeKeyMethod) == null) {
          AccessServiceGrpc.getRevokeKeyMethod = getRevokeKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.RevokeKeyRequest, odind.v1.RevokeKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RevokeKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RevokeKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("RevokeKey"))
              .build();
        }
      }
    }
    return getRevokeKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateSessionRequest,
      odind.v1.CreateSessionResponse> getCreateSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateSession",
      requestType = odind.v1.CreateSessionRequest.class,
      responseType = odind.v1.CreateSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateSessionRequest,
      odind.v1.CreateSessionResponse> getCreateSessionMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateSessionRequest, odind.v1.CreateSessionResponse> getCreateSessionMethod;
    if ((getCreateSessionMethod = AccessServiceGrpc.getCreateSessionMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getCreateSessionMethod = AccessServiceGrpc.getCreateSessionMethod) == null) {
          AccessServiceGrpc.getCreateSessionMethod = getCreateSessionMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateSessionRequest, odind.v1.CreateSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("CreateSession"))
              .build();
        }
      }
    }
    return getCreateSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.WhoAmIRequest,
      odind.v1.WhoAmIResponse> getWhoAmIMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WhoAmI",
      requestType = odind.v1.WhoAmIRequest.class,
      responseType = odind.v1.WhoAmIResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.WhoAmIRequest,
      odind.v1.WhoAmIResponse> getWhoAmIMethod() {
    io.grpc.MethodDescriptor<odind.v1.WhoAmIRequest, odind.v1.WhoAmIResponse> getWhoAmIMethod;
    if ((getWhoAmIMethod = AccessServiceGrpc.getWhoAmIMethod) == null) {
      synchronized (AccessServiceGrpc.class) {
        if ((getWhoAmIMethod = AccessServiceGrpc.getWhoAmIMethod) == null) {
          AccessServiceGrpc.getWhoAmIMethod = getWhoAmIMethod =
              io.grpc.MethodDescriptor.<odind.v1.WhoAmIRequest, odind.v1.WhoAmIResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WhoAmI"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WhoAmIRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WhoAmIResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessServiceMethodDescriptorSupplier("WhoAmI"))
              .build();
        }
      }
    }
    return getWhoAmIMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AccessServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessServiceStub>() {
        @java.lang.Override
        public AccessServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessServiceStub(channel, callOptions);
        }
      };
    return AccessServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AccessServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessServiceBlockingStub>() {
        @java.lang.Override
        public AccessServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessServiceBlockingStub(channel, callOptions);
        }
      };
    return AccessServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AccessServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessServiceFutureStub>() {
        @java.lang.Override
        public AccessServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessServiceFutureStub(channel, callOptions);
        }
      };
    return AccessServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Who may do what: API keys for programs, and sessions for browsers and games. docs/ACCESS.md explains it.
   * Callers are the owner of the daemon, on its unix socket or with its cookie, or send a key or a session as
   * "authorization: Bearer …". Whoever lacks the verb of an RPC gets PERMISSION_DENIED VERB_NOT_GRANTED. Connections belong
   * to who has joined them: others do not find them, unless they have the verb admin, and nobody of another tenant does.
   * A key of a tenant gets DAEMON_NOT_GRANTED where an RPC is about the whole daemon. Whoever names a gateway that the grant is
   * not for gets GATEWAY_NOT_GRANTED; passwords and secrets that it is not for do not exist for the caller. A call that lasts ends with
   * PERMISSION_DENIED GRANT_REVOKED within a second after its key is revoked, changed or expired.
   * </pre>
   */
  public static abstract class AccessServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * CreateKey makes an API key. Its text is in the answer and never shown again.
     * Errors: INVALID_ARGUMENT VERBS_MISSING, VERB_UNKNOWN, GLOB_INVALID, QUOTA_INVALID, EXPIRY_INVALID, NAME_INVALID,
     * TENANT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED (the caller is not granted all of it); RESOURCE_EXHAUSTED TOO_MANY_KEYS; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void createKey(odind.v1.CreateKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListKeys returns the API keys that may do no more than the caller, without their secrets, oldest first. Others are
     * not found by the calls below. It never fails while the daemon runs.
     * </pre>
     */
    public void listKeys(odind.v1.ListKeysRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetKey returns an API key, without its secret.
     * Errors: NOT_FOUND KEY_NOT_FOUND.
     * </pre>
     */
    public void getKey(odind.v1.GetKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * RotateKey gives an API key another secret, and leaves all else.
     * Errors: NOT_FOUND KEY_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void rotateKey(odind.v1.RotateKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RotateKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * RevokeKey ends an API key, its sessions, and all calls that run under them. Their connections are left. With
     * STORE_UNAVAILABLE all that has happened too, but a daemon that is started again may know the key.
     * Errors: NOT_FOUND KEY_NOT_FOUND; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void revokeKey(odind.v1.RevokeKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RevokeKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateSession lets somebody be one user in one room for minutes, with no more than the caller is granted: a page in
     * a browser, or a game. It is a text to send as a key is, over a WebSocket as the subprotocol `bearer.TEXT`. Who
     * has a session may make others, which end when it does.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, TTL_INVALID,
     * SESSION_VERB_INVALID, SESSION_NOT_EXACT, VERB_UNKNOWN, VERBS_MISSING (the caller has none of the usual ones);
     * PERMISSION_DENIED GRANT_EXCEEDED.
     * </pre>
     */
    public void createSession(odind.v1.CreateSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * WhoAmI tells who the daemon takes the caller for, and what the caller may do. It never fails for who is known.
     * </pre>
     */
    public void whoAmI(odind.v1.WhoAmIRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WhoAmIResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWhoAmIMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getCreateKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateKeyRequest,
                odind.v1.CreateKeyResponse>(
                  this, METHODID_CREATE_KEY)))
          .addMethod(
            getListKeysMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListKeysRequest,
                odind.v1.ListKeysResponse>(
                  this, METHODID_LIST_KEYS)))
          .addMethod(
            getGetKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetKeyRequest,
                odind.v1.GetKeyResponse>(
                  this, METHODID_GET_KEY)))
          .addMethod(
            getRotateKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RotateKeyRequest,
                odind.v1.RotateKeyResponse>(
                  this, METHODID_ROTATE_KEY)))
          .addMethod(
            getRevokeKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RevokeKeyRequest,
                odind.v1.RevokeKeyResponse>(
                  this, METHODID_REVOKE_KEY)))
          .addMethod(
            getCreateSessionMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateSessionRequest,
                odind.v1.CreateSessionResponse>(
                  this, METHODID_CREATE_SESSION)))
          .addMethod(
            getWhoAmIMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.WhoAmIRequest,
                odind.v1.WhoAmIResponse>(
                  this, METHODID_WHO_AM_I)))
          .build();
    }
  }

  /**
   * <pre>
   * Who may do what: API keys for programs, and sessions for browsers and games. docs/ACCESS.md explains it.
   * Callers are the owner of the daemon, on its unix socket or with its cookie, or send a key or a session as
   * "authorization: Bearer …". Whoever lacks the verb of an RPC gets PERMISSION_DENIED VERB_NOT_GRANTED. Connections belong
   * to who has joined them: others do not find them, unless they have the verb admin, and nobody of another tenant does.
   * A key of a tenant gets DAEMON_NOT_GRANTED where an RPC is about the whole daemon. Whoever names a gateway that the grant is
   * not for gets GATEWAY_NOT_GRANTED; passwords and secrets that it is not for do not exist for the caller. A call that lasts ends with
   * PERMISSION_DENIED GRANT_REVOKED within a second after its key is revoked, changed or expired.
   * </pre>
   */
  public static final class AccessServiceStub extends io.grpc.stub.AbstractAsyncStub<AccessServiceStub> {
    private AccessServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateKey makes an API key. Its text is in the answer and never shown again.
     * Errors: INVALID_ARGUMENT VERBS_MISSING, VERB_UNKNOWN, GLOB_INVALID, QUOTA_INVALID, EXPIRY_INVALID, NAME_INVALID,
     * TENANT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED (the caller is not granted all of it); RESOURCE_EXHAUSTED TOO_MANY_KEYS; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void createKey(odind.v1.CreateKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListKeys returns the API keys that may do no more than the caller, without their secrets, oldest first. Others are
     * not found by the calls below. It never fails while the daemon runs.
     * </pre>
     */
    public void listKeys(odind.v1.ListKeysRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetKey returns an API key, without its secret.
     * Errors: NOT_FOUND KEY_NOT_FOUND.
     * </pre>
     */
    public void getKey(odind.v1.GetKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RotateKey gives an API key another secret, and leaves all else.
     * Errors: NOT_FOUND KEY_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void rotateKey(odind.v1.RotateKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RotateKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RevokeKey ends an API key, its sessions, and all calls that run under them. Their connections are left. With
     * STORE_UNAVAILABLE all that has happened too, but a daemon that is started again may know the key.
     * Errors: NOT_FOUND KEY_NOT_FOUND; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void revokeKey(odind.v1.RevokeKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RevokeKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateSession lets somebody be one user in one room for minutes, with no more than the caller is granted: a page in
     * a browser, or a game. It is a text to send as a key is, over a WebSocket as the subprotocol `bearer.TEXT`. Who
     * has a session may make others, which end when it does.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, TTL_INVALID,
     * SESSION_VERB_INVALID, SESSION_NOT_EXACT, VERB_UNKNOWN, VERBS_MISSING (the caller has none of the usual ones);
     * PERMISSION_DENIED GRANT_EXCEEDED.
     * </pre>
     */
    public void createSession(odind.v1.CreateSessionRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * WhoAmI tells who the daemon takes the caller for, and what the caller may do. It never fails for who is known.
     * </pre>
     */
    public void whoAmI(odind.v1.WhoAmIRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WhoAmIResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getWhoAmIMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Who may do what: API keys for programs, and sessions for browsers and games. docs/ACCESS.md explains it.
   * Callers are the owner of the daemon, on its unix socket or with its cookie, or send a key or a session as
   * "authorization: Bearer …". Whoever lacks the verb of an RPC gets PERMISSION_DENIED VERB_NOT_GRANTED. Connections belong
   * to who has joined them: others do not find them, unless they have the verb admin, and nobody of another tenant does.
   * A key of a tenant gets DAEMON_NOT_GRANTED where an RPC is about the whole daemon. Whoever names a gateway that the grant is
   * not for gets GATEWAY_NOT_GRANTED; passwords and secrets that it is not for do not exist for the caller. A call that lasts ends with
   * PERMISSION_DENIED GRANT_REVOKED within a second after its key is revoked, changed or expired.
   * </pre>
   */
  public static final class AccessServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<AccessServiceBlockingStub> {
    private AccessServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateKey makes an API key. Its text is in the answer and never shown again.
     * Errors: INVALID_ARGUMENT VERBS_MISSING, VERB_UNKNOWN, GLOB_INVALID, QUOTA_INVALID, EXPIRY_INVALID, NAME_INVALID,
     * TENANT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED (the caller is not granted all of it); RESOURCE_EXHAUSTED TOO_MANY_KEYS; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.CreateKeyResponse createKey(odind.v1.CreateKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListKeys returns the API keys that may do no more than the caller, without their secrets, oldest first. Others are
     * not found by the calls below. It never fails while the daemon runs.
     * </pre>
     */
    public odind.v1.ListKeysResponse listKeys(odind.v1.ListKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetKey returns an API key, without its secret.
     * Errors: NOT_FOUND KEY_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetKeyResponse getKey(odind.v1.GetKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RotateKey gives an API key another secret, and leaves all else.
     * Errors: NOT_FOUND KEY_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.RotateKeyResponse rotateKey(odind.v1.RotateKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeKey ends an API key, its sessions, and all calls that run under them. Their connections are left. With
     * STORE_UNAVAILABLE all that has happened too, but a daemon that is started again may know the key.
     * Errors: NOT_FOUND KEY_NOT_FOUND; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.RevokeKeyResponse revokeKey(odind.v1.RevokeKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateSession lets somebody be one user in one room for minutes, with no more than the caller is granted: a page in
     * a browser, or a game. It is a text to send as a key is, over a WebSocket as the subprotocol `bearer.TEXT`. Who
     * has a session may make others, which end when it does.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, TTL_INVALID,
     * SESSION_VERB_INVALID, SESSION_NOT_EXACT, VERB_UNKNOWN, VERBS_MISSING (the caller has none of the usual ones);
     * PERMISSION_DENIED GRANT_EXCEEDED.
     * </pre>
     */
    public odind.v1.CreateSessionResponse createSession(odind.v1.CreateSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WhoAmI tells who the daemon takes the caller for, and what the caller may do. It never fails for who is known.
     * </pre>
     */
    public odind.v1.WhoAmIResponse whoAmI(odind.v1.WhoAmIRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getWhoAmIMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Who may do what: API keys for programs, and sessions for browsers and games. docs/ACCESS.md explains it.
   * Callers are the owner of the daemon, on its unix socket or with its cookie, or send a key or a session as
   * "authorization: Bearer …". Whoever lacks the verb of an RPC gets PERMISSION_DENIED VERB_NOT_GRANTED. Connections belong
   * to who has joined them: others do not find them, unless they have the verb admin, and nobody of another tenant does.
   * A key of a tenant gets DAEMON_NOT_GRANTED where an RPC is about the whole daemon. Whoever names a gateway that the grant is
   * not for gets GATEWAY_NOT_GRANTED; passwords and secrets that it is not for do not exist for the caller. A call that lasts ends with
   * PERMISSION_DENIED GRANT_REVOKED within a second after its key is revoked, changed or expired.
   * </pre>
   */
  public static final class AccessServiceFutureStub extends io.grpc.stub.AbstractFutureStub<AccessServiceFutureStub> {
    private AccessServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateKey makes an API key. Its text is in the answer and never shown again.
     * Errors: INVALID_ARGUMENT VERBS_MISSING, VERB_UNKNOWN, GLOB_INVALID, QUOTA_INVALID, EXPIRY_INVALID, NAME_INVALID,
     * TENANT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED (the caller is not granted all of it); RESOURCE_EXHAUSTED TOO_MANY_KEYS; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateKeyResponse> createKey(
        odind.v1.CreateKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListKeys returns the API keys that may do no more than the caller, without their secrets, oldest first. Others are
     * not found by the calls below. It never fails while the daemon runs.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListKeysResponse> listKeys(
        odind.v1.ListKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetKey returns an API key, without its secret.
     * Errors: NOT_FOUND KEY_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetKeyResponse> getKey(
        odind.v1.GetKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RotateKey gives an API key another secret, and leaves all else.
     * Errors: NOT_FOUND KEY_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RotateKeyResponse> rotateKey(
        odind.v1.RotateKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RevokeKey ends an API key, its sessions, and all calls that run under them. Their connections are left. With
     * STORE_UNAVAILABLE all that has happened too, but a daemon that is started again may know the key.
     * Errors: NOT_FOUND KEY_NOT_FOUND; FAILED_PRECONDITION KEY_DECLARED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RevokeKeyResponse> revokeKey(
        odind.v1.RevokeKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateSession lets somebody be one user in one room for minutes, with no more than the caller is granted: a page in
     * a browser, or a game. It is a text to send as a key is, over a WebSocket as the subprotocol `bearer.TEXT`. Who
     * has a session may make others, which end when it does.
     * Errors: INVALID_ARGUMENT ROOM_ID_MISSING, ROOM_ID_INVALID, USER_ID_MISSING, USER_ID_INVALID, TTL_INVALID,
     * SESSION_VERB_INVALID, SESSION_NOT_EXACT, VERB_UNKNOWN, VERBS_MISSING (the caller has none of the usual ones);
     * PERMISSION_DENIED GRANT_EXCEEDED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateSessionResponse> createSession(
        odind.v1.CreateSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * WhoAmI tells who the daemon takes the caller for, and what the caller may do. It never fails for who is known.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.WhoAmIResponse> whoAmI(
        odind.v1.WhoAmIRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getWhoAmIMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_KEY = 0;
  private static final int METHODID_LIST_KEYS = 1;
  private static final int METHODID_GET_KEY = 2;
  private static final int METHODID_ROTATE_KEY = 3;
  private static final int METHODID_REVOKE_KEY = 4;
  private static final int METHODID_CREATE_SESSION = 5;
  private static final int METHODID_WHO_AM_I = 6;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AccessServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(AccessServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_KEY:
          serviceImpl.createKey((odind.v1.CreateKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_KEYS:
          serviceImpl.listKeys((odind.v1.ListKeysRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListKeysResponse>) responseObserver);
          break;
        case METHODID_GET_KEY:
          serviceImpl.getKey((odind.v1.GetKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetKeyResponse>) responseObserver);
          break;
        case METHODID_ROTATE_KEY:
          serviceImpl.rotateKey((odind.v1.RotateKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RotateKeyResponse>) responseObserver);
          break;
        case METHODID_REVOKE_KEY:
          serviceImpl.revokeKey((odind.v1.RevokeKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RevokeKeyResponse>) responseObserver);
          break;
        case METHODID_CREATE_SESSION:
          serviceImpl.createSession((odind.v1.CreateSessionRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateSessionResponse>) responseObserver);
          break;
        case METHODID_WHO_AM_I:
          serviceImpl.whoAmI((odind.v1.WhoAmIRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WhoAmIResponse>) responseObserver);
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

  private static abstract class AccessServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AccessServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Access.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AccessService");
    }
  }

  private static final class AccessServiceFileDescriptorSupplier
      extends AccessServiceBaseDescriptorSupplier {
    AccessServiceFileDescriptorSupplier() {}
  }

  private static final class AccessServiceMethodDescriptorSupplier
      extends AccessServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    AccessServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (AccessServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AccessServiceFileDescriptorSupplier())
              .addMethod(getCreateKeyMethod())
              .addMethod(getListKeysMethod())
              .addMethod(getGetKeyMethod())
              .addMethod(getRotateKeyMethod())
              .addMethod(getRevokeKeyMethod())
              .addMethod(getCreateSessionMethod())
              .addMethod(getWhoAmIMethod())
              .build();
        }
      }
    }
    return result;
  }
}
