package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Speaking and listening.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/audio.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class AudioServiceGrpc {

  private AudioServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.AudioService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.StreamAudioRequest,
      odind.v1.StreamAudioResponse> getStreamAudioMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamAudio",
      requestType = odind.v1.StreamAudioRequest.class,
      responseType = odind.v1.StreamAudioResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.StreamAudioRequest,
      odind.v1.StreamAudioResponse> getStreamAudioMethod() {
    io.grpc.MethodDescriptor<odind.v1.StreamAudioRequest, odind.v1.StreamAudioResponse> getStreamAudioMethod;
    if ((getStreamAudioMethod = AudioServiceGrpc.getStreamAudioMethod) == null) {
      synchronized (AudioServiceGrpc.class) {
        if ((getStreamAudioMethod = AudioServiceGrpc.getStreamAudioMethod) == null) {
          AudioServiceGrpc.getStreamAudioMethod = getStreamAudioMethod =
              io.grpc.MethodDescriptor.<odind.v1.StreamAudioRequest, odind.v1.StreamAudioResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamAudio"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StreamAudioRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StreamAudioResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AudioServiceMethodDescriptorSupplier("StreamAudio"))
              .build();
        }
      }
    }
    return getStreamAudioMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateListeningRequest,
      odind.v1.UpdateListeningResponse> getUpdateListeningMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateListening",
      requestType = odind.v1.UpdateListeningRequest.class,
      responseType = odind.v1.UpdateListeningResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateListeningRequest,
      odind.v1.UpdateListeningResponse> getUpdateListeningMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateListeningRequest, odind.v1.UpdateListeningResponse> getUpdateListeningMethod;
    if ((getUpdateListeningMethod = AudioServiceGrpc.getUpdateListeningMethod) == null) {
      synchronized (AudioServiceGrpc.class) {
        if ((getUpdateListeningMethod = AudioServiceGrpc.getUpdateListeningMethod) == null) {
          AudioServiceGrpc.getUpdateListeningMethod = getUpdateListeningMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateListeningRequest, odind.v1.UpdateListeningResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateListening"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateListeningRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateListeningResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AudioServiceMethodDescriptorSupplier("UpdateListening"))
              .build();
        }
      }
    }
    return getUpdateListeningMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ResetAudioRequest,
      odind.v1.ResetAudioResponse> getResetAudioMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResetAudio",
      requestType = odind.v1.ResetAudioRequest.class,
      responseType = odind.v1.ResetAudioResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ResetAudioRequest,
      odind.v1.ResetAudioResponse> getResetAudioMethod() {
    io.grpc.MethodDescriptor<odind.v1.ResetAudioRequest, odind.v1.ResetAudioResponse> getResetAudioMethod;
    if ((getResetAudioMethod = AudioServiceGrpc.getResetAudioMethod) == null) {
      synchronized (AudioServiceGrpc.class) {
        if ((getResetAudioMethod = AudioServiceGrpc.getResetAudioMethod) == null) {
          AudioServiceGrpc.getResetAudioMethod = getResetAudioMethod =
              io.grpc.MethodDescriptor.<odind.v1.ResetAudioRequest, odind.v1.ResetAudioResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResetAudio"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResetAudioRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResetAudioResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AudioServiceMethodDescriptorSupplier("ResetAudio"))
              .build();
        }
      }
    }
    return getResetAudioMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AudioServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AudioServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AudioServiceStub>() {
        @java.lang.Override
        public AudioServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AudioServiceStub(channel, callOptions);
        }
      };
    return AudioServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AudioServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AudioServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AudioServiceBlockingStub>() {
        @java.lang.Override
        public AudioServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AudioServiceBlockingStub(channel, callOptions);
        }
      };
    return AudioServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AudioServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AudioServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AudioServiceFutureStub>() {
        @java.lang.Override
        public AudioServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AudioServiceFutureStub(channel, callOptions);
        }
      };
    return AudioServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Speaking and listening.
   * </pre>
   */
  public static abstract class AudioServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * StreamAudio attaches audio streams, called lanes, to connections.
     * The first request is a config, which attaches one connection as one lane. Each later config attaches
     * another, so one call can serve many connections. A lane has a number, which every other message about it
     * carries in `lane`. Configs get the numbers 0, 1, 2 and so on unless they ask for others; a caller with one
     * lane never needs to set the number. A number stands for the same lane until the call ends.
     * Speaking: push chunks of any length. The daemon cuts them into frames of 20 ms and paces them on its own
     * clock. When nothing waits, it speaks silence and counts an underrun.
     * Credit says how far a caller may send. `started.accepted_until` and later `flow.accepted_until` are a
     * number of samples per channel, counted over the lane's life: what was spoken, what was dropped by flushes,
     * and the capacity of the buffer. A caller that has sent no more than that never overflows the buffer and
     * needs no timer and no question. New credit comes when it has grown by an eighth of the capacity, at once
     * after a flush, and whenever nothing waits any more, which is always before a caller could have used up all
     * it has. While a lane is paused its credit stands still.
     * A caller that ignores credit is slowed down, not cut off: the daemon stops reading the call until the next
     * chunk fits into the buffer. Everything behind that chunk waits with it: the caller's flush or resume, and
     * what it sends on other lanes. So whoever wants to interrupt itself keeps to its credit, and a caller that
     * ignores credit must not pause. A lane that asks for it (`overflow`) ends with QUEUE_FULL instead.
     * Marks are answered when the last sample before them has been handed to the encoder, flushes at once.
     * Half-closing the requests finishes every lane and ends its pause. Once all lanes are drained and none
     * listens, the call ends with OK.
     * Barge-in: a lane with `barge_in` gives way to speech by itself, within a tick, and tells `barge_in_started`. What
     * waits is kept until `answer_barge_in` or the deadline decides, and chunks are accepted meanwhile. After half-closing
     * only the deadline can; when the call ends, the lane speaks on. A lane whose worker is lost knows of no barge-in any
     * more: attach it again.
     * Listening: `frames` come while there is something to hear. One message has the frames of all peers of all
     * lanes in one tick; lanes of connections in different worker processes have separate messages. A caller
     * that reads too slowly loses the oldest frames and is told how many.
     * A lane's error ends that lane: `lane_ended` says why, what the lane accepted is still spoken, and the
     * other lanes go on. What is still said to the lane is ignored. When no other lane is live, the call ends
     * with the error. When a connection is left with LeaveRoom, its lanes are told so by `lane_ended`, and a
     * call without other lanes ends with OK. A call holds the connections that it has attached until it ends; see
     * JoinRoomRequest.linger.
     * While the daemon drains, `daemon_draining` tells when it stops: to each open call at once, to a new one after
     * `started`. `daemon_ready` takes that back. A call with lanes in several workers hears it from each of them.
     * A daemon with worker processes relays the call to them. Callers on its machine can save it that work: see
     * Connection.audio_target.
     * What a lane's buffers can hold at most counts as held from its config on, over all lanes of the daemon and of
     * the caller: see `buffer_bytes` of Limits. A caller that asks for less has room for more lanes.
     * Errors: these end the whole call: INVALID_ARGUMENT CONFIG_EXPECTED (the first request must be a config),
     * LANE_UNKNOWN (no config has that number), LANE_EXISTS (a config asks for a number that was used),
     * REQUEST_EMPTY; RESOURCE_EXHAUSTED TOO_MANY_MARKS (1,000 answers are unread), TOO_MANY_LANES (a call may have
     * 65,536 in its life, numbered from 0), TOO_MANY_STREAMS (all callers, or this one, have as many calls as they may);
     * UNAVAILABLE FIRST_MESSAGE_LATE (the first request must come in time). All others end their lane:
     * INVALID_ARGUMENT DIRECTION_MISSING (neither send nor receive), SAMPLE_RATE_INVALID,
     * CHANNELS_INVALID, FORMAT_INVALID, RECEIVE_MODE_INVALID, FRAME_LENGTH_INVALID, BUFFER_INVALID,
     * GAIN_INVALID, BARGE_IN_INVALID, OPUS_HAS_NO_GAIN (an Opus lane with a gain, or one that ducks for speech),
     * LANE_DOES_NOT_SEND, LANE_FINISHED, CHUNK_NOT_WHOLE (not a whole number of samples), CHUNK_TOO_LARGE (over
     * 512 KiB), CHUNK_KIND_INVALID (PCM for an Opus lane or the reverse), OPUS_INVALID (not a packet of 20 ms),
     * MARK_INVALID (a name over 256 bytes); NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (another
     * lane or device speaks for the connection, and one of the two is `exclusive`); FAILED_PRECONDITION CONNECTION_LEFT (the connection ended);
     * RESOURCE_EXHAUSTED QUEUE_FULL (a chunk larger than the whole buffer, or any that does not fit where
     * `overflow` is FAIL), TOO_MANY_STREAMS, BUFFERS_EXHAUSTED (all callers, or this one, hold as many bytes of
     * buffers as they may: ask for shorter ones), TOO_MANY_MARKS (1,000 wait); UNAVAILABLE DAEMON_STOPPING,
     * AUDIO_FAILED (a bug; the daemon's log says more), WORKER_LOST (the connection is being restored: attach it
     * again), CONNECTION_LOST (its reconnect was refused, and the daemon joins again: attach it after its joined event).
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.StreamAudioRequest> streamAudio(
        io.grpc.stub.StreamObserver<odind.v1.StreamAudioResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamAudioMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateListening changes how a connection hears: all of it, and single peers. It takes effect with the
     * next frame, for every stream of the connection. What was set for a peer is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT GAIN_INVALID.
     * </pre>
     */
    public void updateListening(odind.v1.UpdateListeningRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateListeningResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateListeningMethod(), responseObserver);
    }

    /**
     * <pre>
     * ResetAudio decodes peers anew: what has come of them and waits to be heard is dropped, their decoders and what
     * these have counted begin from the start. Their next packet is heard as if it were their first.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND.
     * </pre>
     */
    public void resetAudio(odind.v1.ResetAudioRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ResetAudioResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResetAudioMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getStreamAudioMethod(),
            io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
              new MethodHandlers<
                odind.v1.StreamAudioRequest,
                odind.v1.StreamAudioResponse>(
                  this, METHODID_STREAM_AUDIO)))
          .addMethod(
            getUpdateListeningMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateListeningRequest,
                odind.v1.UpdateListeningResponse>(
                  this, METHODID_UPDATE_LISTENING)))
          .addMethod(
            getResetAudioMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ResetAudioRequest,
                odind.v1.ResetAudioResponse>(
                  this, METHODID_RESET_AUDIO)))
          .build();
    }
  }

  /**
   * <pre>
   * Speaking and listening.
   * </pre>
   */
  public static final class AudioServiceStub extends io.grpc.stub.AbstractAsyncStub<AudioServiceStub> {
    private AudioServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AudioServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AudioServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * StreamAudio attaches audio streams, called lanes, to connections.
     * The first request is a config, which attaches one connection as one lane. Each later config attaches
     * another, so one call can serve many connections. A lane has a number, which every other message about it
     * carries in `lane`. Configs get the numbers 0, 1, 2 and so on unless they ask for others; a caller with one
     * lane never needs to set the number. A number stands for the same lane until the call ends.
     * Speaking: push chunks of any length. The daemon cuts them into frames of 20 ms and paces them on its own
     * clock. When nothing waits, it speaks silence and counts an underrun.
     * Credit says how far a caller may send. `started.accepted_until` and later `flow.accepted_until` are a
     * number of samples per channel, counted over the lane's life: what was spoken, what was dropped by flushes,
     * and the capacity of the buffer. A caller that has sent no more than that never overflows the buffer and
     * needs no timer and no question. New credit comes when it has grown by an eighth of the capacity, at once
     * after a flush, and whenever nothing waits any more, which is always before a caller could have used up all
     * it has. While a lane is paused its credit stands still.
     * A caller that ignores credit is slowed down, not cut off: the daemon stops reading the call until the next
     * chunk fits into the buffer. Everything behind that chunk waits with it: the caller's flush or resume, and
     * what it sends on other lanes. So whoever wants to interrupt itself keeps to its credit, and a caller that
     * ignores credit must not pause. A lane that asks for it (`overflow`) ends with QUEUE_FULL instead.
     * Marks are answered when the last sample before them has been handed to the encoder, flushes at once.
     * Half-closing the requests finishes every lane and ends its pause. Once all lanes are drained and none
     * listens, the call ends with OK.
     * Barge-in: a lane with `barge_in` gives way to speech by itself, within a tick, and tells `barge_in_started`. What
     * waits is kept until `answer_barge_in` or the deadline decides, and chunks are accepted meanwhile. After half-closing
     * only the deadline can; when the call ends, the lane speaks on. A lane whose worker is lost knows of no barge-in any
     * more: attach it again.
     * Listening: `frames` come while there is something to hear. One message has the frames of all peers of all
     * lanes in one tick; lanes of connections in different worker processes have separate messages. A caller
     * that reads too slowly loses the oldest frames and is told how many.
     * A lane's error ends that lane: `lane_ended` says why, what the lane accepted is still spoken, and the
     * other lanes go on. What is still said to the lane is ignored. When no other lane is live, the call ends
     * with the error. When a connection is left with LeaveRoom, its lanes are told so by `lane_ended`, and a
     * call without other lanes ends with OK. A call holds the connections that it has attached until it ends; see
     * JoinRoomRequest.linger.
     * While the daemon drains, `daemon_draining` tells when it stops: to each open call at once, to a new one after
     * `started`. `daemon_ready` takes that back. A call with lanes in several workers hears it from each of them.
     * A daemon with worker processes relays the call to them. Callers on its machine can save it that work: see
     * Connection.audio_target.
     * What a lane's buffers can hold at most counts as held from its config on, over all lanes of the daemon and of
     * the caller: see `buffer_bytes` of Limits. A caller that asks for less has room for more lanes.
     * Errors: these end the whole call: INVALID_ARGUMENT CONFIG_EXPECTED (the first request must be a config),
     * LANE_UNKNOWN (no config has that number), LANE_EXISTS (a config asks for a number that was used),
     * REQUEST_EMPTY; RESOURCE_EXHAUSTED TOO_MANY_MARKS (1,000 answers are unread), TOO_MANY_LANES (a call may have
     * 65,536 in its life, numbered from 0), TOO_MANY_STREAMS (all callers, or this one, have as many calls as they may);
     * UNAVAILABLE FIRST_MESSAGE_LATE (the first request must come in time). All others end their lane:
     * INVALID_ARGUMENT DIRECTION_MISSING (neither send nor receive), SAMPLE_RATE_INVALID,
     * CHANNELS_INVALID, FORMAT_INVALID, RECEIVE_MODE_INVALID, FRAME_LENGTH_INVALID, BUFFER_INVALID,
     * GAIN_INVALID, BARGE_IN_INVALID, OPUS_HAS_NO_GAIN (an Opus lane with a gain, or one that ducks for speech),
     * LANE_DOES_NOT_SEND, LANE_FINISHED, CHUNK_NOT_WHOLE (not a whole number of samples), CHUNK_TOO_LARGE (over
     * 512 KiB), CHUNK_KIND_INVALID (PCM for an Opus lane or the reverse), OPUS_INVALID (not a packet of 20 ms),
     * MARK_INVALID (a name over 256 bytes); NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (another
     * lane or device speaks for the connection, and one of the two is `exclusive`); FAILED_PRECONDITION CONNECTION_LEFT (the connection ended);
     * RESOURCE_EXHAUSTED QUEUE_FULL (a chunk larger than the whole buffer, or any that does not fit where
     * `overflow` is FAIL), TOO_MANY_STREAMS, BUFFERS_EXHAUSTED (all callers, or this one, hold as many bytes of
     * buffers as they may: ask for shorter ones), TOO_MANY_MARKS (1,000 wait); UNAVAILABLE DAEMON_STOPPING,
     * AUDIO_FAILED (a bug; the daemon's log says more), WORKER_LOST (the connection is being restored: attach it
     * again), CONNECTION_LOST (its reconnect was refused, and the daemon joins again: attach it after its joined event).
     * </pre>
     */
    public io.grpc.stub.StreamObserver<odind.v1.StreamAudioRequest> streamAudio(
        io.grpc.stub.StreamObserver<odind.v1.StreamAudioResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamAudioMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * UpdateListening changes how a connection hears: all of it, and single peers. It takes effect with the
     * next frame, for every stream of the connection. What was set for a peer is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT GAIN_INVALID.
     * </pre>
     */
    public void updateListening(odind.v1.UpdateListeningRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateListeningResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateListeningMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ResetAudio decodes peers anew: what has come of them and waits to be heard is dropped, their decoders and what
     * these have counted begin from the start. Their next packet is heard as if it were their first.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND.
     * </pre>
     */
    public void resetAudio(odind.v1.ResetAudioRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ResetAudioResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResetAudioMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Speaking and listening.
   * </pre>
   */
  public static final class AudioServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<AudioServiceBlockingStub> {
    private AudioServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AudioServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AudioServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * UpdateListening changes how a connection hears: all of it, and single peers. It takes effect with the
     * next frame, for every stream of the connection. What was set for a peer is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT GAIN_INVALID.
     * </pre>
     */
    public odind.v1.UpdateListeningResponse updateListening(odind.v1.UpdateListeningRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateListeningMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ResetAudio decodes peers anew: what has come of them and waits to be heard is dropped, their decoders and what
     * these have counted begin from the start. Their next packet is heard as if it were their first.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND.
     * </pre>
     */
    public odind.v1.ResetAudioResponse resetAudio(odind.v1.ResetAudioRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResetAudioMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Speaking and listening.
   * </pre>
   */
  public static final class AudioServiceFutureStub extends io.grpc.stub.AbstractFutureStub<AudioServiceFutureStub> {
    private AudioServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AudioServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AudioServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * UpdateListening changes how a connection hears: all of it, and single peers. It takes effect with the
     * next frame, for every stream of the connection. What was set for a peer is forgotten when the peer leaves.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND; INVALID_ARGUMENT GAIN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateListeningResponse> updateListening(
        odind.v1.UpdateListeningRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateListeningMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ResetAudio decodes peers anew: what has come of them and waits to be heard is dropped, their decoders and what
     * these have counted begin from the start. Their next packet is heard as if it were their first.
     * Errors: NOT_FOUND CONNECTION_NOT_FOUND, PEER_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ResetAudioResponse> resetAudio(
        odind.v1.ResetAudioRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResetAudioMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_UPDATE_LISTENING = 0;
  private static final int METHODID_RESET_AUDIO = 1;
  private static final int METHODID_STREAM_AUDIO = 2;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AudioServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(AudioServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_UPDATE_LISTENING:
          serviceImpl.updateListening((odind.v1.UpdateListeningRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateListeningResponse>) responseObserver);
          break;
        case METHODID_RESET_AUDIO:
          serviceImpl.resetAudio((odind.v1.ResetAudioRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ResetAudioResponse>) responseObserver);
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
        case METHODID_STREAM_AUDIO:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamAudio(
              (io.grpc.stub.StreamObserver<odind.v1.StreamAudioResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class AudioServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AudioServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Audio.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AudioService");
    }
  }

  private static final class AudioServiceFileDescriptorSupplier
      extends AudioServiceBaseDescriptorSupplier {
    AudioServiceFileDescriptorSupplier() {}
  }

  private static final class AudioServiceMethodDescriptorSupplier
      extends AudioServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    AudioServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (AudioServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AudioServiceFileDescriptorSupplier())
              .addMethod(getStreamAudioMethod())
              .addMethod(getUpdateListeningMethod())
              .addMethod(getResetAudioMethod())
              .build();
        }
      }
    }
    return result;
  }
}
