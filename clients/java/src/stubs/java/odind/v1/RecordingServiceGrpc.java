package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Recordings by the daemon, into files whose tracks are aligned to the sample: all begin at the same sample of the
 * room's clock, silence is filled, and all are equally long. docs/RECORDINGS.md says what lies in a recording's folder.
 * A recording is a resource: it goes on while its caller is away, and comes back with its connection after the loss of
 * a worker process or a restart of the daemon, with the gap in its timeline. Every change is an event of WatchEvents.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/recordings.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class RecordingServiceGrpc {

  private RecordingServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.RecordingService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.StartRecordingRequest,
      odind.v1.StartRecordingResponse> getStartRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StartRecording",
      requestType = odind.v1.StartRecordingRequest.class,
      responseType = odind.v1.StartRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StartRecordingRequest,
      odind.v1.StartRecordingResponse> getStartRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.StartRecordingRequest, odind.v1.StartRecordingResponse> getStartRecordingMethod;
    if ((getStartRecordingMethod = RecordingServiceGrpc.getStartRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getStartRecordingMethod = RecordingServiceGrpc.getStartRecordingMethod) == null) {
          RecordingServiceGrpc.getStartRecordingMethod = getStartRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.StartRecordingRequest, odind.v1.StartRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StartRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("StartRecording"))
              .build();
        }
      }
    }
    return getStartRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SetCaptureRingRequest,
      odind.v1.SetCaptureRingResponse> getSetCaptureRingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetCaptureRing",
      requestType = odind.v1.SetCaptureRingRequest.class,
      responseType = odind.v1.SetCaptureRingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SetCaptureRingRequest,
      odind.v1.SetCaptureRingResponse> getSetCaptureRingMethod() {
    io.grpc.MethodDescriptor<odind.v1.SetCaptureRingRequest, odind.v1.SetCaptureRingResponse> getSetCaptureRingMethod;
    if ((getSetCaptureRingMethod = RecordingServiceGrpc.getSetCaptureRingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getSetCaptureRingMethod = RecordingServiceGrpc.getSetCaptureRingMethod) == null) {
          RecordingServiceGrpc.getSetCaptureRingMethod = getSetCaptureRingMethod =
              io.grpc.MethodDescriptor.<odind.v1.SetCaptureRingRequest, odind.v1.SetCaptureRingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetCaptureRing"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetCaptureRingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SetCaptureRingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("SetCaptureRing"))
              .build();
        }
      }
    }
    return getSetCaptureRingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SaveClipRequest,
      odind.v1.SaveClipResponse> getSaveClipMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SaveClip",
      requestType = odind.v1.SaveClipRequest.class,
      responseType = odind.v1.SaveClipResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SaveClipRequest,
      odind.v1.SaveClipResponse> getSaveClipMethod() {
    io.grpc.MethodDescriptor<odind.v1.SaveClipRequest, odind.v1.SaveClipResponse> getSaveClipMethod;
    if ((getSaveClipMethod = RecordingServiceGrpc.getSaveClipMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getSaveClipMethod = RecordingServiceGrpc.getSaveClipMethod) == null) {
          RecordingServiceGrpc.getSaveClipMethod = getSaveClipMethod =
              io.grpc.MethodDescriptor.<odind.v1.SaveClipRequest, odind.v1.SaveClipResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SaveClip"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SaveClipRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SaveClipResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("SaveClip"))
              .build();
        }
      }
    }
    return getSaveClipMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.PauseRecordingRequest,
      odind.v1.PauseRecordingResponse> getPauseRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PauseRecording",
      requestType = odind.v1.PauseRecordingRequest.class,
      responseType = odind.v1.PauseRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.PauseRecordingRequest,
      odind.v1.PauseRecordingResponse> getPauseRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.PauseRecordingRequest, odind.v1.PauseRecordingResponse> getPauseRecordingMethod;
    if ((getPauseRecordingMethod = RecordingServiceGrpc.getPauseRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getPauseRecordingMethod = RecordingServiceGrpc.getPauseRecordingMethod) == null) {
          RecordingServiceGrpc.getPauseRecordingMethod = getPauseRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.PauseRecordingRequest, odind.v1.PauseRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PauseRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PauseRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.PauseRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("PauseRecording"))
              .build();
        }
      }
    }
    return getPauseRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ResumeRecordingRequest,
      odind.v1.ResumeRecordingResponse> getResumeRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeRecording",
      requestType = odind.v1.ResumeRecordingRequest.class,
      responseType = odind.v1.ResumeRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ResumeRecordingRequest,
      odind.v1.ResumeRecordingResponse> getResumeRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.ResumeRecordingRequest, odind.v1.ResumeRecordingResponse> getResumeRecordingMethod;
    if ((getResumeRecordingMethod = RecordingServiceGrpc.getResumeRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getResumeRecordingMethod = RecordingServiceGrpc.getResumeRecordingMethod) == null) {
          RecordingServiceGrpc.getResumeRecordingMethod = getResumeRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.ResumeRecordingRequest, odind.v1.ResumeRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResumeRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ResumeRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("ResumeRecording"))
              .build();
        }
      }
    }
    return getResumeRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.StopRecordingRequest,
      odind.v1.StopRecordingResponse> getStopRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StopRecording",
      requestType = odind.v1.StopRecordingRequest.class,
      responseType = odind.v1.StopRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StopRecordingRequest,
      odind.v1.StopRecordingResponse> getStopRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.StopRecordingRequest, odind.v1.StopRecordingResponse> getStopRecordingMethod;
    if ((getStopRecordingMethod = RecordingServiceGrpc.getStopRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getStopRecordingMethod = RecordingServiceGrpc.getStopRecordingMethod) == null) {
          RecordingServiceGrpc.getStopRecordingMethod = getStopRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.StopRecordingRequest, odind.v1.StopRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StopRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("StopRecording"))
              .build();
        }
      }
    }
    return getStopRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetRecordingRequest,
      odind.v1.GetRecordingResponse> getGetRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRecording",
      requestType = odind.v1.GetRecordingRequest.class,
      responseType = odind.v1.GetRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetRecordingRequest,
      odind.v1.GetRecordingResponse> getGetRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetRecordingRequest, odind.v1.GetRecordingResponse> getGetRecordingMethod;
    if ((getGetRecordingMethod = RecordingServiceGrpc.getGetRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getGetRecordingMethod = RecordingServiceGrpc.getGetRecordingMethod) == null) {
          RecordingServiceGrpc.getGetRecordingMethod = getGetRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetRecordingRequest, odind.v1.GetRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("GetRecording"))
              .build();
        }
      }
    }
    return getGetRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteRecordingRequest,
      odind.v1.DeleteRecordingResponse> getDeleteRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRecording",
      requestType = odind.v1.DeleteRecordingRequest.class,
      responseType = odind.v1.DeleteRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteRecordingRequest,
      odind.v1.DeleteRecordingResponse> getDeleteRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteRecordingRequest, odind.v1.DeleteRecordingResponse> getDeleteRecordingMethod;
    if ((getDeleteRecordingMethod = RecordingServiceGrpc.getDeleteRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getDeleteRecordingMethod = RecordingServiceGrpc.getDeleteRecordingMethod) == null) {
          RecordingServiceGrpc.getDeleteRecordingMethod = getDeleteRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteRecordingRequest, odind.v1.DeleteRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("DeleteRecording"))
              .build();
        }
      }
    }
    return getDeleteRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.UploadRecordingRequest,
      odind.v1.UploadRecordingResponse> getUploadRecordingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UploadRecording",
      requestType = odind.v1.UploadRecordingRequest.class,
      responseType = odind.v1.UploadRecordingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.UploadRecordingRequest,
      odind.v1.UploadRecordingResponse> getUploadRecordingMethod() {
    io.grpc.MethodDescriptor<odind.v1.UploadRecordingRequest, odind.v1.UploadRecordingResponse> getUploadRecordingMethod;
    if ((getUploadRecordingMethod = RecordingServiceGrpc.getUploadRecordingMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getUploadRecordingMethod = RecordingServiceGrpc.getUploadRecordingMethod) == null) {
          RecordingServiceGrpc.getUploadRecordingMethod = getUploadRecordingMethod =
              io.grpc.MethodDescriptor.<odind.v1.UploadRecordingRequest, odind.v1.UploadRecordingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UploadRecording"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UploadRecordingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.UploadRecordingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("UploadRecording"))
              .build();
        }
      }
    }
    return getUploadRecordingMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DownloadArtifactRequest,
      odind.v1.DownloadArtifactResponse> getDownloadArtifactMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DownloadArtifact",
      requestType = odind.v1.DownloadArtifactRequest.class,
      responseType = odind.v1.DownloadArtifactResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<odind.v1.DownloadArtifactRequest,
      odind.v1.DownloadArtifactResponse> getDownloadArtifactMethod() {
    io.grpc.MethodDescriptor<odind.v1.DownloadArtifactRequest, odind.v1.DownloadArtifactResponse> getDownloadArtifactMethod;
    if ((getDownloadArtifactMethod = RecordingServiceGrpc.getDownloadArtifactMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getDownloadArtifactMethod = RecordingServiceGrpc.getDownloadArtifactMethod) == null) {
          RecordingServiceGrpc.getDownloadArtifactMethod = getDownloadArtifactMethod =
              io.grpc.MethodDescriptor.<odind.v1.DownloadArtifactRequest, odind.v1.DownloadArtifactResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DownloadArtifact"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DownloadArtifactRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DownloadArtifactResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("DownloadArtifact"))
              .build();
        }
      }
    }
    return getDownloadArtifactMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SignArtifactRequest,
      odind.v1.SignArtifactResponse> getSignArtifactMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SignArtifact",
      requestType = odind.v1.SignArtifactRequest.class,
      responseType = odind.v1.SignArtifactResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SignArtifactRequest,
      odind.v1.SignArtifactResponse> getSignArtifactMethod() {
    io.grpc.MethodDescriptor<odind.v1.SignArtifactRequest, odind.v1.SignArtifactResponse> getSignArtifactMethod;
    if ((getSignArtifactMethod = RecordingServiceGrpc.getSignArtifactMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getSignArtifactMethod = RecordingServiceGrpc.getSignArtifactMethod) == null) {
          RecordingServiceGrpc.getSignArtifactMethod = getSignArtifactMethod =
              io.grpc.MethodDescriptor.<odind.v1.SignArtifactRequest, odind.v1.SignArtifactResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SignArtifact"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SignArtifactRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SignArtifactResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("SignArtifact"))
              .build();
        }
      }
    }
    return getSignArtifactMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListRecordingsRequest,
      odind.v1.ListRecordingsResponse> getListRecordingsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRecordings",
      requestType = odind.v1.ListRecordingsRequest.class,
      responseType = odind.v1.ListRecordingsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListRecordingsRequest,
      odind.v1.ListRecordingsResponse> getListRecordingsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListRecordingsRequest, odind.v1.ListRecordingsResponse> getListRecordingsMethod;
    if ((getListRecordingsMethod = RecordingServiceGrpc.getListRecordingsMethod) == null) {
      synchronized (RecordingServiceGrpc.class) {
        if ((getListRecordingsMethod = RecordingServiceGrpc.getListRecordingsMethod) == null) {
          RecordingServiceGrpc.getListRecordingsMethod = getListRecordingsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListRecordingsRequest, odind.v1.ListRecordingsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRecordings"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListRecordingsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListRecordingsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RecordingServiceMethodDescriptorSupplier("ListRecordings"))
              .build();
        }
      }
    }
    return getListRecordingsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static RecordingServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RecordingServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RecordingServiceStub>() {
        @java.lang.Override
        public RecordingServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RecordingServiceStub(channel, callOptions);
        }
      };
    return RecordingServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static RecordingServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RecordingServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RecordingServiceBlockingStub>() {
        @java.lang.Override
        public RecordingServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RecordingServiceBlockingStub(channel, callOptions);
        }
      };
    return RecordingServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static RecordingServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RecordingServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RecordingServiceFutureStub>() {
        @java.lang.Override
        public RecordingServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RecordingServiceFutureStub(channel, callOptions);
        }
      };
    return RecordingServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Recordings by the daemon, into files whose tracks are aligned to the sample: all begin at the same sample of the
   * room's clock, silence is filled, and all are equally long. docs/RECORDINGS.md says what lies in a recording's folder.
   * A recording is a resource: it goes on while its caller is away, and comes back with its connection after the loss of
   * a worker process or a restart of the daemon, with the gap in its timeline. Every change is an event of WatchEvents.
   * </pre>
   */
  public static abstract class RecordingServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * StartRecording begins to record a connection, or a room, which the daemon then joins with a peer of its own. What
     * the connection says itself is recorded too. Its caller's settings apply: peers that are muted are not heard.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, NOTICE_INVALID, ENCODING_INVALID, LAYOUT_UNKNOWN, RECORDING_NAME_INVALID,
     * RECORDING_LIMIT_INVALID, METADATA_TOO_LARGE, REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom
     * lists; NOT_FOUND CONNECTION_NOT_FOUND, OUTPUT_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN; FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE; RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS, SPOOL_FULL; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void startRecording(odind.v1.StartRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStartRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * SetCaptureRing keeps the last seconds of what a connection hears in memory, as packets of Opus, so that SaveClip can
     * save them. A ring takes what came: about 4 kB a second and talking user, 16 MiB at most. It comes back empty with its
     * connection. No connection has one by itself.
     * Errors: INVALID_ARGUMENT CAPTURE_RING_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; UNAVAILABLE WORKER_LOST,
     * CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void setCaptureRing(odind.v1.SetCaptureRingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetCaptureRingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetCaptureRingMethod(), responseObserver);
    }

    /**
     * <pre>
     * SaveClip makes a recording of what the capture ring of a connection holds.
     * Errors: INVALID_ARGUMENT ENCODING_INVALID, LAYOUT_UNKNOWN, CAPTURE_RING_INVALID, RECORDING_NAME_INVALID, METADATA_TOO_LARGE,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN;
     * FAILED_PRECONDITION CAPTURE_RING_OFF, CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE;
     * RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS; UNAVAILABLE WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING,
     * STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void saveClip(odind.v1.SaveClipRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SaveClipResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSaveClipMethod(), responseObserver);
    }

    /**
     * <pre>
     * PauseRecording keeps nothing of what is heard from now on.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void pauseRecording(odind.v1.PauseRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.PauseRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPauseRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * ResumeRecording ends a pause.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_NOT_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void resumeRecording(odind.v1.ResumeRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ResumeRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * StopRecording ends the capture. The files are completed afterwards: the recording is ENDING, and ENDED with the
     * event `recording_ended`.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER.
     * </pre>
     */
    public void stopRecording(odind.v1.StopRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStopRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetRecording returns a recording as it is now.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void getRecording(odind.v1.GetRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteRecording erases the files of a recording that is over, here and at its outputs. A tombstone stays, which says
     * who was recorded when and for how long, and who has erased it. For a tombstone it does nothing.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, BUCKET_NOT_FOUND, FOLDER_NOT_FOUND; FAILED_PRECONDITION RECORDING_RUNNING,
     * RECORDINGS_UNWRITABLE; PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE. Another
     * call goes on where one failed.
     * </pre>
     */
    public void deleteRecording(odind.v1.DeleteRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * UploadRecording tries at once to bring files to their outputs, also those that were given up.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void uploadRecording(odind.v1.UploadRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UploadRecordingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUploadRecordingMethod(), responseObserver);
    }

    /**
     * <pre>
     * DownloadArtifact streams the content of a file: first what it is, then its bytes in order. What is sealed is opened.
     * A file that is being written, whose name ends in `.part`, is read up to where it ends when the call begins. A file
     * that has left this machine comes from the first of its outputs that has it.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, FILE_NOT_HERE, OBJECT_NOT_FOUND, BUCKET_NOT_FOUND,
     * FOLDER_NOT_FOUND; INVALID_ARGUMENT RANGE_INVALID; FAILED_PRECONDITION RECORDINGS_OFF, RECORDING_DELETED,
     * ARTIFACT_STORED_ELSEWHERE (no output that has it is in the settings any more), SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED;
     * PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE SPOOL_UNAVAILABLE, STORAGE_UNAVAILABLE,
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void downloadArtifact(odind.v1.DownloadArtifactRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DownloadArtifactResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDownloadArtifactMethod(), responseObserver);
    }

    /**
     * <pre>
     * SignArtifact returns an address at which a bucket serves a file to everybody who has it, for some time: whoever reads
     * it needs neither the daemon nor a key. It is that of the first output that is a bucket and has the file. A sealed file
     * is served sealed: `odindctl recording decrypt` opens it.
     * Errors: INVALID_ARGUMENT URL_LIFETIME_INVALID; NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, OBJECT_NOT_FOUND,
     * BUCKET_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED, ARTIFACT_NOT_IN_BUCKET (it is not there yet, or its outputs
     * are folders: download it); PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE.
     * </pre>
     */
    public void signArtifact(odind.v1.SignArtifactRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SignArtifactResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSignArtifactMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListRecordings returns recordings, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listRecordings(odind.v1.ListRecordingsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListRecordingsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRecordingsMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getStartRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StartRecordingRequest,
                odind.v1.StartRecordingResponse>(
                  this, METHODID_START_RECORDING)))
          .addMethod(
            getSetCaptureRingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SetCaptureRingRequest,
                odind.v1.SetCaptureRingResponse>(
                  this, METHODID_SET_CAPTURE_RING)))
          .addMethod(
            getSaveClipMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SaveClipRequest,
                odind.v1.SaveClipResponse>(
                  this, METHODID_SAVE_CLIP)))
          .addMethod(
            getPauseRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.PauseRecordingRequest,
                odind.v1.PauseRecordingResponse>(
                  this, METHODID_PAUSE_RECORDING)))
          .addMethod(
            getResumeRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ResumeRecordingRequest,
                odind.v1.ResumeRecordingResponse>(
                  this, METHODID_RESUME_RECORDING)))
          .addMethod(
            getStopRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StopRecordingRequest,
                odind.v1.StopRecordingResponse>(
                  this, METHODID_STOP_RECORDING)))
          .addMethod(
            getGetRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetRecordingRequest,
                odind.v1.GetRecordingResponse>(
                  this, METHODID_GET_RECORDING)))
          .addMethod(
            getDeleteRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteRecordingRequest,
                odind.v1.DeleteRecordingResponse>(
                  this, METHODID_DELETE_RECORDING)))
          .addMethod(
            getUploadRecordingMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.UploadRecordingRequest,
                odind.v1.UploadRecordingResponse>(
                  this, METHODID_UPLOAD_RECORDING)))
          .addMethod(
            getDownloadArtifactMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                odind.v1.DownloadArtifactRequest,
                odind.v1.DownloadArtifactResponse>(
                  this, METHODID_DOWNLOAD_ARTIFACT)))
          .addMethod(
            getSignArtifactMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SignArtifactRequest,
                odind.v1.SignArtifactResponse>(
                  this, METHODID_SIGN_ARTIFACT)))
          .addMethod(
            getListRecordingsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListRecordingsRequest,
                odind.v1.ListRecordingsResponse>(
                  this, METHODID_LIST_RECORDINGS)))
          .build();
    }
  }

  /**
   * <pre>
   * Recordings by the daemon, into files whose tracks are aligned to the sample: all begin at the same sample of the
   * room's clock, silence is filled, and all are equally long. docs/RECORDINGS.md says what lies in a recording's folder.
   * A recording is a resource: it goes on while its caller is away, and comes back with its connection after the loss of
   * a worker process or a restart of the daemon, with the gap in its timeline. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class RecordingServiceStub extends io.grpc.stub.AbstractAsyncStub<RecordingServiceStub> {
    private RecordingServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RecordingServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RecordingServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartRecording begins to record a connection, or a room, which the daemon then joins with a peer of its own. What
     * the connection says itself is recorded too. Its caller's settings apply: peers that are muted are not heard.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, NOTICE_INVALID, ENCODING_INVALID, LAYOUT_UNKNOWN, RECORDING_NAME_INVALID,
     * RECORDING_LIMIT_INVALID, METADATA_TOO_LARGE, REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom
     * lists; NOT_FOUND CONNECTION_NOT_FOUND, OUTPUT_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN; FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE; RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS, SPOOL_FULL; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void startRecording(odind.v1.StartRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStartRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SetCaptureRing keeps the last seconds of what a connection hears in memory, as packets of Opus, so that SaveClip can
     * save them. A ring takes what came: about 4 kB a second and talking user, 16 MiB at most. It comes back empty with its
     * connection. No connection has one by itself.
     * Errors: INVALID_ARGUMENT CAPTURE_RING_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; UNAVAILABLE WORKER_LOST,
     * CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void setCaptureRing(odind.v1.SetCaptureRingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SetCaptureRingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetCaptureRingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SaveClip makes a recording of what the capture ring of a connection holds.
     * Errors: INVALID_ARGUMENT ENCODING_INVALID, LAYOUT_UNKNOWN, CAPTURE_RING_INVALID, RECORDING_NAME_INVALID, METADATA_TOO_LARGE,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN;
     * FAILED_PRECONDITION CAPTURE_RING_OFF, CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE;
     * RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS; UNAVAILABLE WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING,
     * STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void saveClip(odind.v1.SaveClipRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SaveClipResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSaveClipMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * PauseRecording keeps nothing of what is heard from now on.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void pauseRecording(odind.v1.PauseRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.PauseRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPauseRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ResumeRecording ends a pause.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_NOT_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public void resumeRecording(odind.v1.ResumeRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ResumeRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StopRecording ends the capture. The files are completed afterwards: the recording is ENDING, and ENDED with the
     * event `recording_ended`.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER.
     * </pre>
     */
    public void stopRecording(odind.v1.StopRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStopRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetRecording returns a recording as it is now.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void getRecording(odind.v1.GetRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteRecording erases the files of a recording that is over, here and at its outputs. A tombstone stays, which says
     * who was recorded when and for how long, and who has erased it. For a tombstone it does nothing.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, BUCKET_NOT_FOUND, FOLDER_NOT_FOUND; FAILED_PRECONDITION RECORDING_RUNNING,
     * RECORDINGS_UNWRITABLE; PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE. Another
     * call goes on where one failed.
     * </pre>
     */
    public void deleteRecording(odind.v1.DeleteRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UploadRecording tries at once to bring files to their outputs, also those that were given up.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void uploadRecording(odind.v1.UploadRecordingRequest request,
        io.grpc.stub.StreamObserver<odind.v1.UploadRecordingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUploadRecordingMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DownloadArtifact streams the content of a file: first what it is, then its bytes in order. What is sealed is opened.
     * A file that is being written, whose name ends in `.part`, is read up to where it ends when the call begins. A file
     * that has left this machine comes from the first of its outputs that has it.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, FILE_NOT_HERE, OBJECT_NOT_FOUND, BUCKET_NOT_FOUND,
     * FOLDER_NOT_FOUND; INVALID_ARGUMENT RANGE_INVALID; FAILED_PRECONDITION RECORDINGS_OFF, RECORDING_DELETED,
     * ARTIFACT_STORED_ELSEWHERE (no output that has it is in the settings any more), SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED;
     * PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE SPOOL_UNAVAILABLE, STORAGE_UNAVAILABLE,
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public void downloadArtifact(odind.v1.DownloadArtifactRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DownloadArtifactResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getDownloadArtifactMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SignArtifact returns an address at which a bucket serves a file to everybody who has it, for some time: whoever reads
     * it needs neither the daemon nor a key. It is that of the first output that is a bucket and has the file. A sealed file
     * is served sealed: `odindctl recording decrypt` opens it.
     * Errors: INVALID_ARGUMENT URL_LIFETIME_INVALID; NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, OBJECT_NOT_FOUND,
     * BUCKET_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED, ARTIFACT_NOT_IN_BUCKET (it is not there yet, or its outputs
     * are folders: download it); PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE.
     * </pre>
     */
    public void signArtifact(odind.v1.SignArtifactRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SignArtifactResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSignArtifactMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListRecordings returns recordings, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listRecordings(odind.v1.ListRecordingsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListRecordingsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRecordingsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Recordings by the daemon, into files whose tracks are aligned to the sample: all begin at the same sample of the
   * room's clock, silence is filled, and all are equally long. docs/RECORDINGS.md says what lies in a recording's folder.
   * A recording is a resource: it goes on while its caller is away, and comes back with its connection after the loss of
   * a worker process or a restart of the daemon, with the gap in its timeline. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class RecordingServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<RecordingServiceBlockingStub> {
    private RecordingServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RecordingServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RecordingServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartRecording begins to record a connection, or a room, which the daemon then joins with a peer of its own. What
     * the connection says itself is recorded too. Its caller's settings apply: peers that are muted are not heard.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, NOTICE_INVALID, ENCODING_INVALID, LAYOUT_UNKNOWN, RECORDING_NAME_INVALID,
     * RECORDING_LIMIT_INVALID, METADATA_TOO_LARGE, REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom
     * lists; NOT_FOUND CONNECTION_NOT_FOUND, OUTPUT_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN; FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE; RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS, SPOOL_FULL; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public odind.v1.StartRecordingResponse startRecording(odind.v1.StartRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStartRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SetCaptureRing keeps the last seconds of what a connection hears in memory, as packets of Opus, so that SaveClip can
     * save them. A ring takes what came: about 4 kB a second and talking user, 16 MiB at most. It comes back empty with its
     * connection. No connection has one by itself.
     * Errors: INVALID_ARGUMENT CAPTURE_RING_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; UNAVAILABLE WORKER_LOST,
     * CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public odind.v1.SetCaptureRingResponse setCaptureRing(odind.v1.SetCaptureRingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetCaptureRingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SaveClip makes a recording of what the capture ring of a connection holds.
     * Errors: INVALID_ARGUMENT ENCODING_INVALID, LAYOUT_UNKNOWN, CAPTURE_RING_INVALID, RECORDING_NAME_INVALID, METADATA_TOO_LARGE,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN;
     * FAILED_PRECONDITION CAPTURE_RING_OFF, CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE;
     * RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS; UNAVAILABLE WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING,
     * STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public odind.v1.SaveClipResponse saveClip(odind.v1.SaveClipRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSaveClipMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * PauseRecording keeps nothing of what is heard from now on.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public odind.v1.PauseRecordingResponse pauseRecording(odind.v1.PauseRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPauseRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ResumeRecording ends a pause.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_NOT_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public odind.v1.ResumeRecordingResponse resumeRecording(odind.v1.ResumeRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * StopRecording ends the capture. The files are completed afterwards: the recording is ENDING, and ENDED with the
     * event `recording_ended`.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER.
     * </pre>
     */
    public odind.v1.StopRecordingResponse stopRecording(odind.v1.StopRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStopRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetRecording returns a recording as it is now.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.GetRecordingResponse getRecording(odind.v1.GetRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteRecording erases the files of a recording that is over, here and at its outputs. A tombstone stays, which says
     * who was recorded when and for how long, and who has erased it. For a tombstone it does nothing.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, BUCKET_NOT_FOUND, FOLDER_NOT_FOUND; FAILED_PRECONDITION RECORDING_RUNNING,
     * RECORDINGS_UNWRITABLE; PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE. Another
     * call goes on where one failed.
     * </pre>
     */
    public odind.v1.DeleteRecordingResponse deleteRecording(odind.v1.DeleteRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UploadRecording tries at once to bring files to their outputs, also those that were given up.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.UploadRecordingResponse uploadRecording(odind.v1.UploadRecordingRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUploadRecordingMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DownloadArtifact streams the content of a file: first what it is, then its bytes in order. What is sealed is opened.
     * A file that is being written, whose name ends in `.part`, is read up to where it ends when the call begins. A file
     * that has left this machine comes from the first of its outputs that has it.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, FILE_NOT_HERE, OBJECT_NOT_FOUND, BUCKET_NOT_FOUND,
     * FOLDER_NOT_FOUND; INVALID_ARGUMENT RANGE_INVALID; FAILED_PRECONDITION RECORDINGS_OFF, RECORDING_DELETED,
     * ARTIFACT_STORED_ELSEWHERE (no output that has it is in the settings any more), SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED;
     * PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE SPOOL_UNAVAILABLE, STORAGE_UNAVAILABLE,
     * STORE_UNAVAILABLE.
     * </pre>
     */
    public java.util.Iterator<odind.v1.DownloadArtifactResponse> downloadArtifact(
        odind.v1.DownloadArtifactRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getDownloadArtifactMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SignArtifact returns an address at which a bucket serves a file to everybody who has it, for some time: whoever reads
     * it needs neither the daemon nor a key. It is that of the first output that is a bucket and has the file. A sealed file
     * is served sealed: `odindctl recording decrypt` opens it.
     * Errors: INVALID_ARGUMENT URL_LIFETIME_INVALID; NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, OBJECT_NOT_FOUND,
     * BUCKET_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED, ARTIFACT_NOT_IN_BUCKET (it is not there yet, or its outputs
     * are folders: download it); PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.SignArtifactResponse signArtifact(odind.v1.SignArtifactRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSignArtifactMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListRecordings returns recordings, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.ListRecordingsResponse listRecordings(odind.v1.ListRecordingsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRecordingsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Recordings by the daemon, into files whose tracks are aligned to the sample: all begin at the same sample of the
   * room's clock, silence is filled, and all are equally long. docs/RECORDINGS.md says what lies in a recording's folder.
   * A recording is a resource: it goes on while its caller is away, and comes back with its connection after the loss of
   * a worker process or a restart of the daemon, with the gap in its timeline. Every change is an event of WatchEvents.
   * </pre>
   */
  public static final class RecordingServiceFutureStub extends io.grpc.stub.AbstractFutureStub<RecordingServiceFutureStub> {
    private RecordingServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RecordingServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RecordingServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartRecording begins to record a connection, or a room, which the daemon then joins with a peer of its own. What
     * the connection says itself is recorded too. Its caller's settings apply: peers that are muted are not heard.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, NOTICE_INVALID, ENCODING_INVALID, LAYOUT_UNKNOWN, RECORDING_NAME_INVALID,
     * RECORDING_LIMIT_INVALID, METADATA_TOO_LARGE, REQUEST_ID_INVALID, REQUEST_ID_REUSED, and for a room what JoinRoom
     * lists; NOT_FOUND CONNECTION_NOT_FOUND, OUTPUT_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN; FAILED_PRECONDITION
     * CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE; RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS, SPOOL_FULL; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING, STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StartRecordingResponse> startRecording(
        odind.v1.StartRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStartRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SetCaptureRing keeps the last seconds of what a connection hears in memory, as packets of Opus, so that SaveClip can
     * save them. A ring takes what came: about 4 kB a second and talking user, 16 MiB at most. It comes back empty with its
     * connection. No connection has one by itself.
     * Errors: INVALID_ARGUMENT CAPTURE_RING_INVALID; NOT_FOUND CONNECTION_NOT_FOUND; UNAVAILABLE WORKER_LOST,
     * CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SetCaptureRingResponse> setCaptureRing(
        odind.v1.SetCaptureRingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetCaptureRingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SaveClip makes a recording of what the capture ring of a connection holds.
     * Errors: INVALID_ARGUMENT ENCODING_INVALID, LAYOUT_UNKNOWN, CAPTURE_RING_INVALID, RECORDING_NAME_INVALID, METADATA_TOO_LARGE,
     * REQUEST_ID_INVALID, REQUEST_ID_REUSED; NOT_FOUND CONNECTION_NOT_FOUND; ALREADY_EXISTS RECORDING_NAME_TAKEN;
     * FAILED_PRECONDITION CAPTURE_RING_OFF, CONNECTION_NOT_JOINED, RECORDINGS_OFF, RECORDINGS_UNWRITABLE;
     * RESOURCE_EXHAUSTED TOO_MANY_RECORDINGS; UNAVAILABLE WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING,
     * STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SaveClipResponse> saveClip(
        odind.v1.SaveClipRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSaveClipMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * PauseRecording keeps nothing of what is heard from now on.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.PauseRecordingResponse> pauseRecording(
        odind.v1.PauseRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPauseRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ResumeRecording ends a pause.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER, RECORDING_NOT_PAUSED; UNAVAILABLE
     * WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ResumeRecordingResponse> resumeRecording(
        odind.v1.ResumeRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * StopRecording ends the capture. The files are completed afterwards: the recording is ENDING, and ENDED with the
     * event `recording_ended`.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_OVER.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StopRecordingResponse> stopRecording(
        odind.v1.StopRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStopRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetRecording returns a recording as it is now.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetRecordingResponse> getRecording(
        odind.v1.GetRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteRecording erases the files of a recording that is over, here and at its outputs. A tombstone stays, which says
     * who was recorded when and for how long, and who has erased it. For a tombstone it does nothing.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND, BUCKET_NOT_FOUND, FOLDER_NOT_FOUND; FAILED_PRECONDITION RECORDING_RUNNING,
     * RECORDINGS_UNWRITABLE; PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE. Another
     * call goes on where one failed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteRecordingResponse> deleteRecording(
        odind.v1.DeleteRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UploadRecording tries at once to bring files to their outputs, also those that were given up.
     * Errors: NOT_FOUND RECORDING_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.UploadRecordingResponse> uploadRecording(
        odind.v1.UploadRecordingRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUploadRecordingMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SignArtifact returns an address at which a bucket serves a file to everybody who has it, for some time: whoever reads
     * it needs neither the daemon nor a key. It is that of the first output that is a bucket and has the file. A sealed file
     * is served sealed: `odindctl recording decrypt` opens it.
     * Errors: INVALID_ARGUMENT URL_LIFETIME_INVALID; NOT_FOUND RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, OBJECT_NOT_FOUND,
     * BUCKET_NOT_FOUND; FAILED_PRECONDITION RECORDING_DELETED, ARTIFACT_NOT_IN_BUCKET (it is not there yet, or its outputs
     * are folders: download it); PERMISSION_DENIED STORAGE_DENIED; UNAVAILABLE STORAGE_UNAVAILABLE, STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SignArtifactResponse> signArtifact(
        odind.v1.SignArtifactRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSignArtifactMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListRecordings returns recordings, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListRecordingsResponse> listRecordings(
        odind.v1.ListRecordingsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRecordingsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_START_RECORDING = 0;
  private static final int METHODID_SET_CAPTURE_RING = 1;
  private static final int METHODID_SAVE_CLIP = 2;
  private static final int METHODID_PAUSE_RECORDING = 3;
  private static final int METHODID_RESUME_RECORDING = 4;
  private static final int METHODID_STOP_RECORDING = 5;
  private static final int METHODID_GET_RECORDING = 6;
  private static final int METHODID_DELETE_RECORDING = 7;
  private static final int METHODID_UPLOAD_RECORDING = 8;
  private static final int METHODID_DOWNLOAD_ARTIFACT = 9;
  private static final int METHODID_SIGN_ARTIFACT = 10;
  private static final int METHODID_LIST_RECORDINGS = 11;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final RecordingServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(RecordingServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_START_RECORDING:
          serviceImpl.startRecording((odind.v1.StartRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StartRecordingResponse>) responseObserver);
          break;
        case METHODID_SET_CAPTURE_RING:
          serviceImpl.setCaptureRing((odind.v1.SetCaptureRingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SetCaptureRingResponse>) responseObserver);
          break;
        case METHODID_SAVE_CLIP:
          serviceImpl.saveClip((odind.v1.SaveClipRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SaveClipResponse>) responseObserver);
          break;
        case METHODID_PAUSE_RECORDING:
          serviceImpl.pauseRecording((odind.v1.PauseRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.PauseRecordingResponse>) responseObserver);
          break;
        case METHODID_RESUME_RECORDING:
          serviceImpl.resumeRecording((odind.v1.ResumeRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ResumeRecordingResponse>) responseObserver);
          break;
        case METHODID_STOP_RECORDING:
          serviceImpl.stopRecording((odind.v1.StopRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StopRecordingResponse>) responseObserver);
          break;
        case METHODID_GET_RECORDING:
          serviceImpl.getRecording((odind.v1.GetRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetRecordingResponse>) responseObserver);
          break;
        case METHODID_DELETE_RECORDING:
          serviceImpl.deleteRecording((odind.v1.DeleteRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteRecordingResponse>) responseObserver);
          break;
        case METHODID_UPLOAD_RECORDING:
          serviceImpl.uploadRecording((odind.v1.UploadRecordingRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.UploadRecordingResponse>) responseObserver);
          break;
        case METHODID_DOWNLOAD_ARTIFACT:
          serviceImpl.downloadArtifact((odind.v1.DownloadArtifactRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DownloadArtifactResponse>) responseObserver);
          break;
        case METHODID_SIGN_ARTIFACT:
          serviceImpl.signArtifact((odind.v1.SignArtifactRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SignArtifactResponse>) responseObserver);
          break;
        case METHODID_LIST_RECORDINGS:
          serviceImpl.listRecordings((odind.v1.ListRecordingsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListRecordingsResponse>) responseObserver);
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

  private static abstract class RecordingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    RecordingServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.Recordings.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("RecordingService");
    }
  }

  private static final class RecordingServiceFileDescriptorSupplier
      extends RecordingServiceBaseDescriptorSupplier {
    RecordingServiceFileDescriptorSupplier() {}
  }

  private static final class RecordingServiceMethodDescriptorSupplier
      extends RecordingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    RecordingServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (RecordingServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new RecordingServiceFileDescriptorSupplier())
              .addMethod(getStartRecordingMethod())
              .addMethod(getSetCaptureRingMethod())
              .addMethod(getSaveClipMethod())
              .addMethod(getPauseRecordingMethod())
              .addMethod(getResumeRecordingMethod())
              .addMethod(getStopRecordingMethod())
              .addMethod(getGetRecordingMethod())
              .addMethod(getDeleteRecordingMethod())
              .addMethod(getUploadRecordingMethod())
              .addMethod(getDownloadArtifactMethod())
              .addMethod(getSignArtifactMethod())
              .addMethod(getListRecordingsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
