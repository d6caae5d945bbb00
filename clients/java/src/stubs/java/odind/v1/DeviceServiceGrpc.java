package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The machine's microphones and speakers, as the daemon uses them. A line is one device that is recorded into a
 * connection (a capture), or a connection that is played on one (a playback). Lines stay open until CloseLine or
 * the end of their connection, whatever becomes of the caller. A line runs in the worker process of its connection,
 * where the daemon has such: it ends with it, and echo cancellers know what lines of the same worker play.
 * Three devices need no hardware, always exist, and run on the daemon's own clock: `null:` records silence and
 * drops what is played, `tone:HERTZ` records a sine of -20 dBFS, `file:NAME.wav` records that file or writes what is
 * played into a new one. Files are in the folder `devices.files_dir` of the daemon's configuration; the ending of the
 * name says which format they have: wav, flac or ogg. What is written has 16 bits (Ogg: Opus), and an existing file
 * is never overwritten. The line is closed when the file that it records ends ("the file ended"), and when the disk is
 * full; what was written before is kept and valid, and WAV files may exceed 4 GiB.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/devices.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class DeviceServiceGrpc {

  private DeviceServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.DeviceService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.ListDevicesRequest,
      odind.v1.ListDevicesResponse> getListDevicesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDevices",
      requestType = odind.v1.ListDevicesRequest.class,
      responseType = odind.v1.ListDevicesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListDevicesRequest,
      odind.v1.ListDevicesResponse> getListDevicesMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListDevicesRequest, odind.v1.ListDevicesResponse> getListDevicesMethod;
    if ((getListDevicesMethod = DeviceServiceGrpc.getListDevicesMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getListDevicesMethod = DeviceServiceGrpc.getListDevicesMethod) == null) {
          DeviceServiceGrpc.getListDevicesMethod = getListDevicesMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListDevicesRequest, odind.v1.ListDevicesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDevices"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListDevicesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListDevicesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("ListDevices"))
              .build();
        }
      }
    }
    return getListDevicesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.WatchDevicesRequest,
      odind.v1.WatchDevicesResponse> getWatchDevicesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchDevices",
      requestType = odind.v1.WatchDevicesRequest.class,
      responseType = odind.v1.WatchDevicesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.WatchDevicesRequest,
      odind.v1.WatchDevicesResponse> getWatchDevicesMethod() {
    io.grpc.MethodDescriptor<odind.v1.WatchDevicesRequest, odind.v1.WatchDevicesResponse> getWatchDevicesMethod;
    if ((getWatchDevicesMethod = DeviceServiceGrpc.getWatchDevicesMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getWatchDevicesMethod = DeviceServiceGrpc.getWatchDevicesMethod) == null) {
          DeviceServiceGrpc.getWatchDevicesMethod = getWatchDevicesMethod =
              io.grpc.MethodDescriptor.<odind.v1.WatchDevicesRequest, odind.v1.WatchDevicesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchDevices"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchDevicesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchDevicesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("WatchDevices"))
              .build();
        }
      }
    }
    return getWatchDevicesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.OpenCaptureRequest,
      odind.v1.OpenCaptureResponse> getOpenCaptureMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "OpenCapture",
      requestType = odind.v1.OpenCaptureRequest.class,
      responseType = odind.v1.OpenCaptureResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.OpenCaptureRequest,
      odind.v1.OpenCaptureResponse> getOpenCaptureMethod() {
    io.grpc.MethodDescriptor<odind.v1.OpenCaptureRequest, odind.v1.OpenCaptureResponse> getOpenCaptureMethod;
    if ((getOpenCaptureMethod = DeviceServiceGrpc.getOpenCaptureMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getOpenCaptureMethod = DeviceServiceGrpc.getOpenCaptureMethod) == null) {
          DeviceServiceGrpc.getOpenCaptureMethod = getOpenCaptureMethod =
              io.grpc.MethodDescriptor.<odind.v1.OpenCaptureRequest, odind.v1.OpenCaptureResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "OpenCapture"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.OpenCaptureRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.OpenCaptureResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("OpenCapture"))
              .build();
        }
      }
    }
    return getOpenCaptureMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.OpenPlaybackRequest,
      odind.v1.OpenPlaybackResponse> getOpenPlaybackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "OpenPlayback",
      requestType = odind.v1.OpenPlaybackRequest.class,
      responseType = odind.v1.OpenPlaybackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.OpenPlaybackRequest,
      odind.v1.OpenPlaybackResponse> getOpenPlaybackMethod() {
    io.grpc.MethodDescriptor<odind.v1.OpenPlaybackRequest, odind.v1.OpenPlaybackResponse> getOpenPlaybackMethod;
    if ((getOpenPlaybackMethod = DeviceServiceGrpc.getOpenPlaybackMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getOpenPlaybackMethod = DeviceServiceGrpc.getOpenPlaybackMethod) == null) {
          DeviceServiceGrpc.getOpenPlaybackMethod = getOpenPlaybackMethod =
              io.grpc.MethodDescriptor.<odind.v1.OpenPlaybackRequest, odind.v1.OpenPlaybackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "OpenPlayback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.OpenPlaybackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.OpenPlaybackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("OpenPlayback"))
              .build();
        }
      }
    }
    return getOpenPlaybackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UpdateLineRequest,
      odind.v1.UpdateLineResponse> getUpdateLineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateLine",
      requestType = odind.v1.UpdateLineRequest.class,
      responseType = odind.v1.UpdateLineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UpdateLineRequest,
      odind.v1.UpdateLineResponse> getUpdateLineMethod() {
    io.grpc.MethodDescriptor<odind.v1.UpdateLineRequest, odind.v1.UpdateLineResponse> getUpdateLineMethod;
    if ((getUpdateLineMethod = DeviceServiceGrpc.getUpdateLineMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getUpdateLineMethod = DeviceServiceGrpc.getUpdateLineMethod) == null) {
          DeviceServiceGrpc.getUpdateLineMethod = getUpdateLineMethod =
              io.grpc.MethodDescriptor.<odind.v1.UpdateLineRequest, odind.v1.UpdateLineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateLine"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateLineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UpdateLineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("UpdateLine"))
              .build();
        }
      }
    }
    return getUpdateLineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.CloseLineRequest,
      odind.v1.CloseLineResponse> getCloseLineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CloseLine",
      requestType = odind.v1.CloseLineRequest.class,
      responseType = odind.v1.CloseLineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.CloseLineRequest,
      odind.v1.CloseLineResponse> getCloseLineMethod() {
    io.grpc.MethodDescriptor<odind.v1.CloseLineRequest, odind.v1.CloseLineResponse> getCloseLineMethod;
    if ((getCloseLineMethod = DeviceServiceGrpc.getCloseLineMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getCloseLineMethod = DeviceServiceGrpc.getCloseLineMethod) == null) {
          DeviceServiceGrpc.getCloseLineMethod = getCloseLineMethod =
              io.grpc.MethodDescriptor.<odind.v1.CloseLineRequest, odind.v1.CloseLineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CloseLine"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CloseLineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.CloseLineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("CloseLine"))
              .build();
        }
      }
    }
    return getCloseLineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListLinesRequest,
      odind.v1.ListLinesResponse> getListLinesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListLines",
      requestType = odind.v1.ListLinesRequest.class,
      responseType = odind.v1.ListLinesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListLinesRequest,
      odind.v1.ListLinesResponse> getListLinesMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListLinesRequest, odind.v1.ListLinesResponse> getListLinesMethod;
    if ((getListLinesMethod = DeviceServiceGrpc.getListLinesMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getListLinesMethod = DeviceServiceGrpc.getListLinesMethod) == null) {
          DeviceServiceGrpc.getListLinesMethod = getListLinesMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListLinesRequest, odind.v1.ListLinesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListLines"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListLinesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListLinesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("ListLines"))
              .build();
        }
      }
    }
    return getListLinesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.WatchLevelsRequest,
      odind.v1.WatchLevelsResponse> getWatchLevelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchLevels",
      requestType = odind.v1.WatchLevelsRequest.class,
      responseType = odind.v1.WatchLevelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.WatchLevelsRequest,
      odind.v1.WatchLevelsResponse> getWatchLevelsMethod() {
    io.grpc.MethodDescriptor<odind.v1.WatchLevelsRequest, odind.v1.WatchLevelsResponse> getWatchLevelsMethod;
    if ((getWatchLevelsMethod = DeviceServiceGrpc.getWatchLevelsMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getWatchLevelsMethod = DeviceServiceGrpc.getWatchLevelsMethod) == null) {
          DeviceServiceGrpc.getWatchLevelsMethod = getWatchLevelsMethod =
              io.grpc.MethodDescriptor.<odind.v1.WatchLevelsRequest, odind.v1.WatchLevelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchLevels"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchLevelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.WatchLevelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("WatchLevels"))
              .build();
        }
      }
    }
    return getWatchLevelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.TestDevicesRequest,
      odind.v1.TestDevicesResponse> getTestDevicesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TestDevices",
      requestType = odind.v1.TestDevicesRequest.class,
      responseType = odind.v1.TestDevicesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.TestDevicesRequest,
      odind.v1.TestDevicesResponse> getTestDevicesMethod() {
    io.grpc.MethodDescriptor<odind.v1.TestDevicesRequest, odind.v1.TestDevicesResponse> getTestDevicesMethod;
    if ((getTestDevicesMethod = DeviceServiceGrpc.getTestDevicesMethod) == null) {
      synchronized (DeviceServiceGrpc.class) {
        if ((getTestDevicesMethod = DeviceServiceGrpc.getTestDevicesMethod) == null) {
          DeviceServiceGrpc.getTestDevicesMethod = getTestDevicesMethod =
              io.grpc.MethodDescriptor.<odind.v1.TestDevicesRequest, odind.v1.TestDevicesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TestDevices"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.TestDevicesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.TestDevicesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeviceServiceMethodDescriptorSupplier("TestDevices"))
              .build();
        }
      }
    }
    return getTestDevicesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DeviceServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeviceServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeviceServiceStub>() {
        @java.lang.Override
        public DeviceServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeviceServiceStub(channel, callOptions);
        }
      };
    return DeviceServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DeviceServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeviceServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeviceServiceBlockingStub>() {
        @java.lang.Override
        public DeviceServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeviceServiceBlockingStub(channel, callOptions);
        }
      };
    return DeviceServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DeviceServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeviceServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeviceServiceFutureStub>() {
        @java.lang.Override
        public DeviceServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeviceServiceFutureStub(channel, callOptions);
        }
      };
    return DeviceServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The machine's microphones and speakers, as the daemon uses them. A line is one device that is recorded into a
   * connection (a capture), or a connection that is played on one (a playback). Lines stay open until CloseLine or
   * the end of their connection, whatever becomes of the caller. A line runs in the worker process of its connection,
   * where the daemon has such: it ends with it, and echo cancellers know what lines of the same worker play.
   * Three devices need no hardware, always exist, and run on the daemon's own clock: `null:` records silence and
   * drops what is played, `tone:HERTZ` records a sine of -20 dBFS, `file:NAME.wav` records that file or writes what is
   * played into a new one. Files are in the folder `devices.files_dir` of the daemon's configuration; the ending of the
   * name says which format they have: wav, flac or ogg. What is written has 16 bits (Ogg: Opus), and an existing file
   * is never overwritten. The line is closed when the file that it records ends ("the file ended"), and when the disk is
   * full; what was written before is kept and valid, and WAV files may exceed 4 GiB.
   * </pre>
   */
  public static abstract class DeviceServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * ListDevices looks at the devices now and returns them, the three that always exist too. When the machine's
     * own devices cannot be used, `problem` says what to install, start or set.
     * Errors: none of its own.
     * </pre>
     */
    public void listDevices(odind.v1.ListDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListDevicesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDevicesMethod(), responseObserver);
    }

    /**
     * <pre>
     * WatchDevices sends a snapshot first, then every event after it. It ends with OK when the daemon stops. A caller
     * that reads more slowly than events happen gets another snapshot in the same stream, which replaces the first.
     * Errors: RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchDevices(odind.v1.WatchDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchDevicesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchDevicesMethod(), responseObserver);
    }

    /**
     * <pre>
     * OpenCapture sends what a device records into a room. It is mixed with whatever else speaks for the connection;
     * while that sounds too, the preset AUTO treats all of it as what programs say, not as a microphone. When the device goes, the line waits
     * for its return, or moves to the default device with `follow_default`.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, CHANNELS_INVALID,
     * SAMPLE_RATE_INVALID, BLOCK_INVALID, BUFFER_INVALID, GAIN_INVALID, FREQUENCY_INVALID, FILE_NAME_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED;
     * NOT_FOUND CONNECTION_NOT_FOUND, DEVICE_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (an exclusive lane speaks); FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS;
     * UNAVAILABLE DEVICE_OPEN_FAILED, FILE_UNUSABLE, SOUND_SYSTEM_STUCK, DAEMON_STOPPING, STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public void openCapture(odind.v1.OpenCaptureRequest request,
        io.grpc.stub.StreamObserver<odind.v1.OpenCaptureResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getOpenCaptureMethod(), responseObserver);
    }

    /**
     * <pre>
     * OpenPlayback plays a connection on a device: the mix of all peers, or chosen ones. When the device goes, the
     * line waits for its return, or moves to the default device with `follow_default`. ODIN spreads a mono voice over
     * two channels at -3 dB each; with one channel it has its own level.
     * Errors: those of OpenCapture, except that a playback never finds another speaker; ALREADY_EXISTS FILE_EXISTS
     * (a file device would overwrite a file).
     * </pre>
     */
    public void openPlayback(odind.v1.OpenPlaybackRequest request,
        io.grpc.stub.StreamObserver<odind.v1.OpenPlaybackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getOpenPlaybackMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateLine changes what `update_mask` names; the rest stays. A change of gain or mute does not click.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID (a path is no setting), GAIN_INVALID,
     * DEVICE_DIRECTION_WRONG; NOT_FOUND LINE_NOT_FOUND, DEVICE_NOT_FOUND; FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public void updateLine(odind.v1.UpdateLineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateLineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateLineMethod(), responseObserver);
    }

    /**
     * <pre>
     * CloseLine closes a line and returns once its device is free.
     * Errors: NOT_FOUND LINE_NOT_FOUND.
     * </pre>
     */
    public void closeLine(odind.v1.CloseLineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CloseLineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCloseLineMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListLines returns the open lines, oldest first.
     * Errors: none of its own.
     * </pre>
     */
    public void listLines(odind.v1.ListLinesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListLinesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListLinesMethod(), responseObserver);
    }

    /**
     * <pre>
     * WatchLevels sends the levels of lines at an interval. It ends with OK when the last line that the request
     * names is closed, and when the daemon stops.
     * Errors: INVALID_ARGUMENT INTERVAL_INVALID; NOT_FOUND LINE_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchLevels(odind.v1.WatchLevelsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchLevelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchLevelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * TestDevices plays a chirp of half a second on one device and looks for it in what another one records; it
     * takes two seconds. The devices may be in use by lines.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, FREQUENCY_INVALID, FILE_NAME_INVALID;
     * NOT_FOUND DEVICE_NOT_FOUND; ALREADY_EXISTS FILE_EXISTS; FAILED_PRECONDITION SOUND_LIBRARY_MISSING,
     * SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE DEVICE_OPEN_FAILED, DEVICE_LOST (it stopped meanwhile), FILE_UNUSABLE,
     * SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public void testDevices(odind.v1.TestDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.TestDevicesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTestDevicesMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getListDevicesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListDevicesRequest,
                odind.v1.ListDevicesResponse>(
                  this, METHODID_LIST_DEVICES)))
          .addMethod(
            getWatchDevicesMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.WatchDevicesRequest,
                odind.v1.WatchDevicesResponse>(
                  this, METHODID_WATCH_DEVICES)))
          .addMethod(
            getOpenCaptureMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.OpenCaptureRequest,
                odind.v1.OpenCaptureResponse>(
                  this, METHODID_OPEN_CAPTURE)))
          .addMethod(
            getOpenPlaybackMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.OpenPlaybackRequest,
                odind.v1.OpenPlaybackResponse>(
                  this, METHODID_OPEN_PLAYBACK)))
          .addMethod(
            getUpdateLineMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UpdateLineRequest,
                odind.v1.UpdateLineResponse>(
                  this, METHODID_UPDATE_LINE)))
          .addMethod(
            getCloseLineMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.CloseLineRequest,
                odind.v1.CloseLineResponse>(
                  this, METHODID_CLOSE_LINE)))
          .addMethod(
            getListLinesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListLinesRequest,
                odind.v1.ListLinesResponse>(
                  this, METHODID_LIST_LINES)))
          .addMethod(
            getWatchLevelsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.WatchLevelsRequest,
                odind.v1.WatchLevelsResponse>(
                  this, METHODID_WATCH_LEVELS)))
          .addMethod(
            getTestDevicesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.TestDevicesRequest,
                odind.v1.TestDevicesResponse>(
                  this, METHODID_TEST_DEVICES)))
          .build();
    }
  }

  /**
   * <pre>
   * The machine's microphones and speakers, as the daemon uses them. A line is one device that is recorded into a
   * connection (a capture), or a connection that is played on one (a playback). Lines stay open until CloseLine or
   * the end of their connection, whatever becomes of the caller. A line runs in the worker process of its connection,
   * where the daemon has such: it ends with it, and echo cancellers know what lines of the same worker play.
   * Three devices need no hardware, always exist, and run on the daemon's own clock: `null:` records silence and
   * drops what is played, `tone:HERTZ` records a sine of -20 dBFS, `file:NAME.wav` records that file or writes what is
   * played into a new one. Files are in the folder `devices.files_dir` of the daemon's configuration; the ending of the
   * name says which format they have: wav, flac or ogg. What is written has 16 bits (Ogg: Opus), and an existing file
   * is never overwritten. The line is closed when the file that it records ends ("the file ended"), and when the disk is
   * full; what was written before is kept and valid, and WAV files may exceed 4 GiB.
   * </pre>
   */
  public static final class DeviceServiceStub extends io.grpc.stub.AbstractAsyncStub<DeviceServiceStub> {
    private DeviceServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeviceServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeviceServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListDevices looks at the devices now and returns them, the three that always exist too. When the machine's
     * own devices cannot be used, `problem` says what to install, start or set.
     * Errors: none of its own.
     * </pre>
     */
    public void listDevices(odind.v1.ListDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListDevicesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDevicesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * WatchDevices sends a snapshot first, then every event after it. It ends with OK when the daemon stops. A caller
     * that reads more slowly than events happen gets another snapshot in the same stream, which replaces the first.
     * Errors: RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchDevices(odind.v1.WatchDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchDevicesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchDevicesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * OpenCapture sends what a device records into a room. It is mixed with whatever else speaks for the connection;
     * while that sounds too, the preset AUTO treats all of it as what programs say, not as a microphone. When the device goes, the line waits
     * for its return, or moves to the default device with `follow_default`.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, CHANNELS_INVALID,
     * SAMPLE_RATE_INVALID, BLOCK_INVALID, BUFFER_INVALID, GAIN_INVALID, FREQUENCY_INVALID, FILE_NAME_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED;
     * NOT_FOUND CONNECTION_NOT_FOUND, DEVICE_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (an exclusive lane speaks); FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS;
     * UNAVAILABLE DEVICE_OPEN_FAILED, FILE_UNUSABLE, SOUND_SYSTEM_STUCK, DAEMON_STOPPING, STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public void openCapture(odind.v1.OpenCaptureRequest request,
        io.grpc.stub.StreamObserver<odind.v1.OpenCaptureResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getOpenCaptureMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * OpenPlayback plays a connection on a device: the mix of all peers, or chosen ones. When the device goes, the
     * line waits for its return, or moves to the default device with `follow_default`. ODIN spreads a mono voice over
     * two channels at -3 dB each; with one channel it has its own level.
     * Errors: those of OpenCapture, except that a playback never finds another speaker; ALREADY_EXISTS FILE_EXISTS
     * (a file device would overwrite a file).
     * </pre>
     */
    public void openPlayback(odind.v1.OpenPlaybackRequest request,
        io.grpc.stub.StreamObserver<odind.v1.OpenPlaybackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getOpenPlaybackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateLine changes what `update_mask` names; the rest stays. A change of gain or mute does not click.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID (a path is no setting), GAIN_INVALID,
     * DEVICE_DIRECTION_WRONG; NOT_FOUND LINE_NOT_FOUND, DEVICE_NOT_FOUND; FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public void updateLine(odind.v1.UpdateLineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UpdateLineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateLineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CloseLine closes a line and returns once its device is free.
     * Errors: NOT_FOUND LINE_NOT_FOUND.
     * </pre>
     */
    public void closeLine(odind.v1.CloseLineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.CloseLineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCloseLineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListLines returns the open lines, oldest first.
     * Errors: none of its own.
     * </pre>
     */
    public void listLines(odind.v1.ListLinesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListLinesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListLinesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * WatchLevels sends the levels of lines at an interval. It ends with OK when the last line that the request
     * names is closed, and when the daemon stops.
     * Errors: INVALID_ARGUMENT INTERVAL_INVALID; NOT_FOUND LINE_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public void watchLevels(odind.v1.WatchLevelsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.WatchLevelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchLevelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * TestDevices plays a chirp of half a second on one device and looks for it in what another one records; it
     * takes two seconds. The devices may be in use by lines.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, FREQUENCY_INVALID, FILE_NAME_INVALID;
     * NOT_FOUND DEVICE_NOT_FOUND; ALREADY_EXISTS FILE_EXISTS; FAILED_PRECONDITION SOUND_LIBRARY_MISSING,
     * SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE DEVICE_OPEN_FAILED, DEVICE_LOST (it stopped meanwhile), FILE_UNUSABLE,
     * SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public void testDevices(odind.v1.TestDevicesRequest request,
        io.grpc.stub.StreamObserver<odind.v1.TestDevicesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTestDevicesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * The machine's microphones and speakers, as the daemon uses them. A line is one device that is recorded into a
   * connection (a capture), or a connection that is played on one (a playback). Lines stay open until CloseLine or
   * the end of their connection, whatever becomes of the caller. A line runs in the worker process of its connection,
   * where the daemon has such: it ends with it, and echo cancellers know what lines of the same worker play.
   * Three devices need no hardware, always exist, and run on the daemon's own clock: `null:` records silence and
   * drops what is played, `tone:HERTZ` records a sine of -20 dBFS, `file:NAME.wav` records that file or writes what is
   * played into a new one. Files are in the folder `devices.files_dir` of the daemon's configuration; the ending of the
   * name says which format they have: wav, flac or ogg. What is written has 16 bits (Ogg: Opus), and an existing file
   * is never overwritten. The line is closed when the file that it records ends ("the file ended"), and when the disk is
   * full; what was written before is kept and valid, and WAV files may exceed 4 GiB.
   * </pre>
   */
  public static final class DeviceServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<DeviceServiceBlockingStub> {
    private DeviceServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeviceServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeviceServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListDevices looks at the devices now and returns them, the three that always exist too. When the machine's
     * own devices cannot be used, `problem` says what to install, start or set.
     * Errors: none of its own.
     * </pre>
     */
    public odind.v1.ListDevicesResponse listDevices(odind.v1.ListDevicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDevicesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WatchDevices sends a snapshot first, then every event after it. It ends with OK when the daemon stops. A caller
     * that reads more slowly than events happen gets another snapshot in the same stream, which replaces the first.
     * Errors: RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public java.util.Iterator<odind.v1.WatchDevicesResponse> watchDevices(
        odind.v1.WatchDevicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchDevicesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * OpenCapture sends what a device records into a room. It is mixed with whatever else speaks for the connection;
     * while that sounds too, the preset AUTO treats all of it as what programs say, not as a microphone. When the device goes, the line waits
     * for its return, or moves to the default device with `follow_default`.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, CHANNELS_INVALID,
     * SAMPLE_RATE_INVALID, BLOCK_INVALID, BUFFER_INVALID, GAIN_INVALID, FREQUENCY_INVALID, FILE_NAME_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED;
     * NOT_FOUND CONNECTION_NOT_FOUND, DEVICE_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (an exclusive lane speaks); FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS;
     * UNAVAILABLE DEVICE_OPEN_FAILED, FILE_UNUSABLE, SOUND_SYSTEM_STUCK, DAEMON_STOPPING, STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public odind.v1.OpenCaptureResponse openCapture(odind.v1.OpenCaptureRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getOpenCaptureMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * OpenPlayback plays a connection on a device: the mix of all peers, or chosen ones. When the device goes, the
     * line waits for its return, or moves to the default device with `follow_default`. ODIN spreads a mono voice over
     * two channels at -3 dB each; with one channel it has its own level.
     * Errors: those of OpenCapture, except that a playback never finds another speaker; ALREADY_EXISTS FILE_EXISTS
     * (a file device would overwrite a file).
     * </pre>
     */
    public odind.v1.OpenPlaybackResponse openPlayback(odind.v1.OpenPlaybackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getOpenPlaybackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateLine changes what `update_mask` names; the rest stays. A change of gain or mute does not click.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID (a path is no setting), GAIN_INVALID,
     * DEVICE_DIRECTION_WRONG; NOT_FOUND LINE_NOT_FOUND, DEVICE_NOT_FOUND; FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public odind.v1.UpdateLineResponse updateLine(odind.v1.UpdateLineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateLineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CloseLine closes a line and returns once its device is free.
     * Errors: NOT_FOUND LINE_NOT_FOUND.
     * </pre>
     */
    public odind.v1.CloseLineResponse closeLine(odind.v1.CloseLineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCloseLineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListLines returns the open lines, oldest first.
     * Errors: none of its own.
     * </pre>
     */
    public odind.v1.ListLinesResponse listLines(odind.v1.ListLinesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListLinesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WatchLevels sends the levels of lines at an interval. It ends with OK when the last line that the request
     * names is closed, and when the daemon stops.
     * Errors: INVALID_ARGUMENT INTERVAL_INVALID; NOT_FOUND LINE_NOT_FOUND; RESOURCE_EXHAUSTED TOO_MANY_WATCHERS.
     * </pre>
     */
    public java.util.Iterator<odind.v1.WatchLevelsResponse> watchLevels(
        odind.v1.WatchLevelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * TestDevices plays a chirp of half a second on one device and looks for it in what another one records; it
     * takes two seconds. The devices may be in use by lines.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, FREQUENCY_INVALID, FILE_NAME_INVALID;
     * NOT_FOUND DEVICE_NOT_FOUND; ALREADY_EXISTS FILE_EXISTS; FAILED_PRECONDITION SOUND_LIBRARY_MISSING,
     * SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE DEVICE_OPEN_FAILED, DEVICE_LOST (it stopped meanwhile), FILE_UNUSABLE,
     * SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public odind.v1.TestDevicesResponse testDevices(odind.v1.TestDevicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTestDevicesMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * The machine's microphones and speakers, as the daemon uses them. A line is one device that is recorded into a
   * connection (a capture), or a connection that is played on one (a playback). Lines stay open until CloseLine or
   * the end of their connection, whatever becomes of the caller. A line runs in the worker process of its connection,
   * where the daemon has such: it ends with it, and echo cancellers know what lines of the same worker play.
   * Three devices need no hardware, always exist, and run on the daemon's own clock: `null:` records silence and
   * drops what is played, `tone:HERTZ` records a sine of -20 dBFS, `file:NAME.wav` records that file or writes what is
   * played into a new one. Files are in the folder `devices.files_dir` of the daemon's configuration; the ending of the
   * name says which format they have: wav, flac or ogg. What is written has 16 bits (Ogg: Opus), and an existing file
   * is never overwritten. The line is closed when the file that it records ends ("the file ended"), and when the disk is
   * full; what was written before is kept and valid, and WAV files may exceed 4 GiB.
   * </pre>
   */
  public static final class DeviceServiceFutureStub extends io.grpc.stub.AbstractFutureStub<DeviceServiceFutureStub> {
    private DeviceServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeviceServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeviceServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListDevices looks at the devices now and returns them, the three that always exist too. When the machine's
     * own devices cannot be used, `problem` says what to install, start or set.
     * Errors: none of its own.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListDevicesResponse> listDevices(
        odind.v1.ListDevicesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDevicesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * OpenCapture sends what a device records into a room. It is mixed with whatever else speaks for the connection;
     * while that sounds too, the preset AUTO treats all of it as what programs say, not as a microphone. When the device goes, the line waits
     * for its return, or moves to the default device with `follow_default`.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, CHANNELS_INVALID,
     * SAMPLE_RATE_INVALID, BLOCK_INVALID, BUFFER_INVALID, GAIN_INVALID, FREQUENCY_INVALID, FILE_NAME_INVALID,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED;
     * NOT_FOUND CONNECTION_NOT_FOUND, DEVICE_NOT_FOUND; ALREADY_EXISTS SENDER_EXISTS (an exclusive lane speaks); FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; RESOURCE_EXHAUSTED TOO_MANY_STREAMS;
     * UNAVAILABLE DEVICE_OPEN_FAILED, FILE_UNUSABLE, SOUND_SYSTEM_STUCK, DAEMON_STOPPING, STORE_UNAVAILABLE (with
     * `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.OpenCaptureResponse> openCapture(
        odind.v1.OpenCaptureRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getOpenCaptureMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * OpenPlayback plays a connection on a device: the mix of all peers, or chosen ones. When the device goes, the
     * line waits for its return, or moves to the default device with `follow_default`. ODIN spreads a mono voice over
     * two channels at -3 dB each; with one channel it has its own level.
     * Errors: those of OpenCapture, except that a playback never finds another speaker; ALREADY_EXISTS FILE_EXISTS
     * (a file device would overwrite a file).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.OpenPlaybackResponse> openPlayback(
        odind.v1.OpenPlaybackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getOpenPlaybackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateLine changes what `update_mask` names; the rest stays. A change of gain or mute does not click.
     * Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID (a path is no setting), GAIN_INVALID,
     * DEVICE_DIRECTION_WRONG; NOT_FOUND LINE_NOT_FOUND, DEVICE_NOT_FOUND; FAILED_PRECONDITION
     * SOUND_LIBRARY_MISSING, SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UpdateLineResponse> updateLine(
        odind.v1.UpdateLineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateLineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CloseLine closes a line and returns once its device is free.
     * Errors: NOT_FOUND LINE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.CloseLineResponse> closeLine(
        odind.v1.CloseLineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCloseLineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListLines returns the open lines, oldest first.
     * Errors: none of its own.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListLinesResponse> listLines(
        odind.v1.ListLinesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListLinesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * TestDevices plays a chirp of half a second on one device and looks for it in what another one records; it
     * takes two seconds. The devices may be in use by lines.
     * Errors: INVALID_ARGUMENT DEVICE_ID_INVALID, DEVICE_DIRECTION_WRONG, FREQUENCY_INVALID, FILE_NAME_INVALID;
     * NOT_FOUND DEVICE_NOT_FOUND; ALREADY_EXISTS FILE_EXISTS; FAILED_PRECONDITION SOUND_LIBRARY_MISSING,
     * SOUND_SERVER_MISSING, NO_DEFAULT_DEVICE; UNAVAILABLE DEVICE_OPEN_FAILED, DEVICE_LOST (it stopped meanwhile), FILE_UNUSABLE,
     * SOUND_SYSTEM_STUCK.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.TestDevicesResponse> testDevices(
        odind.v1.TestDevicesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTestDevicesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_DEVICES = 0;
  private static final int METHODID_WATCH_DEVICES = 1;
  private static final int METHODID_OPEN_CAPTURE = 2;
  private static final int METHODID_OPEN_PLAYBACK = 3;
  private static final int METHODID_UPDATE_LINE = 4;
  private static final int METHODID_CLOSE_LINE = 5;
  private static final int METHODID_LIST_LINES = 6;
  private static final int METHODID_WATCH_LEVELS = 7;
  private static final int METHODID_TEST_DEVICES = 8;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final DeviceServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(DeviceServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_LIST_DEVICES:
          serviceImpl.listDevices((odind.v1.ListDevicesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListDevicesResponse>) responseObserver);
          break;
        case METHODID_WATCH_DEVICES:
          serviceImpl.watchDevices((odind.v1.WatchDevicesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WatchDevicesResponse>) responseObserver);
          break;
        case METHODID_OPEN_CAPTURE:
          serviceImpl.openCapture((odind.v1.OpenCaptureRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.OpenCaptureResponse>) responseObserver);
          break;
        case METHODID_OPEN_PLAYBACK:
          serviceImpl.openPlayback((odind.v1.OpenPlaybackRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.OpenPlaybackResponse>) responseObserver);
          break;
        case METHODID_UPDATE_LINE:
          serviceImpl.updateLine((odind.v1.UpdateLineRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UpdateLineResponse>) responseObserver);
          break;
        case METHODID_CLOSE_LINE:
          serviceImpl.closeLine((odind.v1.CloseLineRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.CloseLineResponse>) responseObserver);
          break;
        case METHODID_LIST_LINES:
          serviceImpl.listLines((odind.v1.ListLinesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListLinesResponse>) responseObserver);
          break;
        case METHODID_WATCH_LEVELS:
          serviceImpl.watchLevels((odind.v1.WatchLevelsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.WatchLevelsResponse>) responseObserver);
          break;
        case METHODID_TEST_DEVICES:
          serviceImpl.testDevices((odind.v1.TestDevicesRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.TestDevicesResponse>) responseObserver);
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

  private static abstract class DeviceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DeviceServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Devices.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DeviceService");
    }
  }

  private static final class DeviceServiceFileDescriptorSupplier
      extends DeviceServiceBaseDescriptorSupplier {
    DeviceServiceFileDescriptorSupplier() {}
  }

  private static final class DeviceServiceMethodDescriptorSupplier
      extends DeviceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    DeviceServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (DeviceServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DeviceServiceFileDescriptorSupplier())
              .addMethod(getListDevicesMethod())
              .addMethod(getWatchDevicesMethod())
              .addMethod(getOpenCaptureMethod())
              .addMethod(getOpenPlaybackMethod())
              .addMethod(getUpdateLineMethod())
              .addMethod(getCloseLineMethod())
              .addMethod(getListLinesMethod())
              .addMethod(getWatchLevelsMethod())
              .addMethod(getTestDevicesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
