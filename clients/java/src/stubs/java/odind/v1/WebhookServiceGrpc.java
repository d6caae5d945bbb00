package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Webhooks: events that the daemon posts to other programs over HTTP. docs/WEBHOOKS.md explains them.
 * Each event arrives at least once, and events of a room arrive in their order. A webhook has the same id at every
 * attempt, so that a receiver can tell repetitions. Endpoints and what they have not got yet outlive a restart.
 * Endpoints belong to whoever is granted their rooms; others do not find them.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/webhooks.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class WebhookServiceGrpc {

  private WebhookServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.WebhookService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.CreateEndpointRequest,
      odind.v1.CreateEndpointResponse> getCreateEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateEndpoint",
      requestType = odind.v1.CreateEndpointRequest.class,
      responseType = odind.v1.CreateEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CreateEndpointRequest,
      odind.v1.CreateEndpointResponse> getCreateEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.CreateEndpointRequest, odind.v1.CreateEndpointResponse> getCreateEndpointMethod;
    if ((getCreateEndpointMethod = WebhookServiceGrpc.getCreateEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getCreateEndpointMethod = WebhookServiceGrpc.getCreateEndpointMethod) == null) {
          WebhookServiceGrpc.getCreateEndpointMethod = getCreateEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.CreateEndpointRequest, odind.v1.CreateEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CreateEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("CreateEndpoint"))
              .build();
        }
      }
    }
    return getCreateEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetEndpointRequest,
      odind.v1.GetEndpointResponse> getGetEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetEndpoint",
      requestType = odind.v1.GetEndpointRequest.class,
      responseType = odind.v1.GetEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetEndpointRequest,
      odind.v1.GetEndpointResponse> getGetEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetEndpointRequest, odind.v1.GetEndpointResponse> getGetEndpointMethod;
    if ((getGetEndpointMethod = WebhookServiceGrpc.getGetEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getGetEndpointMethod = WebhookServiceGrpc.getGetEndpointMethod) == null) {
          WebhookServiceGrpc.getGetEndpointMethod = getGetEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetEndpointRequest, odind.v1.GetEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("GetEndpoint"))
              .build();
        }
      }
    }
    return getGetEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListEndpointsRequest,
      odind.v1.ListEndpointsResponse> getListEndpointsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListEndpoints",
      requestType = odind.v1.ListEndpointsRequest.class,
      responseType = odind.v1.ListEndpointsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListEndpointsRequest,
      odind.v1.ListEndpointsResponse> getListEndpointsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListEndpointsRequest, odind.v1.ListEndpointsResponse> getListEndpointsMethod;
    if ((getListEndpointsMethod = WebhookServiceGrpc.getListEndpointsMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getListEndpointsMethod = WebhookServiceGrpc.getListEndpointsMethod) == null) {
          WebhookServiceGrpc.getListEndpointsMethod = getListEndpointsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListEndpointsRequest, odind.v1.ListEndpointsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListEndpoints"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListEndpointsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListEndpointsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("ListEndpoints"))
              .build();
        }
      }
    }
    return getListEndpointsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateEndpointRequest,
      odind.v1.UpdateEndpointResponse> getUpdateEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateEndpoint",
      requestType = odind.v1.UpdateEndpointRequest.class,
      responseType = odind.v1.UpdateEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateEndpointRequest,
      odind.v1.UpdateEndpointResponse> getUpdateEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateEndpointRequest, odind.v1.UpdateEndpointResponse> getUpdateEndpointMethod;
    if ((getUpdateEndpointMethod = WebhookServiceGrpc.getUpdateEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getUpdateEndpointMethod = WebhookServiceGrpc.getUpdateEndpointMethod) == null) {
          WebhookServiceGrpc.getUpdateEndpointMethod = getUpdateEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateEndpointRequest, odind.v1.UpdateEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("UpdateEndpoint"))
              .build();
        }
      }
    }
    return getUpdateEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteEndpointRequest,
      odind.v1.DeleteEndpointResponse> getDeleteEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteEndpoint",
      requestType = odind.v1.DeleteEndpointRequest.class,
      responseType = odind.v1.DeleteEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteEndpointRequest,
      odind.v1.DeleteEndpointResponse> getDeleteEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteEndpointRequest, odind.v1.DeleteEndpointResponse> getDeleteEndpointMethod;
    if ((getDeleteEndpointMethod = WebhookServiceGrpc.getDeleteEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getDeleteEndpointMethod = WebhookServiceGrpc.getDeleteEndpointMethod) == null) {
          WebhookServiceGrpc.getDeleteEndpointMethod = getDeleteEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteEndpointRequest, odind.v1.DeleteEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("DeleteEndpoint"))
              .build();
        }
      }
    }
    return getDeleteEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.EnableEndpointRequest,
      odind.v1.EnableEndpointResponse> getEnableEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "EnableEndpoint",
      requestType = odind.v1.EnableEndpointRequest.class,
      responseType = odind.v1.EnableEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.EnableEndpointRequest,
      odind.v1.EnableEndpointResponse> getEnableEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.EnableEndpointRequest, odind.v1.EnableEndpointResponse> getEnableEndpointMethod;
    if ((getEnableEndpointMethod = WebhookServiceGrpc.getEnableEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getEnableEndpointMethod = WebhookServiceGrpc.getEnableEndpointMethod) == null) {
          WebhookServiceGrpc.getEnableEndpointMethod = getEnableEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.EnableEndpointRequest, odind.v1.EnableEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "EnableEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnableEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnableEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("EnableEndpoint"))
              .build();
        }
      }
    }
    return getEnableEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DisableEndpointRequest,
      odind.v1.DisableEndpointResponse> getDisableEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DisableEndpoint",
      requestType = odind.v1.DisableEndpointRequest.class,
      responseType = odind.v1.DisableEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DisableEndpointRequest,
      odind.v1.DisableEndpointResponse> getDisableEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.DisableEndpointRequest, odind.v1.DisableEndpointResponse> getDisableEndpointMethod;
    if ((getDisableEndpointMethod = WebhookServiceGrpc.getDisableEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getDisableEndpointMethod = WebhookServiceGrpc.getDisableEndpointMethod) == null) {
          WebhookServiceGrpc.getDisableEndpointMethod = getDisableEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.DisableEndpointRequest, odind.v1.DisableEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DisableEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DisableEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DisableEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("DisableEndpoint"))
              .build();
        }
      }
    }
    return getDisableEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RotateSecretRequest,
      odind.v1.RotateSecretResponse> getRotateSecretMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateSecret",
      requestType = odind.v1.RotateSecretRequest.class,
      responseType = odind.v1.RotateSecretResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RotateSecretRequest,
      odind.v1.RotateSecretResponse> getRotateSecretMethod() {
    io.grpc.MethodDescriptor<odind.v1.RotateSecretRequest, odind.v1.RotateSecretResponse> getRotateSecretMethod;
    if ((getRotateSecretMethod = WebhookServiceGrpc.getRotateSecretMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getRotateSecretMethod = WebhookServiceGrpc.getRotateSecretMethod) == null) {
          WebhookServiceGrpc.getRotateSecretMethod = getRotateSecretMethod =
              io.grpc.MethodDescriptor.<odind.v1.RotateSecretRequest, odind.v1.RotateSecretResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateSecret"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RotateSecretRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RotateSecretResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("RotateSecret"))
              .build();
        }
      }
    }
    return getRotateSecretMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.PingEndpointRequest,
      odind.v1.PingEndpointResponse> getPingEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PingEndpoint",
      requestType = odind.v1.PingEndpointRequest.class,
      responseType = odind.v1.PingEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.PingEndpointRequest,
      odind.v1.PingEndpointResponse> getPingEndpointMethod() {
    io.grpc.MethodDescriptor<odind.v1.PingEndpointRequest, odind.v1.PingEndpointResponse> getPingEndpointMethod;
    if ((getPingEndpointMethod = WebhookServiceGrpc.getPingEndpointMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getPingEndpointMethod = WebhookServiceGrpc.getPingEndpointMethod) == null) {
          WebhookServiceGrpc.getPingEndpointMethod = getPingEndpointMethod =
              io.grpc.MethodDescriptor.<odind.v1.PingEndpointRequest, odind.v1.PingEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PingEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PingEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PingEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("PingEndpoint"))
              .build();
        }
      }
    }
    return getPingEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListDeliveriesRequest,
      odind.v1.ListDeliveriesResponse> getListDeliveriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDeliveries",
      requestType = odind.v1.ListDeliveriesRequest.class,
      responseType = odind.v1.ListDeliveriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListDeliveriesRequest,
      odind.v1.ListDeliveriesResponse> getListDeliveriesMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListDeliveriesRequest, odind.v1.ListDeliveriesResponse> getListDeliveriesMethod;
    if ((getListDeliveriesMethod = WebhookServiceGrpc.getListDeliveriesMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getListDeliveriesMethod = WebhookServiceGrpc.getListDeliveriesMethod) == null) {
          WebhookServiceGrpc.getListDeliveriesMethod = getListDeliveriesMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListDeliveriesRequest, odind.v1.ListDeliveriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDeliveries"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListDeliveriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListDeliveriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("ListDeliveries"))
              .build();
        }
      }
    }
    return getListDeliveriesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RedeliverRequest,
      odind.v1.RedeliverResponse> getRedeliverMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Redeliver",
      requestType = odind.v1.RedeliverRequest.class,
      responseType = odind.v1.RedeliverResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RedeliverRequest,
      odind.v1.RedeliverResponse> getRedeliverMethod() {
    io.grpc.MethodDescriptor<odind.v1.RedeliverRequest, odind.v1.RedeliverResponse> getRedeliverMethod;
    if ((getRedeliverMethod = WebhookServiceGrpc.getRedeliverMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getRedeliverMethod = WebhookServiceGrpc.getRedeliverMethod) == null) {
          WebhookServiceGrpc.getRedeliverMethod = getRedeliverMethod =
              io.grpc.MethodDescriptor.<odind.v1.RedeliverRequest, odind.v1.RedeliverResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Redeliver"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RedeliverRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RedeliverResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("Redeliver"))
              .build();
        }
      }
    }
    return getRedeliverMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetPublicKeyRequest,
      odind.v1.GetPublicKeyResponse> getGetPublicKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPublicKey",
      requestType = odind.v1.GetPublicKeyRequest.class,
      responseType = odind.v1.GetPublicKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetPublicKeyRequest,
      odind.v1.GetPublicKeyResponse> getGetPublicKeyMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetPublicKeyRequest, odind.v1.GetPublicKeyResponse> getGetPublicKeyMethod;
    if ((getGetPublicKeyMethod = WebhookServiceGrpc.getGetPublicKeyMethod) == null) {
      synchronized (WebhookServiceGrpc.class) {
        if ((getGetPublicKeyMethod = WebhookServiceGrpc.getGetPublicKeyMethod) == null) {
          WebhookServiceGrpc.getGetPublicKeyMethod = getGetPublicKeyMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetPublicKeyRequest, odind.v1.GetPublicKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPublicKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPublicKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPublicKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new WebhookServiceMethodDescriptorSupplier("GetPublicKey"))
              .build();
        }
      }
    }
    return getGetPublicKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static WebhookServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<WebhookServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<WebhookServiceStub>() {
        @java.lang.Override
        public WebhookServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new WebhookServiceStub(channel, callOptions);
        }
      };
    return WebhookServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static WebhookServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<WebhookServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<WebhookServiceBlockingStub>() {
        @java.lang.Override
        public WebhookServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new WebhookServiceBlockingStub(channel, callOptions);
        }
      };
    return WebhookServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static WebhookServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<WebhookServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<WebhookServiceFutureStub>() {
        @java.lang.Override
        public WebhookServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new WebhookServiceFutureStub(channel, callOptions);
        }
      };
    return WebhookServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Webhooks: events that the daemon posts to other programs over HTTP. docs/WEBHOOKS.md explains them.
   * Each event arrives at least once, and events of a room arrive in their order. A webhook has the same id at every
   * attempt, so that a receiver can tell repetitions. Endpoints and what they have not got yet outlive a restart.
   * Endpoints belong to whoever is granted their rooms; others do not find them.
   * </pre>
   */
  public static abstract class WebhookServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * CreateEndpoint makes an endpoint, which gets what happens from now on. Its secret is in the answer, and never shown
     * again.
     * Errors: INVALID_ARGUMENT URL_REFUSED, ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does
     * not name its network), NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN, DIALECT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED
     * (the caller is not granted all of the rooms); RESOURCE_EXHAUSTED TOO_MANY_ENDPOINTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createEndpoint(odind.v1.CreateEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetEndpoint returns an endpoint.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public void getEndpoint(odind.v1.GetEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListEndpoints returns endpoints, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listEndpoints(odind.v1.ListEndpointsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListEndpointsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListEndpointsMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateEndpoint changes an endpoint. Webhooks that it has not got yet go to its new URL.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT UPDATE_MASK_INVALID, URL_REFUSED, ADDRESS_REFUSED,
     * NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void updateEndpoint(odind.v1.UpdateEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteEndpoint ends an endpoint. Webhooks that it has not got yet are dropped.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteEndpoint(odind.v1.DeleteEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * EnableEndpoint sends to an endpoint again, and tries at once what waits for another attempt.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void enableEndpoint(odind.v1.EnableEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnableEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEnableEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * DisableEndpoint sends nothing to an endpoint until it is enabled. What happens meanwhile is sent then, as far as the
     * store keeps it.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void disableEndpoint(odind.v1.DisableEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DisableEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDisableEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * RotateSecret gives an endpoint another secret, which is in the answer and never shown again.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void rotateSecret(odind.v1.RotateSecretRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RotateSecretResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateSecretMethod(), responseObserver);
    }

    /**
     * <pre>
     * PingEndpoint posts a webhook of type `ping`, once, and returns what became of it. It reaches disabled endpoints too.
     * The call takes up to 15 s.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public void pingEndpoint(odind.v1.PingEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.PingEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPingEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListDeliveries returns what became of the webhooks of an endpoint, oldest first: those that are being retried, the
     * latest 50 that are delivered, and the latest 1,000 that are dead.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT PAGE_TOKEN_INVALID, DELIVERY_STATE_UNKNOWN.
     * </pre>
     */
    public void listDeliveries(odind.v1.ListDeliveriesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListDeliveriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDeliveriesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Redeliver sends webhooks once more, in the order of their events and with the ids that they had. They are sent
     * beside those of new events.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND, DELIVERY_NOT_FOUND; INVALID_ARGUMENT REDELIVERY_EMPTY; FAILED_PRECONDITION
     * ENDPOINT_DISABLED; RESOURCE_EXHAUSTED REDELIVERY_TOO_LARGE; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void redeliver(odind.v1.RedeliverRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RedeliverResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRedeliverMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetPublicKey returns the key by which receivers verify webhooks in the dialect of VideoSDK. It never fails while the
     * daemon runs.
     * </pre>
     */
    public void getPublicKey(odind.v1.GetPublicKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPublicKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPublicKeyMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getCreateEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CreateEndpointRequest,
                odind.v1.CreateEndpointResponse>(
                  this, METHODID_CREATE_ENDPOINT)))
          .addMethod(
            getGetEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetEndpointRequest,
                odind.v1.GetEndpointResponse>(
                  this, METHODID_GET_ENDPOINT)))
          .addMethod(
            getListEndpointsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListEndpointsRequest,
                odind.v1.ListEndpointsResponse>(
                  this, METHODID_LIST_ENDPOINTS)))
          .addMethod(
            getUpdateEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateEndpointRequest,
                odind.v1.UpdateEndpointResponse>(
                  this, METHODID_UPDATE_ENDPOINT)))
          .addMethod(
            getDeleteEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteEndpointRequest,
                odind.v1.DeleteEndpointResponse>(
                  this, METHODID_DELETE_ENDPOINT)))
          .addMethod(
            getEnableEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.EnableEndpointRequest,
                odind.v1.EnableEndpointResponse>(
                  this, METHODID_ENABLE_ENDPOINT)))
          .addMethod(
            getDisableEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DisableEndpointRequest,
                odind.v1.DisableEndpointResponse>(
                  this, METHODID_DISABLE_ENDPOINT)))
          .addMethod(
            getRotateSecretMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RotateSecretRequest,
                odind.v1.RotateSecretResponse>(
                  this, METHODID_ROTATE_SECRET)))
          .addMethod(
            getPingEndpointMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.PingEndpointRequest,
                odind.v1.PingEndpointResponse>(
                  this, METHODID_PING_ENDPOINT)))
          .addMethod(
            getListDeliveriesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListDeliveriesRequest,
                odind.v1.ListDeliveriesResponse>(
                  this, METHODID_LIST_DELIVERIES)))
          .addMethod(
            getRedeliverMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RedeliverRequest,
                odind.v1.RedeliverResponse>(
                  this, METHODID_REDELIVER)))
          .addMethod(
            getGetPublicKeyMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetPublicKeyRequest,
                odind.v1.GetPublicKeyResponse>(
                  this, METHODID_GET_PUBLIC_KEY)))
          .build();
    }
  }

  /**
   * <pre>
   * Webhooks: events that the daemon posts to other programs over HTTP. docs/WEBHOOKS.md explains them.
   * Each event arrives at least once, and events of a room arrive in their order. A webhook has the same id at every
   * attempt, so that a receiver can tell repetitions. Endpoints and what they have not got yet outlive a restart.
   * Endpoints belong to whoever is granted their rooms; others do not find them.
   * </pre>
   */
  public static final class WebhookServiceStub extends io.grpc.stub.AbstractAsyncStub<WebhookServiceStub> {
    private WebhookServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected WebhookServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new WebhookServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateEndpoint makes an endpoint, which gets what happens from now on. Its secret is in the answer, and never shown
     * again.
     * Errors: INVALID_ARGUMENT URL_REFUSED, ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does
     * not name its network), NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN, DIALECT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED
     * (the caller is not granted all of the rooms); RESOURCE_EXHAUSTED TOO_MANY_ENDPOINTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void createEndpoint(odind.v1.CreateEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CreateEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetEndpoint returns an endpoint.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public void getEndpoint(odind.v1.GetEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListEndpoints returns endpoints, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listEndpoints(odind.v1.ListEndpointsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListEndpointsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListEndpointsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateEndpoint changes an endpoint. Webhooks that it has not got yet go to its new URL.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT UPDATE_MASK_INVALID, URL_REFUSED, ADDRESS_REFUSED,
     * NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void updateEndpoint(odind.v1.UpdateEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteEndpoint ends an endpoint. Webhooks that it has not got yet are dropped.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void deleteEndpoint(odind.v1.DeleteEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * EnableEndpoint sends to an endpoint again, and tries at once what waits for another attempt.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void enableEndpoint(odind.v1.EnableEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnableEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEnableEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DisableEndpoint sends nothing to an endpoint until it is enabled. What happens meanwhile is sent then, as far as the
     * store keeps it.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void disableEndpoint(odind.v1.DisableEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DisableEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDisableEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RotateSecret gives an endpoint another secret, which is in the answer and never shown again.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void rotateSecret(odind.v1.RotateSecretRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RotateSecretResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateSecretMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * PingEndpoint posts a webhook of type `ping`, once, and returns what became of it. It reaches disabled endpoints too.
     * The call takes up to 15 s.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public void pingEndpoint(odind.v1.PingEndpointRequest request,
        io.grpc.stub.StreamObserver<odind.v1.PingEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPingEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListDeliveries returns what became of the webhooks of an endpoint, oldest first: those that are being retried, the
     * latest 50 that are delivered, and the latest 1,000 that are dead.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT PAGE_TOKEN_INVALID, DELIVERY_STATE_UNKNOWN.
     * </pre>
     */
    public void listDeliveries(odind.v1.ListDeliveriesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListDeliveriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDeliveriesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Redeliver sends webhooks once more, in the order of their events and with the ids that they had. They are sent
     * beside those of new events.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND, DELIVERY_NOT_FOUND; INVALID_ARGUMENT REDELIVERY_EMPTY; FAILED_PRECONDITION
     * ENDPOINT_DISABLED; RESOURCE_EXHAUSTED REDELIVERY_TOO_LARGE; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void redeliver(odind.v1.RedeliverRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RedeliverResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRedeliverMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetPublicKey returns the key by which receivers verify webhooks in the dialect of VideoSDK. It never fails while the
     * daemon runs.
     * </pre>
     */
    public void getPublicKey(odind.v1.GetPublicKeyRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPublicKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPublicKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Webhooks: events that the daemon posts to other programs over HTTP. docs/WEBHOOKS.md explains them.
   * Each event arrives at least once, and events of a room arrive in their order. A webhook has the same id at every
   * attempt, so that a receiver can tell repetitions. Endpoints and what they have not got yet outlive a restart.
   * Endpoints belong to whoever is granted their rooms; others do not find them.
   * </pre>
   */
  public static final class WebhookServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<WebhookServiceBlockingStub> {
    private WebhookServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected WebhookServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new WebhookServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateEndpoint makes an endpoint, which gets what happens from now on. Its secret is in the answer, and never shown
     * again.
     * Errors: INVALID_ARGUMENT URL_REFUSED, ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does
     * not name its network), NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN, DIALECT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED
     * (the caller is not granted all of the rooms); RESOURCE_EXHAUSTED TOO_MANY_ENDPOINTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.CreateEndpointResponse createEndpoint(odind.v1.CreateEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetEndpoint returns an endpoint.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetEndpointResponse getEndpoint(odind.v1.GetEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListEndpoints returns endpoints, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListEndpointsResponse listEndpoints(odind.v1.ListEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListEndpointsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateEndpoint changes an endpoint. Webhooks that it has not got yet go to its new URL.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT UPDATE_MASK_INVALID, URL_REFUSED, ADDRESS_REFUSED,
     * NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.UpdateEndpointResponse updateEndpoint(odind.v1.UpdateEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteEndpoint ends an endpoint. Webhooks that it has not got yet are dropped.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.DeleteEndpointResponse deleteEndpoint(odind.v1.DeleteEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * EnableEndpoint sends to an endpoint again, and tries at once what waits for another attempt.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.EnableEndpointResponse enableEndpoint(odind.v1.EnableEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEnableEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DisableEndpoint sends nothing to an endpoint until it is enabled. What happens meanwhile is sent then, as far as the
     * store keeps it.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.DisableEndpointResponse disableEndpoint(odind.v1.DisableEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDisableEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RotateSecret gives an endpoint another secret, which is in the answer and never shown again.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.RotateSecretResponse rotateSecret(odind.v1.RotateSecretRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateSecretMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * PingEndpoint posts a webhook of type `ping`, once, and returns what became of it. It reaches disabled endpoints too.
     * The call takes up to 15 s.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public odind.v1.PingEndpointResponse pingEndpoint(odind.v1.PingEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPingEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListDeliveries returns what became of the webhooks of an endpoint, oldest first: those that are being retried, the
     * latest 50 that are delivered, and the latest 1,000 that are dead.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT PAGE_TOKEN_INVALID, DELIVERY_STATE_UNKNOWN.
     * </pre>
     */
    public odind.v1.ListDeliveriesResponse listDeliveries(odind.v1.ListDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDeliveriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Redeliver sends webhooks once more, in the order of their events and with the ids that they had. They are sent
     * beside those of new events.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND, DELIVERY_NOT_FOUND; INVALID_ARGUMENT REDELIVERY_EMPTY; FAILED_PRECONDITION
     * ENDPOINT_DISABLED; RESOURCE_EXHAUSTED REDELIVERY_TOO_LARGE; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.RedeliverResponse redeliver(odind.v1.RedeliverRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRedeliverMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetPublicKey returns the key by which receivers verify webhooks in the dialect of VideoSDK. It never fails while the
     * daemon runs.
     * </pre>
     */
    public odind.v1.GetPublicKeyResponse getPublicKey(odind.v1.GetPublicKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPublicKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Webhooks: events that the daemon posts to other programs over HTTP. docs/WEBHOOKS.md explains them.
   * Each event arrives at least once, and events of a room arrive in their order. A webhook has the same id at every
   * attempt, so that a receiver can tell repetitions. Endpoints and what they have not got yet outlive a restart.
   * Endpoints belong to whoever is granted their rooms; others do not find them.
   * </pre>
   */
  public static final class WebhookServiceFutureStub extends io.grpc.stub.AbstractFutureStub<WebhookServiceFutureStub> {
    private WebhookServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected WebhookServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new WebhookServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateEndpoint makes an endpoint, which gets what happens from now on. Its secret is in the answer, and never shown
     * again.
     * Errors: INVALID_ARGUMENT URL_REFUSED, ADDRESS_REFUSED (it is not public, and the setting egress.allow_networks does
     * not name its network), NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN, DIALECT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED
     * (the caller is not granted all of the rooms); RESOURCE_EXHAUSTED TOO_MANY_ENDPOINTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CreateEndpointResponse> createEndpoint(
        odind.v1.CreateEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetEndpoint returns an endpoint.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetEndpointResponse> getEndpoint(
        odind.v1.GetEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListEndpoints returns endpoints, oldest first.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListEndpointsResponse> listEndpoints(
        odind.v1.ListEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListEndpointsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateEndpoint changes an endpoint. Webhooks that it has not got yet go to its new URL.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT UPDATE_MASK_INVALID, URL_REFUSED, ADDRESS_REFUSED,
     * NAME_INVALID, GLOB_INVALID, EVENT_UNKNOWN; PERMISSION_DENIED GRANT_EXCEEDED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateEndpointResponse> updateEndpoint(
        odind.v1.UpdateEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteEndpoint ends an endpoint. Webhooks that it has not got yet are dropped.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteEndpointResponse> deleteEndpoint(
        odind.v1.DeleteEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * EnableEndpoint sends to an endpoint again, and tries at once what waits for another attempt.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.EnableEndpointResponse> enableEndpoint(
        odind.v1.EnableEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEnableEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DisableEndpoint sends nothing to an endpoint until it is enabled. What happens meanwhile is sent then, as far as the
     * store keeps it.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DisableEndpointResponse> disableEndpoint(
        odind.v1.DisableEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDisableEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RotateSecret gives an endpoint another secret, which is in the answer and never shown again.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT GRACE_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RotateSecretResponse> rotateSecret(
        odind.v1.RotateSecretRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateSecretMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * PingEndpoint posts a webhook of type `ping`, once, and returns what became of it. It reaches disabled endpoints too.
     * The call takes up to 15 s.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.PingEndpointResponse> pingEndpoint(
        odind.v1.PingEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPingEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListDeliveries returns what became of the webhooks of an endpoint, oldest first: those that are being retried, the
     * latest 50 that are delivered, and the latest 1,000 that are dead.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND; INVALID_ARGUMENT PAGE_TOKEN_INVALID, DELIVERY_STATE_UNKNOWN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListDeliveriesResponse> listDeliveries(
        odind.v1.ListDeliveriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDeliveriesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Redeliver sends webhooks once more, in the order of their events and with the ids that they had. They are sent
     * beside those of new events.
     * Errors: NOT_FOUND ENDPOINT_NOT_FOUND, DELIVERY_NOT_FOUND; INVALID_ARGUMENT REDELIVERY_EMPTY; FAILED_PRECONDITION
     * ENDPOINT_DISABLED; RESOURCE_EXHAUSTED REDELIVERY_TOO_LARGE; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RedeliverResponse> redeliver(
        odind.v1.RedeliverRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRedeliverMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetPublicKey returns the key by which receivers verify webhooks in the dialect of VideoSDK. It never fails while the
     * daemon runs.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetPublicKeyResponse> getPublicKey(
        odind.v1.GetPublicKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPublicKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ENDPOINT = 0;
  private static final int METHODID_GET_ENDPOINT = 1;
  private static final int METHODID_LIST_ENDPOINTS = 2;
  private static final int METHODID_UPDATE_ENDPOINT = 3;
  private static final int METHODID_DELETE_ENDPOINT = 4;
  private static final int METHODID_ENABLE_ENDPOINT = 5;
  private static final int METHODID_DISABLE_ENDPOINT = 6;
  private static final int METHODID_ROTATE_SECRET = 7;
  private static final int METHODID_PING_ENDPOINT = 8;
  private static final int METHODID_LIST_DELIVERIES = 9;
  private static final int METHODID_REDELIVER = 10;
  private static final int METHODID_GET_PUBLIC_KEY = 11;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final WebhookServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(WebhookServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_ENDPOINT:
          serviceImpl.createEndpoint((odind.v1.CreateEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CreateEndpointResponse>) responseObserver);
          break;
        case METHODID_GET_ENDPOINT:
          serviceImpl.getEndpoint((odind.v1.GetEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetEndpointResponse>) responseObserver);
          break;
        case METHODID_LIST_ENDPOINTS:
          serviceImpl.listEndpoints((odind.v1.ListEndpointsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListEndpointsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ENDPOINT:
          serviceImpl.updateEndpoint((odind.v1.UpdateEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateEndpointResponse>) responseObserver);
          break;
        case METHODID_DELETE_ENDPOINT:
          serviceImpl.deleteEndpoint((odind.v1.DeleteEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteEndpointResponse>) responseObserver);
          break;
        case METHODID_ENABLE_ENDPOINT:
          serviceImpl.enableEndpoint((odind.v1.EnableEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.EnableEndpointResponse>) responseObserver);
          break;
        case METHODID_DISABLE_ENDPOINT:
          serviceImpl.disableEndpoint((odind.v1.DisableEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DisableEndpointResponse>) responseObserver);
          break;
        case METHODID_ROTATE_SECRET:
          serviceImpl.rotateSecret((odind.v1.RotateSecretRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RotateSecretResponse>) responseObserver);
          break;
        case METHODID_PING_ENDPOINT:
          serviceImpl.pingEndpoint((odind.v1.PingEndpointRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.PingEndpointResponse>) responseObserver);
          break;
        case METHODID_LIST_DELIVERIES:
          serviceImpl.listDeliveries((odind.v1.ListDeliveriesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListDeliveriesResponse>) responseObserver);
          break;
        case METHODID_REDELIVER:
          serviceImpl.redeliver((odind.v1.RedeliverRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RedeliverResponse>) responseObserver);
          break;
        case METHODID_GET_PUBLIC_KEY:
          serviceImpl.getPublicKey((odind.v1.GetPublicKeyRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetPublicKeyResponse>) responseObserver);
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

  private static abstract class WebhookServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    WebhookServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Webhooks.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("WebhookService");
    }
  }

  private static final class WebhookServiceFileDescriptorSupplier
      extends WebhookServiceBaseDescriptorSupplier {
    WebhookServiceFileDescriptorSupplier() {}
  }

  private static final class WebhookServiceMethodDescriptorSupplier
      extends WebhookServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    WebhookServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (WebhookServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new WebhookServiceFileDescriptorSupplier())
              .addMethod(getCreateEndpointMethod())
              .addMethod(getGetEndpointMethod())
              .addMethod(getListEndpointsMethod())
              .addMethod(getUpdateEndpointMethod())
              .addMethod(getDeleteEndpointMethod())
              .addMethod(getEnableEndpointMethod())
              .addMethod(getDisableEndpointMethod())
              .addMethod(getRotateSecretMethod())
              .addMethod(getPingEndpointMethod())
              .addMethod(getListDeliveriesMethod())
              .addMethod(getRedeliverMethod())
              .addMethod(getGetPublicKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
