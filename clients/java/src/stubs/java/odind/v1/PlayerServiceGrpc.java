package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The player of a connection: the daemon opens, decodes and plays sounds, and keeps their queue. What it plays is
 * mixed with whatever else speaks for the connection. A player has three lanes: MUSIC plays one item after another,
 * without a gap; ANNOUNCEMENT does so too, and lowers MUSIC meanwhile; EFFECT plays up to 16 items at once.
 * Players begin when something is enqueued, and end with their connection. What they have to play, and how, survives
 * the loss of a worker process and a restart of the daemon: they go on where they were. WatchEvents tells what
 * happens to them.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/players.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class PlayerServiceGrpc {

  private PlayerServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.PlayerService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.EnqueueRequest,
      odind.v1.EnqueueResponse> getEnqueueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Enqueue",
      requestType = odind.v1.EnqueueRequest.class,
      responseType = odind.v1.EnqueueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.EnqueueRequest,
      odind.v1.EnqueueResponse> getEnqueueMethod() {
    io.grpc.MethodDescriptor<odind.v1.EnqueueRequest, odind.v1.EnqueueResponse> getEnqueueMethod;
    if ((getEnqueueMethod = PlayerServiceGrpc.getEnqueueMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getEnqueueMethod = PlayerServiceGrpc.getEnqueueMethod) == null) {
          PlayerServiceGrpc.getEnqueueMethod = getEnqueueMethod =
              io.grpc.MethodDescriptor.<odind.v1.EnqueueRequest, odind.v1.EnqueueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Enqueue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnqueueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.EnqueueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("Enqueue"))
              .build();
        }
      }
    }
    return getEnqueueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SayRequest,
      odind.v1.SayResponse> getSayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Say",
      requestType = odind.v1.SayRequest.class,
      responseType = odind.v1.SayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SayRequest,
      odind.v1.SayResponse> getSayMethod() {
    io.grpc.MethodDescriptor<odind.v1.SayRequest, odind.v1.SayResponse> getSayMethod;
    if ((getSayMethod = PlayerServiceGrpc.getSayMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getSayMethod = PlayerServiceGrpc.getSayMethod) == null) {
          PlayerServiceGrpc.getSayMethod = getSayMethod =
              io.grpc.MethodDescriptor.<odind.v1.SayRequest, odind.v1.SayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Say"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("Say"))
              .build();
        }
      }
    }
    return getSayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.PlayStreamRequest,
      odind.v1.PlayStreamResponse> getPlayStreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PlayStream",
      requestType = odind.v1.PlayStreamRequest.class,
      responseType = odind.v1.PlayStreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.PlayStreamRequest,
      odind.v1.PlayStreamResponse> getPlayStreamMethod() {
    io.grpc.MethodDescriptor<odind.v1.PlayStreamRequest, odind.v1.PlayStreamResponse> getPlayStreamMethod;
    if ((getPlayStreamMethod = PlayerServiceGrpc.getPlayStreamMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getPlayStreamMethod = PlayerServiceGrpc.getPlayStreamMethod) == null) {
          PlayerServiceGrpc.getPlayStreamMethod = getPlayStreamMethod =
              io.grpc.MethodDescriptor.<odind.v1.PlayStreamRequest, odind.v1.PlayStreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PlayStream"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PlayStreamRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PlayStreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("PlayStream"))
              .build();
        }
      }
    }
    return getPlayStreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdatePlayerRequest,
      odind.v1.UpdatePlayerResponse> getUpdatePlayerMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdatePlayer",
      requestType = odind.v1.UpdatePlayerRequest.class,
      responseType = odind.v1.UpdatePlayerResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdatePlayerRequest,
      odind.v1.UpdatePlayerResponse> getUpdatePlayerMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdatePlayerRequest, odind.v1.UpdatePlayerResponse> getUpdatePlayerMethod;
    if ((getUpdatePlayerMethod = PlayerServiceGrpc.getUpdatePlayerMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getUpdatePlayerMethod = PlayerServiceGrpc.getUpdatePlayerMethod) == null) {
          PlayerServiceGrpc.getUpdatePlayerMethod = getUpdatePlayerMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdatePlayerRequest, odind.v1.UpdatePlayerResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdatePlayer"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdatePlayerRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdatePlayerResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("UpdatePlayer"))
              .build();
        }
      }
    }
    return getUpdatePlayerMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SkipRequest,
      odind.v1.SkipResponse> getSkipMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Skip",
      requestType = odind.v1.SkipRequest.class,
      responseType = odind.v1.SkipResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SkipRequest,
      odind.v1.SkipResponse> getSkipMethod() {
    io.grpc.MethodDescriptor<odind.v1.SkipRequest, odind.v1.SkipResponse> getSkipMethod;
    if ((getSkipMethod = PlayerServiceGrpc.getSkipMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getSkipMethod = PlayerServiceGrpc.getSkipMethod) == null) {
          PlayerServiceGrpc.getSkipMethod = getSkipMethod =
              io.grpc.MethodDescriptor.<odind.v1.SkipRequest, odind.v1.SkipResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Skip"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SkipRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SkipResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("Skip"))
              .build();
        }
      }
    }
    return getSkipMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.RemoveItemsRequest,
      odind.v1.RemoveItemsResponse> getRemoveItemsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemoveItems",
      requestType = odind.v1.RemoveItemsRequest.class,
      responseType = odind.v1.RemoveItemsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.RemoveItemsRequest,
      odind.v1.RemoveItemsResponse> getRemoveItemsMethod() {
    io.grpc.MethodDescriptor<odind.v1.RemoveItemsRequest, odind.v1.RemoveItemsResponse> getRemoveItemsMethod;
    if ((getRemoveItemsMethod = PlayerServiceGrpc.getRemoveItemsMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getRemoveItemsMethod = PlayerServiceGrpc.getRemoveItemsMethod) == null) {
          PlayerServiceGrpc.getRemoveItemsMethod = getRemoveItemsMethod =
              io.grpc.MethodDescriptor.<odind.v1.RemoveItemsRequest, odind.v1.RemoveItemsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemoveItems"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemoveItemsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.RemoveItemsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("RemoveItems"))
              .build();
        }
      }
    }
    return getRemoveItemsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.MoveItemRequest,
      odind.v1.MoveItemResponse> getMoveItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "MoveItem",
      requestType = odind.v1.MoveItemRequest.class,
      responseType = odind.v1.MoveItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.MoveItemRequest,
      odind.v1.MoveItemResponse> getMoveItemMethod() {
    io.grpc.MethodDescriptor<odind.v1.MoveItemRequest, odind.v1.MoveItemResponse> getMoveItemMethod;
    if ((getMoveItemMethod = PlayerServiceGrpc.getMoveItemMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getMoveItemMethod = PlayerServiceGrpc.getMoveItemMethod) == null) {
          PlayerServiceGrpc.getMoveItemMethod = getMoveItemMethod =
              io.grpc.MethodDescriptor.<odind.v1.MoveItemRequest, odind.v1.MoveItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "MoveItem"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.MoveItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.MoveItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("MoveItem"))
              .build();
        }
      }
    }
    return getMoveItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ClearQueueRequest,
      odind.v1.ClearQueueResponse> getClearQueueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ClearQueue",
      requestType = odind.v1.ClearQueueRequest.class,
      responseType = odind.v1.ClearQueueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ClearQueueRequest,
      odind.v1.ClearQueueResponse> getClearQueueMethod() {
    io.grpc.MethodDescriptor<odind.v1.ClearQueueRequest, odind.v1.ClearQueueResponse> getClearQueueMethod;
    if ((getClearQueueMethod = PlayerServiceGrpc.getClearQueueMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getClearQueueMethod = PlayerServiceGrpc.getClearQueueMethod) == null) {
          PlayerServiceGrpc.getClearQueueMethod = getClearQueueMethod =
              io.grpc.MethodDescriptor.<odind.v1.ClearQueueRequest, odind.v1.ClearQueueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ClearQueue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ClearQueueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ClearQueueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("ClearQueue"))
              .build();
        }
      }
    }
    return getClearQueueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ShuffleQueueRequest,
      odind.v1.ShuffleQueueResponse> getShuffleQueueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ShuffleQueue",
      requestType = odind.v1.ShuffleQueueRequest.class,
      responseType = odind.v1.ShuffleQueueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ShuffleQueueRequest,
      odind.v1.ShuffleQueueResponse> getShuffleQueueMethod() {
    io.grpc.MethodDescriptor<odind.v1.ShuffleQueueRequest, odind.v1.ShuffleQueueResponse> getShuffleQueueMethod;
    if ((getShuffleQueueMethod = PlayerServiceGrpc.getShuffleQueueMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getShuffleQueueMethod = PlayerServiceGrpc.getShuffleQueueMethod) == null) {
          PlayerServiceGrpc.getShuffleQueueMethod = getShuffleQueueMethod =
              io.grpc.MethodDescriptor.<odind.v1.ShuffleQueueRequest, odind.v1.ShuffleQueueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ShuffleQueue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ShuffleQueueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ShuffleQueueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("ShuffleQueue"))
              .build();
        }
      }
    }
    return getShuffleQueueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.AnswerBargeInRequest,
      odind.v1.AnswerBargeInResponse> getAnswerBargeInMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AnswerBargeIn",
      requestType = odind.v1.AnswerBargeInRequest.class,
      responseType = odind.v1.AnswerBargeInResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.AnswerBargeInRequest,
      odind.v1.AnswerBargeInResponse> getAnswerBargeInMethod() {
    io.grpc.MethodDescriptor<odind.v1.AnswerBargeInRequest, odind.v1.AnswerBargeInResponse> getAnswerBargeInMethod;
    if ((getAnswerBargeInMethod = PlayerServiceGrpc.getAnswerBargeInMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getAnswerBargeInMethod = PlayerServiceGrpc.getAnswerBargeInMethod) == null) {
          PlayerServiceGrpc.getAnswerBargeInMethod = getAnswerBargeInMethod =
              io.grpc.MethodDescriptor.<odind.v1.AnswerBargeInRequest, odind.v1.AnswerBargeInResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AnswerBargeIn"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AnswerBargeInRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.AnswerBargeInResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("AnswerBargeIn"))
              .build();
        }
      }
    }
    return getAnswerBargeInMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetPlayerRequest,
      odind.v1.GetPlayerResponse> getGetPlayerMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPlayer",
      requestType = odind.v1.GetPlayerRequest.class,
      responseType = odind.v1.GetPlayerResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetPlayerRequest,
      odind.v1.GetPlayerResponse> getGetPlayerMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetPlayerRequest, odind.v1.GetPlayerResponse> getGetPlayerMethod;
    if ((getGetPlayerMethod = PlayerServiceGrpc.getGetPlayerMethod) == null) {
      synchronized (PlayerServiceGrpc.class) {
        if ((getGetPlayerMethod = PlayerServiceGrpc.getGetPlayerMethod) == null) {
          PlayerServiceGrpc.getGetPlayerMethod = getGetPlayerMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetPlayerRequest, odind.v1.GetPlayerResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPlayer"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPlayerRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetPlayerResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PlayerServiceMethodDescriptorSupplier("GetPlayer"))
              .build();
        }
      }
    }
    return getGetPlayerMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static PlayerServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PlayerServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PlayerServiceStub>() {
        @java.lang.Override
        public PlayerServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PlayerServiceStub(channel, callOptions);
        }
      };
    return PlayerServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static PlayerServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PlayerServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PlayerServiceBlockingStub>() {
        @java.lang.Override
        public PlayerServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PlayerServiceBlockingStub(channel, callOptions);
        }
      };
    return PlayerServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static PlayerServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PlayerServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PlayerServiceFutureStub>() {
        @java.lang.Override
        public PlayerServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PlayerServiceFutureStub(channel, callOptions);
        }
      };
    return PlayerServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The player of a connection: the daemon opens, decodes and plays sounds, and keeps their queue. What it plays is
   * mixed with whatever else speaks for the connection. A player has three lanes: MUSIC plays one item after another,
   * without a gap; ANNOUNCEMENT does so too, and lowers MUSIC meanwhile; EFFECT plays up to 16 items at once.
   * Players begin when something is enqueued, and end with their connection. What they have to play, and how, survives
   * the loss of a worker process and a restart of the daemon: they go on where they were. WatchEvents tells what
   * happens to them.
   * </pre>
   */
  public static abstract class PlayerServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * Enqueue puts items into a lane; a lane that is idle and not paused begins at once. Sounds are opened when their
     * turn comes: what cannot be had then is told by the events item_failed and item_ended, and the next item plays.
     * What must not be played is refused at once, as far as that is known without a network, and nothing is enqueued.
     * A file that is not there is refused when there is nothing else among the items that could be played.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, ITEMS_MISSING, SOURCE_INVALID, ITEM_INVALID, URL_REFUSED,
     * ADDRESS_REFUSED (a URL, or an address in it, that the settings do not allow), REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND, SOUND_NOT_FOUND (an uploaded sound of
     * somebody else's, of which no event tells), FILE_NOT_FOUND (no item is a file that is there, or anything else);
     * PERMISSION_DENIED FILE_NOT_ALLOWED (outside the folders of sounds, a link, a device, a FIFO);
     * FAILED_PRECONDITION QUEUE_CHANGED (it is
     * not at `expected_revision`); RESOURCE_EXHAUSTED QUEUE_TOO_LONG (1,000 items, or 1 MiB), TOO_MANY_EFFECTS (16
     * sound); UNAVAILABLE FILE_UNREADABLE (of all items), STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void enqueue(odind.v1.EnqueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnqueueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEnqueueMethod(), responseObserver);
    }

    /**
     * <pre>
     * Say speaks a text, and answers when it was said, or was interrupted by something else. Speech begins with the first
     * sentence, before the engine has made all of it. Whoever cancels the call ends the speech.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, SOURCE_INVALID, SPEECH_REFUSED (the engine does not have
     * such a voice); NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS; UNAVAILABLE
     * SPEECH_ENGINE_AWAY.
     * </pre>
     */
    public void say(odind.v1.SayRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSayMethod(), responseObserver);
    }

    /**
     * <pre>
     * PlayStream plays a file while it is sent, in any format that can be read from its beginning to its end. The first
     * request is the config, the others are the bytes in order. They are taken as fast as they are played, half a second
     * ahead; an item that waits for its turn takes none. The answer comes when the item has ended; it is played once,
     * and cannot be sought in. Whoever cancels the call ends the item.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, LANE_INVALID, PLACING_INVALID, SOURCE_INVALID (the item
     * names a source of its own), ITEM_INVALID, SOUND_UNREADABLE (nothing in it can be played); NOT_FOUND
     * CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS, TOO_MANY_STREAMS; UNAVAILABLE
     * STREAM_OVER (its worker process was lost), SOUND_STUCK (nothing was sent for 15 s).
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.PlayStreamRequest> playStream(
        io.grpc.stub.StreamObserver<odind.v1.PlayStreamResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getPlayStreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdatePlayer changes what `update_mask` names; the rest stays. A change is heard within 40 ms. An EFFECT lane has
     * a volume and a loudness target alone.
     * Errors: INVALID_ARGUMENT LANE_INVALID, UPDATE_MASK_INVALID (a path is no setting), PLAYER_INVALID, BARGE_IN_INVALID, REPEAT_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NOTHING_PLAYS (a position in an empty queue),
     * STREAM_HAS_NO_POSITIONS (a position in what PlayStream plays), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void updatePlayer(odind.v1.UpdatePlayerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdatePlayerResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdatePlayerMethod(), responseObserver);
    }

    /**
     * <pre>
     * Skip ends what a lane plays, and goes on with the next item or with `item_id`. What is skipped leaves the queue.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void skip(odind.v1.SkipRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SkipResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSkipMethod(), responseObserver);
    }

    /**
     * <pre>
     * RemoveItems takes items out of a lane. Removing what plays begins the next item.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND (and then none is
     * removed); FAILED_PRECONDITION QUEUE_CHANGED.
     * </pre>
     */
    public void removeItems(odind.v1.RemoveItemsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemoveItemsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveItemsMethod(), responseObserver);
    }

    /**
     * <pre>
     * MoveItem puts an item elsewhere in its queue. What plays stays where it is.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * QUEUE_CHANGED, LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void moveItem(odind.v1.MoveItemRequest request,
        io.grpc.stub.StreamObserver<odind.v1.MoveItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getMoveItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * ClearQueue ends what a lane plays, and drops the rest of its queue. What was set stays.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void clearQueue(odind.v1.ClearQueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ClearQueueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getClearQueueMethod(), responseObserver);
    }

    /**
     * <pre>
     * ShuffleQueue puts what follows the item that plays into another order, once.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void shuffleQueue(odind.v1.ShuffleQueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ShuffleQueueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getShuffleQueueMethod(), responseObserver);
    }

    /**
     * <pre>
     * AnswerBargeIn decides whether the speech to which a lane gives way is an interruption. Confirmed, everything that the
     * lane plays and has in its queue is dropped; rejected, the lane goes on where it stopped.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NO_BARGE_IN (the lane
     * gives way to nobody, any more), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void answerBargeIn(odind.v1.AnswerBargeInRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AnswerBargeInResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAnswerBargeInMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetPlayer returns the player of a connection as it is heard now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getPlayer(odind.v1.GetPlayerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPlayerResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPlayerMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getEnqueueMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.EnqueueRequest,
                odind.v1.EnqueueResponse>(
                  this, METHODID_ENQUEUE)))
          .addMethod(
            getSayMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SayRequest,
                odind.v1.SayResponse>(
                  this, METHODID_SAY)))
          .addMethod(
            getPlayStreamMethod(),
            io.grpc.stub.ServerCalls.asyncClientStreamingCall(
              new MethodHandlers<
                odind.v1.PlayStreamRequest,
                odind.v1.PlayStreamResponse>(
                  this, METHODID_PLAY_STREAM)))
          .addMethod(
            getUpdatePlayerMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdatePlayerRequest,
                odind.v1.UpdatePlayerResponse>(
                  this, METHODID_UPDATE_PLAYER)))
          .addMethod(
            getSkipMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SkipRequest,
                odind.v1.SkipResponse>(
                  this, METHODID_SKIP)))
          .addMethod(
            getRemoveItemsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.RemoveItemsRequest,
                odind.v1.RemoveItemsResponse>(
                  this, METHODID_REMOVE_ITEMS)))
          .addMethod(
            getMoveItemMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.MoveItemRequest,
                odind.v1.MoveItemResponse>(
                  this, METHODID_MOVE_ITEM)))
          .addMethod(
            getClearQueueMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ClearQueueRequest,
                odind.v1.ClearQueueResponse>(
                  this, METHODID_CLEAR_QUEUE)))
          .addMethod(
            getShuffleQueueMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ShuffleQueueRequest,
                odind.v1.ShuffleQueueResponse>(
                  this, METHODID_SHUFFLE_QUEUE)))
          .addMethod(
            getAnswerBargeInMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.AnswerBargeInRequest,
                odind.v1.AnswerBargeInResponse>(
                  this, METHODID_ANSWER_BARGE_IN)))
          .addMethod(
            getGetPlayerMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetPlayerRequest,
                odind.v1.GetPlayerResponse>(
                  this, METHODID_GET_PLAYER)))
          .build();
    }
  }

  /**
   * <pre>
   * The player of a connection: the daemon opens, decodes and plays sounds, and keeps their queue. What it plays is
   * mixed with whatever else speaks for the connection. A player has three lanes: MUSIC plays one item after another,
   * without a gap; ANNOUNCEMENT does so too, and lowers MUSIC meanwhile; EFFECT plays up to 16 items at once.
   * Players begin when something is enqueued, and end with their connection. What they have to play, and how, survives
   * the loss of a worker process and a restart of the daemon: they go on where they were. WatchEvents tells what
   * happens to them.
   * </pre>
   */
  public static final class PlayerServiceStub extends io.grpc.stub.AbstractAsyncStub<PlayerServiceStub> {
    private PlayerServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PlayerServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PlayerServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Enqueue puts items into a lane; a lane that is idle and not paused begins at once. Sounds are opened when their
     * turn comes: what cannot be had then is told by the events item_failed and item_ended, and the next item plays.
     * What must not be played is refused at once, as far as that is known without a network, and nothing is enqueued.
     * A file that is not there is refused when there is nothing else among the items that could be played.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, ITEMS_MISSING, SOURCE_INVALID, ITEM_INVALID, URL_REFUSED,
     * ADDRESS_REFUSED (a URL, or an address in it, that the settings do not allow), REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND, SOUND_NOT_FOUND (an uploaded sound of
     * somebody else's, of which no event tells), FILE_NOT_FOUND (no item is a file that is there, or anything else);
     * PERMISSION_DENIED FILE_NOT_ALLOWED (outside the folders of sounds, a link, a device, a FIFO);
     * FAILED_PRECONDITION QUEUE_CHANGED (it is
     * not at `expected_revision`); RESOURCE_EXHAUSTED QUEUE_TOO_LONG (1,000 items, or 1 MiB), TOO_MANY_EFFECTS (16
     * sound); UNAVAILABLE FILE_UNREADABLE (of all items), STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void enqueue(odind.v1.EnqueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.EnqueueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEnqueueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Say speaks a text, and answers when it was said, or was interrupted by something else. Speech begins with the first
     * sentence, before the engine has made all of it. Whoever cancels the call ends the speech.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, SOURCE_INVALID, SPEECH_REFUSED (the engine does not have
     * such a voice); NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS; UNAVAILABLE
     * SPEECH_ENGINE_AWAY.
     * </pre>
     */
    public void say(odind.v1.SayRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * PlayStream plays a file while it is sent, in any format that can be read from its beginning to its end. The first
     * request is the config, the others are the bytes in order. They are taken as fast as they are played, half a second
     * ahead; an item that waits for its turn takes none. The answer comes when the item has ended; it is played once,
     * and cannot be sought in. Whoever cancels the call ends the item.
     * Errors: INVALID_ARGUMENT CONFIG_EXPECTED, REQUEST_EMPTY, LANE_INVALID, PLACING_INVALID, SOURCE_INVALID (the item
     * names a source of its own), ITEM_INVALID, SOUND_UNREADABLE (nothing in it can be played); NOT_FOUND
     * CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS, TOO_MANY_STREAMS; UNAVAILABLE
     * STREAM_OVER (its worker process was lost), SOUND_STUCK (nothing was sent for 15 s).
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.PlayStreamRequest> playStream(
        io.grpc.stub.StreamObserver<odind.v1.PlayStreamResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getPlayStreamMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * UpdatePlayer changes what `update_mask` names; the rest stays. A change is heard within 40 ms. An EFFECT lane has
     * a volume and a loudness target alone.
     * Errors: INVALID_ARGUMENT LANE_INVALID, UPDATE_MASK_INVALID (a path is no setting), PLAYER_INVALID, BARGE_IN_INVALID, REPEAT_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NOTHING_PLAYS (a position in an empty queue),
     * STREAM_HAS_NO_POSITIONS (a position in what PlayStream plays), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void updatePlayer(odind.v1.UpdatePlayerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdatePlayerResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdatePlayerMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Skip ends what a lane plays, and goes on with the next item or with `item_id`. What is skipped leaves the queue.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void skip(odind.v1.SkipRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SkipResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSkipMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RemoveItems takes items out of a lane. Removing what plays begins the next item.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND (and then none is
     * removed); FAILED_PRECONDITION QUEUE_CHANGED.
     * </pre>
     */
    public void removeItems(odind.v1.RemoveItemsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.RemoveItemsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveItemsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * MoveItem puts an item elsewhere in its queue. What plays stays where it is.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * QUEUE_CHANGED, LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void moveItem(odind.v1.MoveItemRequest request,
        io.grpc.stub.StreamObserver<odind.v1.MoveItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getMoveItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ClearQueue ends what a lane plays, and drops the rest of its queue. What was set stays.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void clearQueue(odind.v1.ClearQueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ClearQueueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getClearQueueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ShuffleQueue puts what follows the item that plays into another order, once.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void shuffleQueue(odind.v1.ShuffleQueueRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ShuffleQueueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getShuffleQueueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * AnswerBargeIn decides whether the speech to which a lane gives way is an interruption. Confirmed, everything that the
     * lane plays and has in its queue is dropped; rejected, the lane goes on where it stopped.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NO_BARGE_IN (the lane
     * gives way to nobody, any more), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public void answerBargeIn(odind.v1.AnswerBargeInRequest request,
        io.grpc.stub.StreamObserver<odind.v1.AnswerBargeInResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAnswerBargeInMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetPlayer returns the player of a connection as it is heard now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public void getPlayer(odind.v1.GetPlayerRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetPlayerResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPlayerMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * The player of a connection: the daemon opens, decodes and plays sounds, and keeps their queue. What it plays is
   * mixed with whatever else speaks for the connection. A player has three lanes: MUSIC plays one item after another,
   * without a gap; ANNOUNCEMENT does so too, and lowers MUSIC meanwhile; EFFECT plays up to 16 items at once.
   * Players begin when something is enqueued, and end with their connection. What they have to play, and how, survives
   * the loss of a worker process and a restart of the daemon: they go on where they were. WatchEvents tells what
   * happens to them.
   * </pre>
   */
  public static final class PlayerServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<PlayerServiceBlockingStub> {
    private PlayerServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PlayerServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PlayerServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Enqueue puts items into a lane; a lane that is idle and not paused begins at once. Sounds are opened when their
     * turn comes: what cannot be had then is told by the events item_failed and item_ended, and the next item plays.
     * What must not be played is refused at once, as far as that is known without a network, and nothing is enqueued.
     * A file that is not there is refused when there is nothing else among the items that could be played.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, ITEMS_MISSING, SOURCE_INVALID, ITEM_INVALID, URL_REFUSED,
     * ADDRESS_REFUSED (a URL, or an address in it, that the settings do not allow), REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND, SOUND_NOT_FOUND (an uploaded sound of
     * somebody else's, of which no event tells), FILE_NOT_FOUND (no item is a file that is there, or anything else);
     * PERMISSION_DENIED FILE_NOT_ALLOWED (outside the folders of sounds, a link, a device, a FIFO);
     * FAILED_PRECONDITION QUEUE_CHANGED (it is
     * not at `expected_revision`); RESOURCE_EXHAUSTED QUEUE_TOO_LONG (1,000 items, or 1 MiB), TOO_MANY_EFFECTS (16
     * sound); UNAVAILABLE FILE_UNREADABLE (of all items), STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public odind.v1.EnqueueResponse enqueue(odind.v1.EnqueueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEnqueueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Say speaks a text, and answers when it was said, or was interrupted by something else. Speech begins with the first
     * sentence, before the engine has made all of it. Whoever cancels the call ends the speech.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, SOURCE_INVALID, SPEECH_REFUSED (the engine does not have
     * such a voice); NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS; UNAVAILABLE
     * SPEECH_ENGINE_AWAY.
     * </pre>
     */
    public odind.v1.SayResponse say(odind.v1.SayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdatePlayer changes what `update_mask` names; the rest stays. A change is heard within 40 ms. An EFFECT lane has
     * a volume and a loudness target alone.
     * Errors: INVALID_ARGUMENT LANE_INVALID, UPDATE_MASK_INVALID (a path is no setting), PLAYER_INVALID, BARGE_IN_INVALID, REPEAT_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NOTHING_PLAYS (a position in an empty queue),
     * STREAM_HAS_NO_POSITIONS (a position in what PlayStream plays), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public odind.v1.UpdatePlayerResponse updatePlayer(odind.v1.UpdatePlayerRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdatePlayerMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Skip ends what a lane plays, and goes on with the next item or with `item_id`. What is skipped leaves the queue.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public odind.v1.SkipResponse skip(odind.v1.SkipRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSkipMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RemoveItems takes items out of a lane. Removing what plays begins the next item.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND (and then none is
     * removed); FAILED_PRECONDITION QUEUE_CHANGED.
     * </pre>
     */
    public odind.v1.RemoveItemsResponse removeItems(odind.v1.RemoveItemsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * MoveItem puts an item elsewhere in its queue. What plays stays where it is.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * QUEUE_CHANGED, LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public odind.v1.MoveItemResponse moveItem(odind.v1.MoveItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getMoveItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ClearQueue ends what a lane plays, and drops the rest of its queue. What was set stays.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.ClearQueueResponse clearQueue(odind.v1.ClearQueueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getClearQueueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ShuffleQueue puts what follows the item that plays into another order, once.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public odind.v1.ShuffleQueueResponse shuffleQueue(odind.v1.ShuffleQueueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getShuffleQueueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * AnswerBargeIn decides whether the speech to which a lane gives way is an interruption. Confirmed, everything that the
     * lane plays and has in its queue is dropped; rejected, the lane goes on where it stopped.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NO_BARGE_IN (the lane
     * gives way to nobody, any more), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public odind.v1.AnswerBargeInResponse answerBargeIn(odind.v1.AnswerBargeInRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAnswerBargeInMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetPlayer returns the player of a connection as it is heard now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetPlayerResponse getPlayer(odind.v1.GetPlayerRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPlayerMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * The player of a connection: the daemon opens, decodes and plays sounds, and keeps their queue. What it plays is
   * mixed with whatever else speaks for the connection. A player has three lanes: MUSIC plays one item after another,
   * without a gap; ANNOUNCEMENT does so too, and lowers MUSIC meanwhile; EFFECT plays up to 16 items at once.
   * Players begin when something is enqueued, and end with their connection. What they have to play, and how, survives
   * the loss of a worker process and a restart of the daemon: they go on where they were. WatchEvents tells what
   * happens to them.
   * </pre>
   */
  public static final class PlayerServiceFutureStub extends io.grpc.stub.AbstractFutureStub<PlayerServiceFutureStub> {
    private PlayerServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PlayerServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PlayerServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Enqueue puts items into a lane; a lane that is idle and not paused begins at once. Sounds are opened when their
     * turn comes: what cannot be had then is told by the events item_failed and item_ended, and the next item plays.
     * What must not be played is refused at once, as far as that is known without a network, and nothing is enqueued.
     * A file that is not there is refused when there is nothing else among the items that could be played.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, ITEMS_MISSING, SOURCE_INVALID, ITEM_INVALID, URL_REFUSED,
     * ADDRESS_REFUSED (a URL, or an address in it, that the settings do not allow), REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND, SOUND_NOT_FOUND (an uploaded sound of
     * somebody else's, of which no event tells), FILE_NOT_FOUND (no item is a file that is there, or anything else);
     * PERMISSION_DENIED FILE_NOT_ALLOWED (outside the folders of sounds, a link, a device, a FIFO);
     * FAILED_PRECONDITION QUEUE_CHANGED (it is
     * not at `expected_revision`); RESOURCE_EXHAUSTED QUEUE_TOO_LONG (1,000 items, or 1 MiB), TOO_MANY_EFFECTS (16
     * sound); UNAVAILABLE FILE_UNREADABLE (of all items), STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.EnqueueResponse> enqueue(
        odind.v1.EnqueueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEnqueueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Say speaks a text, and answers when it was said, or was interrupted by something else. Speech begins with the first
     * sentence, before the engine has made all of it. Whoever cancels the call ends the speech.
     * Errors: INVALID_ARGUMENT LANE_INVALID, PLACING_INVALID, SOURCE_INVALID, SPEECH_REFUSED (the engine does not have
     * such a voice); NOT_FOUND CONNECTION_NOT_FOUND; RESOURCE_EXHAUSTED QUEUE_TOO_LONG, TOO_MANY_EFFECTS; UNAVAILABLE
     * SPEECH_ENGINE_AWAY.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SayResponse> say(
        odind.v1.SayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdatePlayer changes what `update_mask` names; the rest stays. A change is heard within 40 ms. An EFFECT lane has
     * a volume and a loudness target alone.
     * Errors: INVALID_ARGUMENT LANE_INVALID, UPDATE_MASK_INVALID (a path is no setting), PLAYER_INVALID, BARGE_IN_INVALID, REPEAT_INVALID;
     * NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NOTHING_PLAYS (a position in an empty queue),
     * STREAM_HAS_NO_POSITIONS (a position in what PlayStream plays), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdatePlayerResponse> updatePlayer(
        odind.v1.UpdatePlayerRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdatePlayerMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Skip ends what a lane plays, and goes on with the next item or with `item_id`. What is skipped leaves the queue.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SkipResponse> skip(
        odind.v1.SkipRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSkipMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RemoveItems takes items out of a lane. Removing what plays begins the next item.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND (and then none is
     * removed); FAILED_PRECONDITION QUEUE_CHANGED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.RemoveItemsResponse> removeItems(
        odind.v1.RemoveItemsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveItemsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * MoveItem puts an item elsewhere in its queue. What plays stays where it is.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND, ITEM_NOT_FOUND; FAILED_PRECONDITION
     * QUEUE_CHANGED, LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.MoveItemResponse> moveItem(
        odind.v1.MoveItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getMoveItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ClearQueue ends what a lane plays, and drops the rest of its queue. What was set stays.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ClearQueueResponse> clearQueue(
        odind.v1.ClearQueueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getClearQueueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ShuffleQueue puts what follows the item that plays into another order, once.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ShuffleQueueResponse> shuffleQueue(
        odind.v1.ShuffleQueueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getShuffleQueueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * AnswerBargeIn decides whether the speech to which a lane gives way is an interruption. Confirmed, everything that the
     * lane plays and has in its queue is dropped; rejected, the lane goes on where it stopped.
     * Errors: INVALID_ARGUMENT LANE_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION NO_BARGE_IN (the lane
     * gives way to nobody, any more), LANE_HAS_NO_QUEUE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.AnswerBargeInResponse> answerBargeIn(
        odind.v1.AnswerBargeInRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAnswerBargeInMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetPlayer returns the player of a connection as it is heard now.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetPlayerResponse> getPlayer(
        odind.v1.GetPlayerRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPlayerMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_ENQUEUE = 0;
  private static final int METHODID_SAY = 1;
  private static final int METHODID_UPDATE_PLAYER = 2;
  private static final int METHODID_SKIP = 3;
  private static final int METHODID_REMOVE_ITEMS = 4;
  private static final int METHODID_MOVE_ITEM = 5;
  private static final int METHODID_CLEAR_QUEUE = 6;
  private static final int METHODID_SHUFFLE_QUEUE = 7;
  private static final int METHODID_ANSWER_BARGE_IN = 8;
  private static final int METHODID_GET_PLAYER = 9;
  private static final int METHODID_PLAY_STREAM = 10;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final PlayerServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(PlayerServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_ENQUEUE:
          serviceImpl.enqueue((odind.v1.EnqueueRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.EnqueueResponse>) responseObserver);
          break;
        case METHODID_SAY:
          serviceImpl.say((odind.v1.SayRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SayResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PLAYER:
          serviceImpl.updatePlayer((odind.v1.UpdatePlayerRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdatePlayerResponse>) responseObserver);
          break;
        case METHODID_SKIP:
          serviceImpl.skip((odind.v1.SkipRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SkipResponse>) responseObserver);
          break;
        case METHODID_REMOVE_ITEMS:
          serviceImpl.removeItems((odind.v1.RemoveItemsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.RemoveItemsResponse>) responseObserver);
          break;
        case METHODID_MOVE_ITEM:
          serviceImpl.moveItem((odind.v1.MoveItemRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.MoveItemResponse>) responseObserver);
          break;
        case METHODID_CLEAR_QUEUE:
          serviceImpl.clearQueue((odind.v1.ClearQueueRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ClearQueueResponse>) responseObserver);
          break;
        case METHODID_SHUFFLE_QUEUE:
          serviceImpl.shuffleQueue((odind.v1.ShuffleQueueRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ShuffleQueueResponse>) responseObserver);
          break;
        case METHODID_ANSWER_BARGE_IN:
          serviceImpl.answerBargeIn((odind.v1.AnswerBargeInRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.AnswerBargeInResponse>) responseObserver);
          break;
        case METHODID_GET_PLAYER:
          serviceImpl.getPlayer((odind.v1.GetPlayerRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetPlayerResponse>) responseObserver);
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
        case METHODID_PLAY_STREAM:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.playStream(
              (io.grpc.stub.StreamObserver<odind.v1.PlayStreamResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class PlayerServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    PlayerServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Players.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("PlayerService");
    }
  }

  private static final class PlayerServiceFileDescriptorSupplier
      extends PlayerServiceBaseDescriptorSupplier {
    PlayerServiceFileDescriptorSupplier() {}
  }

  private static final class PlayerServiceMethodDescriptorSupplier
      extends PlayerServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    PlayerServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (PlayerServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new PlayerServiceFileDescriptorSupplier())
              .addMethod(getEnqueueMethod())
              .addMethod(getSayMethod())
              .addMethod(getPlayStreamMethod())
              .addMethod(getUpdatePlayerMethod())
              .addMethod(getSkipMethod())
              .addMethod(getRemoveItemsMethod())
              .addMethod(getMoveItemMethod())
              .addMethod(getClearQueueMethod())
              .addMethod(getShuffleQueueMethod())
              .addMethod(getAnswerBargeInMethod())
              .addMethod(getGetPlayerMethod())
              .build();
        }
      }
    }
    return result;
  }
}
