package odind.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Speech as text, by an engine that the daemon's settings name: a server, or one that runs on the same machine. A
 * transcript has segments, each of which is what one speaker has said in one go, in samples at 48 kHz from the start of
 * the transcript. docs/CAPTIONS.md says what engines cost and how speech is cut.
 * Transcripts outlive their callers; the latest 1,000 that are over are kept. Every segment is an event of WatchEvents.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: odind/v1/captions.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class CaptionServiceGrpc {

  private CaptionServiceGrpc() {}

  public static final String SERVICE_NAME = "odind.v1.CaptionService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<odind.v1.StartCaptionsRequest,
      odind.v1.StartCaptionsResponse> getStartCaptionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StartCaptions",
      requestType = odind.v1.StartCaptionsRequest.class,
      responseType = odind.v1.StartCaptionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StartCaptionsRequest,
      odind.v1.StartCaptionsResponse> getStartCaptionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.StartCaptionsRequest, odind.v1.StartCaptionsResponse> getStartCaptionsMethod;
    if ((getStartCaptionsMethod = CaptionServiceGrpc.getStartCaptionsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getStartCaptionsMethod = CaptionServiceGrpc.getStartCaptionsMethod) == null) {
          CaptionServiceGrpc.getStartCaptionsMethod = getStartCaptionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.StartCaptionsRequest, odind.v1.StartCaptionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StartCaptions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartCaptionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StartCaptionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("StartCaptions"))
              .build();
        }
      }
    }
    return getStartCaptionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.StopCaptionsRequest,
      odind.v1.StopCaptionsResponse> getStopCaptionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StopCaptions",
      requestType = odind.v1.StopCaptionsRequest.class,
      responseType = odind.v1.StopCaptionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StopCaptionsRequest,
      odind.v1.StopCaptionsResponse> getStopCaptionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.StopCaptionsRequest, odind.v1.StopCaptionsResponse> getStopCaptionsMethod;
    if ((getStopCaptionsMethod = CaptionServiceGrpc.getStopCaptionsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getStopCaptionsMethod = CaptionServiceGrpc.getStopCaptionsMethod) == null) {
          CaptionServiceGrpc.getStopCaptionsMethod = getStopCaptionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.StopCaptionsRequest, odind.v1.StopCaptionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StopCaptions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopCaptionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopCaptionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("StopCaptions"))
              .build();
        }
      }
    }
    return getStopCaptionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetCaptionsRequest,
      odind.v1.GetCaptionsResponse> getGetCaptionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCaptions",
      requestType = odind.v1.GetCaptionsRequest.class,
      responseType = odind.v1.GetCaptionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetCaptionsRequest,
      odind.v1.GetCaptionsResponse> getGetCaptionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetCaptionsRequest, odind.v1.GetCaptionsResponse> getGetCaptionsMethod;
    if ((getGetCaptionsMethod = CaptionServiceGrpc.getGetCaptionsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getGetCaptionsMethod = CaptionServiceGrpc.getGetCaptionsMethod) == null) {
          CaptionServiceGrpc.getGetCaptionsMethod = getGetCaptionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetCaptionsRequest, odind.v1.GetCaptionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCaptions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCaptionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCaptionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("GetCaptions"))
              .build();
        }
      }
    }
    return getGetCaptionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListCaptionsRequest,
      odind.v1.ListCaptionsResponse> getListCaptionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCaptions",
      requestType = odind.v1.ListCaptionsRequest.class,
      responseType = odind.v1.ListCaptionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListCaptionsRequest,
      odind.v1.ListCaptionsResponse> getListCaptionsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListCaptionsRequest, odind.v1.ListCaptionsResponse> getListCaptionsMethod;
    if ((getListCaptionsMethod = CaptionServiceGrpc.getListCaptionsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getListCaptionsMethod = CaptionServiceGrpc.getListCaptionsMethod) == null) {
          CaptionServiceGrpc.getListCaptionsMethod = getListCaptionsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListCaptionsRequest, odind.v1.ListCaptionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCaptions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListCaptionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListCaptionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("ListCaptions"))
              .build();
        }
      }
    }
    return getListCaptionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.TranscribeFileRequest,
      odind.v1.TranscribeFileResponse> getTranscribeFileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TranscribeFile",
      requestType = odind.v1.TranscribeFileRequest.class,
      responseType = odind.v1.TranscribeFileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.TranscribeFileRequest,
      odind.v1.TranscribeFileResponse> getTranscribeFileMethod() {
    io.grpc.MethodDescriptor<odind.v1.TranscribeFileRequest, odind.v1.TranscribeFileResponse> getTranscribeFileMethod;
    if ((getTranscribeFileMethod = CaptionServiceGrpc.getTranscribeFileMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getTranscribeFileMethod = CaptionServiceGrpc.getTranscribeFileMethod) == null) {
          CaptionServiceGrpc.getTranscribeFileMethod = getTranscribeFileMethod =
              io.grpc.MethodDescriptor.<odind.v1.TranscribeFileRequest, odind.v1.TranscribeFileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TranscribeFile"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.TranscribeFileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.TranscribeFileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("TranscribeFile"))
              .build();
        }
      }
    }
    return getTranscribeFileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.StopTranscriptRequest,
      odind.v1.StopTranscriptResponse> getStopTranscriptMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StopTranscript",
      requestType = odind.v1.StopTranscriptRequest.class,
      responseType = odind.v1.StopTranscriptResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.StopTranscriptRequest,
      odind.v1.StopTranscriptResponse> getStopTranscriptMethod() {
    io.grpc.MethodDescriptor<odind.v1.StopTranscriptRequest, odind.v1.StopTranscriptResponse> getStopTranscriptMethod;
    if ((getStopTranscriptMethod = CaptionServiceGrpc.getStopTranscriptMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getStopTranscriptMethod = CaptionServiceGrpc.getStopTranscriptMethod) == null) {
          CaptionServiceGrpc.getStopTranscriptMethod = getStopTranscriptMethod =
              io.grpc.MethodDescriptor.<odind.v1.StopTranscriptRequest, odind.v1.StopTranscriptResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StopTranscript"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopTranscriptRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.StopTranscriptResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("StopTranscript"))
              .build();
        }
      }
    }
    return getStopTranscriptMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetTranscriptRequest,
      odind.v1.GetTranscriptResponse> getGetTranscriptMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTranscript",
      requestType = odind.v1.GetTranscriptRequest.class,
      responseType = odind.v1.GetTranscriptResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetTranscriptRequest,
      odind.v1.GetTranscriptResponse> getGetTranscriptMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetTranscriptRequest, odind.v1.GetTranscriptResponse> getGetTranscriptMethod;
    if ((getGetTranscriptMethod = CaptionServiceGrpc.getGetTranscriptMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getGetTranscriptMethod = CaptionServiceGrpc.getGetTranscriptMethod) == null) {
          CaptionServiceGrpc.getGetTranscriptMethod = getGetTranscriptMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetTranscriptRequest, odind.v1.GetTranscriptResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTranscript"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetTranscriptRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetTranscriptResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("GetTranscript"))
              .build();
        }
      }
    }
    return getGetTranscriptMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListTranscriptsRequest,
      odind.v1.ListTranscriptsResponse> getListTranscriptsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTranscripts",
      requestType = odind.v1.ListTranscriptsRequest.class,
      responseType = odind.v1.ListTranscriptsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListTranscriptsRequest,
      odind.v1.ListTranscriptsResponse> getListTranscriptsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListTranscriptsRequest, odind.v1.ListTranscriptsResponse> getListTranscriptsMethod;
    if ((getListTranscriptsMethod = CaptionServiceGrpc.getListTranscriptsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getListTranscriptsMethod = CaptionServiceGrpc.getListTranscriptsMethod) == null) {
          CaptionServiceGrpc.getListTranscriptsMethod = getListTranscriptsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListTranscriptsRequest, odind.v1.ListTranscriptsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTranscripts"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListTranscriptsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListTranscriptsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("ListTranscripts"))
              .build();
        }
      }
    }
    return getListTranscriptsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ListSegmentsRequest,
      odind.v1.ListSegmentsResponse> getListSegmentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListSegments",
      requestType = odind.v1.ListSegmentsRequest.class,
      responseType = odind.v1.ListSegmentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ListSegmentsRequest,
      odind.v1.ListSegmentsResponse> getListSegmentsMethod() {
    io.grpc.MethodDescriptor<odind.v1.ListSegmentsRequest, odind.v1.ListSegmentsResponse> getListSegmentsMethod;
    if ((getListSegmentsMethod = CaptionServiceGrpc.getListSegmentsMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getListSegmentsMethod = CaptionServiceGrpc.getListSegmentsMethod) == null) {
          CaptionServiceGrpc.getListSegmentsMethod = getListSegmentsMethod =
              io.grpc.MethodDescriptor.<odind.v1.ListSegmentsRequest, odind.v1.ListSegmentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListSegments"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListSegmentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ListSegmentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("ListSegments"))
              .build();
        }
      }
    }
    return getListSegmentsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.ExportTranscriptRequest,
      odind.v1.ExportTranscriptResponse> getExportTranscriptMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExportTranscript",
      requestType = odind.v1.ExportTranscriptRequest.class,
      responseType = odind.v1.ExportTranscriptResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.ExportTranscriptRequest,
      odind.v1.ExportTranscriptResponse> getExportTranscriptMethod() {
    io.grpc.MethodDescriptor<odind.v1.ExportTranscriptRequest, odind.v1.ExportTranscriptResponse> getExportTranscriptMethod;
    if ((getExportTranscriptMethod = CaptionServiceGrpc.getExportTranscriptMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getExportTranscriptMethod = CaptionServiceGrpc.getExportTranscriptMethod) == null) {
          CaptionServiceGrpc.getExportTranscriptMethod = getExportTranscriptMethod =
              io.grpc.MethodDescriptor.<odind.v1.ExportTranscriptRequest, odind.v1.ExportTranscriptResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExportTranscript"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ExportTranscriptRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.ExportTranscriptResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("ExportTranscript"))
              .build();
        }
      }
    }
    return getExportTranscriptMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.DeleteTranscriptRequest,
      odind.v1.DeleteTranscriptResponse> getDeleteTranscriptMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteTranscript",
      requestType = odind.v1.DeleteTranscriptRequest.class,
      responseType = odind.v1.DeleteTranscriptResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.DeleteTranscriptRequest,
      odind.v1.DeleteTranscriptResponse> getDeleteTranscriptMethod() {
    io.grpc.MethodDescriptor<odind.v1.DeleteTranscriptRequest, odind.v1.DeleteTranscriptResponse> getDeleteTranscriptMethod;
    if ((getDeleteTranscriptMethod = CaptionServiceGrpc.getDeleteTranscriptMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getDeleteTranscriptMethod = CaptionServiceGrpc.getDeleteTranscriptMethod) == null) {
          CaptionServiceGrpc.getDeleteTranscriptMethod = getDeleteTranscriptMethod =
              io.grpc.MethodDescriptor.<odind.v1.DeleteTranscriptRequest, odind.v1.DeleteTranscriptResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteTranscript"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteTranscriptRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.DeleteTranscriptResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("DeleteTranscript"))
              .build();
        }
      }
    }
    return getDeleteTranscriptMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.SummarizeRequest,
      odind.v1.SummarizeResponse> getSummarizeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Summarize",
      requestType = odind.v1.SummarizeRequest.class,
      responseType = odind.v1.SummarizeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.SummarizeRequest,
      odind.v1.SummarizeResponse> getSummarizeMethod() {
    io.grpc.MethodDescriptor<odind.v1.SummarizeRequest, odind.v1.SummarizeResponse> getSummarizeMethod;
    if ((getSummarizeMethod = CaptionServiceGrpc.getSummarizeMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getSummarizeMethod = CaptionServiceGrpc.getSummarizeMethod) == null) {
          CaptionServiceGrpc.getSummarizeMethod = getSummarizeMethod =
              io.grpc.MethodDescriptor.<odind.v1.SummarizeRequest, odind.v1.SummarizeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Summarize"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SummarizeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.SummarizeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("Summarize"))
              .build();
        }
      }
    }
    return getSummarizeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetSummaryRequest,
      odind.v1.GetSummaryResponse> getGetSummaryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetSummary",
      requestType = odind.v1.GetSummaryRequest.class,
      responseType = odind.v1.GetSummaryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetSummaryRequest,
      odind.v1.GetSummaryResponse> getGetSummaryMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetSummaryRequest, odind.v1.GetSummaryResponse> getGetSummaryMethod;
    if ((getGetSummaryMethod = CaptionServiceGrpc.getGetSummaryMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getGetSummaryMethod = CaptionServiceGrpc.getGetSummaryMethod) == null) {
          CaptionServiceGrpc.getGetSummaryMethod = getGetSummaryMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetSummaryRequest, odind.v1.GetSummaryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetSummary"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSummaryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetSummaryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("GetSummary"))
              .build();
        }
      }
    }
    return getGetSummaryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<odind.v1.GetCaptionEngineRequest,
      odind.v1.GetCaptionEngineResponse> getGetCaptionEngineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCaptionEngine",
      requestType = odind.v1.GetCaptionEngineRequest.class,
      responseType = odind.v1.GetCaptionEngineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<odind.v1.GetCaptionEngineRequest,
      odind.v1.GetCaptionEngineResponse> getGetCaptionEngineMethod() {
    io.grpc.MethodDescriptor<odind.v1.GetCaptionEngineRequest, odind.v1.GetCaptionEngineResponse> getGetCaptionEngineMethod;
    if ((getGetCaptionEngineMethod = CaptionServiceGrpc.getGetCaptionEngineMethod) == null) {
      synchronized (CaptionServiceGrpc.class) {
        if ((getGetCaptionEngineMethod = CaptionServiceGrpc.getGetCaptionEngineMethod) == null) {
          CaptionServiceGrpc.getGetCaptionEngineMethod = getGetCaptionEngineMethod =
              io.grpc.MethodDescriptor.<odind.v1.GetCaptionEngineRequest, odind.v1.GetCaptionEngineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCaptionEngine"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCaptionEngineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  odind.v1.GetCaptionEngineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CaptionServiceMethodDescriptorSupplier("GetCaptionEngine"))
              .build();
        }
      }
    }
    return getGetCaptionEngineMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CaptionServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CaptionServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CaptionServiceStub>() {
        @java.lang.Override
        public CaptionServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CaptionServiceStub(channel, callOptions);
        }
      };
    return CaptionServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CaptionServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CaptionServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CaptionServiceBlockingStub>() {
        @java.lang.Override
        public CaptionServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CaptionServiceBlockingStub(channel, callOptions);
        }
      };
    return CaptionServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CaptionServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CaptionServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CaptionServiceFutureStub>() {
        @java.lang.Override
        public CaptionServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CaptionServiceFutureStub(channel, callOptions);
        }
      };
    return CaptionServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Speech as text, by an engine that the daemon's settings name: a server, or one that runs on the same machine. A
   * transcript has segments, each of which is what one speaker has said in one go, in samples at 48 kHz from the start of
   * the transcript. docs/CAPTIONS.md says what engines cost and how speech is cut.
   * Transcripts outlive their callers; the latest 1,000 that are over are kept. Every segment is an event of WatchEvents.
   * </pre>
   */
  public static abstract class CaptionServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * StartCaptions begins to caption a connection, or a room, which the daemon then joins with a peer of its own. Each voice
     * is understood by itself, so that the transcript says who speaks; what the connection says itself is not captioned.
     * Captions hold their connection as an audio stream does, and come back with it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID, REQUEST_ID_REUSED,
     * and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF;
     * RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void startCaptions(odind.v1.StartCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartCaptionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStartCaptionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * StopCaptions ends captions: they hear nothing more, and their transcript is complete when the event `captions_ended`
     * comes.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_OVER, LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void stopCaptions(odind.v1.StopCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopCaptionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStopCaptionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetCaptions returns captions as they are now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getCaptions(odind.v1.GetCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCaptionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCaptionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListCaptions returns captions, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listCaptions(odind.v1.ListCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListCaptionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCaptionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * TranscribeFile begins to transcribe a recording that is over, or an uploaded sound. Where a recording has a file for
     * each user, the transcript says who speaks. The answer comes at once; events tell of progress and of the end.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND RECORDING_NOT_FOUND, SOUND_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF,
     * RECORDING_HAS_NO_SOUND; RESOURCE_EXHAUSTED TOO_MANY_TRANSCRIPTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void transcribeFile(odind.v1.TranscribeFileRequest request,
        io.grpc.stub.StreamObserver<odind.v1.TranscribeFileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTranscribeFileMethod(), responseObserver);
    }

    /**
     * <pre>
     * StopTranscript ends a transcript that is being written; what it has is kept.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_OVER, TRANSCRIPT_LIVE.
     * </pre>
     */
    public void stopTranscript(odind.v1.StopTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopTranscriptResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStopTranscriptMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetTranscript returns a transcript as it is now, without its segments.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND.
     * </pre>
     */
    public void getTranscript(odind.v1.GetTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetTranscriptResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTranscriptMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListTranscripts returns transcripts, oldest first: those that are being written and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listTranscripts(odind.v1.ListTranscriptsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListTranscriptsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTranscriptsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListSegments returns the final segments of a transcript, in the order of their numbers.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listSegments(odind.v1.ListSegmentsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListSegmentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListSegmentsMethod(), responseObserver);
    }

    /**
     * <pre>
     * ExportTranscript returns a transcript as a file, also while it is being written.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_FORMAT_UNKNOWN; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void exportTranscript(odind.v1.ExportTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ExportTranscriptResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExportTranscriptMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteTranscript deletes a transcript that is over, with its files.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING.
     * </pre>
     */
    public void deleteTranscript(odind.v1.DeleteTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteTranscriptResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteTranscriptMethod(), responseObserver);
    }

    /**
     * <pre>
     * Summarize begins to summarize a transcript that is over, in place of its summary of before. The answer comes at once;
     * the event `summary_ended` has the summary. Where the settings name no model the state is NO_ENGINE.
     * Errors: INVALID_ARGUMENT PROMPT_TOO_LONG; NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING,
     * SUMMARY_RUNNING.
     * </pre>
     */
    public void summarize(odind.v1.SummarizeRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SummarizeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSummarizeMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetSummary returns the summary of a transcript as it is now.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND, SUMMARY_NOT_FOUND.
     * </pre>
     */
    public void getSummary(odind.v1.GetSummaryRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSummaryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetSummaryMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetCaptionEngine returns how the engine does.
     * Errors: FAILED_PRECONDITION CAPTIONS_OFF.
     * </pre>
     */
    public void getCaptionEngine(odind.v1.GetCaptionEngineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCaptionEngineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCaptionEngineMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getStartCaptionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StartCaptionsRequest,
                odind.v1.StartCaptionsResponse>(
                  this, METHODID_START_CAPTIONS)))
          .addMethod(
            getStopCaptionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StopCaptionsRequest,
                odind.v1.StopCaptionsResponse>(
                  this, METHODID_STOP_CAPTIONS)))
          .addMethod(
            getGetCaptionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetCaptionsRequest,
                odind.v1.GetCaptionsResponse>(
                  this, METHODID_GET_CAPTIONS)))
          .addMethod(
            getListCaptionsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListCaptionsRequest,
                odind.v1.ListCaptionsResponse>(
                  this, METHODID_LIST_CAPTIONS)))
          .addMethod(
            getTranscribeFileMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.TranscribeFileRequest,
                odind.v1.TranscribeFileResponse>(
                  this, METHODID_TRANSCRIBE_FILE)))
          .addMethod(
            getStopTranscriptMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.StopTranscriptRequest,
                odind.v1.StopTranscriptResponse>(
                  this, METHODID_STOP_TRANSCRIPT)))
          .addMethod(
            getGetTranscriptMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetTranscriptRequest,
                odind.v1.GetTranscriptResponse>(
                  this, METHODID_GET_TRANSCRIPT)))
          .addMethod(
            getListTranscriptsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListTranscriptsRequest,
                odind.v1.ListTranscriptsResponse>(
                  this, METHODID_LIST_TRANSCRIPTS)))
          .addMethod(
            getListSegmentsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ListSegmentsRequest,
                odind.v1.ListSegmentsResponse>(
                  this, METHODID_LIST_SEGMENTS)))
          .addMethod(
            getExportTranscriptMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.ExportTranscriptRequest,
                odind.v1.ExportTranscriptResponse>(
                  this, METHODID_EXPORT_TRANSCRIPT)))
          .addMethod(
            getDeleteTranscriptMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.DeleteTranscriptRequest,
                odind.v1.DeleteTranscriptResponse>(
                  this, METHODID_DELETE_TRANSCRIPT)))
          .addMethod(
            getSummarizeMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.SummarizeRequest,
                odind.v1.SummarizeResponse>(
                  this, METHODID_SUMMARIZE)))
          .addMethod(
            getGetSummaryMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetSummaryRequest,
                odind.v1.GetSummaryResponse>(
                  this, METHODID_GET_SUMMARY)))
          .addMethod(
            getGetCaptionEngineMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                odind.v1.GetCaptionEngineRequest,
                odind.v1.GetCaptionEngineResponse>(
                  this, METHODID_GET_CAPTION_ENGINE)))
          .build();
    }
  }

  /**
   * <pre>
   * Speech as text, by an engine that the daemon's settings name: a server, or one that runs on the same machine. A
   * transcript has segments, each of which is what one speaker has said in one go, in samples at 48 kHz from the start of
   * the transcript. docs/CAPTIONS.md says what engines cost and how speech is cut.
   * Transcripts outlive their callers; the latest 1,000 that are over are kept. Every segment is an event of WatchEvents.
   * </pre>
   */
  public static final class CaptionServiceStub extends io.grpc.stub.AbstractAsyncStub<CaptionServiceStub> {
    private CaptionServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CaptionServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CaptionServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartCaptions begins to caption a connection, or a room, which the daemon then joins with a peer of its own. Each voice
     * is understood by itself, so that the transcript says who speaks; what the connection says itself is not captioned.
     * Captions hold their connection as an audio stream does, and come back with it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID, REQUEST_ID_REUSED,
     * and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF;
     * RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public void startCaptions(odind.v1.StartCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StartCaptionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStartCaptionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StopCaptions ends captions: they hear nothing more, and their transcript is complete when the event `captions_ended`
     * comes.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_OVER, LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void stopCaptions(odind.v1.StopCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopCaptionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStopCaptionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetCaptions returns captions as they are now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public void getCaptions(odind.v1.GetCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCaptionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCaptionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListCaptions returns captions, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listCaptions(odind.v1.ListCaptionsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListCaptionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCaptionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * TranscribeFile begins to transcribe a recording that is over, or an uploaded sound. Where a recording has a file for
     * each user, the transcript says who speaks. The answer comes at once; events tell of progress and of the end.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND RECORDING_NOT_FOUND, SOUND_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF,
     * RECORDING_HAS_NO_SOUND; RESOURCE_EXHAUSTED TOO_MANY_TRANSCRIPTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void transcribeFile(odind.v1.TranscribeFileRequest request,
        io.grpc.stub.StreamObserver<odind.v1.TranscribeFileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTranscribeFileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StopTranscript ends a transcript that is being written; what it has is kept.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_OVER, TRANSCRIPT_LIVE.
     * </pre>
     */
    public void stopTranscript(odind.v1.StopTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.StopTranscriptResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStopTranscriptMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetTranscript returns a transcript as it is now, without its segments.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND.
     * </pre>
     */
    public void getTranscript(odind.v1.GetTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetTranscriptResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTranscriptMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListTranscripts returns transcripts, oldest first: those that are being written and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public void listTranscripts(odind.v1.ListTranscriptsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListTranscriptsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTranscriptsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListSegments returns the final segments of a transcript, in the order of their numbers.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void listSegments(odind.v1.ListSegmentsRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ListSegmentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListSegmentsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ExportTranscript returns a transcript as a file, also while it is being written.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_FORMAT_UNKNOWN; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public void exportTranscript(odind.v1.ExportTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.ExportTranscriptResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExportTranscriptMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteTranscript deletes a transcript that is over, with its files.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING.
     * </pre>
     */
    public void deleteTranscript(odind.v1.DeleteTranscriptRequest request,
        io.grpc.stub.StreamObserver<odind.v1.DeleteTranscriptResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteTranscriptMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Summarize begins to summarize a transcript that is over, in place of its summary of before. The answer comes at once;
     * the event `summary_ended` has the summary. Where the settings name no model the state is NO_ENGINE.
     * Errors: INVALID_ARGUMENT PROMPT_TOO_LONG; NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING,
     * SUMMARY_RUNNING.
     * </pre>
     */
    public void summarize(odind.v1.SummarizeRequest request,
        io.grpc.stub.StreamObserver<odind.v1.SummarizeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSummarizeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetSummary returns the summary of a transcript as it is now.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND, SUMMARY_NOT_FOUND.
     * </pre>
     */
    public void getSummary(odind.v1.GetSummaryRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetSummaryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetSummaryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetCaptionEngine returns how the engine does.
     * Errors: FAILED_PRECONDITION CAPTIONS_OFF.
     * </pre>
     */
    public void getCaptionEngine(odind.v1.GetCaptionEngineRequest request,
        io.grpc.stub.StreamObserver<odind.v1.GetCaptionEngineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCaptionEngineMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Speech as text, by an engine that the daemon's settings name: a server, or one that runs on the same machine. A
   * transcript has segments, each of which is what one speaker has said in one go, in samples at 48 kHz from the start of
   * the transcript. docs/CAPTIONS.md says what engines cost and how speech is cut.
   * Transcripts outlive their callers; the latest 1,000 that are over are kept. Every segment is an event of WatchEvents.
   * </pre>
   */
  public static final class CaptionServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<CaptionServiceBlockingStub> {
    private CaptionServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CaptionServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CaptionServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartCaptions begins to caption a connection, or a room, which the daemon then joins with a peer of its own. Each voice
     * is understood by itself, so that the transcript says who speaks; what the connection says itself is not captioned.
     * Captions hold their connection as an audio stream does, and come back with it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID, REQUEST_ID_REUSED,
     * and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF;
     * RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public odind.v1.StartCaptionsResponse startCaptions(odind.v1.StartCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStartCaptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * StopCaptions ends captions: they hear nothing more, and their transcript is complete when the event `captions_ended`
     * comes.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_OVER, LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public odind.v1.StopCaptionsResponse stopCaptions(odind.v1.StopCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStopCaptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetCaptions returns captions as they are now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public odind.v1.GetCaptionsResponse getCaptions(odind.v1.GetCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCaptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListCaptions returns captions, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListCaptionsResponse listCaptions(odind.v1.ListCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCaptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * TranscribeFile begins to transcribe a recording that is over, or an uploaded sound. Where a recording has a file for
     * each user, the transcript says who speaks. The answer comes at once; events tell of progress and of the end.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND RECORDING_NOT_FOUND, SOUND_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF,
     * RECORDING_HAS_NO_SOUND; RESOURCE_EXHAUSTED TOO_MANY_TRANSCRIPTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.TranscribeFileResponse transcribeFile(odind.v1.TranscribeFileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTranscribeFileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * StopTranscript ends a transcript that is being written; what it has is kept.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_OVER, TRANSCRIPT_LIVE.
     * </pre>
     */
    public odind.v1.StopTranscriptResponse stopTranscript(odind.v1.StopTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStopTranscriptMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetTranscript returns a transcript as it is now, without its segments.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetTranscriptResponse getTranscript(odind.v1.GetTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTranscriptMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListTranscripts returns transcripts, oldest first: those that are being written and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public odind.v1.ListTranscriptsResponse listTranscripts(odind.v1.ListTranscriptsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTranscriptsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListSegments returns the final segments of a transcript, in the order of their numbers.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.ListSegmentsResponse listSegments(odind.v1.ListSegmentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListSegmentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ExportTranscript returns a transcript as a file, also while it is being written.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_FORMAT_UNKNOWN; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public odind.v1.ExportTranscriptResponse exportTranscript(odind.v1.ExportTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExportTranscriptMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteTranscript deletes a transcript that is over, with its files.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING.
     * </pre>
     */
    public odind.v1.DeleteTranscriptResponse deleteTranscript(odind.v1.DeleteTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteTranscriptMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Summarize begins to summarize a transcript that is over, in place of its summary of before. The answer comes at once;
     * the event `summary_ended` has the summary. Where the settings name no model the state is NO_ENGINE.
     * Errors: INVALID_ARGUMENT PROMPT_TOO_LONG; NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING,
     * SUMMARY_RUNNING.
     * </pre>
     */
    public odind.v1.SummarizeResponse summarize(odind.v1.SummarizeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSummarizeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetSummary returns the summary of a transcript as it is now.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND, SUMMARY_NOT_FOUND.
     * </pre>
     */
    public odind.v1.GetSummaryResponse getSummary(odind.v1.GetSummaryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetSummaryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetCaptionEngine returns how the engine does.
     * Errors: FAILED_PRECONDITION CAPTIONS_OFF.
     * </pre>
     */
    public odind.v1.GetCaptionEngineResponse getCaptionEngine(odind.v1.GetCaptionEngineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCaptionEngineMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Speech as text, by an engine that the daemon's settings name: a server, or one that runs on the same machine. A
   * transcript has segments, each of which is what one speaker has said in one go, in samples at 48 kHz from the start of
   * the transcript. docs/CAPTIONS.md says what engines cost and how speech is cut.
   * Transcripts outlive their callers; the latest 1,000 that are over are kept. Every segment is an event of WatchEvents.
   * </pre>
   */
  public static final class CaptionServiceFutureStub extends io.grpc.stub.AbstractFutureStub<CaptionServiceFutureStub> {
    private CaptionServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CaptionServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CaptionServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * StartCaptions begins to caption a connection, or a room, which the daemon then joins with a peer of its own. Each voice
     * is understood by itself, so that the transcript says who speaks; what the connection says itself is not captioned.
     * Captions hold their connection as an audio stream does, and come back with it.
     * Errors: INVALID_ARGUMENT SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID, REQUEST_ID_REUSED,
     * and for a room what JoinRoom lists; NOT_FOUND CONNECTION_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF;
     * RESOURCE_EXHAUSTED TOO_MANY_LIVE_JOBS; UNAVAILABLE STORE_UNAVAILABLE (with `request_id` alone).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StartCaptionsResponse> startCaptions(
        odind.v1.StartCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStartCaptionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * StopCaptions ends captions: they hear nothing more, and their transcript is complete when the event `captions_ended`
     * comes.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_OVER, LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StopCaptionsResponse> stopCaptions(
        odind.v1.StopCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStopCaptionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetCaptions returns captions as they are now.
     * Errors: NOT_FOUND LIVE_JOB_NOT_FOUND; FAILED_PRECONDITION LIVE_JOB_AMBIGUOUS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetCaptionsResponse> getCaptions(
        odind.v1.GetCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCaptionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListCaptions returns captions, oldest first: those that run and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListCaptionsResponse> listCaptions(
        odind.v1.ListCaptionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCaptionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * TranscribeFile begins to transcribe a recording that is over, or an uploaded sound. Where a recording has a file for
     * each user, the transcript says who speaks. The answer comes at once; events tell of progress and of the end.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_SOURCE_INVALID, LANGUAGE_INVALID, VOCABULARY_TOO_LONG, REQUEST_ID_INVALID,
     * REQUEST_ID_REUSED; NOT_FOUND RECORDING_NOT_FOUND, SOUND_NOT_FOUND; FAILED_PRECONDITION CAPTIONS_OFF,
     * RECORDING_HAS_NO_SOUND; RESOURCE_EXHAUSTED TOO_MANY_TRANSCRIPTS; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.TranscribeFileResponse> transcribeFile(
        odind.v1.TranscribeFileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTranscribeFileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * StopTranscript ends a transcript that is being written; what it has is kept.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_OVER, TRANSCRIPT_LIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.StopTranscriptResponse> stopTranscript(
        odind.v1.StopTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStopTranscriptMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetTranscript returns a transcript as it is now, without its segments.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetTranscriptResponse> getTranscript(
        odind.v1.GetTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTranscriptMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListTranscripts returns transcripts, oldest first: those that are being written and those that are over.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListTranscriptsResponse> listTranscripts(
        odind.v1.ListTranscriptsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTranscriptsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListSegments returns the final segments of a transcript, in the order of their numbers.
     * Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ListSegmentsResponse> listSegments(
        odind.v1.ListSegmentsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListSegmentsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ExportTranscript returns a transcript as a file, also while it is being written.
     * Errors: INVALID_ARGUMENT TRANSCRIPT_FORMAT_UNKNOWN; NOT_FOUND TRANSCRIPT_NOT_FOUND; UNAVAILABLE STORE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.ExportTranscriptResponse> exportTranscript(
        odind.v1.ExportTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExportTranscriptMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteTranscript deletes a transcript that is over, with its files.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.DeleteTranscriptResponse> deleteTranscript(
        odind.v1.DeleteTranscriptRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteTranscriptMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Summarize begins to summarize a transcript that is over, in place of its summary of before. The answer comes at once;
     * the event `summary_ended` has the summary. Where the settings name no model the state is NO_ENGINE.
     * Errors: INVALID_ARGUMENT PROMPT_TOO_LONG; NOT_FOUND TRANSCRIPT_NOT_FOUND; FAILED_PRECONDITION TRANSCRIPT_RUNNING,
     * SUMMARY_RUNNING.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.SummarizeResponse> summarize(
        odind.v1.SummarizeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSummarizeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetSummary returns the summary of a transcript as it is now.
     * Errors: NOT_FOUND TRANSCRIPT_NOT_FOUND, SUMMARY_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetSummaryResponse> getSummary(
        odind.v1.GetSummaryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetSummaryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetCaptionEngine returns how the engine does.
     * Errors: FAILED_PRECONDITION CAPTIONS_OFF.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<odind.v1.GetCaptionEngineResponse> getCaptionEngine(
        odind.v1.GetCaptionEngineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCaptionEngineMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_START_CAPTIONS = 0;
  private static final int METHODID_STOP_CAPTIONS = 1;
  private static final int METHODID_GET_CAPTIONS = 2;
  private static final int METHODID_LIST_CAPTIONS = 3;
  private static final int METHODID_TRANSCRIBE_FILE = 4;
  private static final int METHODID_STOP_TRANSCRIPT = 5;
  private static final int METHODID_GET_TRANSCRIPT = 6;
  private static final int METHODID_LIST_TRANSCRIPTS = 7;
  private static final int METHODID_LIST_SEGMENTS = 8;
  private static final int METHODID_EXPORT_TRANSCRIPT = 9;
  private static final int METHODID_DELETE_TRANSCRIPT = 10;
  private static final int METHODID_SUMMARIZE = 11;
  private static final int METHODID_GET_SUMMARY = 12;
  private static final int METHODID_GET_CAPTION_ENGINE = 13;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final CaptionServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(CaptionServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_START_CAPTIONS:
          serviceImpl.startCaptions((odind.v1.StartCaptionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StartCaptionsResponse>) responseObserver);
          break;
        case METHODID_STOP_CAPTIONS:
          serviceImpl.stopCaptions((odind.v1.StopCaptionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StopCaptionsResponse>) responseObserver);
          break;
        case METHODID_GET_CAPTIONS:
          serviceImpl.getCaptions((odind.v1.GetCaptionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetCaptionsResponse>) responseObserver);
          break;
        case METHODID_LIST_CAPTIONS:
          serviceImpl.listCaptions((odind.v1.ListCaptionsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListCaptionsResponse>) responseObserver);
          break;
        case METHODID_TRANSCRIBE_FILE:
          serviceImpl.transcribeFile((odind.v1.TranscribeFileRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.TranscribeFileResponse>) responseObserver);
          break;
        case METHODID_STOP_TRANSCRIPT:
          serviceImpl.stopTranscript((odind.v1.StopTranscriptRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.StopTranscriptResponse>) responseObserver);
          break;
        case METHODID_GET_TRANSCRIPT:
          serviceImpl.getTranscript((odind.v1.GetTranscriptRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetTranscriptResponse>) responseObserver);
          break;
        case METHODID_LIST_TRANSCRIPTS:
          serviceImpl.listTranscripts((odind.v1.ListTranscriptsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListTranscriptsResponse>) responseObserver);
          break;
        case METHODID_LIST_SEGMENTS:
          serviceImpl.listSegments((odind.v1.ListSegmentsRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ListSegmentsResponse>) responseObserver);
          break;
        case METHODID_EXPORT_TRANSCRIPT:
          serviceImpl.exportTranscript((odind.v1.ExportTranscriptRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.ExportTranscriptResponse>) responseObserver);
          break;
        case METHODID_DELETE_TRANSCRIPT:
          serviceImpl.deleteTranscript((odind.v1.DeleteTranscriptRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.DeleteTranscriptResponse>) responseObserver);
          break;
        case METHODID_SUMMARIZE:
          serviceImpl.summarize((odind.v1.SummarizeRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.SummarizeResponse>) responseObserver);
          break;
        case METHODID_GET_SUMMARY:
          serviceImpl.getSummary((odind.v1.GetSummaryRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetSummaryResponse>) responseObserver);
          break;
        case METHODID_GET_CAPTION_ENGINE:
          serviceImpl.getCaptionEngine((odind.v1.GetCaptionEngineRequest) request,
              (io.grpc.stub.StreamObserver<odind.v1.GetCaptionEngineResponse>) responseObserver);
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

  private static abstract class CaptionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CaptionServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return odind.v1.CaptionsOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CaptionService");
    }
  }

  private static final class CaptionServiceFileDescriptorSupplier
      extends CaptionServiceBaseDescriptorSupplier {
    CaptionServiceFileDescriptorSupplier() {}
  }

  private static final class CaptionServiceMethodDescriptorSupplier
      extends CaptionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    CaptionServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (CaptionServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CaptionServiceFileDescriptorSupplier())
              .addMethod(getStartCaptionsMethod())
              .addMethod(getStopCaptionsMethod())
              .addMethod(getGetCaptionsMethod())
              .addMethod(getListCaptionsMethod())
              .addMethod(getTranscribeFileMethod())
              .addMethod(getStopTranscriptMethod())
              .addMethod(getGetTranscriptMethod())
              .addMethod(getListTranscriptsMethod())
              .addMethod(getListSegmentsMethod())
              .addMethod(getExportTranscriptMethod())
              .addMethod(getDeleteTranscriptMethod())
              .addMethod(getSummarizeMethod())
              .addMethod(getGetSummaryMethod())
              .addMethod(getGetCaptionEngineMethod())
              .build();
        }
      }
    }
    return result;
  }
}
